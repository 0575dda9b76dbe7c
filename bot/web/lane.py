"""When may this host be asked again? Its pace, and the pause that it asked for."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.errors import SourceLimited

LONGEST_PAUSE = 30 * 60.0  # seconds


class Lane:
    """The way to one host.

    pace: seconds between requests, kept by absolute deadlines of the loop's clock. first_pause:
    seconds of the first pause after "too many requests"; each further one doubles it. Pauses are
    by the wall clock, since the host means it so.
    """

    def __init__(self, *, pace: float, first_pause: float, source: str) -> None:
        self._pace = pace
        self._first_pause = first_pause
        self._source = source
        self._next_turn = 0.0
        self._pause = 0.0
        self._resume_at: datetime | None = None
        self._late = asyncio.Lock()

    def check(self, now: datetime) -> None:
        """Raises SourceLimited while the host is left alone."""
        if self._resume_at is not None and now < self._resume_at:
            left = (self._resume_at - now).total_seconds()
            raise SourceLimited(source=self._source, retry_after=left)

    async def turn(self, patience: float) -> None:
        """Wait for our turn. Raises SourceLimited if that is later than `patience` seconds."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next_turn)
        if mine - now > patience:
            raise SourceLimited(source=self._source, retry_after=mine - now, queued=True)
        self._next_turn = mine + self._pace
        if mine > now:
            await asyncio.sleep(mine - now)

    async def late_turn(self, patience: float) -> None:
        """Wait for a turn that nobody else wants: of many who wait here, only the first stands in
        the way. Raises SourceLimited (`queued`: by our own pace) after `patience` seconds."""
        loop = asyncio.get_running_loop()
        if not self._late.locked() and self._next_turn <= loop.time():
            self._next_turn = loop.time() + self._pace
            return
        try:
            # Earlier than the caller's own limit, which would blame the host.
            async with asyncio.timeout(patience * 0.9), self._late:
                # The turn moves on when others ask meanwhile.
                while (now := loop.time()) < self._next_turn:  # noqa: ASYNC110
                    await asyncio.sleep(self._next_turn - now)
                self._next_turn = now + self._pace
        except TimeoutError:
            left = max(self._next_turn - loop.time(), self._pace)
            raise SourceLimited(source=self._source, retry_after=left, queued=True) from None

    def limited(self, now: datetime, retry_after: str | None) -> SourceLimited:
        """The host said "too many requests": leave it alone, twice as long as the last time."""
        self._pause = min(max(self._first_pause, self._pause * 2), LONGEST_PAUSE)
        asked = _seconds(retry_after, now)
        wait = min(max(self._pause, asked), LONGEST_PAUSE) if self._first_pause else asked
        self._resume_at = now + timedelta(seconds=wait)
        return SourceLimited(source=self._source, retry_after=wait)

    def answered(self) -> None:
        """The host answers again: the next pause begins short."""
        self._pause = 0.0
        self._resume_at = None

    def idle(self, now: datetime) -> bool:
        """Whether nothing would be lost by forgetting this lane."""
        paused = self._resume_at is not None and now < self._resume_at
        return not paused and asyncio.get_running_loop().time() >= self._next_turn


def _seconds(retry_after: str | None, now: datetime) -> float:
    """A Retry-After header in seconds, at most the longest pause; 0 where it makes no sense."""
    if not retry_after:
        return 0.0
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_PAUSE)
