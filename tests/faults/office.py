"""What tests of delivery have in common: things that happen, who hears of them, a plain card."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.audience import Audience
from bot.store import Store
from bot.store.rows import Letter, SubscriptionRow
from bot.updates import keys
from bot.updates.models import Event, Happening, Kind, Parcel, StoryFact
from bot.updates.payloads.events import event_row

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Hands:
    """A clock that a test moves."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now
        self.seconds = 1_000.0  # monotonic, moved along

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        step = timedelta(**span)
        self.now += step
        self.seconds += step.total_seconds()


async def draw(parcel: Parcel, _: Audience) -> Mapping[str, object]:
    """The headlines, and the mark by which the post is found again."""
    mark = f"pk|upd|{parcel.reference}"
    button = {"type": 2, "style": 2, "label": "Manage", "custom_id": mark}
    lines = [event.story.title if event.story else event.what.value for event in parcel.events]
    lines += [f"<#{event.channel}>" for event in parcel.events if event.channel]
    return {
        "content": "\n".join(lines),
        "components": [{"type": 1, "components": [button]}],
        "allowed_mentions": {"parse": []},
    }


def happening(number: int, at: datetime = NOON, *, revision: int = 0) -> Event:
    """Story `number`; with a revision, what became of it."""
    title = f"story {number}" + (f", revision {revision}" if revision else "")
    fact = StoryFact(
        id=str(number),
        title=title,
        url="https://example.org",
        original_source="Reuters",
        articles=(),
        revision=revision,
    )
    grown = revision > 0
    return Event(
        key=keys.growth("x", str(number), revision) if grown else keys.story("x", str(number)),
        what=Happening.GROWTH if grown else Happening.STORY,
        at=at,
        instrument="x",
        name="X",
        story=fact,
    )


def letter_of(event: Event, channel: int, guild: int, **more: object) -> Letter:
    fields: dict[str, object] = {
        "dedup_key": keys.letter(event.key, channel),
        "event": event.key,
        "channel": channel,
        "guild": guild,
        "due": event.at,
    }
    if event.what is Happening.GROWTH and event.story:
        fields["edits"] = keys.letter(keys.story("x", event.story.id), channel)
    return Letter(**(fields | more))  # type: ignore[arg-type]


async def tell(
    store: Store, events: Sequence[Event], channels: Sequence[int], guild: int, **more: object
) -> int:
    """Everyone of these channels hears of these events."""
    letters = [letter_of(event, one, guild, **more) for event in events for one in channels]
    return await store.outbox.record([event_row(event) for event in events], letters)


def wish(number: int, channel: int, guild: int, creator: int) -> SubscriptionRow:
    return SubscriptionRow(
        id=f"s{number}",
        guild=guild,
        channel=channel,
        creator=creator,
        instrument="x",
        kind=Kind.NEWS.value,
        created=NOON,
        settings={},
    )
