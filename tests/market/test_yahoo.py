"""Yahoo's answers, recorded and our own: price, currency, zone, range, and clear errors."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import BadAnswer, NotFound, ParkettError, SourceError, SourceLimited
from bot.instruments.models import Instrument, Listing
from bot.market.facts import quote_from
from bot.market.models import Period, Quote
from bot.market.providers.yahoo import Yahoo
from bot.market.providers.yahoo_answers import read_answer, read_answers
from bot.web.source import Sources
from tests.market.conftest import FRANKFURT, HONG_KONG, NOW, XIAOMI, World, chart

TODAY = datetime(2026, 11, 22, tzinfo=UTC)
LONDON = Listing("KMR.L", "London", "XLON", "GBP", home=True)


def _quote(tree: object, listing: Listing, now: datetime = NOW) -> Quote:
    answer = read_answer(json.dumps(tree).encode(), listing.symbol, source="Yahoo")
    return quote_from(answer.facts, listing, source="Yahoo", now=now)


def _recorded(folder: Path) -> Iterator[tuple[str, int, bytes]]:
    for path in sorted((folder / "01_quotes").glob("*/*.json")):
        tree = json.loads(path.read_bytes())
        response = tree.get("response")
        if not isinstance(response, dict):
            yield path.name, 200, path.read_bytes()
            continue
        body = response.get("bodyJson")
        raw = json.dumps(body) if body is not None else response.get("body", "")
        yield path.name, response["status"], raw.encode()


def test_every_recorded_answer(shared_data: Path) -> None:
    """Each gives what it says or a clear error; nothing is guessed and nothing else is raised."""
    quotes = refused = 0
    for name, status, body in _recorded(shared_data):
        try:
            answers = read_answers(body, source="Yahoo", status=status)
        except SourceError as error:
            assert "Yahoo" in str(error), name
            refused += 1
            continue
        tree = json.loads(body)
        for answer in answers.values():
            meta = _said(tree, answer.symbol)
            listing = Listing(answer.symbol, "", "XNAS", "USD")
            try:
                quote = quote_from(answer.facts, listing, source="Yahoo", now=TODAY)
            except ParkettError:
                assert "regularMarketPrice" not in meta, name
                continue
            quotes += 1
            assert quote.price == Decimal(str(meta["regularMarketPrice"])), name
            assert quote.currency == meta.get("currency", "USD"), name
            assert quote.timezone == meta.get("exchangeTimezoneName", "America/New_York"), name
            assert quote.as_of == datetime.fromtimestamp(meta["regularMarketTime"], UTC), name
            if "fiftyTwoWeekLow" not in meta:
                assert (quote.low_52w, quote.high_52w) == (None, None), name
            elif meta["fiftyTwoWeekLow"] != meta.get("regularMarketDayLow"):
                assert quote.low_52w == Decimal(str(meta["fiftyTwoWeekLow"])), name
                assert quote.high_52w == Decimal(str(meta["fiftyTwoWeekHigh"])), name
            assert all(bar.low <= bar.close <= bar.high for bar in answer.bars), name
    assert quotes > 70
    assert refused > 100


def _said(tree: dict[str, dict[str, list[dict]]], symbol: str) -> dict:
    for root in ("chart", "quoteResponse", "quoteSummary"):
        for one in tree.get(root, {}).get("result") or []:
            said = one.get("meta") or one.get("price") or one
            if said.get("symbol") == symbol:
                return said
    raise AssertionError(symbol)


def test_recorded_year_range_that_was_only_the_days(shared_data: Path) -> None:
    body = (shared_data / "01_quotes" / "scheb_yahoo" / "splitData.json").read_bytes()
    facts = read_answer(body, "AAPL", source="Yahoo").facts
    assert (facts.day_low, facts.day_high) == (Decimal("227.34"), Decimal("229.41"))
    assert (facts.low_52w, facts.high_52w) == (Decimal("164.08"), Decimal("237.23"))


def test_recorded_error_texts(shared_data: Path) -> None:
    known = json.loads((shared_data / "01_quotes" / "errors_documented.json").read_bytes())
    for key, status, kind in (
        ("yahoo_chart_404", 404, NotFound),
        ("yahoo_429_text", 200, SourceLimited),
        ("yahoo_429_text_2", 200, SourceLimited),
        ("yahoo_401", 401, BadAnswer),
    ):
        value = known[key]
        body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        with pytest.raises(kind):
            read_answers(body, source="Yahoo", status=status)


def test_pence_become_pounds_everywhere() -> None:
    quote = _quote(
        chart(
            "KMR.L", "GBp", 465.5, previousClose=461, fiftyTwoWeekLow=398.25,
            fiftyTwoWeekHigh=521, regularMarketDayLow=460, regularMarketDayHigh=466,
        ),
        LONDON,
    )  # fmt: skip
    assert (quote.price, quote.currency) == (Decimal("4.655"), "GBP")
    assert (quote.previous_close, quote.low_52w, quote.high_52w) == (
        Decimal("4.61"), Decimal("3.9825"), Decimal("5.21"),
    )  # fmt: skip
    assert (quote.day_low, quote.day_high) == (Decimal("4.6"), Decimal("4.66"))


@pytest.mark.parametrize(
    ("written", "currency", "price"),
    [("ILA", "ILS", "1.606"), ("ZAc", "ZAR", "1.606"), ("GBX", "GBP", "1.606"),
     ("GBP", "GBP", "160.6"), ("HKD", "HKD", "160.6")],
)  # fmt: skip
def test_subunits(written: str, currency: str, price: str) -> None:
    quote = _quote(chart("X", written, 160.6), Listing("X", "", "", "USD"))
    assert (quote.currency, quote.price) == (currency, Decimal(price))


def test_a_price_in_london_without_currency_is_refused() -> None:
    tree = chart("KMR.L", "", 465.5)
    with pytest.raises(BadAnswer, match="without a currency"):
        _quote(tree, LONDON)


def test_previous_close_is_not_that_of_the_charts_range() -> None:
    listing = Listing("X", "", "XETR", "EUR")
    day = 86_400
    at = int(NOW.timestamp())
    month = [(at - 3 * day, 90.0), (at - 2 * day, 95.0), (at - day, 99.0), (at, 100.0)]
    said = chart("X", "EUR", 100, previousClose=98.5, chartPreviousClose=50, bars=month)
    assert _quote(said, listing).previous_close == Decimal("98.5")
    daily = chart("X", "EUR", 100, chartPreviousClose=50, dataGranularity="1d", bars=month)
    assert _quote(daily, listing).previous_close == Decimal(99)
    today = chart("X", "EUR", 100, chartPreviousClose=98, dataGranularity="5m", bars=[(at, 100)])
    assert _quote(today, listing).previous_close == Decimal(98)
    unknown = chart("X", "EUR", 100, chartPreviousClose=50, bars=month)
    assert _quote(unknown, listing).previous_close is None


def test_nulls_and_missing_lists_in_bars() -> None:
    tree = chart("X", "EUR", 2.5, bars=[(1000, 2.4), (1300, None), (1600, 2.45, None, 2.4, 2.44)])
    answer = read_answer(json.dumps(tree).encode(), "X", source="Yahoo")
    assert [(bar.open, bar.high, bar.low, bar.close) for bar in answer.bars] == [
        (Decimal("2.4"),) * 4,
        (Decimal("2.45"), Decimal("2.45"), Decimal("2.4"), Decimal("2.44")),
    ]
    result = tree["chart"]["result"][0]
    for broken in ({}, {"quote": []}, {"quote": [{}]}, None, [1]):
        result["indicators"] = broken
        assert read_answer(json.dumps(tree).encode(), "X", source="Yahoo").bars == ()


def test_noise_of_single_floats_goes() -> None:
    tree = chart("X", "EUR", 166.69000244140625, bars=[(1000, 166.69000244140625)])
    answer = read_answer(json.dumps(tree).encode(), "X", source="Yahoo")
    assert (answer.facts.price, answer.bars[0].close) == (Decimal("166.69"), Decimal("166.69"))


@pytest.mark.parametrize(
    "meta",
    [
        {"regularMarketPrice": 0},
        {"regularMarketPrice": -2.5},
        {"regularMarketPrice": None},
        {"regularMarketPrice": "2,50"},
        {"regularMarketPrice": True},
        {"regularMarketPrice": 250, "fiftyTwoWeekLow": 2.2, "fiftyTwoWeekHigh": 3.885},
        {"regularMarketPrice": 250, "previousClose": 2.55},
        {"regularMarketTime": 4_000_000_000},
        {"currency": "€€€€"},
    ],
)
def test_absurd_prices_are_refused(meta: dict[str, object]) -> None:
    tree = chart("3CP.F", "EUR", 2.5)
    tree["chart"]["result"][0]["meta"] |= meta
    with pytest.raises(BadAnswer):
        _quote(tree, FRANKFURT)


def test_a_previous_close_in_the_wrong_unit_is_dropped() -> None:
    tree = chart("X", "EUR", 2.5, previousClose=255, fiftyTwoWeekLow=2.2, fiftyTwoWeekHigh=3.9)
    assert _quote(tree, Listing("X", "", "", "EUR")).previous_close is None


def test_an_answer_about_another_symbol_is_refused() -> None:
    with pytest.raises(BadAnswer, match=r"asked for 3CP\.F, it answers for 1810\.HK"):
        _quote(chart("1810.HK", "HKD", 22.55), FRANKFURT)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"", BadAnswer),
        (200, b"<!doctype html><title>Consent</title>", BadAnswer),
        (200, b'{"chart":{"result":null,"error":null}}', BadAnswer),
        (200, b'{"chart":{"result":[{"meta":null}]}}', BadAnswer),
        (200, b"[1,2]", BadAnswer),
        (200, b'"' + b"x" * 100, BadAnswer),
        (200, b"[" * 100_000, BadAnswer),
        (404, b"nothing", NotFound),
        (400, b'{"finance":{"result":null,"error":{"code":"Bad Request"}}}', BadAnswer),
    ],
)
def test_what_is_no_answer(status: int, body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as caught:
        read_answers(body, source="Yahoo", status=status)
    assert "Yahoo" in str(caught.value)


@pytest.fixture
def yahoo(world: World, sources: Sources) -> Yahoo:
    return Yahoo(sources["YAHOO"], world.clock)


def _spark(world: World, *parts: tuple[str, str, float]) -> None:
    world.answers["/v7/finance/spark"] = {
        "spark": {
            "result": [
                {
                    "symbol": symbol,
                    "response": chart(
                        symbol, currency, price, bars=[(int(NOW.timestamp()), price)]
                    )["chart"]["result"],
                }
                for symbol, currency, price in parts
            ]
            + [{"symbol": "X"}],
            "error": None,
        }
    }


BYD = Listing("1211.HK", "Hong Kong", "XHKG", "HKD", home=True)


async def _prices(yahoo: Yahoo, *listings: Listing) -> list[object]:
    asked = [yahoo.quote(one, Instrument("", None, None, (one,))) for one in listings]
    found = await asyncio.gather(*asked, return_exceptions=True)
    return [one.price if isinstance(one, Quote) else type(one) for one in found]


async def test_several_at_once_are_one_spark_request(world: World, yahoo: Yahoo) -> None:
    _spark(world, ("3CP.F", "EUR", 2.5), ("1810.HK", "HKD", 22.55), ("1211.HK", "HKD", 251.4))
    assert await _prices(yahoo, FRANKFURT, HONG_KONG, BYD) == [
        Decimal("2.5"), Decimal("22.55"), Decimal("251.4"),
    ]  # fmt: skip
    sparks = [asked for asked in world.asked if "spark" in asked and "range=1d" in asked]
    assert len(sparks) == 1
    assert not [asked for asked in world.asked if "chart" in asked and "range=1d" in asked]


async def test_what_a_batch_leaves_out_is_asked_alone(world: World, yahoo: Yahoo) -> None:
    _spark(world, ("3CP.F", "EUR", 2.5), ("1810.HK", "HKD", 22.55))
    world.answers["/v8/finance/chart/1211.HK"] = chart("1211.HK", "HKD", 251.4)
    unknown = Listing("X", "", "", "EUR")
    assert await _prices(yahoo, FRANKFURT, HONG_KONG, BYD, unknown) == [
        Decimal("2.5"), Decimal("22.55"), Decimal("251.4"), NotFound,
    ]  # fmt: skip


async def test_a_batch_that_fails_is_asked_one_by_one(world: World, yahoo: Yahoo) -> None:
    for symbol, price in (("3CP.F", 2.5), ("1810.HK", 22.55), ("1211.HK", 251.4)):
        world.answers[f"/v8/finance/chart/{symbol}"] = chart(symbol, "EUR", price)
    assert await _prices(yahoo, FRANKFURT, HONG_KONG, BYD) == [
        Decimal("2.5"), Decimal("22.55"), Decimal("251.4"),
    ]  # fmt: skip


async def test_a_batch_names_ten_symbols_at_most(world: World, yahoo: Yahoo) -> None:
    _spark(world)
    await _prices(yahoo, *(Listing(f"S{number}", "", "", "EUR") for number in range(12)))
    sparks = [asked for asked in world.asked if "spark" in asked]
    assert [asked.count("S") for asked in sparks] == [10, 2]


async def test_leaving_early_leaves_the_others_their_answer(world: World, yahoo: Yahoo) -> None:
    for symbol in ("3CP.F", "1810.HK"):
        world.answers[f"/v8/finance/chart/{symbol}"] = chart(symbol, "EUR", 2.5)
    first = asyncio.create_task(yahoo.quote(FRANKFURT, XIAOMI))
    second = asyncio.create_task(yahoo.quote(HONG_KONG, XIAOMI))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).price == Decimal("2.5")
    with pytest.raises(asyncio.CancelledError):
        await first


def test_newer_spark_form() -> None:
    body = json.dumps({
        "3CP.F": {
            "symbol": "3CP.F", "timestamp": [int(NOW.timestamp())], "close": [2.5],
            "chartPreviousClose": 2.55, "previousClose": 2.55,
        }
    }).encode()  # fmt: skip
    answer = read_answer(body, "3CP.F", source="Yahoo")
    quote = quote_from(answer.facts, FRANKFURT, source="Yahoo", now=NOW)
    assert (quote.price, quote.previous_close) == (Decimal("2.5"), Decimal("2.55"))


async def test_plain_quotes_where_there_is_no_chart(world: World, yahoo: Yahoo) -> None:
    world.answers["/v7/finance/quote"] = {
        "quoteResponse": {
            "result": [
                {"symbol": "3CP.F", "currency": "EUR", "regularMarketPrice": 2.5,
                 "regularMarketPreviousClose": 2.55, "regularMarketTime": int(NOW.timestamp())}
            ]
        }
    }  # fmt: skip
    quote = await yahoo.quote(FRANKFURT, XIAOMI)
    assert (quote.price, quote.previous_close) == (Decimal("2.5"), Decimal("2.55"))


async def test_year_range_out_of_a_year_of_bars(world: World, yahoo: Yahoo) -> None:
    path = "/v8/finance/chart/3CP.F"
    end, day = int(NOW.timestamp()), 86_400
    year = [(end - back * day, 3.0, 3.885 if back == 200 else 3.1, 2.2, 3.0)
            for back in range(365, -1, -5)]  # fmt: skip
    year[30] = (year[30][0], 300.0, 310.0, 290.0, 300.0)  # one bar in the wrong unit
    world.answers[path] = chart("3CP.F", "EUR", 2.5)
    world.answers[f"{path}?range=1y&interval=1d&includePrePost=false&events=split"] = chart(
        "3CP.F", "EUR", 2.5, bars=year
    )
    quote = await yahoo.quote(FRANKFURT, XIAOMI)
    assert (quote.low_52w, quote.high_52w) == (Decimal("2.2"), Decimal("3.885"))


async def test_series_in_pence_and_only_of_the_period(world: World, yahoo: Yahoo) -> None:
    end = int(NOW.timestamp())
    world.answers["/v8/finance/chart/KMR.L"] = chart(
        "KMR.L", "GBp", 465.5, exchangeTimezoneName="Europe/London",
        bars=[(end - 86_400 * 400, 300.0), (end - 7200, 460.0), (end - 3600, 4.65), (end, 465.5)],
    )  # fmt: skip
    kenmare = Instrument("Kenmare", None, None, (LONDON,))
    series = await yahoo.series(LONDON, kenmare, Period.DAY)
    assert [bar.close for bar in series.bars] == [
        Decimal("4.6"), Decimal("4.65"), Decimal("4.655"),
    ]  # fmt: skip
    assert (series.listing.currency, series.timezone) == ("GBP", "Europe/London")


async def test_a_share_that_is_not_traded_any_more_keeps_its_last_chart(
    world: World, yahoo: Yahoo
) -> None:
    world.answers["/v8/finance/chart/3CP.F"] = chart(
        "3CP.F", "EUR", 2.5, previousClose=2.55, bars=[(1_577_836_800, 2), (1_577_840_400, 2.1)]
    )
    series = await yahoo.series(FRANKFURT, XIAOMI, Period.DAY)
    assert [bar.start.year for bar in series.bars] == [2020, 2020]
    assert series.previous_close is None
    world.answers["/v8/finance/chart/3CP.F"] = chart("3CP.F", "EUR", 2.5)
    with pytest.raises(BadAnswer, match="no prices"):
        await yahoo.series(FRANKFURT, XIAOMI, Period.DAY)


def test_the_day_of_a_split_is_no_crash() -> None:
    split = {"1": {"date": int(NOW.timestamp()) - 3600, "numerator": 4, "denominator": 1}}
    said = chart(
        "3CP.F", "EUR", 25.5, previousClose=100, fiftyTwoWeekLow=80, fiftyTwoWeekHigh=140,
        splits=split, bars=[(int(NOW.timestamp()), 25.5)],
    )  # fmt: skip
    quote = _quote(said, FRANKFURT)
    assert quote.previous_close == Decimal(25)
    assert quote.change_percent == Decimal(2)
    assert (quote.low_52w, quote.high_52w) == (None, None)


def test_a_year_range_that_is_only_the_days_is_replaced_by_the_bars() -> None:
    end, month = int(NOW.timestamp()), 30 * 86_400
    bars = [
        (end - back * month, 3.0, 3.9 if back == 5 else 3.1, 2.2, 3.0) for back in range(13, -1, -1)
    ]
    said = {"fiftyTwoWeekLow": 2.9, "fiftyTwoWeekHigh": 3.1, "regularMarketDayLow": 2.9}
    false = chart("3CP.F", "EUR", 3, bars=bars, regularMarketDayHigh=3.1, **said)
    true = chart("3CP.F", "EUR", 3, bars=bars, regularMarketDayHigh=3.0, **said)
    quote = _quote(false, FRANKFURT)
    assert (quote.low_52w, quote.high_52w) == (Decimal("2.2"), Decimal("3.9"))
    quote = _quote(true, FRANKFURT)
    assert (quote.low_52w, quote.high_52w) == (Decimal("2.9"), Decimal("3.1"))
