"""What persons would see happen, kept for a while: tests wait on it, the page is fed from it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.playground.discord.events import Event, Hub
from bot.playground.discord.refusals import Json

MOST = 10_000  # entries kept

_NAMES = {
    "MESSAGE_CREATE": "message_create",
    "MESSAGE_UPDATE": "message_update",
    "message_changed": "message_update",
    "MESSAGE_DELETE": "message_delete",
    "MESSAGE_REACTION_ADD": "reaction",
    "MESSAGE_REACTION_REMOVE": "reaction",
    "TYPING_START": "typing",
    "presence": "presence",
    "bot": "bot",
    "channel_opened": "channel",
    "CHANNEL_CREATE": "channel",
    "CHANNEL_UPDATE": "channel",
    "THREAD_CREATE": "channel",
    "THREAD_UPDATE": "channel",
    "CHANNEL_DELETE": "channel_delete",
    "THREAD_DELETE": "channel_delete",
    "commands": "commands",
    "interaction": "interaction",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`t` and `d` as `bot.playground.people` writes them down. `person`: seen by that one only."""

    number: int
    t: str
    d: Json
    channel_id: int | None
    person: int | None


class Journal:
    """`mark` is where a wait begins to look: what came after the last act of a person. An entry
    that one wait has returned is not returned again."""

    def __init__(self, hub: Hub) -> None:
        self.mark = 0
        self._number = 0
        self._entries: deque[Entry] = deque(maxlen=MOST)
        self._taken: set[int] = set()
        self._news = asyncio.Event()
        self._readers: list[asyncio.Queue[Entry]] = []
        hub.listen(self._note)

    def act(self) -> None:
        """A person is about to do something: waits look from here."""
        self.mark = self._number
        self._taken.clear()

    async def wait_for(
        self, t: str, where: Callable[[Json], bool] = lambda _: True, *, timeout: float = 5.0
    ) -> Json:
        """The `d` of the first entry of that kind that fits. Raises TimeoutError, which tells
        what came instead."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    self._news.clear()
                    for entry in self._since(self.mark):
                        if entry.t == t and entry.number not in self._taken and where(entry.d):
                            self._taken.add(entry.number)
                            return entry.d
                    await self._news.wait()
        except TimeoutError:
            came = ", ".join(entry.t for entry in self._since(self.mark)) or "nothing"
            raise TimeoutError(f"no fitting {t} within {timeout:g} s; came: {came}") from None

    async def watch(self) -> AsyncIterator[Entry]:
        """Everything from now on, until the caller stops."""
        with self.reader() as queue:
            while True:
                yield await queue.get()

    @contextmanager
    def reader(self) -> Generator[asyncio.Queue[Entry]]:
        """A queue that gets every entry from now on."""
        queue: asyncio.Queue[Entry] = asyncio.Queue()
        self._readers.append(queue)
        try:
            yield queue
        finally:
            self._readers.remove(queue)

    def _since(self, mark: int) -> list[Entry]:
        return [entry for entry in self._entries if entry.number > mark]

    def _note(self, event: Event) -> None:
        name = _NAMES.get(event.name)
        if name is None:
            return
        self._number += 1
        data = event.data
        if name == "reaction":
            data = {key: data[key] for key in ("channel_id", "message_id", "user_id", "emoji")}
            data["on"] = event.name.endswith("_ADD")
        elif name == "typing":
            data = {key: data[key] for key in ("channel_id", "user_id")}
        elif name == "channel_delete":
            data = {"id": data["id"]}
        entry = Entry(self._number, name, data, event.channel_id, event.person)
        self._entries.append(entry)
        for queue in self._readers:
            queue.put_nowait(entry)
        self._news.set()
