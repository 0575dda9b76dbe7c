"""Does this engine still turn? Told by whoever runs it, asked by the health of the process."""

import time
from collections.abc import Callable

_LONGEST = 120.0  # seconds without a turn that ended well


class Pulse:
    """name: of the engine, as a person reads it. longest: seconds that it may go without a turn
    that ended well. monotonic: seconds."""

    def __init__(
        self,
        name: str,
        *,
        longest: float = _LONGEST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._longest = longest
        self._monotonic = monotonic
        self._last = monotonic()
        self._reason: str | None = None

    def beat(self) -> None:
        """A turn ended well."""
        self._last = self._monotonic()
        self._reason = None

    def miss(self, reason: str) -> None:
        """A turn failed; it is tried again."""
        self._reason = reason

    async def trouble(self) -> str | None:
        """Why nothing moves, None while it does or the trouble is still young."""
        since = self._monotonic() - self._last
        if since <= self._longest:
            return None
        return f"no turn ended well for {since:.0f} seconds: {self._reason or 'one still runs'}"
