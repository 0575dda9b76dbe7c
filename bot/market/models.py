"""What does it cost? Money is Decimal with its currency, time is aware."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.errors import ParkettError
from bot.instruments.models import Instrument, Listing


class Period(StrEnum):
    """The chart periods that people can ask for."""

    DAY = "1d"
    WEEK = "5d"
    MONTH = "1m"
    HALF_YEAR = "6m"
    YEAR = "1y"
    FIVE_YEARS = "5y"


class QuoteState(StrEnum):
    LIVE = "live"
    DELAYED = "delayed"
    CLOSED = "closed"
    STALE = "stale"  # older than the last session of its venue


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `start` aware UTC. A bar without a close never becomes a Bar."""

    start: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A price as a source gave it, in main units (pence are already pounds).

    as_of: when it was traded, UTC; where the source gives no time, when it was fetched, and
    `timed` is False. source: the name a person knows ("Yahoo"). delay: minutes, None unknown.
    bars: the day's, where they were asked for and came with the same answer; they do not count
    when quotes are compared.
    """

    listing: Listing
    price: Decimal
    as_of: datetime
    source: str
    previous_close: Decimal | None = None
    low_52w: Decimal | None = None
    high_52w: Decimal | None = None
    day_low: Decimal | None = None
    day_high: Decimal | None = None
    volume: int | None = None
    timezone: str = "UTC"
    timed: bool = True
    delay: int | None = None
    bars: tuple[Bar, ...] = field(default=(), compare=False, repr=False)

    @property
    def currency(self) -> str:
        return self.listing.currency

    @property
    def change_percent(self) -> Decimal | None:
        """Change against the previous close in percent, unrounded."""
        if not self.previous_close:
            return None
        return (self.price - self.previous_close) / self.previous_close * 100


@dataclass(frozen=True, slots=True)
class Series:
    listing: Listing
    period: Period
    bars: tuple[Bar, ...]
    timezone: str
    source: str
    previous_close: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote with what we judged of it at one moment."""

    quote: Quote
    state: QuoteState


@dataclass(frozen=True, slots=True)
class Converted:
    """A conversion, never a quote: `amount` in `currency` by the ECB's rate of `rate_date`."""

    of: Quote
    amount: Decimal
    currency: str
    rate: Decimal
    rate_date: date


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that did not answer. pending: it may still come."""

    source: str
    error: ParkettError | None
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What it costs now: the community's venue first, then the home listing.

    remembered: the quotes are the last known ones out of the store, because every source failed.
    complete: False while a source is still being waited for.
    """

    instrument: Instrument
    quotes: tuple[Marked, ...]
    converted: tuple[Converted, ...] = ()
    series: Series | None = None
    failures: tuple[Failure, ...] = ()
    remembered: bool = False
    complete: bool = True
