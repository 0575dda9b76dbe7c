"""The 52-week ranges that had to be worked out from a year of bars, kept for most of a day."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.market.facts import plausible_range
from bot.market.models import Quote

_KEPT = timedelta(hours=20)  # so that each day brings a new one
_MISSING = timedelta(hours=1)  # until it is tried again where the bars did not tell it
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Known:
    year: tuple[Decimal, Decimal] | None
    until: datetime


class Ranges:
    """By symbol; the one learned longest ago goes first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def know(self, symbol: str) -> bool:
        """Whether it is known, or known not to be had for now."""
        known = self._known.get(symbol)
        return known is not None and self._clock() < known.until

    def keep(self, symbol: str, year: tuple[Decimal, Decimal] | None) -> None:
        """year: lowest and highest in the quotes' currency, None where the bars do not tell."""
        until = self._clock() + (_MISSING if year is None else _KEPT)
        self._known[symbol] = _Known(year, until)
        self._known.move_to_end(symbol)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def of(self, quote: Quote) -> Quote:
        """The quote with its range; what it traded at since then is part of that."""
        known = self._known.get(quote.listing.symbol)
        if known is None or known.year is None:
            return quote
        low, high = plausible_range(quote.price, *known.year)
        if low is None or high is None:
            return quote
        today = [one for one in (quote.day_low, quote.day_high, quote.price) if one is not None]
        return replace(quote, low_52w=min(low, *today), high_52w=max(high, *today))
