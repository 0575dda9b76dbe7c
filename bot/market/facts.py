"""From what a source says to a quote that may be shown, or to an error that says why not."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.errors import BadAnswer
from bot.instruments.models import Listing
from bot.market.hours import BY_MIC
from bot.market.models import Quote
from bot.market.units import AMBIGUOUS, main_unit

# No share moves by this factor in a day; a wrong unit does.
_ABSURD = Decimal(30)
# A range that is so far from the price is of before a split; better none than a false one.
_FAR = Decimal("1.6")
_SKEW = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One listing as a source describes it, in the source's unit; None is what it does not say.

    currency: as the source writes it, "GBp" included. delay: minutes.
    """

    price: Decimal | None = None
    currency: str | None = None
    as_of: datetime | None = None
    previous_close: Decimal | None = None
    low_52w: Decimal | None = None
    high_52w: Decimal | None = None
    day_low: Decimal | None = None
    day_high: Decimal | None = None
    volume: int | None = None
    timezone: str | None = None
    delay: int | None = None


def in_main_units(facts: Facts, listing: Listing, source: str) -> Facts:
    """The same in pounds instead of pence, with `currency` as an ISO 4217 code.

    Without a currency the listing's is taken, unless that leaves a factor of 100 open: then
    BadAnswer.
    """
    if facts.currency is None:
        if listing.currency in AMBIGUOUS:
            raise BadAnswer(source=source, reason=f"it gives {listing.symbol} without a currency")
        return replace(facts, currency=listing.currency)
    currency, parts = main_unit(facts.currency)
    if len(currency) != 3 or not currency.isalpha():
        raise BadAnswer(source=source, reason=f"{listing.symbol} has the currency “{currency[:9]}”")
    if parts == 1:
        return replace(facts, currency=currency)
    return replace(
        facts,
        currency=currency,
        price=_divided(facts.price, parts),
        previous_close=_divided(facts.previous_close, parts),
        low_52w=_divided(facts.low_52w, parts),
        high_52w=_divided(facts.high_52w, parts),
        day_low=_divided(facts.day_low, parts),
        day_high=_divided(facts.day_high, parts),
    )


def quote_from(facts: Facts, listing: Listing, *, source: str, now: datetime) -> Quote:
    """A quote in main units. Raises BadAnswer where there is no price or it cannot be true."""
    facts = in_main_units(facts, listing, source)
    price = facts.price
    if price is None or price <= 0:
        raise BadAnswer(source=source, reason=f"it gives no price for {listing.symbol}")
    low, high = _range(facts.low_52w, facts.high_52w)
    previous = facts.previous_close
    if low and high:
        if not low / _ABSURD < price < high * _ABSURD:
            raise BadAnswer(
                source=source,
                reason=f"{price} for {listing.symbol} is far outside its own 52-week range",
            )
        low, high = plausible_range(price, low, high)
    if previous and not previous / _ABSURD < price < previous * _ABSURD:
        if facts.low_52w is None:
            raise BadAnswer(
                source=source,
                reason=f"{price} for {listing.symbol} after a previous close of {previous}",
            )
        previous = None  # the range agrees with the price, so it is the previous close that errs
    if facts.as_of is not None and facts.as_of > now + _SKEW:
        raise BadAnswer(source=source, reason=f"{listing.symbol} is dated in the future")
    hours = BY_MIC.get(listing.mic)
    return Quote(
        listing=replace(listing, currency=facts.currency or listing.currency),
        price=price,
        as_of=facts.as_of or now,
        source=source,
        previous_close=previous,
        low_52w=low,
        high_52w=high,
        day_low=facts.day_low,
        day_high=facts.day_high,
        volume=facts.volume,
        timezone=facts.timezone or (hours.timezone if hours else "UTC"),
        timed=facts.as_of is not None,
        delay=facts.delay,
    )


def plausible_range(
    price: Decimal, low: Decimal, high: Decimal
) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """The range, unless the price says that it is of before a split."""
    return (low, high) if low / _FAR < price < high * _FAR else (None, None)


def _divided(amount: Decimal | None, parts: Decimal) -> Decimal | None:
    return None if amount is None else amount / parts


def _range(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Both ends or none: half a range places nothing."""
    if low is None or high is None or low <= 0 or low > high:
        return None, None
    return low, high
