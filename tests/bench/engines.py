"""All engines of one process, turned by hand: the app's own, without their heartbeat.

`python -m tests.bench.engines` is the same as a program. Task: environment (settings), now (ISO
8601). Told a `now`, it does everything that is due by then and says when something is due next,
how much memory it takes, and how many seconds of the processor it has used.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.engines import open_engines
from bot.services import Services, open_services
from bot.updates.delivery.pace import Pace
from bot.updates.running import Turn
from config.settings import load
from tests.faults.processes import lines, say

_RATE = 500.0  # messages a second: the day here is shorter than a day
_MOST_ROUNDS = 1000  # at one moment; more would be a loop


class Hand:
    """Turns engines until nothing is due."""

    def __init__(self, turns: tuple[Turn, ...], clock: Clock) -> None:
        self._turns = turns
        self._clock = clock

    async def turn(self) -> datetime | None:
        """Does all that is due now; when something is due next."""
        for _ in range(_MOST_ROUNDS):
            dues = [due for turn in self._turns if (due := await turn()) is not None]
            if not dues or min(dues) > self._clock():
                return min(dues, default=None)
        raise AssertionError("the engines never rest")


@asynccontextmanager
async def open_hand(services: Services) -> AsyncIterator[Hand]:
    """Each time with another owner, as another process has."""
    token = services.settings.discord_token
    assert token is not None
    async with open_engines(
        token.get_secret_value(),
        settings=services.settings,
        store=services.store,
        catalogue=services.catalogue,
        market=services.market,
        news=services.news,
        audiences=services.audiences,
        pace=Pace(services.store.paces, rate=_RATE),
        clock=services.clock,
        workers=services.workers,
    ) as engines:
        # What they run side by side is `keep_turning(turn, …)`.
        turns = [work.args[0] for work in engines.works if isinstance(work, partial)]
        assert len(turns) == len(engines.works) >= 4
        yield Hand(tuple(turns), services.clock)
        await engines.drain()


async def main() -> None:
    import psutil

    told = lines()
    task = await anext(told)
    now = datetime.fromisoformat(task["now"])
    async with AsyncExitStack() as stack:
        settings = load({**os.environ, **task["environment"]}, None)
        services = await stack.enter_async_context(open_services(settings, clock=lambda: now))
        hand = await stack.enter_async_context(open_hand(services))
        me = psutil.Process()
        say(ready=True)
        async for line in told:
            now = datetime.fromisoformat(line["now"])
            due = await hand.turn()
            used = me.cpu_times()
            say(
                due=due and due.isoformat(),
                memory=me.memory_info().rss,
                seconds=used.user + used.system,
            )


if __name__ == "__main__":
    asyncio.run(main())
