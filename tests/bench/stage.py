"""The scene of a bench: Discord and the sample world here, the bots in processes of their own."""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from bot.app import client
from bot.chat.client import Parkett
from bot.clock import utc_now
from bot.playground.discord.limits import UNLIMITED
from bot.playground.discord.models import Channel, User
from bot.playground.discord.server import Discord
from bot.playground.world.world import World
from bot.services import open_services
from config.settings import load

PATIENCE = 60.0  # seconds for one line of a process
IDLE = 3.0  # seconds after READY until a bot counts as idle


@dataclass(slots=True)
class Actor:
    """A bot in a process of its own, with a channel that only it answers in."""

    process: asyncio.subprocess.Process
    channel: Channel
    application: int
    ready_after: float

    @property
    def pid(self) -> int:
        return self.process.pid

    async def lags(self) -> list[float]:
        """Seconds by which its event loop was late, since the last call."""
        assert self.process.stdin
        self.process.stdin.write(b"\n")
        return (await _line(self.process))["lags"]


@dataclass(slots=True)
class Scene:
    discord: Discord
    world: World
    person: User
    stack: AsyncExitStack
    folder: str
    actors: list[Actor] = field(default_factory=list)

    async def start(self, name: str) -> Actor:
        """Starts `echo` or `parkett` in a server of its own and waits until it is READY."""
        guild = self.discord.add_guild(f"Server of {name}", self.person)
        channel = self.discord.add_channel(guild, "general")
        token = f"{name}-token-of-the-bench-0000000000000"
        application = self.discord.add_bot(token, guild, name=name)
        offset = (self.world.now() - utc_now()).total_seconds()
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.actors", name),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=1 << 24,
            env=os.environ | _world(self.world) | {
                "DISCORD_TOKEN": token,
                "DISCORD_API_URL": self.discord.api_url,
                "DISCORD_GATEWAY_URL": self.discord.gateway_url,
                "PARKETT_DATA_DIR": f"{self.folder}/{name}",
                "BENCH_CLOCK_OFFSET": str(offset),
            },
        )  # fmt: skip
        self.stack.push_async_callback(_end, process)
        await _line(process)
        actor = Actor(process, channel, application.id, time.perf_counter() - began)
        self.actors.append(actor)
        return actor

    async def settle(self) -> None:
        """Lets what runs after READY (the exchanges' lists, the slash commands) come to an end."""
        quiet_since = time.monotonic()
        used = -1.0
        while time.monotonic() - quiet_since < IDLE:
            await asyncio.sleep(0.5)
            # Look by look: over the whole time a slow machine's idling would never seem quiet.
            before, used = used, sum(_cpu(actor.pid) for actor in self.actors)
            if used - before > 0.1:
                quiet_since = time.monotonic()

    async def answer(self, actor: Actor, content: str) -> float:
        """Seconds from the message until the bot's POST has come in whole."""
        began = time.monotonic()
        await self.discord.say(actor.channel, self.person, content)
        await self.discord.wait_for(
            "message_create",
            lambda told: told["channel_id"] == str(actor.channel.id) and "bot" in told["author"],
            timeout=PATIENCE,
        )
        return time.monotonic() - began


@asynccontextmanager
async def stage() -> AsyncGenerator[Scene]:
    """Everything closed at the end, the processes asked to stop first."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            World() as world,
            Discord(rates=UNLIMITED) as discord,
            AsyncExitStack() as stack,
        ):
            yield Scene(discord, world, discord.add_person("ann"), stack, folder)


@asynccontextmanager
async def unconnected() -> AsyncGenerator[Parkett]:
    """The bot with all its services, in this process and without a connection."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"PARKETT_DATA_DIR": folder}, env_file=None)
        async with open_services(settings) as services:
            yield client(services)


def _world(world: World) -> dict[str, str]:
    """Its settings, but with answers that stay fresh as long as by default: in the demo they
    do for a second only, so that people see their own doing."""
    return {
        name: value for name, value in world.environment().items() if not name.endswith("__CACHE")
    }


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE)


async def _line(process: asyncio.subprocess.Process) -> dict:
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    return json.loads(line)


def _cpu(pid: int) -> float:
    import psutil

    one = psutil.Process(pid)
    return sum(sum(each.cpu_times()[:2]) for each in (one, *one.children(recursive=True)))
