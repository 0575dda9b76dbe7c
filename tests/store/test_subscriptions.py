"""Subscriptions are kept as they were wished, within the limit, and found by what has changed."""

import asyncio
from datetime import timedelta

from bot.store.rows import Span, SubscriptionChange
from bot.store.store import Store
from tests.store.conftest import LEASE, NOON, Post, subscription, watch


async def test_a_subscription_comes_back_as_it_was_wished(store: Store) -> None:
    wish = subscription(
        "full", guild=2**63 - 1, kind="level", symbol="1810.HK", mic="XHKG", threshold=17.55,
        settings={"level": "17.550", "days": [0, 1]}, memory="above:17.6", state="paused",
        reason="asked", due=NOON, last_sent=NOON, last_failure="forbidden", failed_at=NOON,
    )  # fmt: skip
    assert await store.subscriptions.add(wish, [], limit=1)
    assert await store.subscriptions.get("full") == wish
    assert await store.subscriptions.get("none") is None


async def test_a_server_has_at_most_its_limit_even_when_two_members_subscribe_at_once(
    store: Store, other: Store
) -> None:
    wishes = [subscription(f"s{n}", created=NOON - timedelta(seconds=n)) for n in range(6)]
    done = await asyncio.gather(
        *(
            (store if n % 2 else other).subscriptions.add(wish, [], limit=3)
            for n, wish in enumerate(wishes)
        )
    )
    assert sum(done) == 3
    assert await store.subscriptions.count(1) == 3
    assert await store.subscriptions.add(subscription("else", guild=2), [], limit=3)
    kept = await store.subscriptions.of_guild(1)
    assert [row.created for row in kept] == sorted(row.created for row in kept)


async def test_what_it_needs_is_watched_and_looked_at_soon(store: Store) -> None:
    await store.watches.ensure([watch("news:XIA", due=NOON + timedelta(hours=1))])
    later, sooner = NOON + timedelta(hours=2), NOON + timedelta(minutes=1)
    wishes = [watch("news:XIA", due=later), watch("price:A@B", kind="price", due=later)]
    await store.subscriptions.add(subscription("s1"), wishes, limit=9)
    assert await store.watches.next_due("news") == NOON + timedelta(hours=1)
    assert await store.watches.next_due("price") == later
    await store.subscriptions.add(subscription("s2"), [watch("news:XIA", due=sooner)], limit=9)
    assert await store.watches.next_due("news") == sooner
    assert await store.watches.count() == 2


async def test_only_active_ones_hear_of_their_instrument(store: Store) -> None:
    for wish in (
        subscription("a"),
        subscription("paused", state="paused"),
        subscription("other kind", kind="move"),
        subscription("other company", instrument="AAPL"),
        subscription("venue", kind="move", symbol="3CP.F"),
    ):
        await store.subscriptions.add(wish, [], limit=9)
    found = await store.subscriptions.of_instrument("XIA", "news")
    assert [row.id for row in found] == ["a"]
    found = await store.subscriptions.of_instrument("XIA", "move", symbol="3CP.F")
    assert [row.id for row in found] == ["venue"]
    await store.subscriptions.change("a", state="paused", reason="asked")
    await store.subscriptions.change("paused", state="active")
    found = await store.subscriptions.of_instrument("XIA", "news")
    assert [row.id for row in found] == ["paused"]
    assert not await store.subscriptions.change("nobody", state="active")


async def test_a_price_finds_the_levels_between_which_it_moved(store: Store) -> None:
    for level in (2.49, 2.5, 2.55, 2.6, 2.61):
        wish = subscription(str(level), kind="level", symbol="3CP.F", threshold=level)
        await store.subscriptions.add(wish, [], limit=9)
    elsewhere = subscription("hk", kind="level", symbol="1810.HK", threshold=2.55)
    await store.subscriptions.add(elsewhere, [], limit=9)
    await store.subscriptions.change("2.55", state="lost")
    found = await store.subscriptions.between([Span("XIA", "level", "3CP.F", 2.5, 2.6)])
    assert {row.id for row in found} == {"2.5", "2.6"}


async def test_a_schedule_that_has_come_is_taken_once(store: Store, other: Store) -> None:
    for name, due in (("one", NOON), ("two", NOON - LEASE), ("later", NOON + LEASE)):
        await store.subscriptions.add(subscription(name, due=due), [], limit=9)
    await store.subscriptions.add(subscription("without"), [], limit=9)
    await store.subscriptions.add(subscription("off", due=NOON, state="paused"), [], limit=9)
    assert await store.subscriptions.next_due() == NOON - LEASE

    until = NOON + timedelta(seconds=20)
    mine = await store.subscriptions.claim_due(NOON, owner="a", lease_until=until, limit=1)
    assert [row.id for row in mine] == ["two"]
    theirs = await other.subscriptions.claim_due(NOON, owner="b", lease_until=until, limit=9)
    assert [row.id for row in theirs] == ["one"]
    assert await store.subscriptions.next_due() == until, "when the leases end"

    next_day = NOON + timedelta(days=1)
    change = SubscriptionChange(id="one", memory="2026-11-20", due=next_day)
    await other.outbox.record([], [], owner="b", subscriptions=[change])
    again = await store.subscriptions.claim_due(until, owner="c", lease_until=until, limit=9)
    assert [row.id for row in again] == ["two"], "whose lease has run out"
    kept = await store.subscriptions.get("one")
    assert kept is not None
    assert (kept.memory, kept.due) == ("2026-11-20", next_day)


async def test_the_channels_concerned_by_a_source(store: Store) -> None:
    for name, guild, channel, instrument, kind in (
        ("a", 1, 10, "XIA", "news"), ("b", 1, 10, "AAPL", "news"), ("c", 2, 20, "AAPL", "move"),
        ("d", 3, 30, "SAP", "level"),
    ):  # fmt: skip
        wish = subscription(name, guild=guild, channel=channel, instrument=instrument, kind=kind)
        await store.subscriptions.add(wish, [], limit=9)
    await store.subscriptions.add(subscription("e", channel=50, state="paused"), [], limit=9)
    assert await store.subscriptions.channels(["news"]) == [(1, 10)]
    assert await store.subscriptions.channels(["move", "level"]) == [(2, 20), (3, 30)]
    assert await store.subscriptions.channels(["news", "move"], ["AAPL"]) == [(1, 10), (2, 20)]
    assert await store.subscriptions.channels(["news"], []) == []


async def test_what_is_removed_is_not_sent_any_more(store: Store, post: Post) -> None:
    await store.subscriptions.add(subscription("s"), [], limit=9)
    await post.put(10, event="mine", subscription="s")
    await post.put(10, event="theirs", subscription="t")
    assert await store.subscriptions.remove("s")
    assert not await store.subscriptions.remove("s")
    assert await store.outbox.depth() == {"dead": 1, "pending": 1}
    [row] = await post.claim()
    assert row.subscription == "t"


async def test_a_channel_that_discord_refuses_is_lost_once(store: Store, post: Post) -> None:
    await store.subscriptions.add(subscription("a"), [], limit=9)
    await store.subscriptions.add(subscription("b", creator=6), [], limit=9)
    await store.subscriptions.add(subscription("paused", state="paused"), [], limit=9)
    await store.subscriptions.add(subscription("elsewhere", channel=11), [], limit=9)
    await post.put(10, 11, event="e1")
    [sending] = await post.claim(limit=1)
    assert sending.channel == 10
    await post.put(10, event="e2")

    lost = await store.subscriptions.lose_channel(10, reason="forbidden", now=NOON)
    assert {(row.id, row.creator, row.state, row.reason) for row in lost} == {
        ("a", 5, "lost", "forbidden"), ("b", 6, "lost", "forbidden"),
    }  # fmt: skip
    assert {row.failed_at for row in lost} == {NOON}
    assert await store.subscriptions.lose_channel(10, reason="forbidden", now=NOON) == []
    assert await store.outbox.depth() == {"dead": 2, "pending": 1}
    paused = await store.subscriptions.get("paused")
    assert paused is not None
    assert paused.state == "paused"


async def test_two_processes_lose_a_channel_and_only_one_tells(store: Store, other: Store) -> None:
    for n in range(20):
        await store.subscriptions.add(subscription(f"s{n}"), [], limit=99)
    told = await asyncio.gather(
        *(one.subscriptions.lose_channel(10, reason="gone", now=NOON) for one in (store, other) * 3)
    )
    assert sorted(map(len, told)) == [0, 0, 0, 0, 0, 20]
