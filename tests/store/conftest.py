"""Stores on an empty database, and rows to put into them."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.store.rows import EventRow, Letter, OutboxRow, SubscriptionRow, WatchRow
from bot.store.store import Store, open_store

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with open_store(database_url) as opened:
        yield opened


@pytest.fixture
async def other(store: Store, database_url: str) -> AsyncIterator[Store]:
    """The same database as another process sees it."""
    async with open_store(database_url) as opened:
        yield opened


class Post:
    """What tests do with the outbox, in few words. Every event is its own; the clock is given."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def put(self, *channels: int, event: str = "e", **changes: Any) -> int:
        """A letter to each channel; returns how many are new."""
        row = EventRow(key=event, created=NOON, payload={"what": "story"})
        letters = [
            Letter(**{
                "dedup_key": f"{event}:{channel}", "event": event, "channel": channel,
                "due": NOON, **changes,
            })
            for channel in channels
        ]  # fmt: skip
        return await self.store.outbox.record([row], letters)

    async def claim(
        self, owner: str = "a", *, at: datetime = NOON, limit: int = 100
    ) -> list[OutboxRow]:
        return await self.store.outbox.claim(at, owner=owner, lease_until=at + LEASE, limit=limit)


@pytest.fixture
def post(store: Store) -> Post:
    return Post(store)


def keys(rows: Sequence[OutboxRow]) -> list[str]:
    return [row.dedup_key for row in rows]


def subscription(name: str, **changes: Any) -> SubscriptionRow:
    return SubscriptionRow(**{
        "id": name, "guild": 1, "channel": 10, "creator": 5, "instrument": "XIA", "kind": "news",
        "created": NOON, "settings": {}, **changes,
    })  # fmt: skip


def watch(key: str, **changes: Any) -> WatchRow:
    values = {"key": key, "kind": "news", "instrument": "XIA", "due": NOON, **changes}
    return WatchRow(**values)
