"""A look at all sources of a company: what changed, what failed, and nothing read twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.errors import BadAnswer, SourceDown
from bot.news.looking import Look
from bot.news.service import News
from bot.web.source import Sources
from bot.workers import Workers
from tests.news.wire import NOW, XIAOMI, Wire, item, opened_sources, opened_wire, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

FEED = "/finanznachrichten/rss-x-aktien-kyg9830t1067"
SEARCH = "/yahoo/v1/finance/search"
HEADLINES = "/yahoo/rss/2.0/headline"
EQS = "/eqs/wp-json/eqsnews/v1/news"
FILINGS = "/hkex/search/titleSearchServlet.do"
GERMAN = ("de", "en")
CAR = "Xiaomi baut ein Auto"


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with opened_wire() as opened:
        opened.serve(FEED, rss(item(CAR, "https://a.example/1")), kind="application/rss+xml")
        opened.serve(SEARCH, {"news": []})
        opened.serve(HEADLINES, rss(), kind="text/xml")
        opened.serve(EQS, {"records": []})
        opened.serve("/hkex/search/prefix.do", {"stockInfo": [{"stockId": 1, "code": "01810"}]})
        opened.serve(FILINGS, {"result": "null"})
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def sources(wire: Wire) -> AsyncIterator[Sources]:
    async with opened_sources(wire) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def news(sources: Sources, workers: Workers) -> News:
    return News(sources=sources, workers=workers, clock=lambda: NOW)


def titles(look: Look) -> dict[str, list[str] | None]:
    return {
        one.name: None if one.articles is None else [article.title for article in one.articles]
        for one in look.sources
    }


def marks(look: Look) -> dict:
    return {one.name: one.mark for one in look.sources if one.mark is not None}


async def test_each_source_is_asked_once_and_read_where_it_changed(wire: Wire, news: News) -> None:
    first = await news.look(XIAOMI, GERMAN, {})
    assert titles(first) == {
        "finanznachrichten.de": [CAR],
        "EQS News": [],
        "HKEXnews": [],
        "Yahoo": [],
        "Yahoo News": [],
    }
    assert sorted(wire.paths()) == sorted(
        [FEED, EQS, "/hkex/search/prefix.do", FILINGS, SEARCH, HEADLINES]
    )
    again = await news.look(XIAOMI, GERMAN, marks(first))
    assert not again.changed
    assert set(titles(again).values()) == {None}
    wire.serve(HEADLINES, rss(item("Xiaomi builds a car", "https://a.example/2")), kind="text/xml")
    third = await news.look(XIAOMI, GERMAN, marks(first))
    assert third.changed
    assert [name for name, found in titles(third).items() if found] == ["Yahoo News"]


async def test_another_language_is_another_question(wire: Wire, news: News) -> None:
    first = await news.look(XIAOMI, GERMAN, {})
    chinese = await news.look(XIAOMI, ("zh",), marks(first))
    assert titles(chinese)["HKEXnews"] == []
    assert titles(chinese)["finanznachrichten.de"] is None


async def test_who_failed_is_named_with_its_error(wire: Wire, news: News) -> None:
    wire.serve(FEED, "down", status=500)
    wire.serve(EQS, {"records": None})
    wire.serve(SEARCH, "gone", status=404)
    look = await news.look(XIAOMI, GERMAN, {})
    errors = {one.name: type(one.error) for one in look.sources if one.error}
    assert errors == {"finanznachrichten.de": SourceDown, "EQS News": BadAnswer}
    assert titles(look)["Yahoo"] == []  # it knows nothing of that company: no failure
    assert "EQS News" not in marks(look)  # so that it is read again


async def test_a_source_that_is_switched_off_is_not_asked(wire: Wire, workers: Workers) -> None:
    async with opened_sources(wire, PARKETT_SOURCES__YAHOO__ENABLED="no") as sources:
        news = News(sources=sources, workers=workers, clock=lambda: NOW)
        look = await news.look(XIAOMI, GERMAN, {})
    assert "Yahoo" not in titles(look)
    assert "Yahoo News" not in titles(look)


async def test_a_feed_for_all_companies_is_fetched_once_for_many(
    wire: Wire, workers: Workers
) -> None:
    wire.serve("/all.xml", rss(item(CAR, "https://a.example/1")), kind="text/xml")
    off = {
        f"PARKETT_SOURCES__{name}__ENABLED": "no"
        for name in ("FINANZNACHRICHTEN", "EQS", "HKEX", "YAHOO")
    }
    async with opened_sources(wire, PARKETT_SOURCES__FEEDS__CACHE="600", **off) as sources:
        feeds = (f"{wire.root}/all.xml",)
        news = News(sources=sources, workers=workers, clock=lambda: NOW, feeds=feeds)
        looks = [await news.look(XIAOMI, GERMAN, {}) for _ in range(3)]
        assert [titles(look) for look in looks] == [{"Feed": [CAR]}] * 3
        assert wire.paths() == ["/all.xml"]


async def test_stories_are_made_of_what_was_found(news: News) -> None:
    look = await news.look(XIAOMI, GERMAN, {})
    articles = [article for one in look.sources for article in one.articles or ()]
    copy = [
        type(one)(one.title, "https://copy.example/", "Kopie", one.provider, NOW, "de")
        for one in articles
    ]
    [story] = await news.stories(XIAOMI, [*articles, *copy], GERMAN)
    assert story.title == CAR
    assert [one.url for one in story.copies] == ["https://copy.example/"]
    assert story.first_published
    assert NOW - story.first_published > timedelta(hours=1)
