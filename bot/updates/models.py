"""What is subscribed, what happened, and what goes out. Frozen; money Decimal, time aware (UTC)."""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

EVERY_DAY = frozenset(range(7))


class Kind(StrEnum):
    """What a subscription wants to hear of."""

    NEWS = "news"  # each story as it happens
    CLOSE = "close"  # the price once a day
    MOVE = "move"  # ±x % within one session
    LEVEL = "level"  # the price crosses a level
    HIGH = "high"  # the 52-week high is near, or broken
    LOW = "low"


class State(StrEnum):
    """ACTIVE; PAUSED by somebody; LOST because Discord refuses the channel."""

    ACTIVE = "active"
    PAUSED = "paused"
    LOST = "lost"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One wish of one channel. ids are Discord's.

    instrument: its key. symbol, mic: the listing that is watched; empty for news. percent: of
    MOVE, positive. level, currency: of LEVEL, in main units; direction: the crossings of it that
    are told, None both. at: wall-clock time of CLOSE in `timezone` (IANA); None is "after the
    close". days: `date.weekday()` numbers on which CLOSE may come. role: mentioned with each post.
    since: when it was changed or resumed, None is `created`; what was so before is not told.
    reason: why it is paused or lost, a code of wording.
    """

    id: str
    guild: int
    channel: int
    creator: int
    instrument: str
    kind: Kind
    created: datetime
    symbol: str = ""
    mic: str = ""
    percent: Decimal | None = None
    level: Decimal | None = None
    currency: str | None = None
    direction: Direction | None = None
    at: time | None = None
    days: frozenset[int] = EVERY_DAY
    timezone: str = "Europe/Berlin"
    role: int | None = None
    since: datetime | None = None
    state: State = State.ACTIVE
    reason: str | None = None
    last_sent: datetime | None = None
    last_failure: str | None = None
    failed_at: datetime | None = None


class Happening(StrEnum):
    """What an event tells."""

    STORY = "story"  # a new story
    GROWTH = "growth"  # a told story has grown or was corrected: its post is edited
    CLOSE = "close"
    MOVE = "move"
    LEVEL = "level"
    HIGH = "high"
    LOW = "low"
    OUTAGE = "outage"  # a source that the channel depends on is down
    RECOVERY = "recovery"
    LOST = "lost"  # to the creator: a channel of theirs can no longer be reached


class Stage(StrEnum):
    """Of a 52-week high or low."""

    NEAR = "near"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFact:
    """A price at the moment of the event, never without venue, currency and time.

    state: `QuoteState`'s value. change_percent: against the previous close.
    """

    symbol: str
    venue: str
    mic: str
    currency: str
    price: Decimal
    as_of: datetime
    state: str
    source: str
    previous_close: Decimal | None = None
    change_percent: Decimal | None = None
    low_52w: Decimal | None = None
    high_52w: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFact:
    title: str
    url: str
    publisher: str
    published: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFact:
    """A story as it was told; `articles[0]` is linked. revision grows with each growth."""

    id: str
    title: str
    url: str
    original_source: str
    articles: tuple[ArticleFact, ...]
    summary: tuple[str, ...] = ()
    language: str | None = None
    first_published: datetime | None = None
    updated: datetime | None = None
    tone: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFact:
    """How a price came where it is, for a picture. timezone: of the exchange. closes: the
    session's (when, price), oldest first; few enough to be kept with the event."""

    timezone: str
    closes: tuple[tuple[datetime, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened once. key: unique for ever, the same wherever it is noticed.

    at: when it happened or was noticed. instrument: its key and name. story: of STORY and GROWTH
    itself, of MOVE the newest that was published before the move. threshold: percent or level.
    course: of CLOSE and MOVE, where the source had it.
    source, since: of OUTAGE and RECOVERY. channel: of LOST.
    """

    key: str
    what: Happening
    at: datetime
    instrument: str = ""
    name: str = ""
    price: PriceFact | None = None
    story: StoryFact | None = None
    course: CourseFact | None = None
    threshold: Decimal | None = None
    direction: Direction | None = None
    stage: Stage | None = None
    source: str = ""
    since: datetime | None = None
    channel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What goes out as one message. reference: 20 characters, its nonce, also found in the post.

    channel: where to; a user's id where `private`. edits: the message to edit, None posts anew.
    """

    reference: str
    guild: int | None
    channel: int
    events: tuple[Event, ...]
    role: int | None = None
    private: bool = False
    edits: int | None = None
