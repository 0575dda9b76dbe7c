"""When may this host be asked again? Its pace, and the pause that it asked for."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.clock import Clock
from bot.errors import SourceLimited
from bot.turns import Turn
from bot.web.ledger import Ledger

LONGEST_PAUSE = 30 * 60.0  # seconds


class Lane:
    """The way to one host.

    pace: seconds between requests, kept by absolute deadlines of the loop's clock. first_pause:
    seconds of the first pause after "too many requests"; each further one doubles it. Pauses are
    by the wall clock, since the host means it so. ledger: the turns of all processes, None for the
    only one; what it said is known here too, so that this process can go on without it.
    """

    def __init__(
        self,
        name: str,
        *,
        pace: float,
        first_pause: float,
        source: str,
        clock: Clock,
        ledger: Ledger | None = None,
    ) -> None:
        self._name = name
        self._pace = pace
        self._first_pause = first_pause
        self._source = source
        self._clock = clock
        self._ledger = ledger
        self._next_turn = 0.0
        self._pause = 0.0
        self._resume_at: datetime | None = None
        self._late = asyncio.Lock()

    def check(self) -> None:
        """Raises SourceLimited while the host is left alone."""
        now = self._clock()
        if self._resume_at is not None and now < self._resume_at:
            left = (self._resume_at - now).total_seconds()
            raise SourceLimited(source=self._source, retry_after=left)

    async def turn(self, patience: float) -> None:
        """Wait for our turn. Raises SourceLimited if that is later than `patience` seconds, and
        while the host is left alone."""
        self.check()
        loop = asyncio.get_running_loop()
        mine = await self._take(patience)
        if mine is None:
            raise self._queued()
        if mine > loop.time():
            await asyncio.sleep(mine - loop.time())
            # Somebody who had an earlier turn may have been told to wait.
            if self._ledger is not None and (told := await self._ledger.peek(self._name)):
                self._learn(told)
            self.check()

    async def late_turn(self, patience: float) -> None:
        """Wait for a turn that nobody else wants: none is taken before it has come, and of many
        who wait here only the first tries. Raises SourceLimited as `turn` does."""
        self.check()
        loop = asyncio.get_running_loop()
        try:
            # Earlier than the caller's own limit, which would blame the host.
            async with asyncio.timeout(patience * 0.9), self._late:
                while True:
                    # The turn moves on when others ask meanwhile.
                    while (now := loop.time()) < self._next_turn:  # noqa: ASYNC110
                        await asyncio.sleep(self._next_turn - now)
                    self.check()
                    if await self._take(0.0, polling=True) is not None:
                        return
        except TimeoutError:
            raise self._queued() from None

    async def limited(self, asked_at: datetime, retry_after: str | None) -> SourceLimited:
        """The host said "too many requests": leave it alone, twice as long as the last time.

        asked_at: when that request left; those that left before a pause began are one refusal.
        """
        now = self._clock()
        if self._resume_at is None or asked_at >= self._resume_at:
            self._pause = min(max(self._first_pause, self._pause * 2), LONGEST_PAUSE)
        asked = pause_asked(retry_after, now)
        wait = min(max(self._pause, asked), LONGEST_PAUSE) if self._first_pause else asked
        self._leave_alone(now + timedelta(seconds=wait))
        if self._ledger is not None:
            await self._ledger.pause(self._name, seconds=wait, length=self._pause)
        return SourceLimited(source=self._source, retry_after=wait)

    async def answered(self, asked_at: datetime) -> None:
        """The host answers again: the next pause begins short. A request that left before the
        pause began says nothing of that."""
        if self._pause and (self._resume_at is None or asked_at >= self._resume_at):
            self._pause = 0.0
            if self._ledger is not None:
                await self._ledger.resume(self._name)

    def idle(self) -> bool:
        """Whether nothing would be lost by forgetting this lane."""
        paused = self._resume_at is not None and self._clock() < self._resume_at
        passed = asyncio.get_running_loop().time() >= self._next_turn
        return passed and not paused and not self._late.locked()

    async def _take(self, within: float, *, polling: bool = False) -> float | None:
        """Takes the next turn if it begins within so many seconds; its beginning by the loop's
        clock. None where it is later."""
        told = None
        if self._ledger is not None:
            told = await self._ledger.take(
                self._name, interval=self._pace, within=within, polling=polling
            )
        now = asyncio.get_running_loop().time()
        if told is not None:
            self._learn(told)
            self.check()
            begins, taken = now + told.wait, told.taken
        else:
            begins = max(now, self._next_turn)
            taken = begins - now <= within
        after = begins + self._pace if taken else begins
        self._next_turn = max(self._next_turn, after)
        return begins if taken else None

    def _learn(self, told: Turn) -> None:
        """What others were told by the host."""
        self._pause = told.pause
        if told.paused > 0:
            self._leave_alone(self._clock() + timedelta(seconds=told.paused))

    def _leave_alone(self, until: datetime) -> None:
        self._resume_at = until if self._resume_at is None else max(self._resume_at, until)

    def _queued(self) -> SourceLimited:
        left = max(self._next_turn - asyncio.get_running_loop().time(), self._pace)
        return SourceLimited(source=self._source, retry_after=left, queued=True)


def pause_asked(retry_after: str | None, now: datetime) -> float:
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
