"""What a look at all prices costs, by how much is subscribed and by how much has changed.

2,000 shares are looked at, over HTTP on loopback, by the watcher itself. Of those that change each
has ten subscribers whose level is crossed; all the others wait for something that does not happen.
So the same happens whatever the number of subscriptions.
"""

import os
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from bot.instruments.models import Instrument, Listing
from bot.store import schema
from bot.store.rows import WatchRow
from bot.updates import keys
from bot.updates.watching.prices import PriceWatcher
from tests.bench.report import Figure
from tests.faults.cluster import own_cluster
from tests.updates.floor import NOW, Floor, Price, a_floor

SHARES = 2_000
SIZES = [int(one) for one in os.environ.get("BENCH_TICKS", "1000,10000,100000,1000000").split(",")]
ON_BOTH = 100_000  # the size that PostgreSQL has to bear too, and of which shares are varied
CROSSED = 10  # subscriptions of each share that changes
ROUNDS = 5
LEASE = timedelta(seconds=30)
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Tick:
    """Seconds of one look at all shares: of the clock, of this process's CPU; letters written."""

    elapsed: float
    cpu: float
    letters: int


@dataclass(frozen=True, slots=True)
class Size:
    """Medians at one number of subscriptions. claims: CPU seconds, by room."""

    subscriptions: int
    quiet: Tick
    changed: Tick
    claims: dict[str, float]


async def figures() -> list[Figure]:
    small = [await measured(size, address) async for size, address in _sqlite()]
    found = [_figure(one, "SQLite", small) for one in small]
    if max(SIZES) >= ON_BOTH:
        async with own_cluster() as cluster:
            found.append(_figure(await measured(ON_BOTH, cluster.address), "PostgreSQL", []))
        found.extend(await shares())
    for one in small:
        claims = ", ".join(f"{name} {1000 * value:.1f} ms" for name, value in one.claims.items())
        found.append(
            Figure(f"CPU of claim (100) and next_due, {one.subscriptions:,} subscriptions", claims)
        )
    return found


def _figure(one: Size, engine: str, curve: list[Size]) -> Figure:
    name = f"1 % changed, {one.subscriptions:,} subscriptions, {engine}"
    seen = (
        f"{_bar(one.changed)} {1000 * one.changed.cpu:.0f} ms of CPU"
        f" ({1000 * one.changed.elapsed:.0f} elapsed), {one.changed.letters} letters;"
        f" nothing changed: {1000 * one.quiet.cpu:.0f} ms"
    )
    if len(curve) < 2 or one is not curve[-1]:
        return Figure(name, seen)
    growth = one.changed.cpu / curve[0].changed.cpu
    times = one.subscriptions // curve[0].subscriptions
    return Figure(name, f"{seen}; CPU × {growth:.2f} for × {times:,}", "≤ × 1.5", growth <= 1.5)


def _bar(tick: Tick) -> str:
    return "▇" * max(1, round(tick.cpu * 10))


async def _sqlite() -> AsyncGenerator[tuple[int, str]]:
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="parkett-ticks-") as folder:
            yield size, f"sqlite:///{Path(folder) / 'ticks.db'}"


async def measured(size: int, address: str) -> Size:
    """The same ticks on a database with that many subscriptions."""
    each = SHARES // 100
    async with _floor(address, size, crossed=range(each * ROUNDS)) as (floor, watcher):
        quiet = [await _tick(floor, watcher, []) for _ in range(ROUNDS)]
        changed = [
            await _tick(floor, watcher, range(each * n, each * (n + 1))) for n in range(ROUNDS)
        ]
        claims = await _claims(floor)
    return Size(size, _median(quiet), _median(changed), claims)


async def shares() -> list[Figure]:
    """At one number of subscriptions, more and more that changes."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="parkett-ticks-") as folder:
        address = f"sqlite:///{Path(folder) / 'ticks.db'}"
        async with _floor(address, ON_BOTH, crossed=range(SHARES)) as (floor, watcher):
            begin = 0
            for count in (2, 20, 200, SHARES - 222):
                tick = await _tick(floor, watcher, range(begin, begin + count))
                begin += count
                name = f"{100 * count / SHARES:.1f} % changed, {ON_BOTH:,} subscriptions, SQLite"
                seen = f"{_bar(tick)} {1000 * tick.cpu:.0f} ms of CPU, {tick.letters:,} letters"
                found.append(Figure(name, seen))
    return found


@asynccontextmanager
async def _floor(
    address: str, size: int, crossed: range
) -> AsyncGenerator[tuple[Floor, PriceWatcher]]:
    """All shares at 100 €, looked at once; `crossed`: those of which levels are near."""
    async with a_floor(address) as floor:
        for number in range(SHARES):
            share, listing = _share(number)
            floor.catalogue.remember(share)
            floor.tape.prices[listing.symbol] = Price(100.0, 100.0)
        await _subscribe(floor, size, crossed)
        await floor.store.watches.ensure(
            WatchRow(key=_watch(number), kind="price", instrument=_key(number), due=NOW)
            for number in range(SHARES)
        )
        watcher = floor.watcher()
        await _tick(floor, watcher, [])
        yield floor, watcher


async def _tick(floor: Floor, watcher: PriceWatcher, moved: range | list[int]) -> Tick:
    """A minute later: these have risen over the levels, and everything is looked at."""
    floor.move(minutes=1)
    for number in moved:
        floor.costs(_share(number)[1].symbol, 101.0)
    before = (await floor.store.outbox.depth()).get("pending", 0)
    began, cpu = time.perf_counter(), time.process_time()
    due: datetime | None = floor.clock()
    while due is not None and due <= floor.clock():
        due = await watcher.turn()
    elapsed, used = time.perf_counter() - began, time.process_time() - cpu
    after = (await floor.store.outbox.depth()).get("pending", 0)
    if after - before != len(moved) * CROSSED:
        raise AssertionError(f"{len(moved)} shares moved, but {after - before} letters came")
    return Tick(elapsed, used, after - before)


async def _claims(floor: Floor) -> dict[str, float]:
    """CPU of claiming a hundred and asking when more is due, in each room."""
    store = floor.store
    now = floor.clock() + timedelta(minutes=1)
    until = now + LEASE

    async def watches() -> None:
        await store.watches.claim("price", now, owner="x", lease_until=until, limit=100)
        await store.watches.next_due("price")

    async def schedules() -> None:
        await store.subscriptions.claim_due(now, owner="x", lease_until=until, limit=100)
        await store.subscriptions.next_due()

    async def outbox() -> None:
        await store.outbox.claim(now, owner="x", lease_until=until, limit=100)
        await store.outbox.next_due()

    rooms = {"watches": watches, "schedules": schedules, "outbox": outbox}
    return {name: await _seconds(room) for name, room in rooms.items()}


async def _seconds(work: Callable[[], Awaitable[None]]) -> float:
    seen: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        await work()
        seen.append(time.process_time() - began)
    return median(seen)


def _median(ticks: list[Tick]) -> Tick:
    return Tick(
        median(tick.elapsed for tick in ticks),
        median(tick.cpu for tick in ticks),
        round(median(tick.letters for tick in ticks)),
    )


async def _subscribe(floor: Floor, size: int, crossed: range) -> None:
    """Straight into the table: a million members do not subscribe in one minute."""
    insert = sa.insert(schema.subscription)
    rows: list[dict[str, object]] = []
    for row in _rows(size, crossed):
        rows.append(row)
        if len(rows) == _CHUNK:
            async with floor.store.database.write() as connection:
                await connection.execute(insert, rows)
            rows = []
    async with floor.store.database.write() as connection:
        if rows:
            await connection.execute(insert, rows)
        if not floor.store.database.is_sqlite:
            await connection.execute(sa.text("ANALYZE subscription"))


def _rows(size: int, crossed: range) -> Iterator[dict[str, object]]:
    near = len(crossed) * CROSSED
    if size < near:
        raise ValueError(f"{size} subscriptions are fewer than the {near} whose levels are near")
    for n in range(near):
        yield _row(n, crossed[n % len(crossed)], "level", 100.5)
    for n in range(near, size):
        number = n % SHARES
        match n % 10:
            case 0 | 1 | 2 | 3:
                yield _row(n, number, "level", 50.0 + n % 45 if n % 2 else 105.0 + n % 90)
            case 4 | 5 | 6:
                yield _row(n, number, "move", 5.0 + n % 4)
            case 7:
                yield _row(n, number, "close", None, due=NOW + timedelta(hours=6))
            case 8:
                yield _row(n, number, "high" if n % 20 < 10 else "low", None)
            case _:
                yield _row(n, number, "news", None)


def _row(
    n: int, number: int, kind: str, threshold: float | None, due: datetime | None = None
) -> dict[str, object]:
    _, listing = _share(number)
    wish = {"level": "level", "move": "percent"}.get(kind)
    settings = {} if wish is None else {wish: str(threshold)}
    return {
        "id": f"s{n}",
        "guild": n // 50,
        "channel": n,
        "creator": 1,
        "instrument": _key(number),
        "kind": kind,
        "symbol": listing.symbol,
        "mic": listing.mic,
        "threshold": threshold,
        "settings": settings | {"currency": "EUR"},
        "state": "active",
        "due": due,
        "created": NOW - timedelta(days=1),
    }


def _share(number: int) -> tuple[Instrument, Listing]:
    listing = Listing(f"S{number}.DE", "Xetra", "XETR", "EUR", home=True)
    return Instrument(f"Share {number}", None, None, (listing,)), listing


def _key(number: int) -> str:
    return _share(number)[0].key


def _watch(number: int) -> str:
    _, listing = _share(number)
    return keys.watched(keys.listing(listing.symbol, listing.mic))
