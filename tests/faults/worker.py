"""A process that delivers, as one of several on one database, to be killed at any moment.

Task: database, api_url, guild, channels (ids), at (ISO 8601), rate, lease, seconds, nonce_window,
ahead (seconds by which its clock is ahead). It first tells everybody what happened, as whoever
notices it would, and as the next one would again after a crash; without `at` when it is told
so. echo: a gateway bot in the same process answers people meanwhile.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any

from bot.audience import Audience
from bot.audiences import Audiences
from bot.clock import utc_now
from bot.store import Store, open_store
from bot.updates.delivery.courier import Courier
from bot.updates.delivery.messenger import Messenger
from bot.updates.delivery.pace import RATE, Pace
from bot.updates.running import keep_turning
from tests.faults.office import draw, happening, tell
from tests.faults.processes import lines, say
from tests.faults.town import TOKEN


async def main() -> None:
    told = lines()
    task = await anext(told)
    leave = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, leave.set)
    ahead = timedelta(seconds=task.get("ahead", 0.0))

    def clock() -> datetime:
        return utc_now() + ahead

    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(task["database"]))
        messenger = await stack.enter_async_context(
            Messenger(TOKEN, root=task["api_url"], seconds=task.get("seconds", 20.0))
        )
        pace = Pace(store.paces, rate=task.get("rate", RATE))
        courier = Courier(
            store=store,
            messenger=messenger,
            pace=pace,
            render=draw,
            audiences=Audiences(store, Audience()),
            clock=clock,
            owner=f"worker-{os.getpid()}",
            lease=task.get("lease", 30.0),
            nonce_window=task.get("nonce_window", 120.0),
        )
        works = [
            keep_turning(
                courier.turn, name="courier", clock=clock, wake=asyncio.Event(), heartbeat=0.2
            )
        ]
        if task.get("echo"):
            works += await _echo(stack, task, pace)
        say(ready=True)
        if "at" in task:
            await _tell(store, task, task["at"])
        tasks = [asyncio.create_task(work) for work in works]
        tasks.append(asyncio.create_task(_listen(told, store, task)))
        await leave.wait()
        await courier.drain()
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _listen(told: AsyncIterator[dict[str, Any]], store: Store, task: dict[str, Any]) -> None:
    async for line in told:
        await _tell(store, task, line["at"])


async def _tell(store: Store, task: dict[str, Any], at: str) -> None:
    event = happening(1, datetime.fromisoformat(at))
    await tell(store, [event], task["channels"], task["guild"])


async def _echo(
    stack: AsyncExitStack, task: dict[str, Any], pace: Pace
) -> list[Coroutine[Any, Any, None]]:
    """A bot that answers, its requests counted as Parkett's own are."""
    import discord
    from discord.ext import commands

    from bot.chat.connection import point_at
    from bot.chat.pacing import keep_telling, tracing

    point_at(task["api_url"], task["gateway_url"])
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.message_content = True
    bot = commands.Bot(
        command_prefix="!",
        intents=intents,
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
        http_trace=tracing(pace),
    )

    @bot.command()
    async def echo(context: Any, *, words: str) -> None:
        await context.send(words)

    running = asyncio.create_task(bot.start(TOKEN))
    stack.push_async_callback(asyncio.wait, {running})
    stack.push_async_callback(bot.close)
    while not bot.is_ready():  # noqa: ASYNC110 - it has no event before it has begun
        await asyncio.sleep(0.05)
    return [keep_telling(pace)]


if __name__ == "__main__":
    asyncio.run(main())
