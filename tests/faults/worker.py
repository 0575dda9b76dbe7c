"""A process that delivers, as one of several on one database, to be killed at any moment.

Task: database, api_url, guild, channels (ids), at (ISO 8601), rate, lease, seconds, nonce_window,
ahead (seconds by which its clock is ahead). It first tells everybody what happened, as whoever
notices it would, and as the next one would again after a crash.
"""

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any

from bot.audience import Audience
from bot.audiences import Audiences
from bot.clock import utc_now
from bot.store import open_store
from bot.updates.courier import Courier
from bot.updates.messenger import Messenger
from bot.updates.pace import RATE, Pace
from bot.updates.running import keep_turning
from tests.faults.office import draw, happening, tell
from tests.faults.processes import lines, say
from tests.faults.town import TOKEN


async def main() -> None:
    task = await anext(lines())
    leave = asyncio.Event()
    ahead = timedelta(seconds=task.get("ahead", 0.0))

    def clock() -> datetime:
        return utc_now() + ahead

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, leave.set)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(task["database"]))
        messenger = await stack.enter_async_context(
            Messenger(TOKEN, root=task["api_url"], seconds=task.get("seconds", 20.0))
        )
        courier = Courier(
            store=store,
            messenger=messenger,
            pace=Pace(store.paces, rate=task.get("rate", RATE)),
            render=draw,
            audiences=Audiences(store, Audience()),
            clock=clock,
            owner=f"worker-{os.getpid()}",
            lease=task.get("lease", 30.0),
            nonce_window=task.get("nonce_window", 120.0),
        )
        say(ready=True)
        if "at" in task:
            await _tell(store, task)
        turning = asyncio.create_task(
            keep_turning(
                courier.turn, name="courier", clock=clock, wake=asyncio.Event(), heartbeat=0.2
            )
        )
        await leave.wait()
        await courier.drain()
        turning.cancel()
        await asyncio.gather(turning, return_exceptions=True)


async def _tell(store: Any, task: dict[str, Any]) -> None:
    event = happening(1, datetime.fromisoformat(task["at"]))
    await tell(store, [event], task["channels"], task["guild"])


if __name__ == "__main__":
    asyncio.run(main())
