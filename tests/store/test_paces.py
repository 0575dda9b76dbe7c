"""One pace for all processes, by the clock of the database."""

import asyncio
import time
from itertools import pairwise

import pytest

from bot.store.store import Store


async def test_slots_follow_each_other_whoever_takes_them(store: Store, other: Store) -> None:
    taken = await asyncio.gather(
        *((store, other)[n % 2].paces.reserve("discord", interval=1.0) for n in range(10))
    )
    starts = sorted(start for _, start in taken)
    assert [after - before for before, after in pairwise(starts)] == [
        pytest.approx(1.0, abs=1e-3)
    ] * 9
    now, _ = taken[0]
    assert abs(now - time.time()) < 5
    assert starts[0] == pytest.approx(min(now for now, _ in taken), abs=0.5)
    assert all(start >= now - 1e-3 for now, start in taken)
    _, elsewhere = await store.paces.reserve("another", interval=1.0)
    assert elsewhere < starts[1]


async def test_many_slots_are_taken_in_one_go(store: Store) -> None:
    _, first = await store.paces.reserve("discord", interval=0.5, count=20)
    _, after = await store.paces.reserve("discord", interval=0.5)
    assert after == pytest.approx(first + 10, abs=1e-3)


async def test_a_slot_is_never_before_what_was_asked(store: Store) -> None:
    now, _ = await store.paces.reserve("discord", interval=0)
    _, start = await store.paces.reserve("discord", interval=1.0, not_before=now + 60)
    assert start == pytest.approx(now + 60, abs=1e-3)
    _, start = await store.paces.reserve("discord", interval=1.0, not_before=now + 10)
    assert start == pytest.approx(now + 61, abs=1e-3)


async def test_those_who_did_not_wait_are_counted(store: Store) -> None:
    await store.paces.note("discord", interval=10.0, count=3)
    now, start = await store.paces.reserve("discord", interval=1.0)
    assert start == pytest.approx(now + 30, abs=1)


async def test_a_pause_holds_all_and_is_never_shortened(store: Store, other: Store) -> None:
    now, _ = await store.paces.reserve("discord", interval=1.0)
    await other.paces.pause("discord", now + 100)
    await other.paces.pause("discord", now + 5)
    _, start = await store.paces.reserve("discord", interval=1.0)
    assert start == pytest.approx(now + 100, abs=1e-3)
