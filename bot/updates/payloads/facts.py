"""What an event tells: a price, the course of a day, a story."""

from datetime import datetime, timedelta
from decimal import Decimal

from bot.updates.models import ArticleFact, CourseFact, PriceFact, StoryFact
from bot.updates.payloads.fields import (
    Stored,
    compact,
    decimal,
    integer,
    iso,
    items,
    mapping,
    moment,
    string,
    text_of,
)


def price_document(price: PriceFact) -> dict[str, object]:
    return compact(
        {
            "symbol": price.symbol,
            "venue": price.venue,
            "mic": price.mic,
            "currency": price.currency,
            "price": str(price.price),
            "as_of": price.as_of.isoformat(),
            "state": price.state,
            "source": price.source,
            "previous_close": text_of(price.previous_close),
            "change_percent": text_of(price.change_percent),
            "low_52w": text_of(price.low_52w),
            "high_52w": text_of(price.high_52w),
        }
    )


def price_of(stored: Stored | None) -> PriceFact | None:
    if stored is None:
        return None
    price, as_of = decimal(stored.get("price")), moment(stored.get("as_of"))
    if price is None or as_of is None:
        return None  # never a price without its time
    return PriceFact(
        symbol=string(stored.get("symbol")),
        venue=string(stored.get("venue")),
        mic=string(stored.get("mic")),
        currency=string(stored.get("currency")),
        price=price,
        as_of=as_of,
        state=string(stored.get("state")),
        source=string(stored.get("source")),
        previous_close=decimal(stored.get("previous_close")),
        change_percent=decimal(stored.get("change_percent")),
        low_52w=decimal(stored.get("low_52w")),
        high_52w=decimal(stored.get("high_52w")),
    )


def course_document(course: CourseFact) -> dict[str, object]:
    first = course.closes[0][0]
    return {
        "timezone": course.timezone,
        "first": first.isoformat(),
        "closes": [
            [round((at - first).total_seconds()), str(price)] for at, price in course.closes
        ],
    }


def course_of(stored: Stored | None) -> CourseFact | None:
    first = moment(stored.get("first")) if stored else None
    if stored is None or first is None:
        return None
    closes: list[tuple[datetime, Decimal]] = []
    for one in items(stored.get("closes")):
        match one:
            case [int() as seconds, str() as written] if price := decimal(written):
                closes.append((first + timedelta(seconds=seconds), price))
            case _:
                return None
    return CourseFact(timezone=string(stored.get("timezone")), closes=tuple(closes))


def story_document(story: StoryFact) -> dict[str, object]:
    """For whoever keeps stories elsewhere, in the state of a watch."""
    articles = [
        compact(
            {
                "title": article.title,
                "url": article.url,
                "publisher": article.publisher,
                "published": iso(article.published),
                "language": article.language,
            }
        )
        for article in story.articles
    ]
    return compact(
        {
            "id": story.id,
            "title": story.title,
            "url": story.url,
            "original_source": story.original_source,
            "articles": articles,
            "summary": list(story.summary),
            "language": story.language,
            "first_published": iso(story.first_published),
            "updated": iso(story.updated),
            "tone": story.tone,
            "revision": story.revision,
        }
    )


def story_of(stored: Stored | None) -> StoryFact | None:
    """None where there is none."""
    if stored is None:
        return None
    articles = (mapping(one) for one in items(stored.get("articles")))
    return StoryFact(
        id=string(stored.get("id")),
        title=string(stored.get("title")),
        url=string(stored.get("url")),
        original_source=string(stored.get("original_source")),
        articles=tuple(_article_of(one) for one in articles if one is not None),
        summary=tuple(one for one in items(stored.get("summary")) if isinstance(one, str)),
        language=string(stored.get("language")) or None,
        first_published=moment(stored.get("first_published")),
        updated=moment(stored.get("updated")),
        tone=string(stored.get("tone")) or None,
        revision=integer(stored.get("revision")) or 0,
    )


def _article_of(stored: Stored) -> ArticleFact:
    return ArticleFact(
        title=string(stored.get("title")),
        url=string(stored.get("url")),
        publisher=string(stored.get("publisher")),
        published=moment(stored.get("published")),
        language=string(stored.get("language")) or None,
    )
