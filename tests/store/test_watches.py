"""Each thing is looked at by one process at a time, and by another when that one dies."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import LeaseLost
from bot.store.rows import WatchChange, WatchRow
from bot.store.store import Store
from tests.store.conftest import LEASE, NOON, subscription, watch


async def claim(store: Store, owner: str = "a", *, at=NOON, limit: int = 100) -> list[WatchRow]:
    until = at + LEASE
    return await store.watches.claim("news", at, owner=owner, lease_until=until, limit=limit)


async def test_what_is_watched_already_keeps_its_state_and_moment(store: Store) -> None:
    await store.watches.ensure([watch("a", state={"seen": [1]}, due=NOON + LEASE)])
    await store.watches.ensure([watch("a", due=NOON), watch("b", due=NOON + 2 * LEASE)])
    assert await store.watches.count() == 2
    assert await store.watches.next_due("news") == NOON + LEASE
    [a, b] = await claim(store, at=NOON + 2 * LEASE)
    assert (a.state, b.state) == ({"seen": [1]}, None)


async def test_the_longest_due_comes_first_and_only_of_that_kind(store: Store) -> None:
    rows = [watch(f"w{n}", due=NOON - timedelta(seconds=n)) for n in range(5)]
    await store.watches.ensure([*rows, watch("feed", kind="feed"), watch("x", due=NOON + LEASE)])
    assert [row.key for row in await claim(store, limit=2)] == ["w4", "w3"]
    assert [row.key for row in await claim(store, limit=9)] == ["w2", "w1", "w0"]
    assert await claim(store) == []


async def test_two_processes_never_look_at_the_same(store: Store, other: Store) -> None:
    await store.watches.ensure([watch(f"w{n:03}") for n in range(200)])
    taken = await asyncio.gather(
        *(claim(one, f"o{n}", limit=20) for n, one in enumerate([store, other] * 5))
    )
    keys = [row.key for part in taken for row in part]
    assert len(keys) == len(set(keys))
    rest = await claim(store, "last", limit=200)
    assert len(keys) + len(rest) == 200


async def test_who_stops_hands_back_what_it_has_and_no_more(store: Store, other: Store) -> None:
    await store.watches.ensure([watch("a"), watch("b")])
    [mine] = await claim(store, "me", limit=1)
    [theirs] = await claim(other, "they", limit=1)
    await store.watches.let_go("me", NOON)
    assert [row.key for row in await claim(other, "they")] == [mine.key]
    assert theirs.key != mine.key

    wish = subscription("s", kind="close", due=NOON)
    await store.subscriptions.add(wish, [], limit=9)

    async def due(owner: str) -> list[str]:
        found = await store.subscriptions.claim_due(
            NOON, owner=owner, lease_until=NOON + LEASE, limit=9
        )
        return [row.id for row in found]

    assert await due("me") == ["s"]
    await store.subscriptions.let_go("they", NOON)
    assert await due("they") == []
    await store.subscriptions.let_go("me", NOON)
    assert await due("they") == ["s"]


async def test_a_lease_that_ran_out_is_taken_over_and_the_first_is_told(
    store: Store, other: Store
) -> None:
    await store.watches.ensure([watch("a"), watch("b")])
    await claim(store, "dead")
    assert await claim(other, "heir", at=NOON + LEASE / 2) == []
    assert await other.watches.next_due("news") == NOON + LEASE
    assert len(await claim(other, "heir", at=NOON + LEASE)) == 2

    change = WatchChange(key="a", due=NOON + 9 * LEASE, state="late")
    with pytest.raises(LeaseLost, match="taken over a"):
        await store.outbox.record([], [], owner="dead", watches=[change])
    await store.watches.release(["a", "b"], "dead", NOON)
    assert await claim(store, "third", at=NOON + LEASE) == [], "the heir still has them"

    done = WatchChange(key="a", due=NOON + 2 * LEASE, state={"seen": ["x"]})
    await other.outbox.record([], [], owner="heir", watches=[done])
    await other.watches.release(["b"], "heir", NOON + 2 * LEASE)
    rows = await claim(store, at=NOON + 2 * LEASE)
    assert {row.key: row.state for row in rows} == {"a": {"seen": ["x"]}, "b": None}


async def test_waking_makes_sooner_never_later(store: Store) -> None:
    await store.watches.ensure([watch("a", due=NOON + LEASE), watch("b", due=NOON)])
    await store.watches.wake(["a", "b", "unknown"], NOON + LEASE / 2)
    assert [row.key for row in await claim(store)] == ["b"]
    assert [row.key for row in await claim(store, at=NOON + LEASE / 2)] == ["a"]


async def test_only_what_nobody_needs_is_dropped(store: Store) -> None:
    hong_kong, frankfurt = "price:1810.HK@XHKG", "price:3CP.F@XFRA"
    await store.watches.ensure([watch("news:XIA"), watch("news:AAPL", instrument="AAPL")])
    await store.watches.ensure([watch(key, kind="price") for key in (hong_kong, frankfurt)])
    await store.subscriptions.add(subscription("n"), [], limit=9)
    move = subscription("m", kind="move", symbol="3CP.F", mic="XFRA")
    await store.subscriptions.add(move, [], limit=9)
    every = ["news:XIA", "news:AAPL", hong_kong, frankfurt]

    assert await store.watches.drop(every) == 2
    assert [row.key for row in await claim(store)] == ["news:XIA"]
    await store.subscriptions.change("m", state="paused")
    await store.subscriptions.remove("n")
    assert await store.watches.drop(every) == 2
    assert await store.watches.count() == 0


async def test_who_subscribes_while_it_is_dropped_is_watched(store: Store, other: Store) -> None:
    await store.watches.ensure([watch("news:XIA")])
    for n in range(25):
        wish = subscription(f"s{n}", instrument="XIA")
        await asyncio.gather(
            other.watches.drop(["news:XIA"]),
            store.subscriptions.add(wish, [watch("news:XIA")], limit=99),
        )
        assert await store.watches.count() == 1
        await store.subscriptions.remove(f"s{n}")
