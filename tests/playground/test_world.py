"""The sample world as the bot meets it: over HTTP, in the sources' own formats."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from lxml import etree

from bot.playground.world.controls import ControlError
from bot.playground.world.tables import by_symbol
from bot.playground.world.venues import VENUES
from bot.playground.world.world import World
from config.settings import load

BERLIN = ZoneInfo("Europe/Berlin")
XIAOMI = "KYG9830T1067"


class Visitor:
    """Asks a world by path."""

    def __init__(self, world: World, session: aiohttp.ClientSession) -> None:
        self.world, self._session = world, session

    async def text(self, path: str, status: int = 200, **details: Any) -> str:
        async with self._session.get(self.world.url + path, **details) as answer:
            assert answer.status == status, f"{path}: {answer.status}"
            return await answer.text()

    async def json(self, path: str, status: int = 200, **details: Any) -> Any:
        return json.loads(await self.text(path, status, **details))

    async def chart(self, symbol: str, span: str, interval: str) -> Any:
        path = f"/yahoo/v8/finance/chart/{symbol}?range={span}&interval={interval}"
        return (await self.json(path))["chart"]["result"][0]

    async def headlines(self, path: str) -> list[str]:
        tree = etree.fromstring((await self.text(path)).encode())
        return [str(node.text) for node in tree.iter("title")][1:]

    async def post(self, body: object, **headers: str) -> tuple[int, Any]:
        url = self.world.url + "/playground/world"
        async with self._session.post(url, json=body, headers=headers) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text.startswith("{") else text


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    async with World(running=False) as world, aiohttp.ClientSession() as session:
        yield Visitor(world, session)


async def test_the_figures_of_the_example(visitor: Visitor) -> None:
    meta = (await visitor.chart("3CP.F", "1d", "5m"))["meta"]
    assert (meta["regularMarketPrice"], meta["previousClose"]) == (2.5, 2.55)
    assert (meta["fiftyTwoWeekHigh"], meta["fiftyTwoWeekLow"]) == (3.885, 2.2)
    assert (meta["currency"], meta["exchangeTimezoneName"]) == ("EUR", "Europe/Berlin")
    assert round((1 - 2.5 / meta["fiftyTwoWeekHigh"]) * 100) == 36

    week = await visitor.chart("3CP.F", "5d", "1d")
    days = [datetime.fromtimestamp(one, BERLIN).date() for one in week["timestamp"]]
    closes = dict(zip(days, week["indicators"]["quote"][0]["close"], strict=True))
    assert closes[date(2021, 10, 18)] == pytest.approx(2.35)
    assert closes[date(2021, 10, 19)] == pytest.approx(2.55)

    rates = await visitor.text("/ecb/stats/eurofxref/eurofxref-daily.xml")
    found = re.search(r'time="2021-10-19".*currency="HKD" rate="([\d.]+)"', rates)
    assert found is not None, "before 16:00 the newest table is yesterday's"
    home = (await visitor.chart("1810.HK", "1d", "5m"))["meta"]
    in_euro = home["regularMarketPrice"] / float(found[1])
    assert in_euro == pytest.approx(2.5, rel=0.01), "Hong Kong and Frankfurt agree"
    closed = datetime.fromtimestamp(home["regularMarketTime"], UTC)
    assert closed == datetime(2021, 10, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "interval"),
    [("1d", "5m"), ("5d", "30m"), ("1mo", "1d"), ("6mo", "1d"), ("1y", "1d"), ("5y", "1wk")],
)
async def test_every_listing_has_bars_for_every_period(
    visitor: Visitor, span: str, interval: str
) -> None:
    now = visitor.world.now().timestamp()
    holes = 0
    for symbol, (_, listing) in by_symbol().items():
        result = await visitor.chart(symbol, span, interval)
        quote, times = result["indicators"]["quote"][0], result["timestamp"]
        assert times == sorted(set(times)), symbol
        assert times, symbol
        assert times[-1] <= now, f"{symbol} knows the future"
        venue = VENUES[listing.mic]
        for at, opening, high, low, close in zip(
            times, *(quote[name] for name in ("open", "high", "low", "close")), strict=True
        ):
            assert venue.trades_on(datetime.fromtimestamp(at, venue.zone).date())
            if close is None:
                holes += 1
                assert opening is high is low is None
            else:
                assert 0 < low <= min(opening, close) <= max(opening, close) <= high, symbol
        assert result["meta"]["fiftyTwoWeekLow"] <= result["meta"]["regularMarketPrice"]
        assert result["meta"]["regularMarketPrice"] <= result["meta"]["fiftyTwoWeekHigh"]
    if (span, interval) in {("1d", "5m"), ("1y", "1d")}:
        assert holes, "real charts have nulls"


async def test_the_same_world_at_every_start(visitor: Visitor) -> None:
    first = await visitor.chart("BABA", "1y", "1d")
    async with World(running=False) as other, aiohttp.ClientSession() as session:
        assert await Visitor(other, session).chart("BABA", "1y", "1d") == first


async def test_tradegate_mixes_numbers_and_german_text(visitor: Visitor) -> None:
    xiaomi = await visitor.json(f"/tradegate/refresh.php?isin={XIAOMI}")
    assert (xiaomi["last"], xiaomi["close"], xiaomi["delta"]) == (2.5, 2.55, "-1,96")
    apple = await visitor.json("/tradegate/refresh.php?isin=US0378331005")
    assert re.fullmatch(r"\d{3},\d\d", apple["last"])
    assert await visitor.text("/tradegate/refresh.php?isin=DE0000000000") == ""


async def test_news_about_xiaomi_hold_all_the_traps(visitor: Visitor) -> None:
    path = f"/finanznachrichten/rss-x-aktien-{XIAOMI.lower()}"
    feed = etree.fromstring((await visitor.text(path)).encode())
    titles = [str(item.findtext("title")) for item in feed.iter("item")]
    assert len(titles) > len(set(titles)), "copies of one agency report"
    assert any("@everyone" in title for title in titles), "a headline that would ping"
    assert [item.findtext("pubDate") for item in feed.iter("item")].count(None) == 1, "undated"
    assert any("30 Mar 2021" in str(item.findtext("pubDate")) for item in feed.iter("item"))

    found = await visitor.json("/yahoo/v1/finance/search?q=xiaomi&quotesCount=8&newsCount=20")
    assert found["quotes"][0]["symbol"] == "1810.HK"
    about = {one["title"]: one["relatedTickers"] for one in found["news"]}
    assert about["Xiaomai Gourmet opens twelve noodle shops in Hong Kong"] == ["8998.HK"]
    assert any(one["publisher"] == "Reuters" for one in found["news"])

    portal = await visitor.text("/portal/1810.HK.xml")
    assert "据路透社报道" in portal
    link = next(str(item.findtext("link")) for item in feed.iter("item"))
    page = await visitor.text(link.removeprefix(visitor.world.url))
    assert "Lesen Sie auch" in page
    assert "application/ld+json" in page


async def test_what_issuers_file(visitor: Visitor) -> None:
    sap = await visitor.json("/eqs/wp-json/eqsnews/v1/news?lang=de&isin=DE0007164600")
    assert {"id", "dateUtc", "headline", "category"} <= sap["records"][0].keys()
    stock = await visitor.text("/hkex/search/prefix.do?callback=callback&name=01810")
    number = json.loads(stock.strip().removeprefix("callback(").removesuffix(");"))
    stock_id = number["stockInfo"][0]["stockId"]
    answer = await visitor.json(f"/hkex/search/titleSearchServlet.do?stockId={stock_id}")
    rows = json.loads(answer["result"])
    assert rows[0]["STOCK_CODE"] == "01810"
    filed = await visitor.json("/sec/submissions/CIK0000320193.json")
    recent = filed["filings"]["recent"]
    assert len({len(column) for column in recent.values()}) == 1
    await visitor.text("/sec/submissions/CIK0000000001.json", 404)


async def test_exchanges_list_the_sample(visitor: Visitor) -> None:
    downloads = await visitor.text("/deutsche-boerse/cash-en/trading/Xetra/Downloads")
    link = re.search(r'"(/[^"]+xfra[^"]+\.csv)"', downloads)
    assert link is not None
    frankfurt = await visitor.text("/deutsche-boerse" + link[1])
    assert re.search(r";KYG9830T1067;.*;000A2JNY1;3CP;XFRA;", frankfurt)
    assert "Apple Inc." in await visitor.text("/nasdaq-trader/dynamic/SymDir/nasdaqlisted.txt")
    assert "小米" in await visitor.text("/hkex-list/chi/ListOfSecurities_c.xlsx")


async def test_reuters_publishes_and_others_follow(visitor: Visitor) -> None:
    feed = "/yahoo/rss/2.0/headline?s=1810.HK"
    german = f"/finanznachrichten/rss-x-aktien-{XIAOMI.lower()}"
    page = "/sites/reuters/xiaomi-car-plant-beijing.html"
    title = "Xiaomi picks Beijing district for its first car plant"
    assert title not in await visitor.headlines(feed)
    await visitor.text(page, 404)
    await visitor.world.do("reuters_publishes", instrument="xiaomi")
    assert (await visitor.headlines(feed))[0] == title
    assert "Yizhuang" in await visitor.text(page)
    assert not any("Yizhuang" in one for one in await visitor.headlines(german))
    await visitor.world.do("advance", minutes=15)
    assert any("Yizhuang" in one for one in await visitor.headlines(german))
    await visitor.world.do("correction")
    assert (await visitor.headlines(german))[0].startswith("KORREKTUR")


async def test_a_jump_shows_where_it_is_open_and_elsewhere_at_the_next_opening(
    visitor: Visitor,
) -> None:
    await visitor.world.do("price_jump", instrument="xiaomi", percent=6)
    frankfurt = (await visitor.chart("3CP.F", "1d", "5m"))["meta"]
    hong_kong = (await visitor.chart("1810.HK", "1d", "5m"))["meta"]
    assert (frankfurt["regularMarketPrice"], frankfurt["previousClose"]) == (2.65, 2.55)
    assert hong_kong["regularMarketPrice"] == 22.6
    await visitor.world.do("next_day")
    after = (await visitor.chart("1810.HK", "1d", "5m"))["meta"]
    assert after["previousClose"] == 22.6
    assert after["regularMarketPrice"] == pytest.approx(22.6 * 1.06, rel=0.06)


async def test_to_the_close_ends_this_session_and_then_the_next_ones(visitor: Visitor) -> None:
    world, closes = visitor.world, list[str]()
    for _ in range(4):
        ahead = world.controls.state().document()["close_ahead"]
        await world.do("to_close")
        closes.append(f"{world.now().astimezone(BERLIN):%a %H:%M} {ahead}")
    assert closes == ["Wed 22:25 True", "Thu 22:25 False", "Fri 22:25 False", "Mon 22:25 False"]
    await world.do("to_close", mic="XHKG")
    assert f"{world.now().astimezone(BERLIN):%a %H:%M}" == "Tue 10:25"
    assert world.controls.state().document()["close_ahead"]


async def test_the_next_day_is_a_trading_day_at_eleven(visitor: Visitor) -> None:
    days: list[datetime] = []
    for _ in range(4):
        await visitor.world.do("next_day")
        days.append(visitor.world.now().astimezone(BERLIN))
    assert [day.day for day in days] == [21, 22, 25, 26], "no weekend"
    assert {(day.hour, day.minute) for day in days} == {(11, 0)}
    for symbol in by_symbol():
        await visitor.chart(symbol, "1d", "5m")


async def test_sources_fail_as_asked_and_come_back(visitor: Visitor) -> None:
    path = f"/tradegate/refresh.php?isin={XIAOMI}"
    await visitor.world.do("source_down", source="TRADEGATE", fault="down")
    await visitor.text(path, 503)
    await visitor.world.do("source_down", source="TRADEGATE", fault="limited")
    await visitor.text(path, 429)
    await visitor.world.do("source_down", source="TRADEGATE", fault="hang")
    asking = asyncio.create_task(visitor.json(path))
    other = f"/frankfurt/v1/data/quote_box/single?isin={XIAOMI}&mic=XFRA"
    assert (await visitor.json(other))["lastPrice"] == 2.5
    assert not asking.done()
    await visitor.world.do("source_up", source="TRADEGATE")
    assert (await asking)["last"] == 2.5


@pytest.mark.parametrize(
    ("action", "details"),
    [
        ("dance", {}),
        ("advance", {"minutes": -5}),
        ("advance", {"minutes": "many"}),
        ("to_close", {"mic": "XXXX"}),
        ("advance", {"minutes": float("nan")}),
        ("price_jump", {"percent": 1e9}),
        ("price_jump", {"instrument": "nobody"}),
        ("source_down", {"source": "MOON"}),
        ("source_down", {"fault": "dance"}),
    ],
)
async def test_what_makes_no_sense_is_told_and_changes_nothing(
    visitor: Visitor, action: str, details: dict[str, object]
) -> None:
    before = visitor.world.controls.state()
    with pytest.raises(ControlError):
        await visitor.world.do(action, **details)
    after = visitor.world.controls.state()
    assert (after.now, after.log, after.faults) == (before.now, before.log, before.faults)


async def test_reset_undoes_everything_but_the_time(visitor: Visitor) -> None:
    times = [visitor.world.now()]
    for action in ("price_jump", "reuters_publishes", "source_down", "reset"):
        await visitor.world.do(action)
        times.append(visitor.world.now())
    assert times == sorted(times)
    assert not visitor.world.controls.state().faults
    assert (await visitor.chart("3CP.F", "1d", "5m"))["meta"]["regularMarketPrice"] == 2.5
    assert "Xiaomi picks" not in await visitor.text("/yahoo/rss/2.0/headline?s=1810.HK")


async def test_the_controls_obey_this_machine_only(visitor: Visitor) -> None:
    jump = {"action": "price_jump", "percent": 6}
    assert (await visitor.post(jump, Host="evil.example"))[0] == 403
    assert (await visitor.post(jump, Origin="http://evil.example"))[0] == 403
    assert (await visitor.post(jump, **{"Content-Type": "text/plain"}))[0] == 403
    assert not visitor.world.controls.state().log
    status, state = await visitor.post(jump, Origin=visitor.world.url)
    assert status == 200
    assert "+6 %" in state["log"][0]
    status, told = await visitor.post({"action": "dance"})
    assert status == 400
    assert "dance" in told["message"]


async def test_the_environment_is_good_settings(visitor: Visitor) -> None:
    settings = load(visitor.world.environment(), None)
    assert settings.sources["YAHOO"].base_url.startswith(visitor.world.url)
    assert all(
        source.base_url.startswith(visitor.world.url)
        for name, source in settings.sources.items()
        if source.enabled and name not in {"FEEDS", "ARTICLES", "TWELVEDATA", "FINNHUB"}
    ), "no source of the demo is outside this machine"
