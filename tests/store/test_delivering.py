"""A letter is sent by one courier at a time, and what became of it is true whoever says it."""

import asyncio
from collections import Counter
from datetime import timedelta

from bot.store.rows import Finished, OutboxRow
from bot.store.store import Store
from tests.store.conftest import LEASE, NOON, Post, keys, subscription


async def test_all_that_is_due_for_a_channel_comes_together_oldest_first(post: Post) -> None:
    await post.put(10, event="1", due=NOON - LEASE)
    await post.put(11, event="2", due=NOON - 2 * LEASE)
    await post.put(10, 11, event="3")
    await post.put(10, event="held", due=NOON + LEASE)
    assert keys(await post.claim()) == ["2:11", "3:11", "1:10", "3:10"]
    assert keys(await post.claim(at=NOON + LEASE / 2)) == []


async def test_whole_channels_up_to_the_limit_but_always_one(post: Post) -> None:
    for n in range(3):
        await post.put(10, 11, 12, event=f"e{n}")
    assert {row.channel for row in await post.claim(limit=2)} == {10}
    assert {row.channel for row in await post.claim(limit=7)} == {11, 12}


async def test_at_most_fifty_of_a_channel(store: Store, post: Post) -> None:
    for n in range(60):
        await post.put(10, event=f"e{n:02}")
    first = await post.claim()
    assert keys(first) == [f"e{n:02}:10" for n in range(50)]
    assert await post.claim() == [], "its channel is held"
    await store.outbox.finish(
        [Finished(ids=[row.id for row in first], state="sent")], owner="a", now=NOON
    )
    assert keys(await post.claim()) == [f"e{n:02}:10" for n in range(50, 60)]


async def test_a_parcel_is_never_torn(store: Store, post: Post) -> None:
    parcels: dict[str, list[int]] = {}
    for part in range(2):
        for n in range(40):
            await post.put(10, event=f"e{part}{n:02}")
        rows = await post.claim()
        parcels[f"p{part}"] = [row.id for row in rows]
        await store.outbox.seal({f"p{part}": parcels[f"p{part}"]}, owner="a", now=NOON)
        again = Finished(ids=parcels[f"p{part}"], state="unknown", due=NOON + LEASE)
        await store.outbox.finish([again], owner="a", now=NOON)
    await post.put(10, event="new", due=NOON - LEASE)
    rows = await post.claim(at=NOON + LEASE)
    assert Counter(row.parcel for row in rows) == {"p0": 40, "p1": 40}


async def test_a_channel_that_somebody_sends_to_is_left_alone(store: Store, post: Post) -> None:
    await post.put(10, 11)
    [mine] = await post.claim("a", limit=1)
    await post.put(10, event="f")
    assert keys(await post.claim("b")) == ["e:11"]
    await store.outbox.finish([Finished(ids=[mine.id], state="sent")], owner="a", now=NOON)
    assert keys(await post.claim("b")) == ["f:10"]


async def test_who_dies_is_taken_over_when_the_lease_ends(store: Store, post: Post) -> None:
    await post.put(10)
    [row] = await post.claim("dead")
    assert await store.outbox.seal({"p": [row.id]}, owner="dead", now=NOON) == {"p"}
    await post.put(10, event="f")
    assert await post.claim("heir", at=NOON + LEASE - timedelta(seconds=1)) == []
    assert await store.outbox.next_due() == NOON + LEASE
    again, new = await post.claim("heir", at=NOON + LEASE)
    assert (again.parcel, again.attempts, again.first_attempt_at) == ("p", 1, NOON)
    assert (new.dedup_key, new.parcel, new.attempts) == ("f:10", None, 0)


async def test_who_lost_the_lease_may_not_send(store: Store, post: Post) -> None:
    await post.put(10, 11, 12)
    rows = await post.claim("slow")
    await store.subscriptions.lose_channel(11, reason="forbidden", now=NOON)
    parcels = {f"p{row.channel}": [row.id] for row in rows}
    assert await store.outbox.seal(parcels, owner="slow", now=NOON) == {"p10", "p12"}
    late = NOON + LEASE
    assert await store.outbox.seal(parcels, owner="slow", now=late) == frozenset()
    taken = await post.claim("heir", at=late)
    assert [row.attempts for row in taken] == [1, 1]
    assert await store.outbox.seal({"p10": [taken[0].id]}, owner="slow", now=late) == frozenset()


async def test_what_was_posted_is_sent_even_if_somebody_else_holds_it(
    store: Store, post: Post
) -> None:
    await post.put(10, 11)
    rows = await post.claim("slow")
    late = NOON + LEASE
    await post.claim("heir", at=late)
    await store.outbox.finish(
        [
            Finished(ids=[rows[0].id], state="sent", message=5),
            Finished(ids=[rows[1].id], state="dead", reason="refused"),
        ],
        owner="slow",
        now=late,
    )
    assert await store.outbox.depth() == {"sent": 1, "sending": 1}, "no other news of a lost one"
    again = Finished(ids=[rows[0].id], state="pending", due=late)
    gone = Finished(ids=[rows[0].id], state="sent", message=6)
    await store.outbox.finish([again, gone], owner="heir", now=late)
    assert await store.outbox.posted(["e:10"]) == {"e:10": 5}


async def test_an_attempt_that_does_not_count_is_given_back(store: Store, post: Post) -> None:
    await post.put(10)
    [row] = await post.claim()
    await store.outbox.seal({"p": [row.id]}, owner="a", now=NOON)
    later = NOON + timedelta(seconds=2)
    limited = Finished(ids=[row.id], state="pending", due=later, counts=False)
    await store.outbox.finish([limited], owner="a", now=NOON)
    assert await store.outbox.next_due() == later
    [row] = await post.claim(at=later)
    assert (row.attempts, row.first_attempt_at, row.parcel) == (0, None, "p")

    await store.outbox.seal({"p": [row.id]}, owner="a", now=later)
    cut = Finished(ids=[row.id], state="unknown", due=later, reason="cut")
    await store.outbox.finish([cut], owner="a", now=later)
    [row] = await post.claim(at=later + LEASE)
    await store.outbox.seal({"p": [row.id]}, owner="a", now=later + LEASE)
    await store.outbox.finish([limited], owner="a", now=later + LEASE)
    [row] = await post.claim(at=later + LEASE)
    assert (row.attempts, row.first_attempt_at) == (1, later), "the first may have arrived"


async def test_a_subscription_shows_its_health(store: Store, post: Post) -> None:
    for name in ("good", "bad", "limited"):
        await store.subscriptions.add(subscription(name), [], limit=9)
    for channel, name in ((10, "good"), (11, "bad"), (12, "limited"), (13, None), (14, "gone")):
        await post.put(channel, event=f"e{channel}", subscription=name)
    ids = {row.channel: row.id for row in await post.claim()}
    await store.outbox.finish(
        [
            Finished(ids=[ids[10], ids[13]], state="sent"),
            Finished(ids=[ids[11], ids[14]], state="dead", reason="too_long"),
            Finished(ids=[ids[12]], state="pending", reason="limited", counts=False),
        ],
        owner="a",
        now=NOON + LEASE / 2,
    )
    health = {
        row.id: (row.last_sent, row.last_failure, row.failed_at)
        for row in await store.subscriptions.of_guild(1)
    }
    assert health == {
        "good": (NOON + LEASE / 2, None, None),
        "bad": (None, "too_long", NOON + LEASE / 2),
        "limited": (None, None, None),
    }


async def test_couriers_at_once_never_share_a_channel(store: Store, other: Store) -> None:
    holding: set[int] = set()
    refused: set[int] = set()
    sent: list[str] = []

    async def write(from_store: Store, event: str) -> None:
        # While others claim, so that one sees more rows of a channel than the other.
        for n in range(10):
            await Post(from_store).put(*range(4), event=f"{event}{n}")

    async def deliver(owner: str, from_store: Store, rows: list[OutboxRow]) -> None:
        ids = [row.id for row in rows]
        assert await from_store.outbox.seal({owner: ids}, owner=owner, now=NOON) == {owner}
        # Every channel is refused once, so that it is open again while others claim.
        again = rows[0].channel not in refused
        refused.add(rows[0].channel)
        if not again:
            sent.extend(row.dedup_key for row in rows)
        holding.discard(rows[0].channel)
        done = Finished(ids=ids, state="pending" if again else "sent")
        await from_store.outbox.finish([done], owner=owner, now=NOON)

    async def courier(owner: str, from_store: Store) -> None:
        while len(sent) < 160:
            rows = await Post(from_store).claim(owner, limit=4)
            channels = {row.channel for row in rows}
            assert not channels & holding, "somebody else is sending to it"
            holding.update(channels)
            for channel in channels:
                mine = [row for row in rows if row.channel == channel]
                await deliver(owner, from_store, mine)

    async with asyncio.timeout(40), asyncio.TaskGroup() as group:
        for n, event in enumerate("abcd"):
            group.create_task(write((store, other)[n % 2], event))
            group.create_task(courier(f"o{n}", (store, other)[n % 2]))
    assert len(sent) == len(set(sent)) == 160
    assert await store.outbox.depth() == {"sent": 160}
