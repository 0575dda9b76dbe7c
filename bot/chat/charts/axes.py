"""Scales, round ticks, and how figures and dates are written on a chart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.market.models import Bar, Period
from bot.market.sessions import Session

_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
}
_DAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "de": ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "HKD": "HK$", "JPY": "¥"}

Tick = tuple[float, str]  # position in 0..1 and its label


def figure(value: Decimal | float, language: str, decimals: int | None = None) -> str:
    """1.234,50 in German and 1,234.50 in English; small prices keep more digits."""
    amount = value if isinstance(value, Decimal) else Decimal(str(value))
    digits = digits_for(amount) if decimals is None else decimals
    text = f"{amount:,.{digits}f}"
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


def digits_for(value: Decimal) -> int:
    """Two digits; three where a small price has them (3.885); four below 0.1."""
    size = abs(value)
    if size < Decimal("0.1"):
        return 4
    if size < 10 and round(value, 3) != round(value, 2):
        return 3
    return 0 if size >= 100_000 else 2


def money(value: Decimal, currency: str, language: str) -> str:
    """A price with its currency as people of that language write it."""
    sign = _SIGNS.get(currency)
    if language == "de" or sign is None:
        return f"{figure(value, language)} {sign or currency}"
    return f"{sign}{figure(value, language)}"


def percent(value: Decimal, language: str) -> str:
    text = figure(abs(value), language, 2)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{text} %" if language == "de" else f"{sign}{text}%"


@dataclass(frozen=True, slots=True)
class Scale:
    """A vertical scale with round ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    def at(self, value: float) -> float:
        """0 at the bottom, 1 at the top."""
        return (value - self.low) / (self.high - self.low)


def scale_for(values: Sequence[float], wanted: int = 5) -> Scale:
    """A scale that holds all values with some air, and about so many round ticks."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) * 0.02 or 1.0
    low, high = low - spread * 0.08, high + spread * 0.08
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    first = math.ceil(low / step)
    ticks = tuple(n * step for n in range(first, math.floor(high / step) + 1))
    exact = 1 if math.isclose(step / power, 2.5) else 0
    decimals = max(0, -math.floor(math.log10(step) + 1e-9) + exact)
    return Scale(low, high, ticks, min(decimals, 6))


def positions(bars: Sequence[Bar], period: Period, session: Session | None) -> list[float]:
    """Where each bar stands, 0..1. Nights, weekends and lunch breaks take no room.

    A day is drawn on the whole session, so that a morning fills the left half only.
    """
    if period is Period.DAY and session is not None:
        return [_through(session, bar.start) for bar in bars]
    last = max(1, len(bars) - 1)
    return [index / last for index in range(len(bars))]


def _through(session: Session, moment: datetime) -> float:
    total = sum((end - start).total_seconds() for start, end in session.parts)
    done = 0.0
    for start, end in session.parts:
        if moment >= end:
            done += (end - start).total_seconds()
        elif moment > start:
            done += (moment - start).total_seconds()
    return done / total


def time_ticks(
    bars: Sequence[Bar],
    places: Sequence[float],
    *,
    period: Period,
    zone: ZoneInfo,
    language: str,
    session: Session | None,
) -> list[Tick]:
    """Labels for the time axis, in the exchange's own zone."""
    if period is Period.DAY and session is not None:
        return _hours(session, zone)
    labelled: list[Tick] = []
    before: tuple[int, ...] | None = None
    for bar, place in zip(bars, places, strict=True):
        local = bar.start.astimezone(zone)
        group, label = _group(local, period, language)
        if group != before and (before is not None or _begins(local, period)):
            labelled.append((place, label))
        before = group
    return labelled


def dated(local: datetime, language: str) -> str:
    """ "18. Okt" or "18 Oct"."""
    month = _MONTHS[language][local.month - 1]
    return f"{local.day}. {month}" if language == "de" else f"{local.day} {month}"


def _begins(local: datetime, period: Period) -> bool:
    """Whether the first bar begins its month or year; a label for the rest of one misleads."""
    match period:
        case Period.HALF_YEAR | Period.YEAR:
            return local.day <= 5
        case Period.FIVE_YEARS:
            return local.month == 1 and local.day <= 10
        case _:
            return True


def _hours(session: Session, zone: ZoneInfo) -> list[Tick]:
    opens, closes = (edge.astimezone(zone) for edge in (session.opens, session.closes))
    every = 2 if (closes - opens).total_seconds() > 7 * 3600 else 1
    ticks: list[Tick] = []
    for hour in range(opens.hour, closes.hour + 1):
        moment = opens.replace(hour=hour, minute=0)
        in_parts = any(start <= moment <= end for start, end in session.parts)
        if in_parts and (hour - opens.hour) % every == 0:
            ticks.append((_through(session, moment), f"{hour:02d}:00"))
    return ticks


def _group(local: datetime, period: Period, language: str) -> tuple[tuple[int, ...], str]:
    month = _MONTHS[language][local.month - 1]
    day = dated(local, language)
    match period:
        case Period.DAY:
            return (local.hour,), f"{local.hour:02d}:00"
        case Period.WEEK:
            return (local.month, local.day), f"{_DAYS[language][local.weekday()]} {day}"
        case Period.MONTH:
            year, week, _ = local.isocalendar()
            return (year, week), day
        case Period.HALF_YEAR | Period.YEAR:
            return (local.year, local.month), str(local.year) if local.month == 1 else month
        case Period.FIVE_YEARS:
            return (local.year,), str(local.year)
