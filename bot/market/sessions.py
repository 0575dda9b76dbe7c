"""Is the exchange open, and is this quote still the current one? Pure; the time is an argument.

Opening times are wall-clock times of the exchange's zone, so that both changes of the clocks come
out right by themselves.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.market.closures import closures
from bot.market.hours import Hours, hours_of
from bot.market.models import Quote, QuoteState

# Sources are late by 15 minutes and thin listings trade late: for so long after the opening the
# quote of the session before is what there is, not something stale.
GRACE = timedelta(minutes=30)
_LONGEST_PAUSE = 31  # days; the longest real one is Shanghai's new year, 10


@dataclass(frozen=True, slots=True)
class Session:
    """One trading day of one exchange; the parts are UTC, split by the lunch break."""

    day: date
    parts: tuple[tuple[datetime, datetime], ...]

    @property
    def opens(self) -> datetime:
        return self.parts[0][0]

    @property
    def closes(self) -> datetime:
        return self.parts[-1][1]


def last_session(mic: str, now: datetime, timezone: str = "UTC") -> Session | None:
    """The latest session that has begun by `now`, running or over."""
    hours = hours_of(mic, timezone)
    today = now.astimezone(ZoneInfo(hours.timezone)).date()
    for back in range(_LONGEST_PAUSE):
        session = _session(hours, today - timedelta(days=back))
        if session and session.opens <= now:
            return session
    return None


def session_on(mic: str, day: date, timezone: str = "UTC") -> Session | None:
    """The session of that local date, None where the exchange stays closed."""
    return _session(hours_of(mic, timezone), day)


def next_session(mic: str, after: datetime, timezone: str = "UTC") -> Session | None:
    """The first session that begins after that moment."""
    hours = hours_of(mic, timezone)
    today = after.astimezone(ZoneInfo(hours.timezone)).date()
    for ahead in range(_LONGEST_PAUSE):
        session = _session(hours, today + timedelta(days=ahead))
        if session and session.opens > after:
            return session
    return None


def next_opening(mic: str, after: datetime, timezone: str = "UTC") -> datetime | None:
    """When trading begins the next time after that moment, also after the lunch break."""
    running = last_session(mic, after, timezone)
    later = [start for start, _ in running.parts if start > after] if running else []
    if later:
        return later[0]
    coming = next_session(mic, after, timezone)
    return coming.opens if coming else None


def is_open(mic: str, now: datetime, timezone: str = "UTC") -> bool:
    """Whether trading goes on right now; False in the lunch break."""
    session = last_session(mic, now, timezone)
    return session is not None and any(start <= now < end for start, end in session.parts)


def state_of(quote: Quote, now: datetime) -> QuoteState:
    """What the quote is worth at `now`.

    From the running session: live where the source says that it has no delay, else delayed. From
    the last session, while the exchange is closed: closed. Anything older is stale.
    """
    mic = quote.listing.mic
    session = last_session(mic, now, quote.timezone)
    if session is None:
        return QuoteState.STALE
    traded = quote.as_of.astimezone(ZoneInfo(hours_of(mic, quote.timezone).timezone)).date()
    running = any(start <= now < end for start, end in session.parts)
    if traded < session.day:
        before = last_session(mic, session.opens - timedelta(seconds=1), quote.timezone)
        just_opened = now < session.opens + GRACE
        fresh_enough = before is not None and traded >= before.day
        return QuoteState.CLOSED if just_opened and fresh_enough else QuoteState.STALE
    if not running:
        return QuoteState.CLOSED
    return QuoteState.LIVE if quote.delay == 0 else QuoteState.DELAYED


@lru_cache(maxsize=2048)
def _session(hours: Hours, day: date) -> Session | None:
    if day.weekday() in hours.weekend:
        return None
    parts = hours.parts
    if hours.calendar:
        days = closures(hours.calendar, day.year)
        if day in days.closed:
            return None
        if day in days.half and hours.early:
            parts = _cut(parts, hours.early)
    zone = ZoneInfo(hours.timezone)
    utc = ZoneInfo("UTC")
    return Session(
        day,
        tuple(
            (
                datetime.combine(day, start, zone).astimezone(utc),
                datetime.combine(day, end, zone).astimezone(utc),
            )
            for start, end in parts
        ),
    )


def _cut(parts: tuple[tuple[time, time], ...], early: time) -> tuple[tuple[time, time], ...]:
    kept = [(start, min(end, early)) for start, end in parts if start < early]
    # A closing auction after a morning that ends at noon prolongs the morning.
    if len(kept) == 1 and len(parts) > 1:
        kept = [(kept[0][0], early)]
    return tuple(kept)
