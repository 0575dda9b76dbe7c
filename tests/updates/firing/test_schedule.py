"""When a price after the close comes: holidays, half days, both changes of the clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.updates.firing.schedule import first_due, next_close, told_session
from bot.updates.models import EVERY_DAY, Kind, Subscription

LISTINGS = {"XETR": "SAP.DE", "XFRA": "3CP.F", "XHKG": "1810.HK", "XNYS": "F", "XTKS": "7203.T"}
WORKDAYS = frozenset(range(5))


def wish(
    mic: str = "XETR",
    at: str | None = None,
    timezone: str = "Europe/Berlin",
    days: frozenset[int] = EVERY_DAY,
    kind: Kind = Kind.CLOSE,
) -> Subscription:
    return Subscription(
        id="s",
        guild=1,
        channel=2,
        creator=3,
        instrument="X",
        kind=kind,
        created=datetime(2026, 1, 1, tzinfo=UTC),
        symbol=LISTINGS.get(mic, "X"),
        mic=mic,
        at=time.fromisoformat(at) if at else None,
        days=days,
        timezone=timezone,
    )


def moment(local: str, timezone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("mic", "after", "expected"),
    [
        # 20 minutes after the close, seen from Berlin
        ("XETR", "2026-11-20 12:00", "2026-11-20 17:50"),
        ("XETR", "2026-11-20 17:49", "2026-11-20 17:50"),
        ("XETR", "2026-11-20 17:50", "2026-11-23 17:50"),  # strictly after; the weekend is left out
        ("XETR", "2026-11-21 12:00", "2026-11-23 17:50"),
        ("XFRA", "2026-11-20 17:50", "2026-11-20 22:20"),
        ("XNYS", "2026-11-20 12:00", "2026-11-20 22:20"),
        ("XHKG", "2026-11-20 01:00", "2026-11-20 09:30"),  # in winter Hong Kong closes at 09:10
        ("XHKG", "2026-07-20 01:00", "2026-07-20 10:30"),  # in summer at 10:10
        # holidays
        ("XETR", "2026-04-02 18:00", "2026-04-07 17:50"),  # Good Friday to Easter Monday
        ("XETR", "2026-12-23 18:00", "2026-12-28 17:50"),
        ("XNYS", "2026-11-25 23:00", "2026-11-27 19:20"),  # Thanksgiving, then a half day
        ("XHKG", "2026-02-16 12:00", "2026-02-20 09:30"),  # new year
        # half days
        ("XETR", "2026-12-30 10:00", "2026-12-30 14:20"),
        ("XHKG", "2026-12-24 01:00", "2026-12-24 05:30"),
        ("XHKG", "2026-12-24 05:30", "2026-12-28 09:30"),
        # the clocks change on 2026-03-29 and 2026-10-25 in Berlin, 03-08 and 11-01 in New York
        ("XETR", "2026-03-27 18:00", "2026-03-30 17:50"),
        ("XETR", "2026-10-23 18:00", "2026-10-26 17:50"),
        ("XNYS", "2026-03-06 23:00", "2026-03-09 21:20"),  # New York is an hour nearer
        ("XNYS", "2026-03-27 22:00", "2026-03-30 22:20"),
        ("XNYS", "2026-10-26 12:00", "2026-10-26 21:20"),
        ("XNYS", "2026-10-30 22:00", "2026-11-02 22:20"),
        ("XHKG", "2026-03-27 12:00", "2026-03-30 10:30"),
        ("XHKG", "2026-10-23 12:00", "2026-10-26 09:30"),
        ("XETR", "2026-12-31 12:00", "2027-01-04 17:50"),
    ],
)
def test_after_the_close(mic: str, after: str, expected: str) -> None:
    assert next_close(wish(mic), moment(after)) == moment(expected)


@pytest.mark.parametrize(
    ("mic", "timezone", "days", "after", "expected"),
    [
        # The days are those on which it comes where the server is.
        ("XETR", "Europe/Berlin", {4}, "2026-11-16 12:00", "2026-11-20 17:50"),
        ("XETR", "Europe/Berlin", {4}, "2026-11-20 17:50", "2026-11-27 17:50"),
        ("XETR", "Europe/Berlin", {4}, "2026-04-01 12:00", "2026-04-10 17:50"),  # no Good Friday
        ("XNYS", "Asia/Tokyo", {5}, "2026-11-20 12:00", "2026-11-21 06:20"),  # Friday's close
        ("XNYS", "Asia/Tokyo", WORKDAYS, "2026-11-20 12:00", "2026-11-24 06:20"),
        ("XTKS", "America/Los_Angeles", EVERY_DAY, "2026-11-19 12:00", "2026-11-19 22:50"),
    ],
)
def test_days_of_the_week(
    mic: str, timezone: str, days: frozenset[int], after: str, expected: str
) -> None:
    subscription = wish(mic, timezone=timezone, days=frozenset(days))
    assert next_close(subscription, moment(after, timezone)) == moment(expected, timezone)


@pytest.mark.parametrize(
    ("mic", "at", "days", "after", "expected"),
    [
        ("XETR", "18:00", EVERY_DAY, "2026-11-19 17:59", "2026-11-19 18:00"),
        ("XETR", "18:00", EVERY_DAY, "2026-11-19 18:00", "2026-11-20 18:00"),
        ("XETR", "18:00", EVERY_DAY, "2026-11-20 18:00", "2026-11-23 18:00"),  # weekend
        ("XETR", "18:00", EVERY_DAY, "2026-04-02 18:00", "2026-04-07 18:00"),  # Easter
        ("XETR", "12:00", EVERY_DAY, "2026-11-19 13:00", "2026-11-20 12:00"),  # in trading
        # Before the opening it is the session before; on Saturday Friday's, and then nothing new.
        ("XETR", "08:00", EVERY_DAY, "2026-11-20 08:00", "2026-11-21 08:00"),
        ("XETR", "08:00", EVERY_DAY, "2026-11-21 08:00", "2026-11-24 08:00"),
        ("XETR", "08:00", WORKDAYS, "2026-11-20 08:00", "2026-11-23 08:00"),
        ("XETR", "08:00", EVERY_DAY, "2026-04-03 08:00", "2026-04-08 08:00"),
        ("XETR", "14:10", EVERY_DAY, "2026-12-29 15:00", "2026-12-30 14:10"),
        ("XETR", "18:00", frozenset({6}), "2026-11-18 12:00", "2026-11-22 18:00"),  # once a week
        ("XETR", "18:00", frozenset({6}), "2026-11-22 18:00", "2026-11-29 18:00"),
        # Hong Kong from Berlin
        ("XHKG", "09:30", EVERY_DAY, "2026-11-20 09:30", "2026-11-23 09:30"),
        ("XHKG", "22:00", EVERY_DAY, "2026-11-20 12:00", "2026-11-20 22:00"),
        ("XHKG", "22:00", EVERY_DAY, "2026-11-20 22:00", "2026-11-23 22:00"),
        ("XHKG", "02:00", EVERY_DAY, "2026-11-20 02:00", "2026-11-21 02:00"),  # before it opens
        ("XHKG", "02:00", EVERY_DAY, "2026-11-21 02:00", "2026-11-24 02:00"),
        ("XHKG", "12:00", EVERY_DAY, "2026-02-16 13:00", "2026-02-20 12:00"),  # new year
        # New York's evening is told in Berlin's next morning.
        ("XNYS", "07:00", EVERY_DAY, "2026-11-20 07:00", "2026-11-21 07:00"),
        ("XNYS", "07:00", EVERY_DAY, "2026-11-25 12:00", "2026-11-26 07:00"),
        ("XNYS", "07:00", EVERY_DAY, "2026-11-26 07:00", "2026-11-28 07:00"),  # Thanksgiving
        # The clocks are put forward: a time that does not exist comes an hour later, once.
        ("XNYS", "02:30", frozenset({6}), "2026-03-28 12:00", "2026-03-29 03:30"),
        ("XNYS", "02:30", frozenset({6}), "2026-03-29 03:30", "2026-04-05 02:30"),
        ("XNYS", "03:00", frozenset({6}), "2026-03-28 12:00", "2026-03-29 03:00"),
        ("XETR", "18:00", EVERY_DAY, "2026-03-27 18:00", "2026-03-30 18:00"),
    ],
)
def test_at_a_time(mic: str, at: str, days: frozenset[int], after: str, expected: str) -> None:
    assert next_close(wish(mic, at, days=days), moment(after)) == moment(expected)


@pytest.mark.parametrize(
    ("at", "after", "expected"),
    [
        # 2026-10-25 in Berlin: 02:00 to 03:00 comes twice, first as UTC+2, then as UTC+1.
        (
            "02:30",
            datetime(2026, 10, 24, 12, tzinfo=UTC),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        (
            "02:30",
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 11, 1, 1, 30, tzinfo=UTC),
        ),
        (
            "02:30",
            datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
            datetime(2026, 11, 1, 1, 30, tzinfo=UTC),
        ),
        ("03:00", datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_a_time_that_comes_twice_is_used_once(at: str, after: datetime, expected: datetime) -> None:
    assert next_close(wish("XNYS", at, days=frozenset({6})), after) == expected


@pytest.mark.parametrize("mic", sorted(LISTINGS))
@pytest.mark.parametrize("at", [None, "00:00", "02:30", "08:00", "12:00", "18:00", "23:59"])
@pytest.mark.parametrize("timezone", ["Europe/Berlin", "America/New_York", "Pacific/Auckland"])
def test_a_year_tells_each_session_once(mic: str, at: str | None, timezone: str) -> None:
    subscription = wish(mic, at, timezone)
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)
    told: list[object] = []
    dates: list[object] = []
    due = next_close(subscription, start)
    while due < end:
        session = told_session(subscription, due)
        assert session is not None
        told.append(session.day)
        dates.append(due.astimezone(ZoneInfo(timezone)).date())
        again = next_close(subscription, due)
        assert again > due
        assert next_close(subscription, due - timedelta(seconds=1)) == due
        due = again
    assert len(told) == len(set(told)) >= 240
    if at:  # two closes may fall on one date of a server that is far away
        assert len(dates) == len(set(dates))
    assert told == sorted(told)


def test_only_a_close_has_a_schedule() -> None:
    now = moment("2026-11-20 12:00")
    assert first_due(wish(), now) == moment("2026-11-20 17:50")
    assert first_due(wish(kind=Kind.NEWS), now) is None
    assert first_due(wish(kind=Kind.MOVE), now) is None


def test_an_exchange_nobody_knows_closes_at_the_end_of_its_day() -> None:
    due = next_close(wish("XZZZ"), datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert (
        datetime(2026, 11, 21, 0, 19, tzinfo=UTC) < due < datetime(2026, 11, 21, 0, 21, tzinfo=UTC)
    )


def test_no_day_at_all_never_comes() -> None:
    now = moment("2026-11-20 12:00")
    assert next_close(wish(days=frozenset()), now) - now == timedelta(days=60)
