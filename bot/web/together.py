"""Many sources side by side: what there is at the first moment, then what comes in later."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.errors import BadAnswer, ParkettError, SourceTimeout

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What one source gave: a value, an error, or nothing yet (`pending`).

    ms: milliseconds until it answered, or waited so far.
    """

    name: str
    value: T | None = None
    error: ParkettError | None = None
    ms: int = 0
    pending: bool = False


async def together(
    askings: Mapping[str, Callable[[], Awaitable[T]]],
    *,
    first_by: float,
    give_up: float,
    gap: float = 0.3,
) -> AsyncGenerator[Mapping[str, Outcome[T]]]:
    """Ask all side by side and yield what is known, by name, in the order of `askings`.

    first_by: seconds until the first yield, earlier if all are done; then one whenever something
    came in, at most every `gap` seconds. give_up: seconds after which whoever is silent becomes a
    SourceTimeout in the last yield. The last yield has nothing pending.

    Close the iterator (`aclosing`) when leaving early: that cancels and awaits what still runs.
    An error that is not ours becomes BadAnswer and is logged with its traceback.
    """
    loop = asyncio.get_running_loop()
    begun = loop.time()
    outcomes: dict[str, Outcome[T]] = {name: Outcome(name, pending=True) for name in askings}

    async def ask(name: str, asking: Callable[[], Awaitable[T]]) -> None:
        value: T | None = None
        error: ParkettError | None = None
        try:
            value = await asking()
        except ParkettError as known:
            error = known
        except Exception:
            log.exception("Asking %s failed in a way that nobody expected", name)
            error = BadAnswer(source=name, reason="it could not be understood")
        outcomes[name] = Outcome(name, value, error, round((loop.time() - begun) * 1000))

    running = {asyncio.create_task(ask(name, asking)) for name, asking in askings.items()}
    try:
        running = await _until(running, begun + min(first_by, give_up), wait_for_all=True)
        while running and loop.time() < begun + give_up:
            yield _seen(outcomes, begun, loop.time())
            shown_at, left = loop.time(), len(running)
            running = await _until(running, begun + give_up, wait_for_all=False)
            if running and len(running) < left:
                # What comes in together is shown together.
                gather_until = min(shown_at + gap, begun + give_up)
                running = await _until(running, gather_until, wait_for_all=True)
        for name, outcome in outcomes.items():
            if outcome.pending:
                late = SourceTimeout(source=name, seconds=give_up)
                outcomes[name] = Outcome(name, None, late, round(give_up * 1000))
        yield dict(outcomes)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _until(
    running: set[asyncio.Task[None]], deadline: float, *, wait_for_all: bool
) -> set[asyncio.Task[None]]:
    """Those that still run at the deadline (of the loop's clock), or when one (or all) is done."""
    left = deadline - asyncio.get_running_loop().time()
    if not running or left <= 0:
        return {task for task in running if not task.done()}
    until = asyncio.ALL_COMPLETED if wait_for_all else asyncio.FIRST_COMPLETED
    return (await asyncio.wait(running, timeout=left, return_when=until))[1]


def _seen(outcomes: Mapping[str, Outcome[T]], begun: float, now: float) -> dict[str, Outcome[T]]:
    waited = round((now - begun) * 1000)
    return {
        name: Outcome(name, pending=True, ms=waited) if outcome.pending else outcome
        for name, outcome in outcomes.items()
    }
