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
    """The day up to the quote, thinned to what a picture needs; None where the source had no bars.

    A bar's close may differ from the price that is told of the close: an auction comes after it.
    """
    bars = [bar for bar in quote.bars if bar.start < quote.as_of]
    if not bars:
        return None
    step = -(-len(bars) // _MOST_POINTS)
    closes = [(bar.start, bar.close) for bar in bars[::-step][::-1]]
    return CourseFact(timezone=quote.timezone, closes=(*closes, (quote.as_of, quote.price)))
