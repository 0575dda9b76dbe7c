"""How a listing of the sample went, day by day and in steps of five minutes.

Made of tables and seeds only: the same at every start, before anything that someone makes happen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from random import Random

from bot.playground.world.rates import rate
from bot.playground.world.tables import (
    DayPath,
    SampleInstrument,
    SampleListing,
    by_key,
    by_symbol,
)
from bot.playground.world.venues import VENUES, SampleVenue
from bot.playground.world.walk import ordinal_points, through

SLOT = timedelta(minutes=5)
YEAR = timedelta(days=365)
_LAST_DAY = date(2024, 12, 31)  # nobody presses "next day" 800 times


@dataclass(frozen=True, slots=True)
class SampleBar:
    """start: aware UTC. hole: nobody traded, Yahoo sends nulls."""

    start: datetime
    open: float
    high: float
    low: float
    close: float
    volume: int
    hole: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    open: float
    high: float
    low: float
    close: float
    volume: int


def tick_of(listing: SampleListing, price: float) -> float:
    """The step in which that listing is quoted at that price."""
    if listing.tick is not None:
        return listing.tick
    if listing.mic == "XHKG":
        steps = ((0.25, 0.001), (0.5, 0.005), (10, 0.01), (20, 0.02), (100, 0.05), (200, 0.1))
        return next((step for limit, step in steps if price < limit), 0.2)
    return 0.01


def on_tick(listing: SampleListing, price: float) -> float:
    """`price` rounded to the listing's step."""
    tick = tick_of(listing, price)
    return round(round(price / tick) * tick, 4)


class ListingPrices:
    """The prices of one listing, before any jump."""

    def __init__(
        self, instrument: SampleInstrument, listing: SampleListing, home: Mapping[date, float]
    ) -> None:
        self.instrument, self.listing = instrument, listing
        self.venue: SampleVenue = VENUES[listing.mic]
        self._home = home
        self._paths = {path.day: path for path in listing.path}
        self._slots: dict[date, list[SampleBar]] = {}

    @cached_property
    def days(self) -> dict[date, Day]:
        """Every trading day of the listing, oldest first."""
        random = Random(f"{self.instrument.seed}:{self.listing.symbol}")  # noqa: S311 - see walk
        written = max(self.instrument.anchors)
        found: dict[date, Day] = {}
        before: float | None = None
        for day, told in self._closes(random).items():
            bounds = self.listing.bounds
            if bounds is not None and not written - YEAR <= day <= written:
                bounds = None
            close = told if bounds is None else bounds.within(told)
            opening = (before or close) * (1 + random.gauss(0, 0.004))
            spread = [abs(random.gauss(0, 0.006)) for _ in range(2)]
            high, low = max(opening, close) * (1 + spread[0]), min(opening, close) * (1 - spread[1])
            volume = int(self.listing.volume * random.lognormvariate(0, 0.35))
            path = self._paths.get(day)
            if path is not None:
                prices = [path.open, close, *(price for _, price in path.points)]
                opening, high, low, volume = path.open, max(prices), min(prices), volume * 2
            if bounds is not None:
                high, low = min(high, bounds.high), max(low, bounds.low)
            extreme = next((one for one in self.listing.extremes if one.day == day), None)
            if extreme is not None:
                high, low = extreme.high or high, extreme.low or low
            opening = min(max(opening, low), high)
            opening, high, low = (on_tick(self.listing, one) for one in (opening, high, low))
            found[day] = Day(opening, high, low, close, volume)
            before = close
        return found

    def _closes(self, random: Random) -> dict[date, float]:
        if self.listing is self.instrument.home:
            return {day: on_tick(self.listing, close) for day, close in self._home.items()}
        home = VENUES[self.instrument.home.mic].currency
        found: dict[date, float] = {}
        day, latest = min(self._home), next(iter(self._home.values()))
        while day <= _LAST_DAY:
            latest = self._home.get(day, latest)
            if self.venue.trades_on(day):
                price = latest / rate(home, day) * rate(self.venue.currency, day)
                price *= self.listing.ratio * (1 + random.gauss(0, 0.0015))
                price = self.listing.anchors.get(day, price)
                found[day] = on_tick(self.listing, price)
            day += timedelta(days=1)
        return found

    def slots(self, day: date) -> list[SampleBar]:
        """The five-minute bars of that trading day, lunch break left out."""
        if day not in self._slots:
            self._slots[day] = self._make_slots(day)
        return self._slots[day]

    def _make_slots(self, day: date) -> list[SampleBar]:
        whole = self.days[day]
        opens, closes = self.venue.session(day)
        count = int((closes - opens) / SLOT)
        starts = [opens + SLOT * step for step in range(count + 1)]
        starts = [start for start in starts if not self.venue.in_pause(start)]
        path = self._paths.get(day)
        places = [(start - opens).total_seconds() / 60 for start in starts]
        points = self._points(path, whole, opens, places[-1])
        noise = self.instrument.noise * (0.12 if path else 0.5) / places[-1] ** 0.5
        seed = f"{self.instrument.seed}:{self.listing.symbol}:{day}"
        values = through(points, places, seed=seed, noise=noise)
        values = [min(max(value, whole.low), whole.high) for value in values]
        values = [
            on_tick(self.listing, _held(points, *pair)) for pair in zip(places, values, strict=True)
        ]
        random = Random(seed)  # noqa: S311 - see walk
        bars: list[SampleBar] = []
        for index, start in enumerate(starts[:-1]):
            first, last = values[index], values[index + 1]
            bars.append(
                SampleBar(
                    start=start,
                    open=first,
                    high=max(first, last),
                    low=min(first, last),
                    close=first,
                    volume=int(whole.volume / len(starts) * random.lognormvariate(0, 0.5)),
                    hole=index > 0 and random.random() < self.listing.holes,
                )
            )
        return bars

    def _points(
        self, path: DayPath | None, whole: Day, opens: datetime, last: float
    ) -> list[tuple[float, float]]:
        points = [(0.0, whole.open)]
        for local, price in path.points if path else ():
            moment = opens.astimezone(self.venue.zone).replace(hour=local.hour, minute=local.minute)
            points.append(((moment - opens).total_seconds() / 60, price))
        return [*points, (last, whole.close)]


def _held(points: Sequence[tuple[float, float]], place: float, value: float) -> float:
    """Between two points of one price the price stands still."""
    for (left, before), (right, after) in pairwise(points):
        if left <= place <= right and before == after:
            return before
    return value


# Made of tables and seeds only, so that every world of a process shares them.
@lru_cache(maxsize=256)
def listing_prices(symbol: str) -> ListingPrices:
    instrument, listing = by_symbol()[symbol]
    return ListingPrices(instrument, listing, _home_closes(instrument.key))


@lru_cache(maxsize=64)
def _home_closes(key: str) -> dict[date, float]:
    """The closes of the home listing on its trading days, not yet on its ticks."""
    instrument = by_key()[key]
    venue = VENUES[instrument.home.mic]
    days, day = list[date](), min(instrument.anchors)
    while day <= _LAST_DAY:
        if venue.trades_on(day):
            days.append(day)
        day += timedelta(days=1)
    places = [float(day.toordinal()) for day in days]
    points = ordinal_points(list(instrument.anchors.items()))
    closes = through(points, places, seed=str(instrument.seed), noise=instrument.noise)
    return dict(zip(days, closes, strict=True))
