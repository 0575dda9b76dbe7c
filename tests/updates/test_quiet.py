"""Until when nothing is posted unasked."""

from datetime import UTC, datetime, time

import pytest

from bot.audience import Audience
from bot.updates.quiet import held_until


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "timezone", "now", "until"),
    [
        (None, "Europe/Berlin", "2026-11-20 23:00", None),
        # across midnight; Berlin is an hour ahead in winter
        ("22:00 07:00", "Europe/Berlin", "2026-11-20 20:59:59", None),
        ("22:00 07:00", "Europe/Berlin", "2026-11-20 21:00", "2026-11-21 06:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-11-20 22:59", "2026-11-21 06:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-11-20 23:00", "2026-11-21 06:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-11-21 05:59:59", "2026-11-21 06:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-11-21 06:00", None),
        # within one day
        ("12:00 14:00", "Europe/Berlin", "2026-11-20 10:59", None),
        ("12:00 14:00", "Europe/Berlin", "2026-11-20 11:00", "2026-11-20 13:00"),
        ("12:00 14:00", "Europe/Berlin", "2026-11-20 13:00", None),
        ("00:00 06:00", "Europe/Berlin", "2026-11-19 22:59", None),
        ("00:00 06:00", "Europe/Berlin", "2026-11-19 23:00", "2026-11-20 05:00"),
        ("18:00 00:00", "Europe/Berlin", "2026-11-20 22:59", "2026-11-20 23:00"),
        ("18:00 00:00", "Europe/Berlin", "2026-11-20 23:00", None),
        ("08:00 08:00", "Europe/Berlin", "2026-11-20 12:00", None),
        # other zones
        ("22:00 07:00", "Asia/Hong_Kong", "2026-11-20 14:00", "2026-11-20 23:00"),
        ("22:00 07:00", "America/New_York", "2026-11-20 12:00", None),
        ("22:00 07:00", "America/New_York", "2026-11-20 11:59", "2026-11-20 12:00"),
        ("22:00 07:00", "Pacific/Auckland", "2026-11-20 09:00", "2026-11-20 18:00"),
        ("22:00 07:00", "Asia/Kolkata", "2026-11-20 16:30", "2026-11-21 01:30"),
        # the night in which the clocks are put forward is an hour shorter
        ("22:00 07:00", "Europe/Berlin", "2026-03-28 21:00", "2026-03-29 05:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-03-29 04:59", "2026-03-29 05:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-03-29 05:00", None),
        ("22:00 07:00", "Europe/Berlin", "2026-03-29 20:00", "2026-03-30 05:00"),
        # and the other one an hour longer
        ("22:00 07:00", "Europe/Berlin", "2026-10-24 20:00", "2026-10-25 06:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-10-25 05:30", "2026-10-25 06:00"),
        ("22:00 07:00", "Europe/Berlin", "2026-10-25 06:00", None),
        # an end that does not exist, and one that comes twice: the first is the end
        ("22:00 02:30", "Europe/Berlin", "2026-03-29 01:00", "2026-03-29 01:30"),
        ("22:00 02:30", "Europe/Berlin", "2026-03-29 01:30", None),
        ("22:00 02:30", "Europe/Berlin", "2026-10-25 00:29", "2026-10-25 00:30"),
        ("22:00 02:30", "Europe/Berlin", "2026-10-25 01:10", None),
        ("02:30 05:00", "Europe/Berlin", "2026-10-25 00:30", "2026-10-25 04:00"),
        ("02:30 05:00", "Europe/Berlin", "2026-10-25 01:00", "2026-10-25 04:00"),
    ],
)
def test_held_until(quiet: str | None, timezone: str, now: str, until: str | None) -> None:
    hours = tuple(time.fromisoformat(one) for one in quiet.split()) if quiet else None
    audience = Audience(timezone=timezone, quiet=(hours[0], hours[1]) if hours else None)
    assert held_until(audience, utc(now)) == (utc(until) if until else None)
