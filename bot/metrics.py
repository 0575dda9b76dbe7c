"""How is the work going? What `/metrics` tells besides the process itself: what was counted, what
stands in the database, and how Discord is heard.

docs/operating.md says which of these to watch, and from where on to worry.
"""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot import tally
from bot.clock import Clock
from bot.errors import StoreError
from bot.store import Store

log = logging.getLogger(__name__)

_OPEN = ("pending", "sending", "unknown")
_FRESH = 10.0  # seconds for which what the database holds is not counted again
_LOOK_SECONDS = 3.0  # a slow database must not keep the scraper waiting


class Tallies(Collector):
    """What this process counted since it began."""

    def __init__(self, counted: Sequence[tally.Count | tally.Spell] = tally.ALL) -> None:
        self._counted = counted

    def collect(self) -> Iterable[Metric]:
        for one in self._counted:
            yield _spell(one) if isinstance(one, tally.Spell) else _count(one)


def _count(one: tally.Count) -> Metric:
    family = CounterMetricFamily(one.name, one.meaning, labels=one.labels)
    if not one.labels and not one.values:
        family.add_metric((), 0.0)  # a counter that is missing looks like a target that is down
    for labels, value in one.values.items():
        family.add_metric(labels, value)
    return family


def _spell(one: tally.Spell) -> Metric:
    family = HistogramMetricFamily(one.name, one.meaning, labels=one.labels)
    bounds = [*(f"{bound:g}" for bound in one.buckets), "+Inf"]
    for labels, (counts, total) in one.values.items():
        family.add_metric(labels, list(zip(bounds, accumulate(counts), strict=True)), total)
    return family


@dataclass(frozen=True, slots=True)
class Stock:
    """What the database holds. outbox: rows that are still to go out, by state. waiting: seconds
    since the oldest pending letter was due."""

    outbox: Mapping[str, int] = field(default_factory=dict[str, int])
    waiting: float = 0.0
    subscriptions: int = 0
    watches: int = 0


class Stocks(Collector):
    """Counted when somebody asks, at most every ten seconds, and never for longer than three.

    What could not be counted is left out, so that a dead database does not look like an empty one.
    """

    def __init__(
        self, store: Store, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._monotonic = monotonic
        self._stock: Stock | None = None
        self._looked = -math.inf
        self._looking = asyncio.Lock()

    async def refresh(self) -> None:
        """Counts anew where the last count is old; to be awaited before each `collect`."""
        async with self._looking:
            if self._monotonic() - self._looked < _FRESH:
                return
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    self._stock = await self._look()
            except (StoreError, TimeoutError) as error:
                log.warning("the outbox was not counted for the metrics: %s", error or "too slow")
                self._stock = None
            self._looked = self._monotonic()

    async def _look(self) -> Stock:
        store = self._store
        oldest = await store.outbox.oldest()
        return Stock(
            outbox=dict.fromkeys(_OPEN, 0) | await store.outbox.depth(_OPEN),
            waiting=max((self._clock() - oldest).total_seconds(), 0.0) if oldest else 0.0,
            subscriptions=await store.subscriptions.total(),
            watches=await store.watches.count(),
        )

    def collect(self) -> Iterable[Metric]:
        stock = self._stock
        if stock is None:
            return
        rows = GaugeMetricFamily(
            "parkett_outbox_rows", "Letters that are to go out", labels=["state"]
        )
        for state, number in stock.outbox.items():
            rows.add_metric([state], number)
        yield rows
        for name, meaning, value in (
            ("parkett_outbox_waiting_seconds", "Since the oldest letter was due", stock.waiting),
            ("parkett_subscriptions", "Subscriptions of all servers", stock.subscriptions),
            ("parkett_watches", "Things that are looked at", stock.watches),
        ):
            yield GaugeMetricFamily(name, meaning, value=value)


@dataclass(frozen=True, slots=True)
class Shard:
    """latency: seconds from a heartbeat to its answer, infinite or not a number where unknown."""

    name: str
    up: Callable[[], bool]
    latency: Callable[[], float]


class Shards(Collector):
    """How Discord is heard on each shard of this process."""

    def __init__(self, shards: Sequence[Shard]) -> None:
        self._shards = shards

    def collect(self) -> Iterable[Metric]:
        up = GaugeMetricFamily("parkett_shard_up", "Whether it hears Discord", labels=["shard"])
        latency = GaugeMetricFamily(
            "parkett_shard_latency_seconds", "Heartbeat to answer", labels=["shard"]
        )
        for shard in self._shards:
            up.add_metric([shard.name], shard.up())
            if math.isfinite(seconds := shard.latency()):
                latency.add_metric([shard.name], seconds)
        return up, latency


def gather(registry: CollectorRegistry, stocks: Stocks, shards: Sequence[Shard]) -> None:
    """Puts all of them into the registry that `/metrics` prints."""
    registry.register(Tallies())
    registry.register(stocks)
    if shards:
        registry.register(Shards(shards))
