"""What else ends in the middle of a fan-out: one worker of several, the database, the channels."""

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import utc_now
from bot.errors import StoreError
from bot.store import open_store
from bot.store.store import Store
from tests.faults.cluster import Cluster
from tests.faults.kills import FAULTS, TOWN, WORKER
from tests.faults.office import wish
from tests.faults.processes import Child, child


@dataclass(slots=True)
class Outcome:
    """seconds: what the scene is about, see there."""

    lost: int
    doubled: int
    seconds: float
    report: dict[str, Any]


async def takeover(database: str, *, messages: int, rate: float, lease: float) -> Outcome:
    """One of two workers is killed; seconds: from then until all it held was sent by the other,
    where nothing else was left to send."""
    async with child(TOWN, channels=messages) as town, open_store(database) as store:
        task = _task(database, town, rate=rate, lease=lease)
        async with child(WORKER, **task) as first:
            await _until(store, lambda depth: depth.get("sent", 0) >= messages // 4)
            async with child(WORKER, **task):
                await asyncio.sleep(0.5)
                await first.kill()
                killed = time.monotonic()
                await _until(store, _is_over)
                seconds = time.monotonic() - killed
        return _outcome(town, await town.ask(ask="report"), seconds)


async def restart(
    cluster: Cluster, *, messages: int, rate: float, lease: float, workers: int, down: float
) -> Outcome:
    """The database crashes and is away for `down` seconds; seconds: from its return until the
    next message was sent."""
    async with AsyncExitStack() as stack:
        town = await stack.enter_async_context(child(TOWN, channels=messages, faults=FAULTS))
        store = await stack.enter_async_context(open_store(cluster.address))
        task = _task(cluster.address, town, rate=rate, lease=lease)
        for _ in range(workers):
            await stack.enter_async_context(child(WORKER, **task))
        await _until(store, lambda depth: depth.get("sent", 0) >= messages // 3)
        await cluster.crash()
        await asyncio.sleep(down)
        await cluster.rise()
        returned = time.monotonic()
        before = (await _depth(store)).get("sent", 0)
        await _until(store, lambda depth: depth.get("sent", 0) > before)
        seconds = time.monotonic() - returned
        await _until(store, _is_over)
        return _outcome(town, await town.ask(ask="report"), seconds)


async def dead_channels(database: str, *, messages: int, dead: int, rate: float) -> Outcome:
    """Of the first `dead` channels half are deleted and half closed to the bot; the report's
    `told` are the private messages to their creators, by text. seconds: all of it."""
    began = time.monotonic()
    async with child(TOWN, channels=messages, dead=dead) as town, open_store(database) as store:
        guild, creators = town.told["guild"], town.told["creators"]
        for number, channel in enumerate(town.told["channels"]):
            creator = creators[number % len(creators)]
            await store.subscriptions.add(wish(number, channel, guild, creator), [], limit=10**6)
        task = _task(database, town, rate=rate, lease=30.0)
        async with child(WORKER, **task):
            await _until(store, lambda depth: depth.get("sent", 0) >= messages - dead)
            # A day in which everything is tried again, and the notices come due.
            await _until(store, lambda depth: depth.get("dead", 0) >= dead)
        async with child(WORKER, **task | {"ahead": 3600.0}):
            await _until(store, _is_over)
        report = await town.ask(ask="report")
        report["told"] = [text for one in report["private"] for text in report["texts"][one]]
        report["depth"] = await store.outbox.depth()
        return _outcome(town, report, time.monotonic() - began, skip=dead)


def _task(database: str, town: Child, *, rate: float, lease: float) -> dict[str, Any]:
    return {
        "database": database,
        "api_url": town.told["api_url"],
        "guild": town.told["guild"],
        "channels": town.told["channels"],
        "at": (utc_now() - timedelta(seconds=1)).isoformat(),
        "rate": rate,
        "lease": lease,
        "seconds": lease * 2 / 3,
    }


def _outcome(town: Child, report: dict[str, Any], seconds: float, skip: int = 0) -> Outcome:
    counts = Counter(
        min(len(report["texts"].get(str(channel), ())), 2)
        for channel in town.told["channels"][skip:]
    )
    return Outcome(counts[0], counts[2], seconds, report)


def _is_over(depth: dict[str, int]) -> bool:
    return bool(depth) and depth.keys() <= {"sent", "dead"}


async def _depth(store: Store) -> dict[str, int]:
    try:
        return await store.outbox.depth()
    except StoreError:
        return {}


async def _until(store: Store, holds: Any, give_up: float = 180.0) -> None:
    async with asyncio.timeout(give_up):
        while not holds(await _depth(store)):  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.05)
