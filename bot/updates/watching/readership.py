"""In which languages is a company's news read? Asked of the subscriptions, once an hour."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.audiences import Audiences
from bot.clock import Clock
from bot.store import Store
from bot.updates.models import Kind

_KNOWN = timedelta(hours=1)


class Readership:
    def __init__(self, store: Store, audiences: Audiences, clock: Clock) -> None:
        self._store = store
        self._audiences = audiences
        self._clock = clock
        self._readers: dict[str, tuple[tuple[str, ...], datetime]] = {}

    async def learn(self, instruments: Collection[str]) -> None:
        """Asks of those that are not known. Raises StoreError."""
        now = self._clock()
        unknown = [
            one
            for one in instruments
            if (known := self._readers.get(one)) is None or now >= known[1]
        ]
        if not unknown:
            return
        found = await self._store.readers.of(Kind.NEWS.value, unknown)
        for instrument, guilds in found.items():
            counted: Counter[str] = Counter()
            for guild, count in guilds.items():
                for place, language in enumerate(self._audiences.of(guild).languages):
                    counted[language] += count if place else 100 * count  # the first is spoken
            ordered = tuple(language for language, _ in sorted(counted.items(), key=_most))
            self._readers[instrument] = (ordered, now + _KNOWN)

    def of(self, instrument: str) -> tuple[str, ...]:
        """Of one that was learned, most wanted first; () where nobody reads it, which is asked
        anew the next time."""
        readers, _ = self._readers[instrument]
        if not readers:
            del self._readers[instrument]
        return readers


def _most(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
