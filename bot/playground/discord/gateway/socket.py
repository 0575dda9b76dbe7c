"""The websocket side: hello, identify or resume, heartbeats, and the close codes."""

import asyncio
import contextlib
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, cast

import orjson
from aiohttp import WSMsgType, web

from bot.playground.discord.events import Event, Hub
from bot.playground.discord.gateway import intents as gates
from bot.playground.discord.gateway.sessions import Session
from bot.playground.discord.refusals import Json
from bot.playground.discord.state import State

LARGEST = 4_096  # bytes of a frame from a bot
MOST_SENDS = (120, 60.0)  # frames from a bot in so many seconds
MOST_GUILDS = 2_500  # on one shard
DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 7, 8, 9, 10, 11
_ACK_AFTER = 0.02  # seconds
IGNORED = (3, 4, 31)  # presence, voice, soundboard


class Close(Exception):
    """Ends the connection with one of Discord's close codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Gateway:
    """All sessions and connections. `heartbeat` and `session_life` in seconds; `identify_every`
    is how long one identify keeps the next of the same bot and bucket waiting (Discord: 5 s), 0 for
    none; `concurrency`: how many buckets there are; `hasty`: identifies that came too early."""

    def __init__(
        self,
        state: State,
        hub: Hub,
        now: Callable[[], float],
        url: Callable[[], str],
        *,
        heartbeat: float = 41.25,
        session_life: float = 120.0,
        identify_every: float = 0.0,
    ) -> None:
        self.heartbeat = heartbeat
        self.session_life = session_life
        self.identify_every = identify_every
        self.concurrency = 1
        self.identifies = 0
        self.hasty = 0
        self.resumes = 0
        self.state = state
        self.now = now
        self.url = url
        self._hub = hub
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._identified: dict[tuple[int, int], float] = {}
        self._stop = hub.listen(self._offer)

    def _offer(self, event: Event) -> None:
        for session in tuple(self._sessions.values()):
            session.offer(event)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """The handler of the websocket's address."""
        socket = web.WebSocketResponse(max_msg_size=LARGEST, autoping=True, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(self, socket, request.query.get("compress") == "zlib-stream")
        self._connections.add(connection)
        try:
            await connection.run()
        finally:
            self._connections.discard(connection)
            session = connection.session
            if session is not None and session.send == connection.send:
                self._left(session)
        return socket

    async def close(self) -> None:
        """Ends all connections as a restart of Discord would (they may resume)."""
        self._stop()
        await self.disconnect(1001)

    @property
    def online(self) -> set[int]:
        """User ids of the bots that have a session with a connection."""
        live = [each for each in self._sessions.values() if each.send is not None]
        return {each.application.user.id for each in live}

    @property
    def sessions(self) -> list[Session]:
        return list(self._sessions.values())

    # -- faults

    async def disconnect(self, code: int = 4000) -> None:
        """Closes every connection in the middle; sessions stay and can be resumed."""
        await asyncio.gather(*(each.close(code) for each in self._connections))

    def reconnect(self) -> None:
        """Asks every connection to come back (op 7)."""
        self._tell({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """INVALID_SESSION to every connection (op 9)."""
        if not resumable:
            for connection in self._connections:
                if connection.session is not None:
                    self._sessions.pop(connection.session.id, None)
        self._tell({"op": INVALID_SESSION, "d": resumable})

    def forget_sessions(self) -> None:
        """Nobody can resume any more."""
        self._sessions.clear()

    def malformed(self, name: str = "MESSAGE_CREATE") -> None:
        """A dispatch that lacks what it must have."""
        for connection in self._connections:
            if connection.session is not None:
                connection.session.dispatch(name, {"id": None})

    def _tell(self, payload: Json) -> None:
        for connection in self._connections:
            connection.send(orjson.dumps(payload))

    # -- what connections ask

    def identify(self, connection: "Connection", data: Json) -> Session | None:
        """The new session; None where the bot identifies too often. Raises Close."""
        application = self.state.application_by_token(str(data.get("token") or ""))
        if application is None:
            raise Close(4004, "Authentication failed.")
        shard = data.get("shard") or [0, 1]
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            raise Close(4010, "Invalid shard.")
        wanted = data.get("intents")
        if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted & ~gates.ALL:
            raise Close(4013, "Invalid intent(s).")
        if wanted & gates.PRIVILEGED & ~application.privileged:
            raise Close(4014, "Disallowed intent(s).")
        mine = [
            guild
            for guild in self.state.guilds_of(application.user.id)
            if (guild.id >> 22) % shard[1] == shard[0]
        ]
        if len(mine) > MOST_GUILDS:
            raise Close(4011, "Sharding required.")
        bucket = application.id, shard[0] % self.concurrency
        last = self._identified.get(bucket)
        if last is not None and self.now() - last < self.identify_every:
            self.hasty += 1
            return None
        self._identified[bucket] = self.now()
        self.identifies += 1
        session = Session(self.state, application, wanted, (shard[0], shard[1]))
        self._sessions[session.id] = session
        session.send = connection.send
        session.begin(self.url())
        self._came(session)
        return session

    def resume(self, connection: "Connection", data: Json) -> Session | None:
        """The old session with its replay under way; None where there is nothing to resume."""
        session = self._sessions.get(str(data.get("session_id") or ""))
        if session is None or session.application.token != data.get("token"):
            return None
        if session.left_at is not None and self.now() - session.left_at > self.session_life:
            self._sessions.pop(session.id, None)
            return None
        session.send = connection.send
        if not session.replay(int(data.get("seq") or 0)):
            self._sessions.pop(session.id, None)
            return None
        self.resumes += 1
        self._came(session)
        return session

    def end(self, session: Session) -> None:
        """The bot said goodbye (1000 or 1001): its session is gone."""
        self._sessions.pop(session.id, None)

    def _came(self, session: Session) -> None:
        session.left_at = None
        shown = {"user_id": str(session.application.user.id), "status": "online"}
        self._hub.publish(Event("presence", shown))

    def _left(self, session: Session) -> None:
        session.send = None
        session.left_at = self.now()
        bot = session.application.user.id
        if bot not in self.online:
            self._hub.publish(Event("presence", {"user_id": str(bot), "status": "offline"}))


class Connection:
    """One websocket: a reader, and a writer that keeps the order of what is sent."""

    def __init__(self, gateway: Gateway, socket: web.WebSocketResponse, compress: bool) -> None:  # noqa: FBT001
        self.session: Session | None = None
        self._gateway = gateway
        self._socket = socket
        self._deflate = zlib.compressobj(1) if compress else None
        self._frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._sends: deque[float] = deque()

    def send(self, frame: bytes) -> None:
        self._frames.put_nowait(frame)

    async def close(self, code: int, reason: str = "") -> None:
        await self._socket.close(code=code, message=reason.encode())

    async def run(self) -> None:
        """Until either side closes."""
        interval = int(self._gateway.heartbeat * 1_000)
        hello = {"op": HELLO, "d": {"heartbeat_interval": interval, "_trace": ["playground"]}}
        self.send(orjson.dumps(hello))
        writer = asyncio.create_task(self._write())
        try:
            await self._read()
        except Close as close:
            await self.close(close.code, close.reason)
        except TimeoutError:
            await self.close(4009, "Session timed out.")
        finally:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writer

    async def _write(self) -> None:
        while True:
            frame = await self._frames.get()
            if self._deflate is None:
                await self._socket.send_str(frame.decode())
            else:
                packed = self._deflate.compress(frame)
                packed += self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self._socket.send_bytes(packed)

    async def _read(self) -> None:
        while True:
            message = await self._socket.receive(timeout=self._gateway.heartbeat * 1.5)
            if message.type is WSMsgType.CLOSE and message.data in (1000, 1001):
                if self.session is not None:
                    self._gateway.end(self.session)
                return
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            self._count()
            try:
                payload: Any = orjson.loads(message.data)
            except orjson.JSONDecodeError:
                raise Close(4002, "Error while decoding payload.") from None
            if not isinstance(payload, dict):
                raise Close(4002, "Error while decoding payload.")
            self._handle(cast("Json", payload))

    def _count(self) -> None:
        most, seconds = MOST_SENDS
        now = self._gateway.now()
        self._sends.append(now)
        while self._sends[0] < now - seconds:
            self._sends.popleft()
        if len(self._sends) > most:
            raise Close(4008, "Rate limited.")

    def _handle(self, payload: Json) -> None:
        op = payload.get("op")
        data: Any = payload.get("d")
        if op == HEARTBEAT:
            # No network is as quick as ours: discord.py takes an answer that comes before its own
            # thread has noted the time of asking for one that is a whole interval late, and warns.
            ack = orjson.dumps({"op": ACK, "d": None})
            asyncio.get_running_loop().call_later(_ACK_AFTER, self.send, ack)
        elif op in (IDENTIFY, RESUME):
            if self.session is not None:
                raise Close(4005, "Already authenticated.")
            if not isinstance(data, dict):
                raise Close(4002, "Error while decoding payload.")
            begin = self._gateway.identify if op == IDENTIFY else self._gateway.resume
            self.session = begin(self, cast("Json", data))
            if self.session is None:
                self.send(orjson.dumps({"op": INVALID_SESSION, "d": False}))
        elif self.session is None:
            raise Close(4003, "Not authenticated.")
        elif op == REQUEST_MEMBERS and isinstance(data, dict):
            self.session.members(cast("Json", data))
        elif op not in IGNORED:
            raise Close(4001, "Unknown opcode.")
