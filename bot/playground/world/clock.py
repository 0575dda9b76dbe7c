"""What time is it in the sample world? It runs on with real time and can be moved forward."""

import time
from datetime import UTC, datetime, timedelta

START = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)  # Wednesday, 11:00 in Berlin


class WorldClock:
    """Starts at `start` and runs with the machine's monotonic clock, unless it is held.

    Only ever moves forward. All times are aware and in UTC.
    """

    def __init__(self, *, start: datetime = START, running: bool = True) -> None:
        self._start = start
        self._running = running
        self._moved = timedelta()
        self._began = time.monotonic()

    def now(self) -> datetime:
        ran = time.monotonic() - self._began if self._running else 0.0
        return self._start + self._moved + timedelta(seconds=ran)

    def advance(self, by: timedelta) -> None:
        """Move on by `by`; ValueError for a step back."""
        if by < timedelta():
            message = "the clock of the sample world never goes back"
            raise ValueError(message)
        self._moved += by

    def advance_to(self, moment: datetime) -> None:
        """Move on to `moment`; ValueError where that is in its past."""
        self.advance(moment - self.now())
