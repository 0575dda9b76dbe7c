"""Events and subscriptions as the store keeps them, and back.

Decimals are text, digit for digit; times are ISO 8601. What a newer or older program wrote is read
as far as it is understood: unknown fields are passed over, a field that cannot be read is absent.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, cast

from bot.store.rows import EventRow, SubscriptionRow
from bot.updates.models import (
    EVERY_DAY,
    ArticleFact,
    CourseFact,
    Direction,
    Event,
    Happening,
    Kind,
    PriceFact,
    Stage,
    State,
    StoryFact,
    Subscription,
)

E = TypeVar("E", Happening, Direction, Stage, State)
Stored = Mapping[str, Any]
_LOG = logging.getLogger(__name__)


def event_row(event: Event) -> EventRow:
    payload = {
        "what": event.what.value,
        "at": event.at.isoformat(),
        "instrument": event.instrument,
        "name": event.name,
        "price": None if event.price is None else _price(event.price),
        "story": None if event.story is None else story_document(event.story),
        "course": None if event.course is None else _course(event.course),
        "threshold": _text(event.threshold),
        "direction": None if event.direction is None else event.direction.value,
        "stage": None if event.stage is None else event.stage.value,
        "source": event.source,
        "since": _iso(event.since),
        "channel": event.channel,
    }
    return EventRow(key=event.key, created=event.at, payload=_compact(payload))


def event_of(row: EventRow) -> Event:
    """Raises ValueError where it cannot be said what happened."""
    stored = row.payload
    return Event(
        key=row.key,
        what=Happening(stored.get("what")),
        at=_moment(stored.get("at")) or row.created,
        instrument=_string(stored.get("instrument")),
        name=_string(stored.get("name")),
        price=_price_of(_object(stored.get("price"))),
        story=story_of(_object(stored.get("story"))),
        course=_course_of(_object(stored.get("course"))),
        threshold=_decimal(stored.get("threshold")),
        direction=_member(Direction, stored.get("direction")),
        stage=_member(Stage, stored.get("stage")),
        source=_string(stored.get("source")),
        since=_moment(stored.get("since")),
        channel=_integer(stored.get("channel")),
    )


def subscription_row(
    subscription: Subscription, *, memory: str | None = None, due: datetime | None = None
) -> SubscriptionRow:
    """memory: what its rule remembers. due: when its schedule comes next, None without one."""
    threshold = subscription.level if subscription.kind is Kind.LEVEL else subscription.percent
    settings = {
        "percent": _text(subscription.percent),
        "level": _text(subscription.level),
        "currency": subscription.currency,
        "direction": None if subscription.direction is None else subscription.direction.value,
        "at": None if subscription.at is None else subscription.at.isoformat(),
        "days": None if subscription.days == EVERY_DAY else sorted(subscription.days),
        "timezone": subscription.timezone,
        "role": subscription.role,
        "since": _iso(subscription.since),
    }
    return SubscriptionRow(
        id=subscription.id,
        guild=subscription.guild,
        channel=subscription.channel,
        creator=subscription.creator,
        instrument=subscription.instrument,
        kind=subscription.kind.value,
        created=subscription.created,
        symbol=subscription.symbol,
        mic=subscription.mic,
        threshold=None if threshold is None else float(threshold),
        settings=_compact(settings),
        memory=memory,
        state=subscription.state.value,
        reason=subscription.reason,
        due=due,
        last_sent=subscription.last_sent,
        last_failure=subscription.last_failure,
        failed_at=subscription.failed_at,
    )


def subscription_of(row: SubscriptionRow) -> Subscription:
    """Raises ValueError for a kind that this program does not know."""
    stored = row.settings
    return Subscription(
        id=row.id,
        guild=row.guild,
        channel=row.channel,
        creator=row.creator,
        instrument=row.instrument,
        kind=Kind(row.kind),
        created=row.created,
        symbol=row.symbol,
        mic=row.mic,
        percent=_decimal(stored.get("percent")),
        level=_decimal(stored.get("level")),
        currency=_string(stored.get("currency")) or None,
        direction=_member(Direction, stored.get("direction")),
        at=_time(stored.get("at")),
        days=_days(stored.get("days")),
        timezone=_string(stored.get("timezone")) or "Europe/Berlin",
        role=_integer(stored.get("role")),
        since=_moment(stored.get("since")),
        state=_member(State, row.state) or State.PAUSED,
        reason=row.reason,
        last_sent=row.last_sent,
        last_failure=row.last_failure,
        failed_at=row.failed_at,
    )


def subscriptions_of(rows: Sequence[SubscriptionRow]) -> list[Subscription]:
    """Those of them that this program understands."""
    understood: list[Subscription] = []
    for row in rows:
        try:
            understood.append(subscription_of(row))
        except ValueError:
            _LOG.warning("subscription %s is of an unknown kind: %s", row.id, row.kind)
    return understood


def _price(price: PriceFact) -> dict[str, object]:
    return _compact(
        {
            "symbol": price.symbol,
            "venue": price.venue,
            "mic": price.mic,
            "currency": price.currency,
            "price": str(price.price),
            "as_of": price.as_of.isoformat(),
            "state": price.state,
            "source": price.source,
            "previous_close": _text(price.previous_close),
            "change_percent": _text(price.change_percent),
            "low_52w": _text(price.low_52w),
            "high_52w": _text(price.high_52w),
        }
    )


def _price_of(stored: Stored | None) -> PriceFact | None:
    if stored is None:
        return None
    price, as_of = _decimal(stored.get("price")), _moment(stored.get("as_of"))
    if price is None or as_of is None:
        return None  # never a price without its time
    return PriceFact(
        symbol=_string(stored.get("symbol")),
        venue=_string(stored.get("venue")),
        mic=_string(stored.get("mic")),
        currency=_string(stored.get("currency")),
        price=price,
        as_of=as_of,
        state=_string(stored.get("state")),
        source=_string(stored.get("source")),
        previous_close=_decimal(stored.get("previous_close")),
        change_percent=_decimal(stored.get("change_percent")),
        low_52w=_decimal(stored.get("low_52w")),
        high_52w=_decimal(stored.get("high_52w")),
    )


def _course(course: CourseFact) -> dict[str, object]:
    first = course.closes[0][0]
    return {
        "timezone": course.timezone,
        "first": first.isoformat(),
        "closes": [
            [round((at - first).total_seconds()), str(price)] for at, price in course.closes
        ],
    }


def _course_of(stored: Stored | None) -> CourseFact | None:
    first = _moment(stored.get("first")) if stored else None
    if stored is None or first is None:
        return None
    closes: list[tuple[datetime, Decimal]] = []
    for one in _list(stored.get("closes")):
        match one:
            case [int() as seconds, str() as written] if price := _decimal(written):
                closes.append((first + timedelta(seconds=seconds), price))
            case _:
                return None
    return CourseFact(timezone=_string(stored.get("timezone")), closes=tuple(closes))


def story_document(story: StoryFact) -> dict[str, object]:
    """For whoever keeps stories elsewhere, in the state of a watch."""
    articles = [
        _compact(
            {
                "title": article.title,
                "url": article.url,
                "publisher": article.publisher,
                "published": _iso(article.published),
                "language": article.language,
            }
        )
        for article in story.articles
    ]
    return _compact(
        {
            "id": story.id,
            "title": story.title,
            "url": story.url,
            "original_source": story.original_source,
            "articles": articles,
            "summary": list(story.summary),
            "language": story.language,
            "first_published": _iso(story.first_published),
            "updated": _iso(story.updated),
            "tone": story.tone,
            "revision": story.revision,
        }
    )


def story_of(stored: Stored | None) -> StoryFact | None:
    """None where there is none."""
    if stored is None:
        return None
    articles = (_object(one) for one in _list(stored.get("articles")))
    return StoryFact(
        id=_string(stored.get("id")),
        title=_string(stored.get("title")),
        url=_string(stored.get("url")),
        original_source=_string(stored.get("original_source")),
        articles=tuple(_article_of(one) for one in articles if one is not None),
        summary=tuple(one for one in _list(stored.get("summary")) if isinstance(one, str)),
        language=_string(stored.get("language")) or None,
        first_published=_moment(stored.get("first_published")),
        updated=_moment(stored.get("updated")),
        tone=_string(stored.get("tone")) or None,
        revision=_integer(stored.get("revision")) or 0,
    )


def _article_of(stored: Stored) -> ArticleFact:
    return ArticleFact(
        title=_string(stored.get("title")),
        url=_string(stored.get("url")),
        publisher=_string(stored.get("publisher")),
        published=_moment(stored.get("published")),
        language=_string(stored.get("language")) or None,
    )


def _compact(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _list(value: object) -> list[object]:
    return cast(list[object], value) if isinstance(value, list) else []


def _object(value: object) -> Stored | None:
    return cast(Stored, value) if isinstance(value, dict) else None


def _decimal(value: object) -> Decimal | None:
    try:
        found = Decimal(_string(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(_string(value))
    except ValueError:
        return None
    return None if found.tzinfo is None else found.astimezone(UTC)


def _time(value: object) -> time | None:
    try:
        return time.fromisoformat(_string(value))
    except ValueError:
        return None


def _days(value: object) -> frozenset[int]:
    days = frozenset(day for day in map(_integer, _list(value)) if day in EVERY_DAY)
    return days or EVERY_DAY


def _member(kind: type[E], value: object) -> E | None:
    try:
        return kind(value)
    except ValueError:
        return None
