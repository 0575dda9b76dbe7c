"""Keeps an engine turning: sleeps until something is due, wakes when there is news, never dies."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot import tally
from bot.clock import Clock
from bot.errors import ParkettError
from bot.pulse import Pulse

log = logging.getLogger(__name__)

HEARTBEAT = 1.0  # seconds between two looks for what other processes, or a moved clock, made due
_BACK_OFF = 30.0  # seconds that a failing engine rests at most

Turn = Callable[[], Awaitable[datetime | None]]


async def keep_turning(
    turn: Turn,
    *,
    name: str,
    clock: Clock,
    wake: asyncio.Event,
    heartbeat: float = HEARTBEAT,
    pulse: Pulse | None = None,
) -> None:
    """Runs `turn` until it is cancelled.

    turn: does what is due now and tells when something is due next. wake: set by whoever makes
    something due in this process. pulse: hears of each turn. A failure is logged once, its end
    too, and tried again with a growing rest; what a turn left undone is still due.
    """
    failures = 0
    while True:
        wake.clear()
        try:
            with tally.TURNS.time(name):
                due = await turn()
        except Exception as error:
            failures += 1
            tally.FAILURES.add(name)
            if pulse is not None:
                pulse.miss(str(error) or type(error).__name__)
            if failures == 1:
                _tell(name, error)
            rest = min(heartbeat * 2 ** min(failures, 10), _BACK_OFF)
        else:
            if pulse is not None:
                pulse.beat()
            if failures:
                log.info("%s works again, after %d failures", name, failures)
                failures = 0
            rest = heartbeat if due is None else (due - clock()).total_seconds()
            # Never longer than the heartbeat: another process may have made something due.
            rest = min(max(rest, 0.0), heartbeat)
        await _rest(rest, wake)


async def _rest(seconds: float, wake: asyncio.Event) -> None:
    if seconds <= 0:
        await asyncio.sleep(0)
        return
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return


def _tell(name: str, error: Exception) -> None:
    if isinstance(error, ParkettError):
        log.warning("%s is tried again, because it does not work: %s", name, error)
    else:
        log.error("%s failed in a way that nobody expected", name, exc_info=error)
