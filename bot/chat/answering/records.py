"""What a posted card left out, kept so that its button works after a restart."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from bot.chat.answering.reply import Reply
from bot.chat.cards.parts import LeftOut, Record
from bot.clock import Clock
from bot.errors import StoreError
from bot.store import Store
from bot.store.rows import CardRow

KEPT = timedelta(days=30)  # told to people by the command `privacy`
_IN_MEMORY = 512
_log = logging.getLogger(__name__)


class Records:
    """The newest in memory, all of the last 30 days in the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._recent: OrderedDict[str, Record] = OrderedDict()

    def remember(self, record: Record) -> None:
        """At once, so that the button works the moment it is seen."""
        self._recent[record.id] = record
        self._recent.move_to_end(record.id)
        while len(self._recent) > _IN_MEMORY:
            self._recent.popitem(last=False)

    async def keep(self, record: Record, reply: Reply) -> None:
        """For good; a database that is down costs a log line, not the answer."""
        row = CardRow(
            id=record.id,
            guild=reply.asker.guild,
            channel=reply.asker.channel,
            message=reply.message,
            instrument=record.key,
            created=self._clock(),
            payload={
                "name": record.name,
                "left_out": [
                    [one.title, one.url, one.publisher, one.reason] for one in record.left_out
                ],
            },
        )
        try:
            await self._store.cards.put(row)
        except StoreError as error:
            _log.warning("a card's record was not kept: %s", error)

    async def find(self, card: str) -> Record | None:
        """None where it was purged. Raises StoreError."""
        if (known := self._recent.get(card)) is not None:
            return known
        row = await self._store.cards.get(card)
        return _read(row) if row is not None else None

    def forget(self) -> None:
        """Empties the memory; what the store forgot must not be answered out of it."""
        self._recent.clear()

    async def purge(self) -> int:
        """Deletes what is older than 30 days; returns how many. Raises StoreError."""
        return await self._store.cards.purge(self._clock() - KEPT)


def _read(row: CardRow) -> Record | None:
    kept_payload = row.payload
    if not isinstance(kept_payload, dict):
        return None
    payload = cast("dict[str, object]", kept_payload)
    items: list[LeftOut] = []
    kept = payload.get("left_out")
    for item in cast("Sequence[object]", kept) if isinstance(kept, list) else ():
        match item:
            case [str() as title, str() as url, str() as publisher, str() as reason]:
                items.append(LeftOut(title, url, publisher, reason))
            case _:
                continue
    name = payload.get("name")
    shown = name if isinstance(name, str) else row.instrument
    return Record(row.id, row.instrument, shown, tuple(items))
