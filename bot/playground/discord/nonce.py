"""The same nonce by the same author within the window is the same message."""

from collections import OrderedDict
from collections.abc import Callable

WINDOW = 120.0  # seconds; Discord says "the past few minutes" and no more


class Nonces:
    """Remembers which message a nonce made. `now` is a monotonic time in seconds."""

    def __init__(self, now: Callable[[], float], window: float = WINDOW) -> None:
        self.window = window
        self._now = now
        self._made: OrderedDict[tuple[int, str], tuple[float, int, int]] = OrderedDict()

    def find(self, author_id: int, nonce: str | int) -> tuple[int, int] | None:
        """Channel and message that this author made with it, while the window lasts."""
        self._purge()
        found = self._made.get((author_id, str(nonce)))
        return None if found is None else (found[1], found[2])

    def remember(self, author_id: int, nonce: str | int, channel_id: int, message_id: int) -> None:
        self._made[(author_id, str(nonce))] = (self._now(), channel_id, message_id)

    def _purge(self) -> None:
        oldest = self._now() - self.window
        while self._made:
            key, (made, _, _) = next(iter(self._made.items()))
            if made >= oldest:
                return
            del self._made[key]
