"""Which quotes are believed: nothing stale, undated, split or in another unit is ever told."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.instruments.models import Listing
from bot.instruments.venues import by_suffix, suffix_of
from bot.market.models import Quote
from bot.market.sessions import session_on
from bot.updates.firing.doubts import Doubt, judge
from bot.updates.firing.readings import Reading, reading_of
from bot.updates.firing.rules import extremes, tell
from bot.updates.models import Kind, Subscription

SAP = Listing("SAP.DE", "Xetra", "XETR", "EUR", home=True)
XIAOMI = Listing("1810.HK", "Hong Kong", "XHKG", "HKD", home=True)
BERLIN = ZoneInfo("Europe/Berlin")


def at(local: str, timezone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def quote(price: str, as_of: str, close: str | None = "100", **changes: object) -> Quote:
    known = Quote(
        SAP,
        Decimal(price),
        at(as_of),
        "Yahoo",
        previous_close=Decimal(close) if close else None,
        timezone="Europe/Berlin",
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def believed(quote: Quote, before: Reading | None = None, now: datetime | None = None) -> Reading:
    found = judge(before, quote, now or quote.as_of)
    assert isinstance(found, Reading), found
    return found


FRIDAY = believed(quote("100", "2026-11-20 12:00"))
CLOSED = believed(quote("100", "2026-11-20 17:29"))


def wishes(mic: str, symbol: str, currency: str, *values: tuple[Kind, str]) -> list[Subscription]:
    return [
        Subscription(
            id=f"{kind}{value}",
            guild=1,
            channel=2,
            creator=3,
            instrument="X",
            kind=kind,
            created=datetime(2000, 1, 1, tzinfo=UTC),
            symbol=symbol,
            mic=mic,
            percent=Decimal(value) if kind is Kind.MOVE else None,
            level=Decimal(value) if kind is Kind.LEVEL else None,
            currency=currency,
        )
        for kind, value in values
    ]


@pytest.mark.parametrize(
    ("price", "as_of", "now", "reason"),
    [
        ("0", "2026-11-20 12:01", "2026-11-20 12:01", "no price"),
        ("-1", "2026-11-20 12:01", "2026-11-20 12:01", "no price"),
        ("107", "2026-11-20 12:10", "2026-11-20 12:01", "future"),
        ("107", "2026-11-20 11:59", "2026-11-20 12:01", "older"),
        ("107", "2026-11-20 12:01", "2026-11-23 12:00", "stale"),
        ("107", "2026-11-20 12:01", "2026-11-23 09:31", "stale"),
        ("107", "2026-11-19 12:01", "2026-11-20 12:01", "stale"),
    ],
)
def test_a_useless_quote(price: str, as_of: str, now: str, reason: str) -> None:
    assert judge(FRIDAY, quote(price, as_of), at(now)) == Doubt(reason, FRIDAY)


@pytest.mark.parametrize(
    ("as_of", "now"),
    [
        ("2026-11-20 12:02", "2026-11-20 12:01"),  # clocks differ
        ("2026-11-20 12:00", "2026-11-20 12:20"),  # late sources
        ("2026-11-20 17:29", "2026-11-20 23:00"),  # closed is not stale
        ("2026-11-20 17:29", "2026-11-22 12:00"),
        ("2026-11-20 17:29", "2026-11-23 08:59"),
        ("2026-11-20 17:29", "2026-11-23 09:20"),  # nothing traded yet
    ],
)
def test_a_quote_that_is_not_stale(as_of: str, now: str) -> None:
    found = judge(FRIDAY, quote("107", as_of), at(now))
    assert isinstance(found, Reading)
    assert found.session == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("listing", "as_of", "timezone", "session"),
    [
        (SAP, "2026-11-20 12:00", "Europe/Berlin", date(2026, 11, 20)),
        (SAP, "2026-11-20 17:36", "Europe/Berlin", date(2026, 11, 20)),  # the closing auction
        (SAP, "2026-12-30 13:00", "Europe/Berlin", date(2026, 12, 30)),  # a half day
        # Hong Kong seen from Berlin: its session is its own date, in summer and in winter.
        (XIAOMI, "2026-11-20 02:45", "Europe/Berlin", date(2026, 11, 20)),
        (XIAOMI, "2026-07-20 04:00", "Europe/Berlin", date(2026, 7, 20)),
        (XIAOMI, "2026-11-19 21:00", "America/New_York", date(2026, 11, 20)),
        (XIAOMI, "2026-12-24 12:00", "Asia/Hong_Kong", date(2026, 12, 24)),
        # the Mondays after the clocks changed
        (SAP, "2026-03-30 09:00", "Europe/Berlin", date(2026, 3, 30)),
        (SAP, "2026-10-26 09:00", "Europe/Berlin", date(2026, 10, 26)),
        (XIAOMI, "2026-03-30 03:31", "Europe/Berlin", date(2026, 3, 30)),
        (XIAOMI, "2026-10-26 02:31", "Europe/Berlin", date(2026, 10, 26)),
    ],
)
def test_the_session_is_the_exchanges_own(
    listing: Listing, as_of: str, timezone: str, session: date
) -> None:
    found = believed(
        replace(quote("100", "2026-11-20 12:00"), listing=listing, as_of=at(as_of, timezone))
    )
    assert found.session == session


def test_an_undated_price_counts_only_in_trading() -> None:
    """Tradegate says no time: its price may be from the evening before."""
    friday = believed(quote("100", "2026-11-20 16:00", timed=False))
    assert judge(
        None, quote("100", "2026-11-20 20:00", timed=False), at("2026-11-20 20:00")
    ) == Doubt("undated", None)
    same = quote("100", "2026-11-23 09:01", "94", timed=False)
    assert judge(friday, same, same.as_of) == Doubt("undated", friday)
    moved = quote("100.5", "2026-11-23 09:02", "100", timed=False)
    assert believed(moved, friday).session == date(2026, 11, 23)
    later = quote("100.5", "2026-11-23 09:03", "100", timed=False)
    assert believed(later, believed(moved, friday)).session == date(2026, 11, 23)


@pytest.mark.parametrize("price", ["1", "1.05", "10000", "9700", "0.1", "100000", "0.0001"])
def test_another_unit_is_not_believed_all_day(price: str) -> None:
    before = FRIDAY
    for minute in range(1, 60, 7):
        found = judge(
            before, quote(price, f"2026-11-20 13:{minute:02}"), at(f"2026-11-20 13:{minute:02}")
        )
        assert isinstance(found, Doubt)
        assert found.reason == "unit"
        assert found.keep is not None
        before = reading_of(found.keep.to_json())
        assert before == found.keep
    back = believed(quote("101", "2026-11-20 14:30"), before)
    assert (back.baseline, back.doubt, back.price) == (False, None, Decimal(101))


def test_what_a_later_session_still_says_is_how_it_is_from_now_on() -> None:
    """London's pence became pounds for good: a new baseline, and nothing is told."""
    doubt = judge(CLOSED, quote("1", "2026-11-20 17:30", "100"), at("2026-11-20 17:45"))
    assert isinstance(doubt, Doubt)
    monday = quote("1.1", "2026-11-23 09:05", "1")
    found = believed(monday, doubt.keep)
    assert found.baseline
    assert found.price == Decimal("1.1")
    moves = wishes("XETR", "SAP.DE", "EUR", (Kind.MOVE, "5"), (Kind.LEVEL, "50"))
    assert [tell(one, None, doubt.keep, found)[0] for one in moves] == [None, None]
    then = believed(quote("1.2", "2026-11-23 09:06", "1"), found)
    assert tell(wishes("XETR", "SAP.DE", "EUR", (Kind.MOVE, "15"))[0], None, found, then)[0]


def test_another_currency_is_not_believed() -> None:
    dollars = quote("107", "2026-11-20 12:01", listing=replace(SAP, currency="USD"))
    found = judge(FRIDAY, dollars, dollars.as_of)
    assert isinstance(found, Doubt)
    assert found.reason == "currency"


@pytest.mark.parametrize(
    ("price", "close", "expected"),
    [
        # the close is the one that we saw: a price like any other
        ("101", "100", "told"),
        ("110", "100", "told"),
        ("75", "100", "told"),
        ("135", "100", "told"),
        ("100", "96", "told"),
        ("100", None, "told"),
        # the source has put its close on the new measure: a split, a stock dividend
        ("50", "50", "baseline"),
        ("52", "50", "baseline"),
        ("201", "200", "baseline"),
        ("10", "10", "baseline"),
        ("33.5", "33.33", "baseline"),
        ("66", "66.67", "baseline"),
        ("47", "47.14", "baseline"),  # 33 for 70
        ("91", "90.91", "baseline"),  # 11 for 10
        ("1000", "1000", "baseline"),
        # and here it has not done so yet
        ("50", "100", "split"),
        ("48.5", "100", "split"),
        ("205", "100", "split"),
        ("33", "100", "split"),
        ("66", "100", "split"),
        ("10", None, "split"),
        ("1000", "100", "split"),
        # as wide as this it has to be seen twice
        ("45", "100", "leap"),
        ("52", "100", "leap"),
        ("64", "100", "leap"),
        ("142", "100", "leap"),
        ("60", None, "leap"),
        ("175", "100", "leap"),
        ("1", "100", "unit"),
        ("1", "1", "unit"),
    ],
)
def test_over_night(price: str, close: str | None, expected: str) -> None:
    found = judge(CLOSED, quote(price, "2026-11-23 09:05", close), at("2026-11-23 09:05"))
    if isinstance(found, Doubt):
        assert found.reason == expected
    else:
        assert expected == ("baseline" if found.baseline else "told")


def test_a_split_is_quiet_from_the_first_look_to_the_adjusted_close() -> None:
    before: Reading | None = CLOSED
    everything = wishes(
        "XETR", "SAP.DE", "EUR",
        (Kind.MOVE, "5"), (Kind.MOVE, "40"), (Kind.LEVEL, "75"), (Kind.LEVEL, "50"),
    )  # fmt: skip
    for minute, close in ((0, "100"), (10, "100"), (45, "100"), (50, "50"), (55, "50")):
        local = f"2026-11-23 09:{minute:02}"
        low = quote("50.2", local, close, low_52w=Decimal(50), high_52w=Decimal(60))
        found = judge(before, low, at(local))
        if isinstance(found, Reading):
            assert minute >= 50
            assert extremes(before, found) == []
            for one in everything:
                assert tell(one, None, before, found)[0] is None
        before = found.keep if isinstance(found, Doubt) else found
    assert before is not None
    assert before.previous_close == 50
    later = believed(quote("53", "2026-11-23 11:00", "50"), before)
    assert tell(everything[0], None, before, later)[0]


@pytest.mark.parametrize("price", ["60", "150", "20", "500"])
def test_a_leap_in_trading_needs_a_second_look(price: str) -> None:
    leap = quote(price, "2026-11-20 12:01")
    first = judge(FRIDAY, leap, leap.as_of)
    assert isinstance(first, Doubt)
    assert first.reason == "leap"
    # The same trade once more confirms nothing.
    again = judge(first.keep, leap, leap.as_of + timedelta(minutes=1))
    assert isinstance(again, Doubt)
    found = believed(quote(price, "2026-11-20 12:03"), again.keep)
    assert not found.baseline
    assert tell(wishes("XETR", "SAP.DE", "EUR", (Kind.MOVE, "30"))[0], None, again.keep, found)[0]


def test_a_bad_tick_is_forgotten() -> None:
    tick = quote("60", "2026-11-20 12:01")
    first = judge(FRIDAY, tick, tick.as_of)
    assert isinstance(first, Doubt)
    back = believed(quote("101", "2026-11-20 12:02"), first.keep)
    assert back.doubt is None
    other = judge(back, quote("60", "2026-11-20 12:03"), at("2026-11-20 12:03"))
    assert isinstance(other, Doubt)


def test_a_crash_over_night_is_told_after_half_an_hour() -> None:
    before: Reading | None = CLOSED
    for minute in (5, 6, 20, 34):
        found = judge(
            before, quote("45", f"2026-11-23 09:{minute:02}"), at(f"2026-11-23 09:{minute:02}")
        )
        assert isinstance(found, Doubt)
        assert found.reason == "leap"
        before = found.keep
    late = believed(quote("44.5", "2026-11-23 09:35"), before)
    moves = wishes("XETR", "SAP.DE", "EUR", (Kind.MOVE, "50"), (Kind.LEVEL, "60"))
    assert all(tell(one, None, before, late)[0] for one in moves)


@pytest.mark.parametrize(
    ("price", "close", "expected"),
    [
        ("101", "1", "100"),  # within a session the first close stays
        ("101", "10000", "100"),
        ("101", "50", "100"),
        ("101", None, "100"),
        ("101", "99", "99"),  # a corrected one is taken
    ],
)
def test_the_previous_close_of_a_session(price: str, close: str | None, expected: str) -> None:
    found = believed(quote(price, "2026-11-20 12:01", close), FRIDAY)
    assert found.previous_close == Decimal(expected)


@pytest.mark.parametrize(
    ("close", "expected"),
    [("100", "100"), (None, "100"), ("99", "99"), ("1", None), ("10000", None), ("50", None)],
)
def test_the_previous_close_of_a_new_session(close: str | None, expected: str | None) -> None:
    found = believed(quote("101", "2026-11-23 09:05", close), CLOSED)
    assert found.previous_close == (Decimal(expected) if expected else None)


@pytest.mark.parametrize(("price", "close"), [("1", "100"), ("10000", "100"), ("30", "100")])
def test_a_first_look_that_contradicts_itself_is_no_baseline(price: str, close: str) -> None:
    found = judge(None, quote(price, "2026-11-20 12:00", close), at("2026-11-20 12:00"))
    assert found == Doubt("unit", None)


@pytest.mark.parametrize(
    "state",
    [
        None, 1, "x", [], {}, {"symbol": "SAP.DE"}, FRIDAY.to_json() | {"price": "many"},
        FRIDAY.to_json() | {"as_of": "2026-11-20T12:00:00"}, FRIDAY.to_json() | {"session": 3},
        FRIDAY.to_json() | {"doubt": {"reason": "leap"}}, FRIDAY.to_json() | {"told": 3},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_new_baseline(state: object) -> None:
    assert reading_of(state) is None


def test_what_a_newer_version_added_is_let_be() -> None:
    assert reading_of(FRIDAY.to_json() | {"mood": "good", "up": "x"}) == replace(
        FRIDAY, up=replace(FRIDAY.up, turn=0)
    )


# -- recorded errors of a real source ------------------------------------------------------------

_PAIRS = [
    "1398-HK-1d-bad-div", "8TRA-DE-1d-missing-div-adjust", "ABDP-L-1d-bad-div",
    "AET-L-1d-100x-error", "ALPHA-PA-1d-bad-stock-split",
    "CLC-L-1d-bad-div", "CNE-L-1d-bad-stock-split", "DODFX-1d-cg-double-count", "KEN-TA-1d-bad-div",
]  # fmt: skip


@pytest.mark.parametrize("name", _PAIRS)
def test_recorded_errors_tell_nothing_that_the_repaired_data_do_not(
    shared_data: Path, name: str
) -> None:
    folder = shared_data / "01_quotes" / "yfinance_bad_data"
    if not (folder / f"{name}.csv").is_file():
        pytest.skip("this recording is not on this machine")
    told = set(_told(folder / f"{name}.csv"))
    assert told <= set(_told(folder / f"{name}-fixed.csv"))
    if "100x" in name:
        assert not told


def _told(path: Path) -> Iterator[tuple[date, Kind, str]]:
    """What a year of days tells somebody who wishes for everything; two looks a day."""
    symbol = path.name.partition("-1")[0].replace("-", ".")
    venue = by_suffix(suffix_of(symbol)) if suffix_of(symbol) else None
    listing = Listing(symbol, "V", venue.mic if venue else "XNYS", "EUR")
    with path.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    when = "Date" if "Date" in rows[0] else "Datetime"
    closes = sorted(
        (date.fromisoformat(row[when][:10]), Decimal(row["Close"])) for row in rows if row["Close"]
    )
    first = closes[0][1]
    everything = wishes(
        listing.mic, symbol, "EUR", (Kind.MOVE, "20"), (Kind.MOVE, "40"),
        *((Kind.LEVEL, str(first * Decimal(one))) for one in ("0.02", "0.6", "1.6", "50")),
    )  # fmt: skip
    memories: dict[str, str | None] = {}
    before: Reading | None = None
    previous: Decimal | None = None
    for day, close in closes:
        session = session_on(listing.mic, day)
        if session is None:
            continue
        seen = [*[price for past, price in closes if past < day][-250:], close]
        for minutes in (1, 0):
            now = session.closes - timedelta(minutes=minutes)
            found = judge(
                before,
                Quote(
                    listing, close, now, "Yahoo", previous_close=previous,
                    low_52w=min(seen), high_52w=max(seen),
                ),
                now,
            )  # fmt: skip
            if isinstance(found, Doubt):
                before = found.keep
                continue
            for one in everything:
                fired, memories[one.id] = tell(one, memories.get(one.id), before, found)
                if fired:
                    yield day, one.kind, one.id
            if max(seen) > 30 * min(seen):  # the range itself is wrong
                for kind, _ in extremes(before, found):
                    yield day, kind, "extreme"
            before = found
        previous = close
