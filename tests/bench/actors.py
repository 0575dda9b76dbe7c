"""The processes that a bench watches: a bare echo bot, and Parkett as it is.

`python -m tests.bench.actors echo|parkett`. Both say READY on standard output, and Parkett then
tells on demand (a line on standard input) how late its event loop was since the last time.
"""

import asyncio
import json
import os
import sys
from datetime import timedelta

from bot.clock import Clock, utc_now

LAG_STEP = 0.005  # seconds between two looks at the event loop


async def echo() -> None:
    """What discord.py's own documents show: a command that answers."""
    import discord
    from discord.ext import commands

    from bot.chat.connection import point_at

    point_at(os.environ["DISCORD_API_URL"], os.environ["DISCORD_GATEWAY_URL"])
    intents = discord.Intents.default()
    intents.message_content = True
    bot = commands.Bot(command_prefix="!", intents=intents)

    @bot.command()
    async def news(context: commands.Context, *, words: str) -> None:
        await context.send(words)

    @bot.event
    async def on_ready() -> None:
        _say({"ready": True})

    async with bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


async def parkett() -> None:
    """The unchanged bot, with the sample world's clock."""
    from bot.app import run
    from config.settings import load

    lags: list[float] = []
    ready = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(_watch(lags))
        telling = group.create_task(_tell(lags, ready))
        await run(load(env_file=None), clock=_world_clock(), on_ready=ready.set)
        watching.cancel()
        telling.cancel()


async def _watch(lags: list[float]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_STEP
        await asyncio.sleep(LAG_STEP)
        lags.append(loop.time() - due)


async def _tell(lags: list[float], ready: asyncio.Event) -> None:
    await ready.wait()
    _say({"ready": True})
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while await reader.readline():
        _say({"lags": lags.copy()})
        lags.clear()


def _world_clock() -> Clock:
    ahead = timedelta(seconds=float(os.environ["BENCH_CLOCK_OFFSET"]))
    return lambda: utc_now() + ahead


def _say(document: object) -> None:
    print(json.dumps(document), flush=True)


if __name__ == "__main__":
    asyncio.run({"echo": echo, "parkett": parkett}[sys.argv[1]]())
