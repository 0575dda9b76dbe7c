"""What was said while the bot restarted? Discord still knows, if we left in the right way.

A session that is not closed for good can be resumed for some minutes, by the next process too. But
discord.py begins with an empty picture of its servers, which only a new session fills. So the next
start resumes the old session on a connection of its own, takes the messages that were missed, ends
it, and goes on with a new one; they are handled once the servers are known. Interactions are not:
Discord has told their people by then that nobody answered.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import aiohttp
import orjson
import yarl
from discord.gateway import DiscordWebSocket

_log = logging.getLogger(__name__)

LONGEST = 180.0  # seconds since the stop after which nobody waits for an answer any more
_PATIENCE = 5.0  # seconds for the replay of one session
_LARGEST = 64 << 20  # bytes of one frame
_LEFT = 4000  # a close code after which Discord keeps the session
_DISPATCH, _HEARTBEAT, _RESUME, _INVALID = 0, 1, 6, 9

Message = Mapping[str, Any]


class Comeback:
    """Of one shard. folder: where the next process finds the session; None keeps nothing."""

    def __init__(
        self,
        folder: Path | None,
        shard: tuple[int, int] | None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        number, count = shard or (0, 1)
        self._path = folder and folder / f"session-{number}-of-{count}.json"
        self._now = now
        self._heard: tuple[str | None, int | None] = None, None
        self._missed: list[Message] = []

    def stop_hearing(self, socket: DiscordWebSocket | None) -> None:
        """From now on nothing new is taken: what comes after this is for the next process."""
        if socket is not None:
            self._heard = socket.session_id, socket.sequence

    def leave(self, socket: DiscordWebSocket | None) -> None:
        """Keeps the session for the next process and has the connection closed so that it lasts."""
        session, sequence = self._heard
        if self._path is None or socket is None or not socket.open:
            return
        if session is None or session != socket.session_id:
            return
        kept = {
            "session": session,
            "sequence": sequence,
            "url": str(socket.gateway),
            "left": self._now(),
        }
        try:
            self._path.touch(mode=0o600)
            self._path.write_bytes(orjson.dumps(kept))
        except OSError as error:
            _log.warning("what is said until the next start is not heard: %s", error)
            return

        async def close(code: int = _LEFT) -> None:
            del code  # the library says 1000, which ends the session
            await DiscordWebSocket.close(socket, _LEFT)

        socket.close = close

    async def hear(self, token: str) -> None:
        """Takes what was missed, once; a session that is gone costs nothing but the question."""
        kept = self._take()
        if kept is None:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._replay(kept, token)
        except (aiohttp.ClientError, OSError, ValueError, TypeError, KeyError) as error:
            _log.info("what was said since the stop is not known: %s", type(error).__name__)
        if self._missed:
            _log.info("%d messages were written since the stop", len(self._missed))

    def missed(self) -> list[Message]:
        """The messages, oldest first; the second time none."""
        missed, self._missed = self._missed, []
        return missed

    def _take(self) -> dict[str, Any] | None:
        if self._path is None:
            return None
        try:
            read: Any = orjson.loads(self._path.read_bytes())
            self._path.unlink()
        except (OSError, ValueError):
            return None
        kept = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
        left = kept.get("left")
        young = isinstance(left, float) and 0 <= self._now() - left <= LONGEST
        return kept if young else None

    async def _replay(self, kept: dict[str, Any], token: str) -> None:
        url = yarl.URL(kept["url"]).with_query(v="10", encoding="json")
        asked = {"token": token, "session_id": kept["session"], "seq": kept["sequence"]}
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(url, max_msg_size=_LARGEST) as socket,
        ):
            await socket.receive()  # HELLO
            await socket.send_bytes(orjson.dumps({"op": _RESUME, "d": asked}))
            async for message in socket:
                frame = orjson.loads(message.data)
                if frame["op"] == _INVALID or frame.get("t") == "RESUMED":
                    return  # closed with 1000: that session is over now
                if frame["op"] == _HEARTBEAT:
                    await socket.send_bytes(orjson.dumps({"op": _HEARTBEAT, "d": kept["sequence"]}))
                elif frame["op"] == _DISPATCH and frame["t"] == "MESSAGE_CREATE":
                    self._missed.append(frame["d"])
