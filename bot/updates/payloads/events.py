"""What has happened, as a row."""

from bot.store.rows import EventRow
from bot.updates.models import Direction, Event, Happening, Stage
from bot.updates.payloads.facts import (
    course_document,
    course_of,
    price_document,
    price_of,
    story_document,
    story_of,
)
from bot.updates.payloads.fields import (
    compact,
    decimal,
    integer,
    iso,
    mapping,
    member,
    moment,
    string,
    text_of,
)


def event_row(event: Event) -> EventRow:
    payload = {
        "what": event.what.value,
        "at": event.at.isoformat(),
        "instrument": event.instrument,
        "name": event.name,
        "price": None if event.price is None else price_document(event.price),
        "story": None if event.story is None else story_document(event.story),
        "course": None if event.course is None else course_document(event.course),
        "threshold": text_of(event.threshold),
        "direction": None if event.direction is None else event.direction.value,
        "stage": None if event.stage is None else event.stage.value,
        "source": event.source,
        "since": iso(event.since),
        "channel": event.channel,
    }
    return EventRow(key=event.key, created=event.at, payload=compact(payload))


def event_of(row: EventRow) -> Event:
    """Raises ValueError where it cannot be said what happened."""
    stored = row.payload
    return Event(
        key=row.key,
        what=Happening(stored.get("what")),
        at=moment(stored.get("at")) or row.created,
        instrument=string(stored.get("instrument")),
        name=string(stored.get("name")),
        price=price_of(mapping(stored.get("price"))),
        story=story_of(mapping(stored.get("story"))),
        course=course_of(mapping(stored.get("course"))),
        threshold=decimal(stored.get("threshold")),
        direction=member(Direction, stored.get("direction")),
        stage=member(Stage, stored.get("stage")),
        source=string(stored.get("source")),
        since=moment(stored.get("since")),
        channel=integer(stored.get("channel")),
    )
