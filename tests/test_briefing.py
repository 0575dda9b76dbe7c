"""Prices and news together: early whatever hangs, complete in the end, remembered for a moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from decimal import Decimal

import pytest
import pytest_asyncio

from bot.audience import Audience
from bot.briefing import Briefing, Briefings
from bot.market.service import Market
from bot.news.service import News
from bot.store import Store, open_store
from bot.store.rows import QuoteRow
from bot.workers import Workers
from tests.news.wire import NOW, XIAOMI, Wire, item, opened_sources, opened_wire, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

GERMAN = Audience()
FEED = "/finanznachrichten/rss-x-aktien-kyg9830t1067"
TEASER = "Xiaomi hat am Dienstag eine Partnerschaft mit einem Werbeanbieter bekanntgegeben. " * 4


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with opened_wire() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def briefings(wire: Wire, store: Store, workers: Workers) -> AsyncIterator[Briefings]:
    async with opened_sources(wire, PARKETT_SOURCES__YAHOO__CACHE="60") as sources:
        market = Market(sources=sources, store=store, workers=workers, clock=lambda: NOW)
        news = News(sources=sources, workers=workers, clock=lambda: NOW)
        yield Briefings(market=market, news=news, clock=lambda: NOW)


def serve_prices(wire: Wire) -> None:
    day = int(NOW.timestamp())

    def chart(symbol: str, currency: str, price: float, zone: str) -> dict[str, object]:
        meta = {
            "symbol": symbol,
            "currency": currency,
            "exchangeTimezoneName": zone,
            "regularMarketPrice": price,
            "regularMarketTime": day - 900,
            "previousClose": price + 0.05,
            "chartPreviousClose": price + 0.05,
            "fiftyTwoWeekHigh": price + 1,
            "fiftyTwoWeekLow": price - 1,
        }
        quote = {name: [price] for name in ("open", "high", "low", "close")} | {"volume": [10]}
        return {
            "chart": {
                "result": [
                    {"meta": meta, "timestamp": [day - 900], "indicators": {"quote": [quote]}}
                ],
                "error": None,
            }
        }

    wire.serve("/yahoo/v8/finance/chart/3CP.F", chart("3CP.F", "EUR", 2.5, "Europe/Berlin"))
    wire.serve("/yahoo/v8/finance/chart/1810.HK", chart("1810.HK", "HKD", 22.6, "Asia/Hong_Kong"))


def serve_news(wire: Wire) -> None:
    entry = item("Xiaomi schließt Partnerschaft", "https://example.org/1", teaser=TEASER)
    wire.serve(FEED, rss(entry), kind="application/rss+xml")
    wire.serve("/yahoo/v1/finance/search", {"news": []})
    wire.serve("/yahoo/rss/2.0/headline", rss(), kind="text/xml")
    wire.serve("/eqs/wp-json/eqsnews/v1/news", {"records": []})


async def everything(
    briefings: Briefings, *, first_by: float = 2.0, give_up: float = 3.0
) -> list[Briefing]:
    stream = briefings.stream(XIAOMI, GERMAN, first_by=first_by, give_up=give_up)
    async with aclosing(stream):
        return [briefing async for briefing in stream]


async def test_prices_and_news_come_together(wire: Wire, briefings: Briefings) -> None:
    serve_prices(wire)
    serve_news(wire)
    assert briefings.cached(XIAOMI, GERMAN) is None
    last = (await everything(briefings, first_by=8, give_up=9))[-1]
    assert last.complete
    assert [str(one.quote.price) for one in last.snapshot.quotes] == ["2.5", "22.6"]
    assert [story.title for story in last.news.stories] == ["Xiaomi schließt Partnerschaft"]
    assert last.asked_at == NOW

    assert last.snapshot.failures == ()
    kept = briefings.cached(XIAOMI, GERMAN)
    assert kept is not None
    assert kept.news is last.news
    asked = len(wire.asked)
    assert len(await everything(briefings)) == 1
    assert len(wire.asked) == asked


async def test_prices_do_not_wait_for_news(wire: Wire, briefings: Briefings) -> None:
    serve_prices(wire)
    serve_news(wire)
    wire.hang(FEED)
    first, *_, last = await everything(briefings, first_by=1.2, give_up=2.0)
    assert not first.complete
    assert first.snapshot.quotes
    assert [one.name for one in first.news.sources if one.status == "pending"] == [
        "finanznachrichten.de"
    ]
    assert last.complete
    assert [one.name for one in last.news.sources if one.status == "source_timeout"] == [
        "finanznachrichten.de"
    ]


async def test_when_everything_hangs_there_is_an_answer_and_then_the_last_known_price(
    wire: Wire, briefings: Briefings, store: Store
) -> None:
    yesterday = NOW - timedelta(days=1)
    await store.quotes.put_many(
        [QuoteRow("3CP.F", "XFRA", Decimal("2.55"), "EUR", as_of=yesterday, source="Yahoo")]
    )
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for path in (FEED, "/yahoo/v1/finance/search", "/yahoo/rss/2.0/headline"):
        wire.hang(path)
    for symbol in ("3CP.F", "1810.HK"):
        wire.hang(f"/yahoo/v8/finance/chart/{symbol}")
    stream = briefings.stream(XIAOMI, GERMAN, first_by=0.5, give_up=1.0)
    async with aclosing(stream):
        first = await anext(stream)
        # Far above the half second that is promised, far below the time in which hosts give up.
        assert loop.time() - begun < 3
        assert not first.complete
        last = [briefing async for briefing in stream][-1]
    assert last.complete
    assert last.snapshot.remembered
    assert [str(one.quote.price) for one in last.snapshot.quotes] == ["2.55"]
    assert {one.status for one in last.news.sources} >= {"source_timeout"}
    assert last.snapshot.failures


async def test_a_broken_database_is_named_and_news_come_all_the_same(
    wire: Wire, briefings: Briefings, store: Store
) -> None:
    serve_news(wire)
    async with store.database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE quote")
    last = (await everything(briefings, first_by=4, give_up=4))[-1]
    assert last.complete
    assert last.snapshot.quotes == ()
    assert last.snapshot.failures
    assert len(last.news.stories) == 1


async def test_leaving_early_leaves_nothing_running(wire: Wire, briefings: Briefings) -> None:
    wire.hang(FEED)
    before = asyncio.all_tasks()
    stream = briefings.stream(XIAOMI, GERMAN, first_by=0.3, give_up=30)
    async with aclosing(stream):
        await anext(stream)
    mine = [task for task in asyncio.all_tasks() - before if "follow" in repr(task)]
    assert mine == []
