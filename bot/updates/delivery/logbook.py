"""What became of messages: gathered, and written down in batches."""

import time
from collections.abc import Iterable, Sequence

from bot.clock import Clock
from bot.store import Store
from bot.store.rows import Finished, OutboxRow

BEAT = 0.1  # seconds between two writings, and between two looks for more
_BATCH = 50  # outcomes written down at once, at the latest


class Logbook:
    """Holds the rows that are in our hands until what became of them is written down."""

    def __init__(self, store: Store, *, owner: str, clock: Clock) -> None:
        self._store = store
        self._owner = owner
        self._clock = clock
        self._done: list[Finished] = []
        self._written = 0.0
        self._held: set[int] = set()

    def hold(self, rows: Sequence[OutboxRow]) -> list[OutboxRow]:
        """Those of them that are not in our hands already, which are from now on."""
        fresh = [row for row in rows if row.id not in self._held]
        self._held.update(row.id for row in fresh)
        return fresh

    def release(self, ids: Iterable[int]) -> None:
        self._held.difference_update(ids)

    def add(self, finished: Finished) -> None:
        self._done.append(finished)

    def is_due(self, now: float) -> bool:
        """now: of the monotonic clock."""
        return len(self._done) >= _BATCH or (bool(self._done) and now - self._written >= BEAT)

    async def write(self) -> bool:
        """Whether there was anything. Raises StoreError, and then it is kept."""
        done, self._done = self._done, []
        if not done:
            return False
        try:
            await self._store.outbox.finish(done, owner=self._owner, now=self._clock())
        except BaseException:
            self._done = done + self._done
            raise
        self.release(one for finished in done for one in finished.ids)
        self._written = time.monotonic()
        return True
