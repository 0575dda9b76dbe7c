"""What of the claimed rows goes out, and as which message; settled before anything leaves."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.store import Store
from bot.store.rows import Finished, OutboxRow
from bot.updates.delivery.calm import Calm
from bot.updates.delivery.carrier import Outcome
from bot.updates.delivery.edits import settle_edits
from bot.updates.delivery.logbook import Logbook
from bot.updates.delivery.parcels import Packed, pack
from bot.updates.delivery.verdict import Sent

log = logging.getLogger(__name__)


class Settling:
    def __init__(self, store: Store, logbook: Logbook, *, owner: str) -> None:
        self._store = store
        self._logbook = logbook
        self._owner = owner
        self._calm = Calm()

    async def rounds(self, rows: Sequence[OutboxRow], now: datetime) -> list[list[Packed]]:
        """The messages of each channel. Raises StoreError."""
        packing = pack(rows, now)
        if packing.unreadable:
            log.error("%d rows of the outbox cannot be read", len(packing.unreadable))
            unread = Finished(ids=packing.unreadable, state="dead", reason="unreadable")
            self._logbook.add(unread)
        parcels = [packed for packed in packing.parcels if not self._hold(packed, now)]
        ready, settled = await settle_edits(self._store, parcels, now)
        for finished in settled:
            self._logbook.add(finished)
        wanted = {packed.parcel.reference: packed.ids for packed in ready}
        mine = await self._store.outbox.seal(wanted, owner=self._owner, now=now)
        rounds: dict[int, list[Packed]] = {}
        for packed in ready:
            if packed.parcel.reference in mine:
                rounds.setdefault(packed.parcel.channel, []).append(packed)
            else:
                self._logbook.release(packed.ids)
        return list(rounds.values())

    def note(self, packed: Packed, outcome: Outcome, now: datetime) -> None:
        """A channel that has just had many posts is left in peace for a while."""
        if isinstance(outcome, Sent) and packed.edits is None:
            self._calm.note(packed.parcel.channel, now)

    def _hold(self, packed: Packed, now: datetime) -> bool:
        """Whether it waits, because its channel has just had many posts."""
        is_new = packed.attempts == 0 and packed.edits is None and not packed.parcel.private
        due = self._calm.until(packed.parcel.channel, now) if is_new else None
        if due is None:
            return False
        self._logbook.add(Finished(ids=packed.ids, state="pending", due=due))
        return True
