"""One pace for the whole bot: shared by processes, behind people, and never in bursts."""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from bot.errors import StoreError
from bot.store.store import Store, open_store
from bot.updates.delivery.messenger import Receipt
from bot.updates.delivery.pace import Buckets, Pace

RATE = 2.0  # slow, so that the figures stand out from what a busy machine adds
STEP = 1 / RATE


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with open_store(database_url) as opened:
        yield opened


def steps(moments: list[float]) -> list[float]:
    return [later - one for one, later in pairwise(moments)]


async def test_slots_are_an_interval_apart_in_all_processes(store: Store) -> None:
    one, other = Pace(store.paces, rate=RATE), Pace(store.paces, rate=RATE)
    moments = [*await one.slots(3), *await other.slots(2), *await one.slots(1)]
    # Two processes know the database's clock but to some milliseconds.
    assert steps(moments) == pytest.approx([STEP] * 5, abs=STEP / 2)
    assert steps(moments[:3]) == pytest.approx([STEP] * 2)


async def test_the_first_slot_begins_at_once_and_unused_time_is_not_saved_up(store: Store) -> None:
    pace = Pace(store.paces, rate=100)
    began = time.monotonic()
    moments = await pace.slots(2)
    assert moments[0] == pytest.approx(began, abs=0.5)
    await asyncio.sleep(0.1)
    later = await pace.slots(2)
    assert later[0] > moments[0] + 0.05
    assert steps(later) == pytest.approx([0.01])


async def test_deliveries_take_what_people_leave(store: Store) -> None:
    gateway, worker = Pace(store.paces, rate=RATE), Pace(store.paces, rate=RATE)
    (before,) = await worker.slots(1)
    for _ in range(4):
        gateway.person_asked()
    await gateway.flush()
    await gateway.flush()
    worker.person_asked()  # in the same process: with its next slots
    (after,) = await worker.slots(1)
    assert after - before == pytest.approx(6 * STEP, abs=STEP / 2)


async def test_a_pause_holds_every_process(store: Store) -> None:
    one, other = Pace(store.paces, rate=RATE), Pace(store.paces, rate=RATE)
    one.pause(100)
    assert 99 < await one.slot(give_up=1) <= 100
    await one.flush()
    assert 98 < await other.slot(give_up=1) <= 101


async def test_who_waits_goes_in_turn(store: Store) -> None:
    pace = Pace(store.paces, rate=200)
    seen: list[int] = []

    async def go(number: int) -> None:
        assert await pace.slot() == 0
        seen.append(number)

    began = time.monotonic()
    await asyncio.gather(*(go(number) for number in range(20)))
    assert seen == list(range(20))
    assert time.monotonic() - began >= 18 / 200


async def test_a_slot_that_has_passed_is_not_used(store: Store) -> None:
    ahead, step = [0.0], 0.1
    pace = Pace(store.paces, rate=1 / step, now=lambda: time.monotonic() + ahead[0])
    (first,) = await pace.slots(1)
    waiting = asyncio.create_task(pace.slot())
    await asyncio.sleep(step / 2)
    ahead[0] = 3 * step  # the process stood still for so long
    await waiting
    (after,) = await Pace(store.paces, rate=1 / step).slots(1)
    # The second slot was missed, so that a third one was taken.
    assert after - first >= 2.5 * step


async def test_a_dead_database_is_told_to_who_waits(store: Store) -> None:
    pace = Pace(store.paces, rate=RATE)
    async with store.database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE pace")
    with pytest.raises(StoreError):
        await pace.slot()
    pace.person_asked()
    with pytest.raises(StoreError):
        await pace.flush()


def test_a_channel_closes_when_its_limit_is_used_up() -> None:
    now = [10.0]
    buckets = Buckets(lambda: now[0])
    buckets.note("post", 1, Receipt(status=200, remaining=1, reset_after=5.0))
    assert buckets.wait("post", 1) == 0
    buckets.note("post", 1, Receipt(status=200, remaining=0, reset_after=4.0))
    assert (buckets.wait("post", 1), buckets.wait("edit", 1), buckets.wait("post", 2)) == (4, 0, 0)
    now[0] += 4
    assert buckets.wait("post", 1) == 0
