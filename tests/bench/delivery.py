"""How fast and how politely does a fan-out to 2,000 channels go, and what do people notice of it?

Discord stands in a process of its own, answers after 150 ms and enforces its limits of 50 requests
a second and 5 messages in 5 seconds a channel. Meanwhile a person asks a bot that shares the
deliveries' process (one) or has its own beside them (three).
"""

import asyncio
import os
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

from bot.clock import utc_now
from bot.store import open_store
from bot.store.store import Store
from tests.bench.report import Figure, percentile
from tests.faults.cluster import own_cluster
from tests.faults.kills import TOWN, WORKER
from tests.faults.processes import Child, child

CHANNELS = int(os.environ.get("BENCH_CHANNELS", "2000"))
LATENCY = 0.15  # seconds
ASKING = 1.0  # seconds between two questions of a person
MILLI = 1000


async def figures() -> list[Figure]:
    return [*await one(), *await three()]


async def one() -> list[Figure]:
    """One process on SQLite: it delivers, and answers people."""
    with tempfile.TemporaryDirectory() as folder:
        return await _measure(f"sqlite:///{folder}/parkett.db", workers=0, name="one process")


async def three() -> list[Figure]:
    """Three processes on PostgreSQL: one answers people and delivers, two deliver."""
    async with _database() as address:
        return await _measure(address, workers=2, name="three processes, PostgreSQL")


@asynccontextmanager
async def _database() -> AsyncIterator[str]:
    async with own_cluster() as cluster:
        yield cluster.address


async def _measure(database: str, *, workers: int, name: str) -> list[Figure]:
    async with AsyncExitStack() as stack:
        town = await stack.enter_async_context(
            child(TOWN, channels=CHANNELS, latency=LATENCY, limited=True)
        )
        store = await stack.enter_async_context(open_store(database))
        task = {
            "database": database,
            "api_url": town.told["api_url"],
            "gateway_url": town.told["gateway_url"],
            "guild": town.told["guild"],
            "channels": town.told["channels"],
        }
        people = await stack.enter_async_context(child(WORKER, **task, echo=True))
        others = [await stack.enter_async_context(child(WORKER, **task)) for _ in range(workers)]
        quiet = [await _ask(town) for _ in range(20)]
        asked = asyncio.create_task(_asking(town))
        at = utc_now()
        people.say(at=at.isoformat())
        await _until_sent(store)
        asked.cancel()
        waits = (await asyncio.gather(asked, return_exceptions=True))[0]
        waits = waits if isinstance(waits, list) else []
        report = await town.ask(ask="report")
        for each in (people, *others):
            await each.stop()
    return _figures(
        name=name, began=at.timestamp(), report=report, waits=waits, quiet=quiet, town=town
    )


def _figures(
    *,
    name: str,
    began: float,
    report: dict[str, Any],
    waits: list[float],
    quiet: list[float],
    town: Child,
) -> list[Figure]:
    counts = [len(report["texts"][str(channel)]) for channel in town.told["channels"]]
    span = report["last"] - began + LATENCY  # the last answer is on its way for so long
    lost, doubled = counts.count(0), sum(count > 1 for count in counts)
    over = [(wait - LATENCY) * MILLI for wait in waits]
    middle, late = statistics.median(over), percentile(over, 99)
    calm = statistics.median(quiet) * MILLI - LATENCY * MILLI
    return [
        Figure(
            f"{CHANNELS:,} channels, {name}",
            f"{span:.1f} s",
            "≤ 46 s" if CHANNELS == 2000 else "",
            span <= 46 if CHANNELS == 2000 else None,
        ),
        Figure("… answers 429", str(report["refused"]), "0", report["refused"] == 0),
        Figure("… lost · doubled", f"{lost} · {doubled}", "0 · 0", not lost and not doubled),
        Figure(
            f"… people meanwhile over the round trip, p50 ({len(waits)} questions)",
            f"{middle:.1f} ms (when nothing is sent {calm:.1f} ms)",
            "≤ 20 ms",
            middle <= 20,
        ),
        Figure("… the same, p99", f"{late:.1f} ms", "≤ 100 ms", late <= 100),
    ]


async def _ask(town: Child) -> float:
    return (await town.ask(ask="say", text="!echo hello"))["seconds"]


async def _asking(town: Child) -> list[float]:
    """A person asks again and again until cancelled."""
    waits: list[float] = []
    question = None
    try:
        while True:
            question = asyncio.create_task(_ask(town))
            waits.append(await asyncio.shield(question))
            question = None
            await asyncio.sleep(ASKING)
    except asyncio.CancelledError:
        if question is not None:
            waits.append(await question)
        return waits


async def _until_sent(store: Store) -> None:
    async with asyncio.timeout(timedelta(minutes=5).total_seconds()):
        while (await store.outbox.depth()).get("sent", 0) < CHANNELS:  # noqa: ASYNC110
            await asyncio.sleep(0.25)
