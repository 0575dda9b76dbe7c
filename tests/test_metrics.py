"""What an operator's Prometheus reads, and what makes a process unwell."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from prometheus_client import CollectorRegistry, generate_latest

from bot import tally
from bot.errors import StoreError
from bot.health import serve_health
from bot.metrics import Shard, Shards, Stocks, Tallies, gather
from bot.pulse import Pulse
from bot.store import Store, open_store
from bot.store.rows import EventRow, Letter, SubscriptionRow, WatchRow
from bot.updates.running import keep_turning
from tests.test_health import free_port, get

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clocks:
    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)


async def fill(store: Store) -> None:
    """A subscription with its watch, and two letters of one event, the first due a minute ago."""
    row = SubscriptionRow(
        id="s", guild=1, channel=2, creator=3, instrument="xiaomi", kind="news", created=NOW,
        settings={},
    )  # fmt: skip
    watch = WatchRow(key="news:xiaomi", kind="news", instrument="xiaomi", due=NOW)
    assert await store.subscriptions.add(row, [watch], limit=10)
    letters = [
        Letter(dedup_key="e:2", event="e", channel=2, due=NOW - timedelta(minutes=1)),
        Letter(dedup_key="e:4", event="e", channel=4, due=NOW + timedelta(hours=1)),
    ]
    await store.outbox.record([EventRow(key="e", created=NOW, payload={})], letters)


def told(registry: CollectorRegistry) -> str:
    return generate_latest(registry).decode()


async def test_what_the_database_holds(database_url: str) -> None:
    clocks = Clocks()
    async with open_store(database_url) as store:
        await fill(store)
        stocks, registry = Stocks(store, clocks.now, clocks.monotonic), CollectorRegistry()
        gather(registry, stocks, [])
        await stocks.refresh()
        text = told(registry)
        assert 'parkett_outbox_rows{state="pending"} 2.0' in text
        assert 'parkett_outbox_rows{state="sending"} 0.0' in text
        assert "parkett_outbox_waiting_seconds 60.0" in text
        assert "parkett_subscriptions 1.0" in text
        assert "parkett_watches 1.0" in text

        await store.outbox.claim(NOW, owner="o", lease_until=NOW + timedelta(30), limit=10)
        await stocks.refresh()
        assert 'state="pending"} 2.0' in told(registry), "asked again at once, nothing is counted"
        clocks.seconds += 11
        await stocks.refresh()
        assert 'parkett_outbox_rows{state="pending"} 1.0' in told(registry)


async def test_a_dead_database_is_not_an_empty_one(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        stocks, registry = Stocks(store, Clocks().now), CollectorRegistry()
        gather(registry, stocks, [])

        async with store.database.write() as connection:
            await connection.execute(sa.text("DROP TABLE outbox"))
        await stocks.refresh()
        assert "parkett_outbox" not in told(registry)
        assert "parkett_deliveries" in told(registry)


def test_counts_and_spells_read_as_prometheus_wants_them() -> None:
    count = tally.Count("parkett_deliveries", "…", "verdict")
    spell = tally.Spell("parkett_turn_seconds", "…", "engine")
    empty = tally.Count("parkett_letters", "…")
    count.add("sent")
    count.add("sent", by=2)
    count.add("dead")
    for seconds in (0.001, 0.3, 99.0):
        spell.add(seconds, "courier")
    registry = CollectorRegistry()
    registry.register(Tallies([count, spell, empty]))
    text = told(registry)
    assert 'parkett_deliveries_total{verdict="sent"} 3.0' in text
    assert 'parkett_deliveries_total{verdict="dead"} 1.0' in text
    assert 'parkett_turn_seconds_bucket{engine="courier",le="0.005"} 1.0' in text
    assert 'parkett_turn_seconds_bucket{engine="courier",le="0.5"} 2.0' in text
    assert 'parkett_turn_seconds_bucket{engine="courier",le="+Inf"} 3.0' in text
    assert 'parkett_turn_seconds_sum{engine="courier"} 99.301' in text
    assert "parkett_letters_total 0.0" in text


def test_shards_tell_whether_they_hear() -> None:
    registry = CollectorRegistry()
    shards = [
        Shard("0", lambda: True, lambda: 0.04),
        Shard("1", lambda: False, lambda: float("nan")),
    ]
    registry.register(Shards(shards))
    text = told(registry)
    assert 'parkett_shard_up{shard="0"} 1.0' in text
    assert 'parkett_shard_up{shard="1"} 0.0' in text
    assert 'parkett_shard_latency_seconds{shard="0"} 0.04' in text
    assert 'latency_seconds{shard="1"}' not in text


async def test_an_engine_that_does_not_turn_makes_the_process_unwell() -> None:
    clocks = Clocks()
    pulse = Pulse("prices", longest=120, monotonic=clocks.monotonic)
    failing, turned = True, asyncio.Event()

    async def turn() -> None:
        turned.set()
        if failing:
            raise StoreError(reason="it is full")

    wake = asyncio.Event()
    engine = asyncio.create_task(
        keep_turning(turn, name="prices", clock=clocks.now, wake=wake, pulse=pulse, heartbeat=60)
    )
    try:
        await turned.wait()
        assert await pulse.trouble() is None, "still young"
        clocks.seconds = 130
        told_so = await pulse.trouble()
        assert told_so is not None
        assert "130 seconds" in told_so
        assert "it is full" in told_so

        failing = False
        turned.clear()
        wake.set()
        await turned.wait()
        await asyncio.sleep(0)
        assert await pulse.trouble() is None
    finally:
        engine.cancel()
        await asyncio.gather(engine, return_exceptions=True)


async def test_metrics_are_counted_anew_when_somebody_looks(sqlite_url: str) -> None:
    port = free_port()
    async with open_store(sqlite_url) as store:
        await fill(store)
        stocks = Stocks(store, Clocks().now)
        async with serve_health(
            {}, host="127.0.0.1", port=port, refresh=[stocks.refresh]
        ) as health:
            gather(health.registry, stocks, [])
            status, text = await get(port, "/metrics")
    assert status == 200
    assert "parkett_subscriptions 1.0" in text
    assert "parkett_pace_wait_seconds" in text


@pytest.mark.parametrize("one", tally.ALL, ids=lambda one: one.name)
def test_every_count_is_explained_to_the_operator(one: tally.Count | tally.Spell) -> None:
    from pathlib import Path

    name = one.name + ("" if isinstance(one, tally.Spell) else "_total")
    guide = Path(__file__).parents[1] / "docs" / "operating.md"
    assert f"`{name}" in guide.read_text(encoding="utf-8")
