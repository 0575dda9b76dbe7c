"""An engine goes on: after a failure, when it is woken, when the clock is moved."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StoreError
from bot.updates.running import keep_turning

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@asynccontextmanager
async def turning(turn: Callable[[], Awaitable[datetime | None]], wake: asyncio.Event, beat: float):
    task = asyncio.create_task(
        keep_turning(turn, name="The engine", clock=lambda: NOW, wake=wake, heartbeat=beat)
    )
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_is_due_now_is_done_at_once() -> None:
    turns, done = 0, asyncio.Event()

    async def turn() -> datetime | None:
        nonlocal turns
        turns += 1
        if turns == 5:
            done.set()
            return NOW + timedelta(hours=1)
        return NOW

    async with turning(turn, asyncio.Event(), 3600), asyncio.timeout(5):
        await done.wait()
    assert turns == 5


async def test_it_is_woken_long_before_it_would_look() -> None:
    turns = asyncio.Semaphore(0)
    wake = asyncio.Event()

    async def turn() -> datetime | None:
        turns.release()
        return None

    async with turning(turn, wake, 3600), asyncio.timeout(5):
        for _ in range(3):
            await turns.acquire()
            await asyncio.sleep(0)
            wake.set()


@pytest.mark.parametrize("error", [StoreError(reason="no route"), ZeroDivisionError("odd")])
async def test_a_failure_is_told_once_and_survived(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    turns, well = 0, asyncio.Event()

    async def turn() -> datetime | None:
        nonlocal turns
        turns += 1
        if turns <= 3:
            raise error
        if turns == 5:
            well.set()
        return None

    async with turning(turn, asyncio.Event(), 0.001), asyncio.timeout(5):
        await well.wait()
    told = [record.getMessage() for record in caplog.records if "engine" in record.getMessage()]
    assert len(told) == 2
    assert told[1] == "The engine works again, after 3 failures"
