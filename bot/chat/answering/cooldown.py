"""How often may one member ask? Only questions that cost the sources something are counted."""

import math
from collections import OrderedDict
from collections.abc import Callable

from bot.chat.troubles import TooSoon

_MEMBERS = 20_000  # remembered at most; the longest silent are forgotten first


class Cooldown:
    """A bucket for each member: `burst` questions at once, then one every `seconds`.

    now: seconds on a clock that never goes back (`time.monotonic`).
    """

    def __init__(self, *, now: Callable[[], float], burst: int = 6, seconds: float = 4.0) -> None:
        self._now = now
        self._burst = burst
        self._seconds = seconds
        self._free_at: OrderedDict[tuple[int, int], float] = OrderedDict()

    def take(self, guild: int | None, member: int) -> None:
        """Counts one question. Raises TooSoon with the seconds to wait."""
        key = (guild or 0, member)
        now = self._now()
        free_at = max(self._free_at.get(key, now), now)
        ahead = free_at - now
        if ahead > self._seconds * (self._burst - 1):
            raise TooSoon(seconds=math.ceil(ahead - self._seconds * (self._burst - 1)))
        self._free_at[key] = free_at + self._seconds
        self._free_at.move_to_end(key)
        while len(self._free_at) > _MEMBERS:
            self._free_at.popitem(last=False)
