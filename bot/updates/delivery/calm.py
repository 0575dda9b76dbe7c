"""When has a channel had enough for the moment? What comes then is held, and becomes one card."""

from collections import deque
from datetime import datetime, timedelta

POSTS = 5  # of ours within the span; with as many, what follows waits
SPAN = timedelta(minutes=1)
_MANY = 10_000  # channels remembered before those at rest are forgotten


class Calm:
    """Remembers the posts of this process; another one that serves the same channel is rare, and
    a card more does no harm."""

    def __init__(self) -> None:
        self._posts: dict[int, deque[datetime]] = {}

    def note(self, channel: int, now: datetime) -> None:
        """A post of ours has gone there."""
        if len(self._posts) > _MANY:
            self._posts = {
                one: times for one, times in self._posts.items() if now - times[-1] < SPAN
            }
        self._posts.setdefault(channel, deque(maxlen=POSTS)).append(now)

    def until(self, channel: int, now: datetime) -> datetime | None:
        """Until when new posts wait, so that they come together; None where they need not."""
        times = self._posts.get(channel)
        if times is None or len(times) < POSTS or abs(now - times[0]) >= SPAN:
            return None
        return times[-1] + SPAN
