"""Many listings at once: few requests, each listing's own answer, nobody stuck, nothing raised."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from decimal import Decimal
from typing import Any

from aiohttp import web

from bot.errors import NotFound, ParkettError, SourceDown, SourceLimited, SourceTimeout
from bot.instruments.models import Instrument, Listing
from bot.market.models import Quote
from bot.market.service import Market
from bot.store import Store
from bot.workers import Workers
from tests.market.conftest import FRANKFURT, HONG_KONG, NOW, XIAOMI, World, chart, open_sources

TRADEGATE = Listing("KYG9830T1067", "Tradegate", "XGAT", "EUR")
RANGE = {"fiftyTwoWeekLow": 1.0, "fiftyTwoWeekHigh": 40.0}


def shares(count: int) -> list[tuple[Instrument, Listing]]:
    listings = [Listing(f"S{n}.HK", "Hong Kong", "XHKG", "HKD", home=True) for n in range(count)]
    return [(Instrument(one.symbol, None, None, (one,)), one) for one in listings]


def result(symbol: str) -> object:
    bars = [(int(NOW.timestamp()) - seconds, 20.5) for seconds in (600, 300)]
    tree: Any = chart(symbol, "HKD", 20.5, bars=bars, **RANGE)
    return tree["chart"]["result"][0]


def bare(symbol: str) -> object:
    tree: Any = chart(symbol, "HKD", 20.5, previousClose=20.0, **RANGE)
    return tree["chart"]["result"][0]


async def spark(request: web.Request) -> web.StreamResponse:
    """Answers for every symbol but those that begin with X."""
    results = [
        {"symbol": symbol, "response": [result(symbol)]}
        for symbol in request.query["symbols"].split(",")
        if not symbol.startswith("X")
    ]
    return web.json_response({"spark": {"result": results, "error": None}})


def told(answers: dict[Listing, Quote | ParkettError]) -> dict[str, object]:
    return {
        listing.symbol: one.price if isinstance(one, Quote) else type(one)
        for listing, one in answers.items()
    }


async def test_twenty_five_listings_are_three_requests(world: World, market: Market) -> None:
    world.answers["/v7/finance/spark"] = spark
    answers = await market.quotes(shares(25))
    assert set(told(dict(answers)).values()) == {Decimal("20.5")}
    assert len(answers) == 25
    assert len(world.asked) == 3
    [quote] = {one.high_52w for one in answers.values() if isinstance(one, Quote)}
    assert quote == Decimal(40)


async def test_the_same_listing_twice_is_asked_once(world: World, market: Market) -> None:
    world.answers["/v8/finance/chart/3CP.F"] = chart("3CP.F", "EUR", 2.5, **RANGE)
    answers = await market.quotes([(XIAOMI, FRANKFURT)] * 3)
    assert told(dict(answers)) == {"3CP.F": Decimal("2.5")}
    assert len(world.asked) == 1


async def test_the_days_bars_come_by_the_same_request_where_they_are_wanted(
    world: World, market: Market
) -> None:
    world.answers["/v7/finance/spark"] = spark
    for count in (1, 3):
        answers = await market.quotes(shares(count), bars=True)
        bars = [one.bars for one in answers.values() if isinstance(one, Quote)]
        assert len(bars) == count
        assert {each[-1].close for each in bars} == {Decimal("20.5")}
    world.answers["/v7/finance/spark"] = {
        "spark": {"result": [{"symbol": "S0.HK", "response": [bare("S0.HK")]}]}
    }
    [without] = (await market.quotes(shares(1), bars=True)).values()
    assert isinstance(without, Quote)
    assert without.bars == ()
    assert len(world.asked) == 3
    world.answers["/v7/finance/spark"] = spark
    plain = (await market.quotes(shares(2))).values()
    assert [one.bars for one in plain if isinstance(one, Quote)] == [(), ()]


async def test_one_that_the_batch_lacks_fails_alone(world: World, market: Market) -> None:
    world.answers["/v7/finance/spark"] = spark
    strange = Listing("X1.HK", "Hong Kong", "XHKG", "HKD")
    answers = dict(await market.quotes([*shares(3), (XIAOMI, strange)]))
    assert told(answers) == dict.fromkeys(("S0.HK", "S1.HK", "S2.HK"), Decimal("20.5")) | {
        "X1.HK": NotFound
    }


async def test_another_source_is_asked_for_what_the_first_has_not(
    world: World, root: str, store: Store, stack: AsyncExitStack
) -> None:
    world.answers["/v7/finance/spark"] = (500, "oops")
    world.answers["/quote"] = {
        "symbol": "1810", "currency": "HKD", "close": "22.60", "previous_close": "22.10",
        "timestamp": int(NOW.timestamp()) - 3600,
    }  # fmt: skip
    world.answers["/refresh.php"] = {"last": "2,498", "close": "2,55"}
    changes: dict[str, dict[str, object]] = {"TWELVEDATA": {"key": "secret"}}
    sources = await open_sources(stack, root, world.clock, changes)
    market = await stack.enter_async_context(
        Market(sources=sources, store=store, workers=Workers(1), clock=world.clock)
    )
    wanted = [(XIAOMI, HONG_KONG), (XIAOMI, TRADEGATE), (XIAOMI, FRANKFURT)]
    answers = await market.quotes(wanted)
    found = {
        listing.symbol: (one.source, one.price) if isinstance(one, Quote) else type(one)
        for listing, one in answers.items()
    }
    assert found["1810.HK"] == ("Twelve Data", Decimal("22.6"))
    assert found["KYG9830T1067"] == ("Tradegate", Decimal("2.498"))


async def test_a_source_that_is_down_is_not_asked_a_hundred_times(
    world: World, market: Market
) -> None:
    async def busy(_: web.Request) -> web.StreamResponse:
        return web.Response(status=500)

    world.answers["/v7/finance/spark"] = busy
    world.answers |= {f"/v8/finance/chart/S{n}.HK": busy for n in range(100)}
    answers = await market.quotes(shares(100))
    assert set(told(dict(answers)).values()) == {SourceDown}
    assert len(answers) == 100
    assert len(world.asked) <= 3 * 3  # each of the few is tried three times


async def test_a_source_that_says_too_many_is_left_alone_at_once(
    world: World, market: Market
) -> None:
    world.answers["/v7/finance/spark"] = (429, "Too Many Requests")
    answers = await market.quotes(shares(100))
    assert {type(one) for one in answers.values()} == {SourceLimited}
    assert len(world.asked) <= 2  # those that were side by side


async def test_a_batch_with_a_poisonous_name_keeps_the_others(world: World, market: Market) -> None:
    async def some(request: web.Request) -> web.StreamResponse:
        if "S3.HK" in request.query["symbols"].split(","):
            return web.Response(status=500)
        return await spark(request)

    world.answers["/v7/finance/spark"] = some
    for number in range(10):
        if number != 3:
            symbol = f"S{number}.HK"
            world.answers[f"/v8/finance/chart/{symbol}"] = chart(symbol, "HKD", 20.5, **RANGE)
    world.answers["/v8/finance/chart/S3.HK"] = (500, "oops")
    answers = told(dict(await market.quotes(shares(30))))
    assert answers.pop("S3.HK") is SourceDown
    assert set(answers.values()) == {Decimal("20.5")}


async def test_a_silent_source_holds_nobody_for_ever(world: World, market: Market) -> None:
    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(60)
        raise AssertionError("nobody waits that long")

    world.answers["/v7/finance/spark"] = hang
    answers = await market.quotes(shares(12), give_up=0.3)
    assert {type(one) for one in answers.values()} == {SourceTimeout}


async def test_what_time_left_no_turn_for_does_not_blame_the_source(
    world: World, market: Market
) -> None:
    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(60)
        raise AssertionError("nobody waits that long")

    world.answers["/v7/finance/spark"] = hang
    answers = dict(await market.quotes(shares(50), give_up=0.3))
    kinds = [type(one) for one in answers.values()]
    assert kinds == [SourceTimeout] * 20 + [SourceLimited] * 30, "two requests side by side"
    assert all(one.details["queued"] for one in answers.values() if isinstance(one, SourceLimited))


async def test_nonsense_is_an_answer_too(world: World, market: Market) -> None:
    world.answers["/v7/finance/spark"] = b"\xff\xfe{"
    answers = await market.quotes(shares(3))
    assert all(isinstance(one, ParkettError) for one in answers.values())
    assert await market.quotes([]) == {}


async def test_ranges_are_fetched_once_and_a_few_at_a_time(world: World, market: Market) -> None:
    async def bare(request: web.Request) -> web.StreamResponse:
        symbols = request.query["symbols"].split(",")
        return web.json_response({
            symbol: {"timestamp": [int(NOW.timestamp())], "close": [20.5], "previousClose": 20.1}
            for symbol in symbols
        })  # fmt: skip

    async def year(request: web.Request) -> web.StreamResponse:
        days = [(NOW - timedelta(days=n)).timestamp() for n in range(370, -1, -1)]
        bars = [(stamp, 19 + at % 7) for at, stamp in enumerate(days)]
        return web.json_response(chart(request.path.rsplit("/", 1)[1], "HKD", 20.5, bars=bars))

    world.answers["/v7/finance/spark"] = bare
    for one in range(5):
        world.answers[f"/v8/finance/chart/S{one}.HK"] = year
    ranged: list[int] = []
    for _ in range(4):
        answers = await market.quotes(shares(5))
        quotes = [one for one in answers.values() if isinstance(one, Quote)]
        assert [quote.price for quote in quotes] == [Decimal("20.5")] * 5
        ranged.append(sum(quote.high_52w == Decimal(25) for quote in quotes))
    assert ranged == [2, 4, 5, 5]
    years = [asked for asked in world.asked if "range=1y" in asked]
    assert len(years) == 5
    assert len(world.asked) - len(years) == 4


async def test_what_was_asked_is_remembered(world: World, market: Market, store: Store) -> None:
    world.answers["/v8/finance/chart/3CP.F"] = chart("3CP.F", "EUR", 2.5, **RANGE)
    await market.quotes([(XIAOMI, FRANKFURT)])
    await market.__aexit__(None, None, None)
    kept = await store.quotes.get_many([("3CP.F", "XFRA")])
    assert kept["3CP.F", "XFRA"].price == Decimal("2.5")


async def test_a_single_price_is_polled_behind_people_too(
    world: World, root: str, store: Store, stack: AsyncExitStack
) -> None:
    single = "/v8/finance/chart/3CP.F"
    world.answers[single] = chart("3CP.F", "EUR", 2.5, **RANGE)
    world.answers["/asked"] = {}
    sources = await open_sources(stack, root, world.clock, {"YAHOO": {"pace": 0.1}})
    market = await stack.enter_async_context(
        Market(sources=sources, store=store, workers=Workers(1), clock=world.clock)
    )
    yahoo = sources["YAHOO"]
    people = [asyncio.create_task(yahoo.get("/asked", params={"n": str(n)})) for n in range(3)]
    await asyncio.sleep(0.05)
    polled = asyncio.create_task(market.quotes([(XIAOMI, FRANKFURT)]))
    await asyncio.sleep(0.05)
    people += [asyncio.create_task(yahoo.get("/asked", params={"n": str(n)})) for n in (3, 4, 5)]
    await asyncio.gather(*people)
    assert not any(single in one for one in world.asked)
    await polled
    assert any(single in one for one in world.asked)
