"""What does a share of the sample cost at a given moment? The same answer at every start.

Everything follows from the series, plus the jumps that someone asked for: a jump counts from its
moment on, so a closed exchange only shows it when it opens again.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.playground.world.series import (
    SLOT,
    YEAR,
    Day,
    ListingPrices,
    SampleBar,
    listing_prices,
    on_tick,
)
from bot.playground.world.tables import SampleListing


@dataclass(frozen=True, slots=True)
class Jump:
    """From `at` on, every price of `instrument` is multiplied by `factor`."""

    at: datetime
    instrument: str
    factor: float


@dataclass(frozen=True, slots=True)
class SampleQuote:
    """What one listing shows at a moment, its venue's delay already taken off."""

    price: float
    at: datetime
    previous_close: float
    high: float
    low: float
    high_52w: float
    low_52w: float
    volume: int
    day: date
    running: bool


def _times(listing: SampleListing, bar: SampleBar, factor: float, *, hole: bool) -> SampleBar:
    return SampleBar(
        start=bar.start,
        open=on_tick(listing, bar.open * factor),
        high=on_tick(listing, bar.high * factor),
        low=on_tick(listing, bar.low * factor),
        close=on_tick(listing, bar.close * factor),
        volume=bar.volume,
        hole=hole,
    )


def _flat(start: datetime, price: float) -> SampleBar:
    return SampleBar(start, price, price, price, price, 0)


class Prices:
    """All listings of the sample, with the jumps of this world."""

    def __init__(self) -> None:
        self.jumps: list[Jump] = []

    def listing(self, symbol: str) -> ListingPrices:
        """KeyError where the sample has no such symbol."""
        return listing_prices(symbol)

    def factor(self, key: str, moment: datetime) -> float:
        """What all jumps of that instrument until `moment` make together."""
        made = 1.0
        for jump in self.jumps:
            if jump.instrument == key and jump.at <= moment:
                made *= jump.factor
        return made

    def daily(self, symbol: str, first: date, last: date) -> list[SampleBar]:
        """Whole trading days from `first` to `last`, both included."""
        prices = self.listing(symbol)
        return [
            self._jumped(prices, day, whole)
            for day, whole in prices.days.items()
            if first <= day <= last
        ]

    def _jumped(self, prices: ListingPrices, day: date, whole: Day) -> SampleBar:
        opens, closes = prices.venue.session(day)
        key = prices.instrument.key
        before, after = self.factor(key, opens), self.factor(key, closes)
        made = (
            whole.open * before,
            whole.high * max(before, after),
            whole.low * min(before, after),
            whole.close * after,
        )
        opening, high, low, close = (on_tick(prices.listing, one) for one in made)
        return SampleBar(opens, opening, high, low, close, whole.volume)

    def intraday(self, symbol: str, day: date, until: datetime) -> list[SampleBar]:
        """The five-minute bars of that day that began before `until`."""
        prices = self.listing(symbol)
        if day not in prices.days:
            return []
        key, made = prices.instrument.key, list[SampleBar]()
        for bar in prices.slots(day):
            if bar.start >= until:
                break
            factor = self.factor(key, min(bar.start + SLOT, until))
            hole = bar.hole and factor == self.factor(key, bar.start)
            made.append(_times(prices.listing, bar, factor, hole=hole))
        return made

    def quote(self, symbol: str, moment: datetime, *, delay: int | None = None) -> SampleQuote:
        """What that listing shows at `moment`; `delay` in minutes replaces the listing's own."""
        prices = self.listing(symbol)
        minutes = prices.listing.delay if delay is None else delay
        moment -= timedelta(minutes=minutes)
        venue, day = prices.venue, prices.venue.last_session(moment)
        opens, closes = venue.session(day)
        whole = self.daily(symbol, day, day)[0]
        before = venue.previous(day)
        previous = self.daily(symbol, before, before)
        close = previous[0].close if previous else whole.open
        if moment >= closes:
            price, at, high, low, volume = whole.close, closes, whole.high, whole.low, whole.volume
        else:
            bars = [bar for bar in self.intraday(symbol, day, moment) if not bar.hole]
            bars = bars or [_flat(opens, whole.open)]
            price, at = bars[-1].close, bars[-1].start
            high, low = max(bar.close for bar in bars), min(bar.close for bar in bars)
            volume = sum(bar.volume for bar in bars)
        year = self.daily(symbol, day - YEAR, before)
        return SampleQuote(
            price=price,
            at=at,
            previous_close=close,
            high=high,
            low=low,
            high_52w=max([high, *(bar.high for bar in year)]),
            low_52w=min([low, *(bar.low for bar in year)]),
            volume=volume,
            day=day,
            running=moment < closes,
        )
