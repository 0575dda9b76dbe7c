"""When may the next request to Discord start? One pace for the whole bot, all processes together.

People's answers never wait here: they are counted, and what is delivered takes what they leave.
Each slot has an absolute moment, given out by one row of the database; sleeping for an interval
after each request would add up every delay.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable

from bot import tally
from bot.errors import StoreError
from bot.store.paces import Paces
from bot.updates.delivery.messenger import Receipt

log = logging.getLogger(__name__)

# Discord allows 50 in a second. At this rate a second still has room when the network brings some
# requests late and the next ones early.
RATE = 46.5
NAME = "discord"
_BATCH = 8  # slots asked for at once, so that the database is asked some six times a second
_LOW = 4  # slots left when the next ones are asked for, so that nobody waits for the database
_LATE = 0.03  # seconds after which a slot has passed: used late, it would crowd the next ones
_DRIFT = 0.0005  # seconds in a second by which two clocks may drift apart
_ODD = 60.0  # seconds of waiting that an operator should hear of


class Pace:
    """Slots at `rate` a second. Durations in seconds; `now` is monotonic."""

    def __init__(
        self,
        paces: Paces,
        *,
        rate: float = RATE,
        name: str = NAME,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.interval = 1 / rate
        self._paces = paces
        self._name = name
        self._now = now
        self._turn = asyncio.Lock()
        self._ready: deque[float] = deque()
        self._refill: asyncio.Task[None] | None = None
        self._failure: StoreError | None = None
        self._waiting = 0
        self._asked = 0
        self._paused_until = 0.0
        self._untold_pause = 0.0
        # The database's clock is ahead of ours by at least and at most that.
        self._ahead = (float("-inf"), float("inf"))
        self._learnt = 0.0

    @property
    def waiting(self) -> int:
        """How many wait for a slot here."""
        return self._waiting

    async def slot(self, *, give_up: float | None = None) -> float:
        """Waits for the next slot, first come first served; 0.0 once it has begun.

        Where it is further away than `give_up`, returns at once how far. Raises StoreError.
        """
        began = self._now()
        self._waiting += 1
        try:
            async with self._turn:
                while True:
                    away = self._paused_until - self._now()
                    if give_up is not None and away > give_up:
                        return away
                    start = await self._next()
                    away = max(start, self._paused_until) - self._now()
                    if give_up is not None and away > give_up:
                        self._ready.clear()
                        return away
                    await asyncio.sleep(max(away, 0.0))
                    if self._now() - start <= _LATE:
                        break
        finally:
            self._waiting -= 1
        tally.PACED.add(self._now() - began)
        return 0.0

    async def slots(self, count: int) -> list[float]:
        """Takes the next `count` slots, behind the requests for people that are not counted yet;
        when each starts, in our monotonic seconds. Raises StoreError."""
        await self._tell_pause()
        asked, self._asked = self._asked, 0
        before = self._now()
        try:
            there, start = await self._paces.reserve(
                self._name, interval=self.interval, count=asked + count
            )
        except BaseException:
            self._asked += asked
            raise
        self._learn(there - self._now(), there - before)
        first = start - sum(self._ahead) / 2 + asked * self.interval
        if first - before > _ODD:
            log.warning("Discord is not asked for the next %.0f seconds", first - before)
        return [first + number * self.interval for number in range(count)]

    def person_asked(self) -> None:
        """A request for somebody's answer leaves now; told to the others with the next `flush`."""
        self._asked += 1
        tally.REQUESTS.add()

    async def flush(self) -> None:
        """Counts what left for people since the last time. Raises StoreError; nothing is lost."""
        await self._tell_pause()
        asked, self._asked = self._asked, 0
        if not asked:
            return
        try:
            await self._paces.note(self._name, interval=self.interval, count=asked)
        except BaseException:
            self._asked += asked
            raise

    def pause(self, seconds: float) -> None:
        """No slot of this process starts for so long, and after the next `flush` none of any."""
        until = self._now() + seconds
        self._paused_until = max(self._paused_until, until)
        self._untold_pause = max(self._untold_pause, until)

    @property
    def paused(self) -> float:
        """Seconds until anything may leave again, 0 where nothing stands in the way."""
        return max(self._paused_until - self._now(), 0.0)

    async def close(self) -> None:
        """Lets what is asked of the database come to its end."""
        if self._refill is not None:
            await asyncio.wait({self._refill})

    async def _next(self) -> float:
        """The start of the next slot; asks for more before the last one is gone."""
        wanted = min(_BATCH, self._waiting - len(self._ready))
        if len(self._ready) < _LOW and wanted > 0 and self._refill is None:
            self._refill = asyncio.create_task(self._fill(wanted))
        while not self._ready:
            if self._refill is None:
                self._refill = asyncio.create_task(self._fill(1))
            refill = self._refill
            # Shielded: the slots are for whoever waits, not only for who asked first.
            await asyncio.shield(refill)
            if self._failure is not None and not self._ready:
                failure, self._failure = self._failure, None
                raise failure
        return self._ready.popleft()

    async def _fill(self, count: int) -> None:
        try:
            self._ready.extend(await self.slots(count))
        except StoreError as error:
            self._failure = error  # raised where somebody needs the slots
        finally:
            self._refill = None

    async def _tell_pause(self) -> None:
        if (until := self._untold_pause) <= (now := self._now()):
            return
        await self._paces.pause(self._name, seconds=until - now)
        if self._untold_pause == until:
            self._untold_pause = 0.0

    def _learn(self, least: float, most: float) -> None:
        """Each answer narrows down how far the database's clock is ahead; one that contradicts
        the earlier ones (a clock was set) starts anew."""
        now = self._now()
        stray = (now - self._learnt) * _DRIFT
        self._learnt = now
        low, high = max(self._ahead[0] - stray, least), min(self._ahead[1] + stray, most)
        self._ahead = (low, high) if low <= high else (least, most)


class Buckets:
    """What Discord's headers left of each channel's own limit. `now` is monotonic seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._closed: dict[tuple[str, int], float] = {}

    def note(self, what: str, channel: int, receipt: Receipt) -> None:
        """After each answer. what: "post" or "edit", which Discord counts apart."""
        if receipt.remaining == 0 and receipt.reset_after is not None:
            if len(self._closed) > 10_000:
                now = self._now()
                self._closed = {key: at for key, at in self._closed.items() if at > now}
            self._closed[what, channel] = self._now() + receipt.reset_after

    def wait(self, what: str, channel: int) -> float:
        """Seconds until that channel takes another one."""
        return max(self._closed.get((what, channel), 0.0) - self._now(), 0.0)
