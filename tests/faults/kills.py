"""Workers are killed in the middle of a fan-out, again and again: nothing is lost or doubled."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import utc_now
from bot.store import open_store
from bot.updates.delivery.pace import RATE
from tests.faults.processes import Child, child, start

TOWN, WORKER = "tests.faults.town", "tests.faults.worker"
# One in a hundred requests ends without an answer, one in a hundred is answered 503 though done.
FAULTS = (("drop", 0, 0.005), ("stored_drop", 0, 0.005), ("stored_status", 503, 0.01))


@dataclass(slots=True)
class Score:
    """What came of it. seconds: from the first message until the last."""

    kills: int
    messages: int
    lost: int
    doubled: int
    lost_answers: int
    read_back: int
    seconds: float


async def fan_out(
    database: str,
    *,
    messages: int,
    kills: int,
    workers: int = 1,
    seed: int = 1,
    rate: float = RATE,
    lease: float = 30.0,
    seconds: float = 20.0,
    nonce_window: float = 120.0,
    life: tuple[float, float] = (0.1, 2.0),
    faults: Sequence[tuple[str, int, float]] = FAULTS,
    give_up: float = 600.0,
) -> Score:
    """Runs workers until everything is written down as ended.

    kills: at most; each strikes after a life of so many seconds since the worker was ready.
    """
    chance = random.Random(seed)
    async with (
        child(TOWN, channels=messages, faults=faults, nonce_window=nonce_window, seed=seed) as town,
        open_store(database) as store,
    ):
        task = {
            "database": database,
            "api_url": town.told["api_url"],
            "guild": town.told["guild"],
            "channels": town.told["channels"],
            "at": (utc_now() - timedelta(seconds=1)).isoformat(),
            "rate": rate,
            "lease": lease,
            "seconds": seconds,
            "nonce_window": nonce_window,
        }
        done = asyncio.Event()
        left = [kills]
        began = time.monotonic()
        async with asyncio.timeout(give_up), asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(_lives(task, left, random.Random(chance.random()), life, done))
            while True:
                await asyncio.sleep(0.2)
                depth = await store.outbox.depth()
                if depth and depth.keys() <= {"sent", "dead"}:
                    break
            done.set()
        report = await town.ask(ask="report")
    counts = Counter(
        min(len(report["texts"].get(str(channel), ())), 2) for channel in town.told["channels"]
    )
    return Score(
        kills=kills - left[0],
        messages=messages,
        lost=counts[0],
        doubled=counts[2],
        lost_answers=report["lost_answers"],
        read_back=report["read_back"],
        seconds=time.monotonic() - began,
    )


async def _lives(
    task: dict[str, Any],
    left: list[int],
    chance: random.Random,
    life: tuple[float, float],
    done: asyncio.Event,
) -> None:
    """One worker after another, each killed after its time, until all is done."""
    while not done.is_set():
        worker = await start(WORKER, task)
        try:
            span = chance.uniform(*life) if left[0] > 0 else None
            if await _is_over(done, span) or left[0] <= 0:
                await _end(worker)
                continue
            left[0] -= 1
        finally:
            await worker.kill()


async def _end(worker: Child) -> None:
    """Asked to stop, it stops by itself."""
    await worker.stop()
    assert worker.process.returncode == 0


async def _is_over(done: asyncio.Event, span: float | None) -> bool:
    try:
        async with asyncio.timeout(span):
            await done.wait()
    except TimeoutError:
        return False
    return True
