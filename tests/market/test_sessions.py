"""Opening hours, holidays, half days, both changes of the clocks, and what a quote is worth."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.instruments.models import Listing
from bot.market.models import Quote, QuoteState
from bot.market.sessions import (
    is_open,
    last_session,
    next_opening,
    next_session,
    session_on,
    state_of,
)

BERLIN, NEW_YORK, HONG_KONG = (
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Hong_Kong")
)


@pytest.mark.parametrize(
    ("mic", "local", "expected"),
    [
        ("XETR", datetime(2026, 11, 20, 8, 59, tzinfo=BERLIN), False),
        ("XETR", datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN), True),
        ("XETR", datetime(2026, 11, 20, 17, 30, tzinfo=BERLIN), False),
        ("XFRA", datetime(2026, 11, 20, 21, 30, tzinfo=BERLIN), True),
        ("XFRA", datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN), False),  # Saturday
        ("XETR", datetime(2026, 4, 3, 12, 0, tzinfo=BERLIN), False),  # Good Friday
        ("XETR", datetime(2026, 12, 24, 12, 0, tzinfo=BERLIN), False),
        ("XETR", datetime(2026, 12, 30, 13, 59, tzinfo=BERLIN), True),  # the last day is short
        ("XETR", datetime(2026, 12, 30, 14, 0, tzinfo=BERLIN), False),
        # The clocks change on Sunday; on Monday the exchange opens by its own clock again.
        ("XETR", datetime(2026, 3, 27, 8, 0, tzinfo=UTC), True),
        ("XETR", datetime(2026, 3, 30, 7, 0, tzinfo=UTC), True),
        ("XETR", datetime(2026, 10, 23, 7, 0, tzinfo=UTC), True),
        ("XETR", datetime(2026, 10, 26, 7, 59, tzinfo=UTC), False),
        ("XETR", datetime(2026, 10, 26, 8, 0, tzinfo=UTC), True),
        # For two weeks in March New York is an hour nearer.
        ("XNYS", datetime(2026, 3, 10, 13, 30, tzinfo=UTC), True),
        ("XNYS", datetime(2026, 11, 27, 12, 59, tzinfo=NEW_YORK), True),  # after Thanksgiving
        ("XNYS", datetime(2026, 11, 27, 13, 0, tzinfo=NEW_YORK), False),
        ("XNAS", datetime(2026, 7, 3, 12, 0, tzinfo=NEW_YORK), False),
        ("XHKG", datetime(2026, 11, 20, 12, 30, tzinfo=HONG_KONG), False),  # lunch
        ("XHKG", datetime(2026, 11, 20, 16, 5, tzinfo=HONG_KONG), True),  # closing auction
        ("XHKG", datetime(2026, 2, 17, 11, 0, tzinfo=HONG_KONG), False),  # new year
        ("XHKG", datetime(2026, 12, 24, 14, 0, tzinfo=HONG_KONG), False),  # half day
        ("XHKG", datetime(2026, 12, 24, 11, 0, tzinfo=HONG_KONG), True),
        ("XLON", datetime(2026, 12, 24, 12, 45, tzinfo=ZoneInfo("Europe/London")), False),
        ("XTKS", datetime(2026, 5, 5, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo")), False),
        ("XSHG", datetime(2026, 10, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai")), False),
    ],
)
def test_is_open(mic: str, local: datetime, expected: bool) -> None:
    assert is_open(mic, local) is expected


@pytest.mark.parametrize(
    ("mic", "after", "expected"),
    [
        ("XETR", datetime(2026, 11, 20, 8, 59, tzinfo=BERLIN), "2026-11-20 09:00"),
        ("XETR", datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN), "2026-11-23 09:00"),  # weekend
        ("XETR", datetime(2026, 4, 2, 18, 0, tzinfo=BERLIN), "2026-04-07 09:00"),  # Easter
        ("XETR", datetime(2026, 12, 30, 15, 0, tzinfo=BERLIN), "2027-01-04 09:00"),
        ("XHKG", datetime(2026, 11, 20, 12, 10, tzinfo=HONG_KONG), "2026-11-20 13:00"),  # lunch
        ("XHKG", datetime(2026, 12, 24, 12, 10, tzinfo=HONG_KONG), "2026-12-28 09:30"),  # half day
        ("XNYS", datetime(2026, 3, 6, 17, 0, tzinfo=NEW_YORK), "2026-03-09 09:30"),  # clocks change
        ("XNYS", datetime(2026, 11, 25, 17, 0, tzinfo=NEW_YORK), "2026-11-27 09:30"),
    ],
)
def test_next_opening(mic: str, after: datetime, expected: str) -> None:
    opening = next_opening(mic, after)
    assert opening is not None
    assert f"{opening.astimezone(after.tzinfo):%Y-%m-%d %H:%M}" == expected


def test_the_coming_session_and_that_of_a_day() -> None:
    noon = datetime(2026, 11, 20, 12, 30, tzinfo=HONG_KONG)
    coming = next_session("XHKG", noon)
    assert coming and coming.day == date(2026, 11, 23)
    assert session_on("XHKG", coming.day) == coming
    assert session_on("XHKG", date(2026, 11, 21)) is None


def _quote(mic: str, as_of: datetime, delay: int | None = None) -> Quote:
    listing = Listing("X", "somewhere", mic, "EUR")
    return Quote(listing, Decimal("2.5"), as_of, "Yahoo", delay=delay, timezone="Europe/Berlin")


FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("mic", "as_of", "now", "expected"),
    [
        ("XETR", FRIDAY, datetime(2026, 11, 20, 16, 15, tzinfo=BERLIN), QuoteState.DELAYED),
        ("XETR", FRIDAY, datetime(2026, 11, 20, 19, 0, tzinfo=BERLIN), QuoteState.CLOSED),
        ("XETR", FRIDAY, datetime(2026, 11, 22, 12, 0, tzinfo=BERLIN), QuoteState.CLOSED),
        # Before Monday's opening and just after it, Friday's price is the last there is.
        ("XETR", FRIDAY, datetime(2026, 11, 23, 8, 30, tzinfo=BERLIN), QuoteState.CLOSED),
        ("XETR", FRIDAY, datetime(2026, 11, 23, 9, 10, tzinfo=BERLIN), QuoteState.CLOSED),
        ("XETR", FRIDAY, datetime(2026, 11, 23, 9, 45, tzinfo=BERLIN), QuoteState.STALE),
        ("XETR", FRIDAY, datetime(2026, 11, 23, 20, 0, tzinfo=BERLIN), QuoteState.STALE),
        # Thursday's price on a Saturday: the last session was Friday's.
        (
            "XFRA",
            datetime(2026, 11, 19, 16, 0, tzinfo=BERLIN),
            datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN),
            QuoteState.STALE,
        ),
        # Over Easter nothing gets stale.
        (
            "XETR",
            datetime(2026, 4, 2, 17, 29, tzinfo=BERLIN),
            datetime(2026, 4, 6, 18, 0, tzinfo=BERLIN),
            QuoteState.CLOSED,
        ),
        # Hong Kong's close, seen from a European morning.
        (
            "XHKG",
            datetime(2021, 10, 20, 8, 8, tzinfo=UTC),
            datetime(2021, 10, 20, 9, 0, tzinfo=UTC),
            QuoteState.CLOSED,
        ),
        ("XNAS", datetime(2025, 2, 14, 21, 0, tzinfo=UTC), FRIDAY, QuoteState.STALE),
    ],
)
def test_state_of(mic: str, as_of: datetime, now: datetime, expected: QuoteState) -> None:
    assert state_of(_quote(mic, as_of), now) is expected


def test_live_only_where_the_source_says_that_it_has_no_delay() -> None:
    now = datetime(2026, 11, 20, 16, 1, tzinfo=BERLIN)
    assert state_of(_quote("XGAT", FRIDAY, delay=0), now) is QuoteState.LIVE
    assert state_of(_quote("XGAT", FRIDAY, delay=15), now) is QuoteState.DELAYED


def test_an_unknown_exchange_is_never_called_closed_on_a_working_day() -> None:
    now = datetime(2026, 11, 20, 23, 0, tzinfo=BERLIN)
    assert state_of(_quote("XXXX", FRIDAY), now) is QuoteState.DELAYED


def test_last_session_over_the_new_year() -> None:
    session = last_session("XETR", datetime(2027, 1, 2, 12, 0, tzinfo=BERLIN))
    assert session is not None
    assert session.day.isoformat() == "2026-12-30"
    assert session.closes == datetime(2026, 12, 30, 13, 0, tzinfo=UTC)
