"""When do the sample's exchanges trade? Their hours, their holidays, their names at Yahoo."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_GERMAN_CLOSED = {(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)}


@dataclass(frozen=True, slots=True)
class SampleVenue:
    """mic: ISO 10383; code, name, exchange_name: what Yahoo calls it; hours are local."""

    mic: str
    code: str
    name: str
    suffix: str
    currency: str
    timezone: str
    opens: time
    closes: time
    pause: tuple[time, time] | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def trades_on(self, day: date) -> bool:
        """Whether the exchange is open on that local date."""
        if day.weekday() >= 5:
            return False
        if self.mic in {"XFRA", "XETR"}:
            easter = _german_easter(day.year)
            return (day.month, day.day) not in _GERMAN_CLOSED and day not in easter
        return day not in _closed_days(self.mic, day.year)

    def session(self, day: date) -> tuple[datetime, datetime]:
        """Opening and close of that local date in UTC, whether it trades or not."""
        opening = datetime.combine(day, self.opens, self.zone)
        closing = datetime.combine(day, self.closes, self.zone)
        return opening.astimezone(UTC), closing.astimezone(UTC)

    def last_session(self, moment: datetime) -> date:
        """The local date of the session that is running or was the last to run."""
        day = moment.astimezone(self.zone).date()
        if not self.trades_on(day) or moment < self.session(day)[0]:
            day = self.previous(day)
        return day

    def previous(self, day: date) -> date:
        """The trading day before `day`."""
        day -= timedelta(days=1)
        while not self.trades_on(day):
            day -= timedelta(days=1)
        return day

    def next(self, day: date) -> date:
        """The trading day after `day`."""
        day += timedelta(days=1)
        while not self.trades_on(day):
            day += timedelta(days=1)
        return day

    def in_pause(self, moment: datetime) -> bool:
        """Whether `moment` lies in the lunch break."""
        if self.pause is None:
            return False
        return self.pause[0] <= moment.astimezone(self.zone).time() < self.pause[1]


@lru_cache(maxsize=256)
def _closed_days(mic: str, year: int) -> frozenset[date]:
    if mic == "XHKG":
        return frozenset(holidays.country_holidays("HK", years=year))
    return frozenset(holidays.financial_holidays("XNYS", years=year))


@lru_cache(maxsize=64)
def _german_easter(year: int) -> frozenset[date]:
    days = holidays.country_holidays("DE", years=year, language="en_US")
    return frozenset(day for day, name in days.items() if name in {"Good Friday", "Easter Monday"})


_NEW_YORK = ("America/New_York", time(9, 30), time(16, 0))

VENUES = {
    venue.mic: venue
    for venue in (
        SampleVenue("XFRA", "FRA", "Frankfurt", ".F", "EUR", "Europe/Berlin", time(8), time(22)),
        SampleVenue("XETR", "GER", "XETRA", ".DE", "EUR", "Europe/Berlin", time(9), time(17, 30)),
        SampleVenue(
            "XHKG",
            "HKG",
            "HKSE",
            ".HK",
            "HKD",
            "Asia/Hong_Kong",
            time(9, 30),
            time(16, 0),
            (time(12, 0), time(13, 0)),
        ),
        SampleVenue("XNAS", "NMS", "NasdaqGS", "", "USD", *_NEW_YORK),
        SampleVenue("XNYS", "NYQ", "NYSE", "", "USD", *_NEW_YORK),
        SampleVenue("OTCM", "PNK", "OTC Markets OTCPK", "", "USD", *_NEW_YORK),
    )
}
