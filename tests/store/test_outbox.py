"""What happened and who hears of it are kept together or not at all; nothing is kept twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import LeaseLost, StoreError
from bot.store.rows import (
    EventRow,
    Finished,
    Letter,
    OutageRow,
    SubscriptionChange,
    WatchChange,
)
from bot.store.store import Store
from tests.store.conftest import LEASE, NOON, Post, keys, subscription, watch

EVENT = EventRow(key="e", created=NOON, payload={"what": "story", "title": "小米 – “Xiaomi”"})
LETTER = Letter(dedup_key="e:10", event="e", channel=10, due=NOON)


async def test_the_same_event_is_told_once_wherever_it_is_noticed(store: Store) -> None:
    letters = [LETTER, replace(LETTER, dedup_key="e:11", channel=11)]
    assert await store.outbox.record([EVENT], letters) == 2
    again = EventRow(key="e", created=NOON + LEASE, payload={"what": "story", "title": "other"})
    more = [*letters, replace(LETTER, dedup_key="e:12", channel=12)]
    assert await store.outbox.record([again], more) == 1
    assert await store.outbox.depth() == {"pending": 3}
    rows = await store.outbox.claim(NOON, owner="a", lease_until=NOON + LEASE, limit=9)
    assert [row.event for row in rows] == [EVENT] * 3


async def test_a_letter_comes_back_as_it_was_written(store: Store) -> None:
    letter = Letter(
        dedup_key="e:10", event="e", channel=2**63 - 1, due=NOON, guild=2**62, subscription="s",
        role=7, private=True, edits="d:10",
    )  # fmt: skip
    await store.outbox.record([EVENT], [letter])
    [row] = await store.outbox.claim(NOON, owner="a", lease_until=NOON + LEASE, limit=9)
    for name in ("dedup_key", "channel", "guild", "subscription", "role", "private", "edits"):
        assert getattr(row, name) == getattr(letter, name)
    assert (row.attempts, row.first_attempt_at, row.parcel, row.created) == (0, None, None, NOON)
    assert row.event == EVENT


async def test_two_thousand_letters_at_once(store: Store) -> None:
    letters = [
        replace(LETTER, dedup_key=f"e:{channel}", channel=channel) for channel in range(2_000)
    ]
    assert await store.outbox.record([EVENT], letters[:1_500]) == 1_500
    assert await store.outbox.record([EVENT], letters) == 500


async def test_a_letter_of_an_unknown_event_is_refused_with_all_the_rest(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.outbox.record([], [LETTER])
    other = replace(LETTER, dedup_key="x:10", event="x")
    with pytest.raises(StoreError):
        await store.outbox.record([EVENT], [LETTER, other])
    assert await store.outbox.depth() == {}


async def test_nothing_is_kept_where_one_lease_is_lost(store: Store, other: Store) -> None:
    await store.watches.ensure([watch("a"), watch("b")])
    until = NOON + LEASE
    await store.watches.claim("news", NOON, owner="dead", lease_until=until, limit=1)
    await other.watches.claim("news", NOON, owner="heir", lease_until=until, limit=1)
    changes = [WatchChange(key=key, due=until, state="done") for key in ("a", "b")]
    outage = OutageRow(source="Yahoo", since=NOON, failures=3, told=True)
    with pytest.raises(LeaseLost):
        await store.outbox.record(
            [EVENT], [LETTER], owner="dead", watches=changes, outages=[outage]
        )
    assert await store.outbox.depth() == {}
    assert await store.outages.all() == []
    rows = await store.watches.claim("news", until, owner="x", lease_until=until, limit=9)
    assert [row.state for row in rows] == [None, None]


async def test_a_watch_that_was_dropped_meanwhile_holds_up_nothing(store: Store) -> None:
    change = WatchChange(key="gone", due=NOON, state=None)
    forgotten = SubscriptionChange(id="gone", memory=None)
    done = await store.outbox.record(
        [EVENT], [LETTER], owner="a", watches=[change], subscriptions=[forgotten]
    )
    assert done == 1
    assert await store.watches.count() == 0


async def test_a_changed_wish_is_not_overwritten_by_who_followed_the_old_one(store: Store) -> None:
    await store.subscriptions.add(subscription("s", due=NOON), [], limit=9)
    await store.subscriptions.claim_due(NOON, owner="a", lease_until=NOON + LEASE, limit=9)
    await store.subscriptions.change("s", due=NOON + LEASE)
    change = SubscriptionChange(id="s", memory="told", due=NOON + 9 * LEASE)
    with pytest.raises(LeaseLost):
        await store.outbox.record([EVENT], [LETTER], owner="a", subscriptions=[change])
    kept = await store.subscriptions.get("s")
    assert kept is not None
    assert (kept.due, kept.memory) == (NOON + LEASE, None)


async def test_what_a_rule_remembers_is_kept_without_a_lease_of_its_own(store: Store) -> None:
    await store.subscriptions.add(subscription("s", kind="level"), [], limit=9)
    change = SubscriptionChange(id="s", memory="above")
    await store.outbox.record([], [], owner="a", subscriptions=[change])
    kept = await store.subscriptions.get("s")
    assert kept is not None
    assert kept.memory == "above"


async def test_an_outage_is_kept_until_its_recovery(store: Store) -> None:
    first = OutageRow(source="Yahoo", since=NOON, failures=3, told=False)
    told = replace(first, failures=4, told=True)
    await store.outbox.record([], [], outages=[first, replace(first, source="EQS")])
    await store.outbox.record([EVENT], [LETTER], outages=[told])
    assert await store.outages.all() == [replace(first, source="EQS"), told]
    await store.outbox.record([], [], recovered=["Yahoo", "Unknown"])
    assert [row.source for row in await store.outages.all()] == ["EQS"]


async def test_how_much_waits_and_since_when(store: Store, post: Post) -> None:
    assert await store.outbox.depth() == {}
    assert await store.outbox.oldest() is None
    assert await store.outbox.next_due() is None
    await post.put(10, event="held", due=NOON + LEASE)
    assert await store.outbox.next_due() == NOON + LEASE
    await post.put(11, 12, event="now")
    assert await store.outbox.oldest() == NOON
    [row, _] = await post.claim()
    await post.put(row.channel, event="behind")
    assert await store.outbox.next_due() == NOON + LEASE, "what is held cannot be claimed"
    done = Finished(ids=[row.id], state="sent", message=1)
    await store.outbox.finish([done], owner="a", now=NOON)
    assert await store.outbox.next_due() == NOON
    assert await store.outbox.depth() == {"pending": 2, "sending": 1, "sent": 1}


async def test_which_posts_are_known(store: Store, post: Post) -> None:
    await post.put(10, 11, 12)
    first, second, _ = await post.claim()
    await store.outbox.finish(
        [
            Finished(ids=[first.id], state="sent", message=77),
            Finished(ids=[second.id], state="sent"),
        ],
        owner="a",
        now=NOON,
    )
    known = await store.outbox.posted(["e:10", "e:11", "e:12", "e:13"])
    assert known == {"e:10": 77, "e:11": None}
    await post.put(10, event="growth", edits="e:10")
    await post.put(12, event="more", edits="e:12")
    [row] = await post.claim()
    assert (row.edits, row.edits_message) == ("e:10", 77)


async def test_what_is_old_and_over_is_deleted(store: Store, post: Post) -> None:
    await post.put(10, event="old")
    await post.put(11, event="open")
    await store.outbox.record([replace(EVENT, key="silent")], [])
    await store.outbox.record([replace(EVENT, key="new", created=NOON + LEASE)], [])
    first, _ = await post.claim()
    done = Finished(ids=[first.id], state="sent")
    await store.outbox.finish([done], owner="a", now=NOON)

    assert await store.outbox.purge(NOON) == 0
    assert await store.outbox.purge(NOON + timedelta(seconds=1)) == 1
    assert await store.outbox.depth() == {"sending": 1}
    left = [replace(LETTER, dedup_key=f"{key}:1", event=key) for key in ("open", "new")]
    assert await store.outbox.record([], left) == 2
    for key in ("old", "silent"):
        with pytest.raises(StoreError):
            await store.outbox.record([], [replace(LETTER, dedup_key=f"{key}:1", event=key)])


async def test_a_server_that_removes_the_bot_is_forgotten(store: Store, post: Post) -> None:
    await store.subscriptions.add(subscription("s", guild=1), [], limit=9)
    await store.subscriptions.add(subscription("t", guild=2), [], limit=9)
    await post.put(10, event="theirs", guild=1)
    await post.put(10, event="shared", guild=1)
    await post.put(20, event="shared", guild=2)
    [*_, row] = await post.claim()
    assert keys([row]) == ["shared:20"]
    await store.guilds.forget(1)
    assert await store.subscriptions.of_guild(1) == []
    assert await store.subscriptions.count(2) == 1
    assert await store.outbox.depth() == {"sending": 1}
    assert await store.outbox.record([], [replace(LETTER, event="shared")]) == 1
    with pytest.raises(StoreError):  # nobody else was told of it
        await store.outbox.record([], [replace(LETTER, dedup_key="x", event="theirs")])
