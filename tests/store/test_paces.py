"""One pace for all processes, by the clock of the database."""

import asyncio
import time
from itertools import pairwise

import pytest

from bot.store.store import Store
from bot.turns import Turn

HOST = "source:YAHOO:query1.finance.yahoo.com"


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
    await other.paces.pause("discord", seconds=100)
    await other.paces.pause("discord", seconds=5)
    _, start = await store.paces.reserve("discord", interval=1.0)
    assert start == pytest.approx(now + 100, abs=1)


async def test_a_turn_is_taken_once_and_only_if_it_is_near(store: Store, other: Store) -> None:
    first = await store.paces.take(HOST, interval=10.0, within=0.0)
    assert (first.taken, first.wait) == (True, pytest.approx(0, abs=0.05))
    refused = await other.paces.take(HOST, interval=10.0, within=0.0)
    assert (refused.taken, refused.wait) == (False, pytest.approx(10, abs=1))
    # Who was refused has taken nothing: the next one in line has the same turn.
    behind = await other.paces.take(HOST, interval=10.0, within=15.0)
    assert (behind.taken, behind.wait) == (True, pytest.approx(10, abs=1))
    assert not (await store.paces.take(HOST, interval=10.0, within=15.0)).taken
    assert await store.paces.take("source:ECB:www.ecb.europa.eu", interval=10.0, within=0.0) == (
        Turn(taken=True, wait=pytest.approx(0, abs=0.05))
    )


async def test_of_many_who_want_what_lies_free_one_gets_it(store: Store, other: Store) -> None:
    turns = await asyncio.gather(
        *((store, other)[n % 2].paces.take(HOST, interval=60.0, within=0.0) for n in range(10))
    )
    assert sum(turn.taken for turn in turns) == 1


async def test_a_pause_is_told_to_who_would_ask(store: Store, other: Store) -> None:
    assert (await other.paces.peek(HOST)).paused == 0
    await store.paces.pause(HOST, seconds=100, length=120)
    told = await other.paces.take(HOST, interval=1.0, within=500.0)
    assert (told.taken, told.paused) == (False, pytest.approx(100, abs=1))
    assert told.pause == 120
    await other.paces.resume(HOST)  # of an answer to a question from before
    assert (await store.paces.peek(HOST)).pause == 120


async def test_after_a_pause_its_length_is_known_until_the_host_answers(
    store: Store, other: Store
) -> None:
    await store.paces.pause(HOST, seconds=0, length=120)
    assert await other.paces.take(HOST, interval=0.0, within=0.0) == Turn(
        taken=True, wait=0.0, pause=120
    )
    await other.paces.resume(HOST)
    assert (await store.paces.peek(HOST)).pause == 0


async def test_a_host_may_have_a_long_name(store: Store, other: Store) -> None:
    one, like_it = (f"source:FEEDS:{'a' * 200}.{end}" for end in ("example", "invalid"))
    assert (await store.paces.take(one, interval=9.0, within=0.0)).taken
    assert not (await other.paces.take(one, interval=9.0, within=0.0)).taken
    assert (await other.paces.take(like_it, interval=9.0, within=0.0)).taken


async def test_what_is_not_asked_any_more_is_forgotten(store: Store) -> None:
    await store.paces.take(HOST, interval=1.0, within=0.0)
    await store.paces.take("source:FEEDS:old", interval=-100_000.0, within=0.0)
    assert await store.paces.purge() == 1
    assert not (await store.paces.take(HOST, interval=1.0, within=0.0)).taken
