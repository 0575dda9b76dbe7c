"""A trading floor on this machine: prices over real HTTP in Yahoo's form, a clock that is moved,
a real store, and who subscribes. For the watchers of prices."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from aiohttp import web

from bot.audience import Audience
from bot.audiences import Audiences
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument, Listing
from bot.market.service import Market
from bot.store import Store, open_store, schema
from bot.store.rows import EventRow, WatchRow
from bot.updates import keys
from bot.updates.firing.schedule import first_due
from bot.updates.models import Event, Kind, Subscription
from bot.updates.payloads.events import event_of
from bot.updates.payloads.subscriptions import subscription_row
from bot.updates.watching.closes import CloseScheduler
from bot.updates.watching.prices import PriceWatcher
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from bot.workers import Workers
from config.sources import DEFAULTS

NOW = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Frankfurt
FRANKFURT = Listing("3CP.F", "Frankfurt", "XFRA", "EUR")
HONG_KONG = Listing("1810.HK", "Hong Kong", "XHKG", "HKD", home=True)
XIAOMI = Instrument("Xiaomi Corporation", "KYG9830T1067", "A2JNY1", (HONG_KONG, FRANKFURT))
SAP = Instrument(
    "SAP SE", "DE0007164600", "716460", (Listing("SAP.DE", "Xetra", "XETR", "EUR", home=True),)
)
ZONES = {"F": "Europe/Berlin", "DE": "Europe/Berlin", "HK": "Asia/Hong_Kong", "PR": "Europe/Prague"}


@dataclass
class Price:
    """as_of: None is the floor's time, so that it was traded just now."""

    price: float
    previous: float
    currency: str = "EUR"
    low: float = 1.0
    high: float = 300.0
    as_of: datetime | None = None
    bars: int = 1  # five minutes each, up to then
    last_bar: float | None = None  # its close, where that is not the price


@dataclass
class Tape:
    """The source. `fault`: a status that everything is answered with; 0 answers. `asked`: the
    symbols of each request."""

    now: datetime = NOW
    prices: dict[str, Price] = field(default_factory=dict[str, Price])
    asked: list[list[str]] = field(default_factory=list[list[str]])
    fault: int = 0
    meanwhile: Callable[[], Awaitable[object]] | None = None  # happens while it is asked, once
    silent: frozenset[str] = frozenset()  # intervals of bars that are never answered

    def clock(self) -> datetime:
        return self.now

    async def serve(self, request: web.Request) -> web.StreamResponse:
        chart = request.match_info.get("symbol")
        symbols = [chart] if chart else request.query["symbols"].split(",")
        self.asked.append(symbols)
        if self.meanwhile is not None:
            happening, self.meanwhile = self.meanwhile, None
            await happening()
        if request.query.get("interval") in self.silent:
            await asyncio.sleep(60)
        if self.fault:
            return web.Response(status=self.fault)
        results = {one: self._result(one) for one in symbols if one in self.prices}
        if not results:
            error = {"code": "Not Found", "description": "No data found"}
            family = "chart" if chart else "spark"
            return web.json_response({family: {"result": None, "error": error}}, status=404)
        if chart:
            return web.json_response({"chart": {"result": [results[chart]], "error": None}})
        parts = [{"symbol": one, "response": [result]} for one, result in results.items()]
        return web.json_response({"spark": {"result": parts, "error": None}})

    def _result(self, symbol: str) -> dict[str, object]:
        one = self.prices[symbol]
        at = int((one.as_of or self.now).timestamp())
        meta = {
            "symbol": symbol,
            "currency": one.currency,
            "regularMarketPrice": one.price,
            "regularMarketTime": at,
            "previousClose": one.previous,
            "fiftyTwoWeekLow": one.low,
            "fiftyTwoWeekHigh": one.high,
            "exchangeTimezoneName": ZONES.get(symbol.rpartition(".")[2], "America/New_York"),
        }
        return {
            "meta": meta,
            "timestamp": [at - 300 * number for number in range(one.bars, 0, -1)],
            "indicators": {"quote": [{"close": [one.last_bar or one.price] * one.bars}]},
        }


@dataclass
class Floor:
    tape: Tape
    store: Store
    catalogue: Catalogue
    market: Market
    audiences: Audiences
    _made: int = 0

    def clock(self) -> datetime:
        return self.tape.now

    def move(self, **by: float) -> None:
        self.tape.now += timedelta(**by)

    def costs(self, symbol: str, price: float, as_of: datetime | None = None) -> None:
        """as_of: None is just now."""
        self.tape.prices[symbol] = replace(self.tape.prices[symbol], price=price, as_of=as_of)

    def watcher(self, owner: str = "one", *, poll: float = 60, lease: float = 30) -> PriceWatcher:
        return PriceWatcher(
            store=self.store,
            catalogue=self.catalogue,
            market=self.market,
            audiences=self.audiences,
            clock=self.clock,
            owner=owner,
            poll=poll,
            lease=lease,
        )

    def scheduler(self, owner: str = "one", *, lease: float = 30) -> CloseScheduler:
        return CloseScheduler(
            store=self.store,
            catalogue=self.catalogue,
            market=self.market,
            audiences=self.audiences,
            clock=self.clock,
            owner=owner,
            lease=lease,
        )

    async def subscribe(
        self,
        kind: Kind,
        listing: Listing = FRANKFURT,
        instrument: Instrument = XIAOMI,
        *,
        channel: int = 100,
        guild: int = 1,
        created: datetime | None = None,
        **wish: Any,
    ) -> str:
        self._made += 1
        one = Subscription(
            id=f"s{self._made}",
            guild=guild,
            channel=channel,
            creator=7,
            instrument=instrument.key,
            kind=kind,
            created=created or self.clock(),
            symbol=listing.symbol,
            mic=listing.mic,
            **wish,
        )
        key = keys.watched(keys.listing(listing.symbol, listing.mic))
        watch = WatchRow(key=key, kind="price", instrument=instrument.key, due=self.clock())
        row = subscription_row(one, due=first_due(one, self.clock()))
        watches = [] if kind is Kind.CLOSE else [watch]
        assert await self.store.subscriptions.add(row, watches, limit=100_000)
        return one.id

    async def told(self) -> list[Event]:
        """Everything that has happened, oldest first."""
        query = sa.select(schema.event).order_by(schema.event.c.created, schema.event.c.key)
        async with self.store.database.read() as connection:
            found = await connection.execute(query)
            return [event_of(EventRow(**row)) for row in found.mappings()]

    async def letters(self) -> list[tuple[str, int]]:
        """The (event, channel) of every letter in the outbox."""
        outbox = schema.outbox.c
        query = sa.select(outbox.event, outbox.channel).order_by(outbox.event, outbox.channel)
        async with self.store.database.read() as connection:
            return [(row.event, row.channel) for row in await connection.execute(query)]

    async def due_of(self, watch: str) -> datetime:
        query = sa.select(schema.watch.c.due).where(schema.watch.c.key == watch)
        async with self.store.database.read() as connection:
            return (await connection.execute(query)).scalar_one()


@asynccontextmanager
async def a_floor(database_url: str, **settings: float) -> AsyncGenerator[Floor]:
    """A floor where Xiaomi costs 2.50 € after 2.55 €, and SAP 125 € after 124 €. settings: of
    every source, where they are to be others."""
    async with AsyncExitStack() as stack:
        opened = stack.enter_async_context
        catalogue = Catalogue(build_catalogue({}))
        for one in (XIAOMI, SAP):
            catalogue.remember(one)
        tape = Tape()
        app = web.Application()
        app.router.add_get("/v8/finance/chart/{symbol}", tape.serve)
        app.router.add_get("/v7/finance/spark", tape.serve)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        root = f"http://127.0.0.1:{port}"
        store = await opened(open_store(database_url))
        fetcher = await opened(Fetcher(allowed=frozenset({("127.0.0.1", port)})))
        changes = {"base_url": root, "pace": 0.0, "cache": 60.0, "timeout": 5.0, "cool_down": 5.0}
        changes |= settings
        asked = {name: one.model_copy(update=changes) for name, one in DEFAULTS.items()}
        sources = await opened(Sources(fetcher, asked, clock=tape.clock))
        market = await opened(
            Market(sources=sources, store=store, workers=Workers(1), clock=tape.clock)
        )
        audiences = Audiences(store, Audience())
        tape.prices |= {
            "3CP.F": Price(2.5, 2.55, low=2.2, high=3.885),
            "1810.HK": Price(22.5, 22.1, "HKD", low=10.0, high=35.9),
            "SAP.DE": Price(125.0, 124.0),
        }
        yield Floor(tape, store, catalogue, market, audiences)
