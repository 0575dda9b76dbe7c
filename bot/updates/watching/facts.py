"""What an event tells of a price: the quote as it is judged at that moment."""

from datetime import datetime

from bot.market.models import Quote
from bot.market.sessions import state_of
from bot.updates.models import CourseFact, PriceFact

_MOST_POINTS = 96  # of a course: some 1.5 KB of an event, and finer than a phone shows it


def price_fact(quote: Quote, now: datetime) -> PriceFact:
    listing = quote.listing
    return PriceFact(
        symbol=listing.symbol,
        venue=listing.venue,
        mic=listing.mic,
        currency=quote.currency,
        price=quote.price,
        as_of=quote.as_of,
        state=state_of(quote, now).value,
        source=quote.source,
        previous_close=quote.previous_close,
        change_percent=quote.change_percent,
        low_52w=quote.low_52w,
        high_52w=quote.high_52w,
    )


def course_fact(quote: Quote) -> CourseFact | None:
    """The day so far, thinned to what a picture needs; None where the source had no bars."""
    if not quote.bars:
        return None
    step = -(-len(quote.bars) // _MOST_POINTS)
    kept = quote.bars[::-step][::-1]  # the last one always
    return CourseFact(timezone=quote.timezone, closes=tuple((bar.start, bar.close) for bar in kept))
