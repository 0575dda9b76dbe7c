"""On which days does an exchange stay closed, or close early?

The dates come from the `holidays` library, which knows the exchanges' own calendars. Importing it
costs 0.2 s and some 15 MB, so that the bot has the tables made in a worker process at its start
and hands them to `keep`; whoever asks for a year that was not kept pays for it once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.market.hours import BY_MIC


@dataclass(frozen=True, slots=True)
class Closures:
    """One calendar's year: the days without trading, and those that end early."""

    closed: frozenset[date] = frozenset()
    half: frozenset[date] = frozenset()


_kept: dict[tuple[str, int], Closures] = {}


def closures(calendar: str, year: int) -> Closures:
    """The closed days of that calendar; a country code stands for its public holidays."""
    known = _kept.get((calendar, year))
    if known is None:
        known = _kept[calendar, year] = _from_library(calendar, year)
    return known


def missing(mics: Iterable[str], year: int) -> set[tuple[str, int]]:
    """The tables that these exchanges need around that year and that are not kept yet."""
    calendars = {hours.calendar for mic in mics if (hours := BY_MIC.get(mic)) and hours.calendar}
    return {(one, each) for one in calendars for each in (year - 1, year)} - _kept.keys()


def all_closures(years: Iterable[int]) -> dict[tuple[str, int], Closures]:
    """Every calendar of the table of hours. Takes about a second: run it in a worker."""
    calendars = {hours.calendar for hours in BY_MIC.values() if hours.calendar}
    return {
        (calendar, year): _from_library(calendar, year)
        for year in sorted(set(years))
        for calendar in sorted(calendars)
    }


def keep(tables: Mapping[tuple[str, int], Closures]) -> None:
    """Remember tables that a worker made. They are facts of the calendar, the same for all."""
    _kept.update(tables)


def _from_library(calendar: str, year: int) -> Closures:
    # Imported late: see the module's text.
    import holidays

    half: set[date] = set()
    if len(calendar) == 2:
        days = holidays.country_holidays(calendar, years=year)
    else:
        days = holidays.financial_holidays(calendar, years=year)
        if "half_day" in days.supported_categories:
            half = set(holidays.financial_holidays(calendar, years=year, categories=("half_day",)))
    closed = set(days) | _added(calendar, year)
    return Closures(frozenset(closed), frozenset(half | _shortened(calendar, year, closed)))


def _added(calendar: str, year: int) -> set[date]:
    """Closed days of exchanges for which only the country's calendar is known."""
    if calendar in {"DK", "SE", "FI"}:
        return {date(year, 12, 24), date(year, 12, 31)}
    return set()


def _shortened(calendar: str, year: int, closed: set[date]) -> set[date]:
    """German exchanges end the year's last trading day at 14:00; the library has no half days."""
    if calendar != "XETR":
        return set()
    day = date(year, 12, 30)
    while day.weekday() >= 5 or day in closed:
        day -= timedelta(days=1)
    return {day}
