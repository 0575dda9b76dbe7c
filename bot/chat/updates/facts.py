"""An event's facts as the cards' own values, so that a post reads like the card that is asked for.

Facts come out of the store, where a newer or an older version may have written them: what cannot
be shown is left out, and nothing here raises.
"""

from decimal import Decimal

from bot.chat.cards.escape import escape
from bot.instruments.models import Listing
from bot.market.models import Bar, Marked, Period, Quote, QuoteState, Series
from bot.market.values import number
from bot.news.models import Article, Sentence, Story, Tone
from bot.updates.models import Event, PriceFact, StoryFact

_FEWEST = 2  # points that make a line
_SMALLEST = Decimal("0.00000001")  # what costs less makes changes that no line can hold


def marked_of(fact: PriceFact | None) -> Marked | None:
    """The price with what was judged of it; None where there is none to show."""
    price = amount(fact.price) if fact is not None else None
    if fact is None or price is None:
        return None
    quote = Quote(
        Listing(fact.symbol, fact.venue, fact.mic, escape(fact.currency, 8)),
        price,
        fact.as_of,
        fact.source,
        previous_close=amount(fact.previous_close),
        low_52w=amount(fact.low_52w),
        high_52w=amount(fact.high_52w),
    )
    return Marked(quote, _state(fact.state))


def series_of(event: Event) -> Series | None:
    """The day's course as a chart has it; None where there is nothing to draw."""
    marked, course = marked_of(event.price), event.course
    if marked is None or course is None or len(course.closes) < _FEWEST:
        return None
    quote = marked.quote
    return Series(
        listing=quote.listing,
        period=Period.DAY,
        bars=tuple(Bar(at, price, price, price, price) for at, price in course.closes),
        timezone=course.timezone,
        source=quote.source,
        previous_close=quote.previous_close,
    )


def change_of(event: Event) -> Decimal | None:
    """The change against the previous close in percent."""
    marked = marked_of(event.price)
    if marked is not None and marked.quote.change_percent is not None:
        return marked.quote.change_percent
    return number(event.price.change_percent) if event.price is not None else None


def amount(value: Decimal | None) -> Decimal | None:
    """A figure that can be written; nothing infinite, nothing that fills a line."""
    found = number(value)
    return found if found is not None and found >= _SMALLEST else None


def story_of(fact: StoryFact) -> Story:
    """The story as the cards know it."""
    told = [
        Article(one.title, one.url, one.publisher, one.publisher, one.published, one.language)
        for one in fact.articles
    ]
    linked = Article(fact.title, fact.url, fact.original_source, fact.original_source)
    return Story(
        id=fact.id,
        title=fact.title,
        url=fact.url,
        language=fact.language,
        summary=tuple(Sentence(text, 0) for text in fact.summary),
        articles=tuple(told) or (linked,),
        original_source=fact.original_source,
        first_published=fact.first_published,
        tone=Tone(fact.tone, 1.0) if fact.tone else None,
        updated=fact.updated,
    )


def _state(written: str) -> QuoteState:
    try:
        return QuoteState(written)
    except ValueError:
        return QuoteState.STALE  # never fresher than is known
