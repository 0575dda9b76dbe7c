"""The whole way from an instrument to a snapshot, over real HTTP and a real store."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from aiohttp import web

from bot.audience import Audience
from bot.instruments.models import Instrument, Listing
from bot.market.models import Period, QuoteState
from bot.market.service import Market
from bot.store import Store
from bot.workers import Workers
from tests.market.conftest import (
    FRANKFURT,
    HONG_KONG,
    NOW,
    XIAOMI,
    World,
    chart,
    open_sources,
)

AUDIENCE = Audience()
RATES = """<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2021-10-19">
 <Cube currency="HKD" rate="9.02"/><Cube currency="USD" rate="1.16"/></Cube></Cube>
 </gesmes:Envelope>"""
FRANKFURT_CHART = "/v8/finance/chart/3CP.F"
HONG_KONG_CHART = "/v8/finance/chart/1810.HK"
TRADEGATE = {"last": "2,498", "close": "2,55", "high": 2.6, "low": "2,48", "stueck": "1 019"}


def _bars(*closes: float) -> list[tuple[float, float]]:
    return [(NOW.timestamp() - 300 * back, one) for back, one in enumerate(reversed(closes))]


def _all_well(world: World) -> None:
    world.answers |= {
        FRANKFURT_CHART: chart(
            "3CP.F", "EUR", 2.5, previousClose=2.55, chartPreviousClose=2.55,
            fiftyTwoWeekLow=2.2, fiftyTwoWeekHigh=3.885, bars=_bars(2.54, 2.52, 2.5),
        ),
        HONG_KONG_CHART: chart(
            "1810.HK", "HKD", 22.55, previousClose=22.1, exchangeTimezoneName="Asia/Hong_Kong",
            regularMarketTime=int((NOW - timedelta(minutes=52)).timestamp()),
        ),
        "/stats/eurofxref/eurofxref-daily.xml": RATES,
        "/refresh.php": TRADEGATE,
    }  # fmt: skip


async def _hang(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    raise AssertionError("nobody waits that long")


async def test_community_venue_comes_first_then_home(world: World, market: Market) -> None:
    _all_well(world)
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    frankfurt, home = (marked.quote for marked in snapshot.quotes)
    assert (frankfurt.listing, frankfurt.price, frankfurt.source) == (
        FRANKFURT, Decimal("2.5"), "Yahoo",
    )  # fmt: skip
    assert (frankfurt.low_52w, frankfurt.high_52w) == (Decimal("2.2"), Decimal("3.885"))
    assert (home.listing, home.price) == (HONG_KONG, Decimal("22.55"))
    assert [marked.state for marked in snapshot.quotes] == [QuoteState.DELAYED, QuoteState.CLOSED]
    assert snapshot.converted == ()
    assert snapshot.failures == ()
    assert snapshot.series and [bar.close for bar in snapshot.series.bars][-1] == Decimal("2.5")
    assert not [asked for asked in world.asked if "refresh" in asked or "eurofxref" in asked]


async def test_tradegate_stands_in_and_is_named(world: World, market: Market) -> None:
    _all_well(world)
    world.answers[FRANKFURT_CHART] = (503, "busy")
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    first = snapshot.quotes[0].quote
    assert (first.listing.venue, first.source, first.price) == (
        "Tradegate", "Tradegate", Decimal("2.498"),
    )  # fmt: skip
    assert not first.timed
    assert "Yahoo" in [failure.source for failure in snapshot.failures]


async def test_an_unknown_symbol_fails_over_too(world: World, market: Market) -> None:
    _all_well(world)
    world.answers[FRANKFURT_CHART] = (
        404,
        {"chart": {"result": None, "error": {"code": "Not Found", "description": "delisted"}}},
    )
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    assert [marked.quote.source for marked in snapshot.quotes] == ["Tradegate", "Yahoo"]
    assert snapshot.failures[0].error is not None
    assert snapshot.failures[0].error.code == "not_found"


async def test_keyed_source_takes_over_for_the_home_listing(
    world: World, root: str, store: Store, stack: AsyncExitStack
) -> None:
    _all_well(world)
    world.answers[HONG_KONG_CHART] = (500, "oops")
    world.answers["/quote"] = {
        "symbol": "1810", "currency": "HKD", "close": "22.60", "previous_close": "22.10",
        "timestamp": int(NOW.timestamp()) - 3600, "fifty_two_week": {"low": "19", "high": "35.9"},
    }  # fmt: skip
    sources = await open_sources(stack, root, world.clock, {"TWELVEDATA": {"key": "secret"}})
    market = Market(
        sources=sources, store=store, workers=Workers(1), clock=world.clock, patience=0.2
    )
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    home = snapshot.quotes[1].quote
    assert (home.source, home.price, home.high_52w) == (
        "Twelve Data", Decimal("22.6"), Decimal("35.9"),
    )  # fmt: skip
    assert not [asked for asked in world.asked if "secret" in asked]
    await market.__aexit__(None, None, None)


async def test_first_answer_while_sources_hang(world: World, market: Market) -> None:
    _all_well(world)
    world.answers[HONG_KONG_CHART] = _hang
    seen = [
        snapshot async for snapshot in market.snapshots(XIAOMI, AUDIENCE, first_by=0.4, give_up=0.8)
    ]
    assert [marked.quote.listing for marked in seen[0].quotes] == [FRANKFURT]
    assert not seen[0].complete
    assert [(one.source, one.pending) for one in seen[0].failures] == [("Yahoo", True)]
    last = seen[-1]
    assert last.complete
    assert [(one.source, one.pending) for one in last.failures] == [("Yahoo", False)]
    assert last.failures[0].error is not None
    assert str(last.failures[0].error).startswith("Yahoo did not answer within")


async def test_a_silent_source_does_not_hold_up_its_stand_in(world: World, market: Market) -> None:
    _all_well(world)
    world.answers[FRANKFURT_CHART] = _hang
    snapshots = market.snapshots(XIAOMI, AUDIENCE, first_by=1.0, give_up=1.5)
    first = await anext(snapshots)
    await snapshots.aclose()
    assert first.quotes[0].quote.source == "Tradegate"
    assert [(one.source, one.pending) for one in first.failures] == [("Yahoo", True)]


async def test_converts_only_where_no_quote_is_in_the_currency(
    world: World, market: Market
) -> None:
    _all_well(world)
    only_home = Instrument("Xiaomi", None, None, (HONG_KONG,))
    snapshot = await market.snapshot(only_home, AUDIENCE)
    [converted] = snapshot.converted
    assert (converted.amount, converted.currency) == (Decimal("2.5000"), "EUR")
    assert converted.rate_date == date(2021, 10, 19)
    assert [marked.quote.currency for marked in snapshot.quotes] == ["HKD"]


async def test_everything_down_shows_the_last_known_with_its_age(
    world: World, market: Market, store: Store
) -> None:
    _all_well(world)
    await market.snapshot(XIAOMI, AUDIENCE)
    await market.__aexit__(None, None, None)
    world.answers.clear()
    world.now += timedelta(days=2)
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    assert snapshot.remembered
    assert [(one.quote.price, one.state) for one in snapshot.quotes] == [
        (Decimal("2.5"), QuoteState.STALE),
        (Decimal("22.55"), QuoteState.STALE),
    ]
    assert snapshot.quotes[0].quote.as_of == NOW
    assert {failure.source for failure in snapshot.failures} >= {"Yahoo", "Tradegate"}


async def test_the_newest_of_the_venues_is_remembered(
    world: World, market: Market, store: Store
) -> None:
    _all_well(world)
    await market.snapshot(XIAOMI, AUDIENCE)
    world.now += timedelta(hours=2)
    world.answers[FRANKFURT_CHART] = (500, "")
    await market.snapshot(XIAOMI, AUDIENCE)
    await market.__aexit__(None, None, None)
    world.answers.clear()
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    assert snapshot.remembered
    assert [one.quote.source for one in snapshot.quotes] == ["Tradegate", "Yahoo"]


async def test_nothing_known_and_everything_down(world: World, market: Market) -> None:
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    assert snapshot.quotes == ()
    assert not snapshot.remembered
    assert snapshot.failures


async def test_cached_answers_from_memory_for_a_moment(
    world: World, root: str, store: Store, stack: AsyncExitStack
) -> None:
    _all_well(world)
    sources = await open_sources(stack, root, world.clock, {"YAHOO": {"cache": 60.0}})
    market = await stack.enter_async_context(
        Market(sources=sources, store=store, workers=Workers(1), clock=world.clock)
    )
    assert market.cached(XIAOMI, AUDIENCE) is None
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    asked = len(world.asked)
    assert market.cached(XIAOMI, AUDIENCE) is snapshot
    assert market.cached(XIAOMI, replace(AUDIENCE, currency="USD")) is None
    world.now += timedelta(seconds=61)
    assert market.cached(XIAOMI, AUDIENCE) is None
    assert len(world.asked) == asked


async def test_a_day_without_trades_shows_the_week(world: World, market: Market) -> None:
    _all_well(world)
    day = f"{FRANKFURT_CHART}?range=1d&interval=5m&includePrePost=false&events=split"
    world.answers[day] = chart("3CP.F", "EUR", 2.5)
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    assert snapshot.series is not None
    assert snapshot.series.period is Period.WEEK
    assert snapshot.series.listing == FRANKFURT


async def test_a_symbol_that_no_list_has(world: World, market: Market) -> None:
    world.answers["/v8/finance/chart/EURUSD=X"] = chart(
        "EURUSD=X", "USD", 1.1650, longName="EUR/USD", exchangeName="CCY",
        instrumentType="CURRENCY", exchangeTimezoneName="Europe/London",
    )  # fmt: skip
    instrument = await market.discover("eurusd=x")
    assert instrument is not None
    assert (instrument.name, instrument.kind) == ("EUR/USD", "currency")
    snapshot = await market.snapshot(instrument, replace(AUDIENCE, currency="USD"))
    assert [(one.quote.price, one.quote.currency) for one in snapshot.quotes] == [
        (Decimal("1.165"), "USD")
    ]
    assert await market.discover("no such company") is None


async def test_another_venue_of_the_community(world: World, market: Market) -> None:
    world.answers["/v8/finance/chart/SAP.DE"] = chart("SAP.DE", "EUR", 120.5)
    sap = Instrument(
        "SAP", "DE0007164600", None, (Listing("SAP.DE", "Xetra", "XETR", "EUR", True),)
    )
    snapshot = await market.snapshot(sap, AUDIENCE)
    assert [one.quote.listing.venue for one in snapshot.quotes] == ["Xetra"]
