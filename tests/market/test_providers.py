"""Tradegate, Börse Frankfurt, Twelve Data, Finnhub and the ECB in their own wire formats."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import BadAnswer, NotFound, SourceError, SourceLimited
from bot.instruments.models import Instrument, Listing
from bot.market.currency import Exchange, convert
from bot.market.models import Period, Quote, QuoteState
from bot.market.providers import finnhub, frankfurt, tradegate, twelvedata
from bot.market.providers.ecb import EcbRates, Rates, read_rates
from bot.market.sessions import state_of
from bot.market.values import german_number
from bot.store import Store
from bot.web.source import Sources
from tests.market.conftest import FRANKFURT, HONG_KONG, NOW, XIAOMI, World

ISIN = "KYG9830T1067"
APPLE = Listing("AAPL", "Nasdaq", "XNAS", "USD", home=True)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("992,10", "992.10"),
        ("1 019,80", "1019.80"),
        ("1\u00a0019,80", "1019.80"),
        ("1\u202f019,80", "1019.80"),
        ("1.019,80", "1019.80"),
        ("12.3", "12.3"),
        (12.3, "12.3"),
        (7, "7"),
        ("./.", None),
        ("", None),
        ("1,2,3", None),
        (None, None),
        (True, None),
        ("9" * 100, None),
        ("NaN", None),
    ],
)
def test_german_numbers(written: object, expected: str | None) -> None:
    assert german_number(written) == (None if expected is None else Decimal(expected))


def _tradegate(body: bytes) -> Quote:
    listing = tradegate.listing_for(XIAOMI)
    assert listing is not None
    return tradegate.read_quote(body, ISIN, listing, source="Tradegate", now=NOW)


def test_tradegate_mixed_numbers() -> None:
    body = json.dumps({
        "bid": "1 019,60", "ask": 1020.2, "last": "1 019,80", "high": "1 021,00", "low": "992,10",
        "close": "1 000,00", "delta": "1,98", "stueck": "12 345", "umsatz": 1,
    }).encode()  # fmt: skip
    quote = _tradegate(body)
    assert (quote.price, quote.previous_close) == (Decimal("1019.80"), Decimal("1000.00"))
    assert (quote.day_low, quote.day_high, quote.volume) == (
        Decimal("992.10"), Decimal("1021.00"), 12345,
    )  # fmt: skip
    assert (quote.timed, quote.as_of, quote.currency) == (False, NOW, "EUR")
    assert state_of(quote, NOW) is QuoteState.LIVE


@pytest.mark.parametrize(
    ("body", "error"),
    [(b"", NotFound), (b" \n", NotFound), (b"<html>", BadAnswer), (b'{"last":"./."}', BadAnswer),
     (b'{"last":0}', BadAnswer), (b'{"last":"250","close":"2,5"}', BadAnswer)],
)  # fmt: skip
def test_tradegate_without_a_price(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error):
        _tradegate(body)


def _frankfurt(**values: object) -> Quote:
    body = json.dumps({"isin": ISIN, "timestamp": "2021-10-20T11:00:00+02:00"} | values).encode()
    return frankfurt.read_quote(body, ISIN, FRANKFURT, source="Börse Frankfurt", now=NOW)


def test_frankfurt_is_dated_by_its_last_trade() -> None:
    quote = _frankfurt(
        lastPrice=2.5,
        timestampLastPrice="2021-09-27T15:12:30+02:00",
        changeToPrevDayAbsolute=-0.05,
        weeks52High=3.885,
        weeks52Low=2.2,
    )
    assert quote.as_of == datetime(2021, 9, 27, 13, 12, 30, tzinfo=UTC)
    assert (quote.previous_close, quote.high_52w) == (Decimal("2.55"), Decimal("3.885"))
    assert state_of(quote, NOW) is QuoteState.STALE


def test_frankfurt_without_time_or_price() -> None:
    with pytest.raises(BadAnswer, match="no time"):
        _frankfurt(lastPrice=2.5, timestampLastPrice=None)
    with pytest.raises(BadAnswer, match="no time"):
        _frankfurt(lastPrice=2.5, timestampLastPrice="2021-09-27T15:12:30")
    with pytest.raises(NotFound):
        _frankfurt(lastPrice=None)
    with pytest.raises(BadAnswer, match="answers for"):
        _frankfurt(lastPrice=2.5, timestampLastPrice="2021-10-20T11:00:00+02:00", isin="X")


def _twelve(tree: object) -> Quote:
    body = json.dumps(tree).encode()
    return twelvedata.read_quote(body, HONG_KONG, source="Twelve Data", now=NOW)


def test_twelve_data() -> None:
    quote = _twelve({
        "symbol": "1810", "currency": "HKD", "timestamp": int(NOW.timestamp()) - 3600,
        "close": "22.55000", "previous_close": "22.10000", "high": "22.8", "low": "22.0",
        "volume": "1000", "fifty_two_week": {"low": "19.2", "high": "35.9"},
    })  # fmt: skip
    assert (quote.price, quote.previous_close, quote.low_52w) == (
        Decimal("22.55"), Decimal("22.1"), Decimal("19.2"),
    )  # fmt: skip
    assert quote.timezone == "Asia/Hong_Kong"


@pytest.mark.parametrize(
    ("code", "error"), [(404, NotFound), (429, SourceLimited), (401, BadAnswer)]
)
def test_twelve_data_errors_come_with_status_200(code: int, error: type[SourceError]) -> None:
    with pytest.raises(error):
        _twelve({"code": code, "message": "no", "status": "error"})


def test_twelve_data_may_not_answer_with_another_listing() -> None:
    with pytest.raises(BadAnswer, match="in USD, not in HKD"):
        _twelve({"close": "22.60", "currency": "USD", "timestamp": 1634716800})


def test_twelve_data_series_is_in_utc_oldest_first() -> None:
    body = json.dumps({
        "meta": {"currency": "HKD", "exchange_timezone": "Asia/Hong_Kong"},
        "values": [
            {"datetime": "2021-10-20 15:55:00", "open": "22", "high": "23", "low": "22",
             "close": "22.5", "volume": "1"},
            {"datetime": "2021-10-20 15:50:00", "close": "22.4"},
            {"datetime": "soon", "close": "22.4"},
        ],
    }).encode()  # fmt: skip
    series = twelvedata.read_series(body, HONG_KONG, Period.DAY, source="Twelve Data")
    assert [(bar.start.hour, bar.close) for bar in series.bars] == [
        (7, Decimal("22.4")), (7, Decimal("22.5")),
    ]  # fmt: skip


async def test_finnhub_sends_its_key_in_a_header_and_knows_zeros(
    world: World, sources: Sources
) -> None:
    def read(**values: object) -> Quote:
        return finnhub.read_quote(
            json.dumps(values).encode(), APPLE, source="Finnhub", now=NOW + timedelta(days=1)
        )

    quote = read(c=148.76, pc=146.55, h=149, l=146, t=int(NOW.timestamp()))
    assert (quote.price, quote.previous_close) == (Decimal("148.76"), Decimal("146.55"))
    with pytest.raises(NotFound):
        read(c=0, pc=0, h=0, l=0, t=0)
    assert not finnhub.Finnhub(sources["FINNHUB"], world.clock).wants(HONG_KONG, XIAOMI)


DAYS = """<?xml version="1.0"?><gesmes:Envelope
 xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>
 <Cube time="2021-10-19"><Cube currency="HKD" rate="9.02"/><Cube currency="USD" rate="1.16"/>
 <Cube currency="XXX" rate="N/A"/></Cube>
 <Cube time="2021-10-18"><Cube currency="HKD" rate="9.00"/></Cube></Cube></gesmes:Envelope>"""


def test_ecb_days() -> None:
    days = read_rates(DAYS.encode(), source="ECB")
    assert [one.day for one in days] == [date(2021, 10, 19), date(2021, 10, 18)]
    assert dict(days[0].rates) == {"HKD": Decimal("9.02"), "USD": Decimal("1.16")}
    for broken in (b"", b"<a/>", b"not xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'):
        with pytest.raises(BadAnswer):
            read_rates(broken, source="ECB")


@pytest.mark.parametrize(
    ("name", "day", "usd", "count"),
    [
        ("eurofxref-daily_2017.xml", None, None, 1),
        ("eurofxref-daily_2020.xml", date(2020, 5, 27), "1.0991", 1),
        ("eurofxref-hist-90d_2020.xml", date(2020, 1, 28), "1.1005", 28),
    ],
)
def test_recorded_ecb(
    shared_data: Path, name: str, day: date | None, usd: str | None, count: int
) -> None:
    days = read_rates((shared_data / "01_quotes" / "ecb" / name).read_bytes(), source="ECB")
    assert len(days) >= count
    if day and usd:
        assert (days[0].day, days[0].rates["USD"]) == (day, Decimal(usd))


def _quoted(currency: str, price: str) -> Quote:
    return Quote(Listing("X", "", "", currency), Decimal(price), NOW, "Yahoo")


@pytest.mark.parametrize(
    ("currency", "to", "amount"),
    [("HKD", "EUR", "2.5000"), ("EUR", "HKD", "203.4010"), ("HKD", "USD", "2.9000")],
)
def test_conversion_goes_over_the_euro(currency: str, to: str, amount: str) -> None:
    rates = Rates(date(2021, 10, 19), {"HKD": Decimal("9.02"), "USD": Decimal("1.16")})
    converted = convert(_quoted(currency, "22.55"), to, rates)
    assert converted is not None
    assert (converted.amount, converted.currency) == (Decimal(amount), to)
    assert convert(_quoted("TWD", "1"), to, rates) is None
    assert convert(_quoted(to, "1"), to, rates) is None


async def test_rates_are_remembered(world: World, sources: Sources, store: Store) -> None:
    world.answers["/stats/eurofxref/eurofxref-daily.xml"] = DAYS
    ecb = EcbRates(sources["ECB"])
    fetched = await Exchange(ecb, store).rates()
    world.answers.clear()
    remembered = await Exchange(ecb, store).rates()  # another run of the program
    assert remembered.day == fetched.day == date(2021, 10, 19)
    assert dict(remembered.rates) == dict(fetched.rates)


async def test_no_rates_at_all(world: World, sources: Sources, store: Store) -> None:
    with pytest.raises(NotFound):
        await Exchange(EcbRates(sources["ECB"]), store).rates()


async def test_rates_of_a_day_in_the_past(world: World, sources: Sources) -> None:
    world.answers["/stats/eurofxref/eurofxref-hist-90d.xml"] = DAYS
    ecb = EcbRates(sources["ECB"])
    assert (await ecb.on_or_before(date(2021, 10, 18))).rates["HKD"] == Decimal("9.00")
    with pytest.raises(BadAnswer):
        await ecb.on_or_before(date(2021, 10, 1))


def test_no_listing_without_an_isin() -> None:
    assert tradegate.listing_for(Instrument("X", None, None, (HONG_KONG,))) is None
