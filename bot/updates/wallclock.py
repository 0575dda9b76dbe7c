"""When is it "08:00" there? Right on the two days on which the clocks change."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def instant(day: date, at: time, timezone: str) -> datetime:
    """The one moment, UTC, that `at` on that day stands for.

    A time that the clocks skip is read by the offset before the change (02:30 comes at 03:30, as
    calendars have it); of a time that comes twice it is the first.
    """
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), zone(timezone)).astimezone(UTC)


def local_day(moment: datetime, timezone: str) -> date:
    return moment.astimezone(zone(timezone)).date()
