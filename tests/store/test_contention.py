"""Everything at once, by several processes: nobody waits for another who waits for them."""

import asyncio
import contextlib
import random
from datetime import timedelta

from bot.errors import LeaseLost
from bot.store.rows import EventRow, Finished, Letter, SubscriptionChange, WatchChange
from bot.store.store import Store, open_store
from tests.store.conftest import LEASE, NOON, Post, subscription, watch

_CHANNELS = 12
_ROUNDS = 8


async def test_all_rooms_at_once_never_block_each_other(database_url: str) -> None:
    """A deadlock would be a StoreError, and fail."""
    async with open_store(database_url) as one, open_store(database_url) as other:
        chance = random.Random(7)
        keys = [f"news:{n}" for n in range(20)]
        await one.watches.ensure([watch(key) for key in keys])
        for n in range(60):
            wish = subscription(f"s{n}", guild=n % 4, channel=n % _CHANNELS, kind="close", due=NOON)
            await one.subscriptions.add(wish, [], limit=99)

        async def watcher(store: Store, owner: str) -> None:
            for n in range(_ROUNDS):
                now = NOON + n * timedelta(seconds=1)
                rows = await store.watches.claim(
                    "news", now, owner=owner, lease_until=now + LEASE, limit=15
                )
                changes = [WatchChange(key=row.key, due=now, state=n) for row in rows]
                due = await store.subscriptions.claim_due(
                    now, owner=owner, lease_until=now + LEASE, limit=15
                )
                told = [SubscriptionChange(id=row.id, memory="x", due=now) for row in due]
                chance.shuffle(changes)
                chance.shuffle(told)
                events = [EventRow(key=f"e{n}", created=NOON, payload={})]
                letters = [
                    Letter(
                        dedup_key=f"e{n}:{c}", event=f"e{n}", channel=c, due=NOON, guild=c % 4,
                        subscription=f"s{c}",
                    )
                    for c in chance.sample(range(_CHANNELS), 9)
                ]  # fmt: skip
                with contextlib.suppress(LeaseLost):  # of a channel that was lost meanwhile
                    await store.outbox.record(
                        events, letters, owner=owner, watches=changes, subscriptions=told
                    )

        async def courier(store: Store, owner: str) -> None:
            for _ in range(_ROUNDS):
                rows = await Post(store).claim(owner, at=NOON + LEASE, limit=20)
                ids = [row.id for row in rows]
                chance.shuffle(ids)
                await store.outbox.seal({owner: ids}, owner=owner, now=NOON)
                await store.outbox.finish(
                    [Finished(ids=[each], state=chance.choice(["sent", "dead", "pending"]),
                              reason="x") for each in ids],
                    owner=owner, now=NOON,
                )  # fmt: skip

        async def members(store: Store) -> None:
            for n in range(_ROUNDS):
                for channel in range(3):
                    await store.subscriptions.change(f"s{channel}", state="active")
                    await store.subscriptions.lose_channel(channel, reason="gone", now=NOON)
                await store.subscriptions.remove(f"s{40 + n}")
                await store.watches.wake(keys[::-1], NOON)
                await store.watches.drop(keys[15:])

        async def keeper(store: Store) -> None:
            for _ in range(_ROUNDS):
                await store.guilds.forget(3)
                await store.outbox.purge(NOON + LEASE)

        async with asyncio.timeout(50), asyncio.TaskGroup() as group:
            for n, store in enumerate((one, other, one, other)):
                group.create_task(watcher(store, f"w{n}"))
                group.create_task(courier(store, f"c{n}"))
            group.create_task(members(one))
            group.create_task(keeper(other))
