"""The roles as processes of their own on one PostgreSQL, as an operator runs them."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.discord.limits import UNLIMITED
from bot.store import open_store
from bot.store.rows import Letter
from bot.updates.models import Event, Happening, PriceFact
from bot.updates.payloads.events import event_row
from config.sources import DEFAULTS
from tests.loopback import TOKEN, Place, a_place
from tests.test_health import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0  # seconds until a test gives up; nothing waits for it to pass
# The platform's own figure, which only a gate that spans the processes keeps.
IDENTIFY_EVERY = 5.0


# Something to deliver, as a watcher would have put it into the outbox.
AT = datetime(2026, 11, 20, 21, 20, tzinfo=UTC)
CLOSE = Event(
    key="close:3CP.F@XFRA:2026-11-20",
    what=Happening.CLOSE,
    at=AT,
    instrument="xiaomi",
    name="Xiaomi",
    price=PriceFact(
        symbol="3CP.F", venue="Frankfurt", mic="XFRA", currency="EUR", price=Decimal("2.50"),
        as_of=AT, state="closed", source="Yahoo",
    ),
)  # fmt: skip


def environment(place: Place, database: str, folder: Path) -> dict[str, str]:
    """Only loopback: no source of the outside world is asked."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "HOME": str(folder),
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": place.discord.api_url,
        "DISCORD_GATEWAY_URL": place.discord.gateway_url,
        "DATABASE_URL": database,
        "PARKETT_DATA_DIR": str(folder),
        "PARKETT_WORKERS": "1",
        **{f"PARKETT_SOURCES__{name}__ENABLED": "no" for name in DEFAULTS},
    }


@asynccontextmanager
async def running(
    words: list[str], given: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program of ours, in a group of its own, so that nothing of it outlives the test."""
    process = await asyncio.create_subprocess_exec(
        *words, cwd=ROOT, env=given, stdout=-3, stderr=-1, start_new_session=True
    )
    assert process.stderr is not None
    log = asyncio.create_task(process.stderr.read())
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), PATIENCE)
        told = (await log).decode()
        assert TOKEN not in told
        assert "Traceback" not in told, told
    finally:
        log.cancel()
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        else:
            await process.wait()


async def until(place: Place, true: Callable[[], bool]) -> None:
    with place.discord.journal.reader() as entries:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await entries.get()


async def test_two_processes_with_two_shards_each_keep_the_pace_of_identifies(
    postgres_url: str, folder: Path
) -> None:
    async with a_place(rates=UNLIMITED, identify_every=IDENTIFY_EVERY) as place:
        gateway = place.discord.gateway
        gateway.concurrency = 2
        given = environment(place, postgres_url, folder)
        async with AsyncExitStack() as stack:
            for shards in ("0,1", "2,3"):
                words = [sys.executable, "-m", "bot", "run", "--role", "gateway"]
                words += ["--shards", shards, "--shard-count", "4"]
                await stack.enter_async_context(running(words, given))
            await until(place, lambda: gateway.identifies == 4)
            assert sorted(one.shard for one in gateway.sessions) == [
                (number, 4) for number in range(4)
            ]
            assert gateway.hasty == 0

            gateway.invalidate()  # of all four at once, as when Discord restarts
            await until(place, lambda: gateway.identifies == 8)
            assert gateway.hasty == 0
            await place.discord.say(place.general, place.ann, "!info")
            await place.discord.wait_for("message_create", by_bot, timeout=PATIENCE)


def by_bot(told: dict[str, Any]) -> bool:
    return bool(told["author"].get("bot"))


def letters_to(place: Place) -> list[Letter]:
    key, channel = f"{CLOSE.key}:{place.general.id}", place.general.id
    return [Letter(dedup_key=key, event=CLOSE.key, channel=channel, due=CLOSE.at)]


async def scrape(port: int) -> str:
    address = f"http://127.0.0.1:{port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return await answer.text()


async def health(port: int) -> dict[str, Any]:
    """What stands there, once somebody listens."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/health") as answer:
                    told = await answer.json()
            except aiohttp.ClientError:
                told = {"status": "not there"}
            if told["status"] == "ok":
                return told
            await asyncio.sleep(0.1)  # another process: it tells nobody when it listens


@pytest.mark.skipif(shutil.which("sh") is None, reason="the Procfile is for a POSIX shell")
async def test_honcho_runs_the_procfile(postgres_url: str, folder: Path) -> None:
    async with a_place(rates=UNLIMITED) as place:
        port = free_port()
        given = environment(place, postgres_url, folder) | {"PARKETT_HTTP_PORT": str(port)}
        honcho = [sys.executable, "-m", "honcho", "start", "-p", str(port)]
        async with running(honcho, given):
            gateway, worker = await asyncio.gather(health(port), health(port + 100))
            assert gateway["parts"]["discord"] == "ok"
            assert "discord" not in worker["parts"]
            assert worker["parts"]["database"] == "ok"
            await place.discord.say(place.general, place.ann, "!info")
            await place.discord.wait_for("message_create", by_bot, timeout=PATIENCE)

            async with open_store(postgres_url) as store:
                await store.outbox.record([event_row(CLOSE)], letters_to(place))
            told = await place.discord.wait_for("message_create", by_bot, timeout=PATIENCE)
            assert "2,50" in str(told["embeds"])
            assert "Xiaomi" in str(told["embeds"])
            metrics = await scrape(port + 100)
            assert 'parkett_deliveries_total{verdict="sent"} 1.0' in metrics
            assert 'parkett_shard_up{shard="0"} 1.0' in await scrape(port)
        assert not place.discord.gateway.online
