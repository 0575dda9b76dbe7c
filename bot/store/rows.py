"""What the store hands out: plain frozen rows. It is below the domain and knows no model of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One line of an imported list: a listing, and what the list says of its company.

    symbol: Yahoo-style. mic: ISO 10383. currency: ISO 4217, main units. names: further names.
    home: the list says that this is the company's home listing.
    """

    name: str
    symbol: str
    mic: str
    currency: str
    isin: str | None = None
    wkn: str | None = None
    kind: str = "stock"
    country: str | None = None
    cik: int | None = None
    home: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRow:
    """An imported list: how many rows it has, and when it was imported (UTC)."""

    name: str
    version: int
    rows: int
    imported: datetime


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """The last known quote of one listing. as_of: UTC. delay: minutes, None unknown."""

    symbol: str
    mic: str
    price: Decimal
    currency: str
    as_of: datetime
    source: str
    previous_close: Decimal | None = None
    low_52w: Decimal | None = None
    high_52w: Decimal | None = None
    day_low: Decimal | None = None
    day_high: Decimal | None = None
    volume: int | None = None
    timezone: str = "UTC"
    timed: bool = True
    delay: int | None = None


@dataclass(frozen=True, slots=True)
class RatesRow:
    """What one euro was worth on `day`, by currency."""

    day: date
    rates: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A posted card. guild: None in a direct message; message: None until it is posted.

    instrument: the instrument's key. created: UTC. payload: JSON, the business of who wrote it.
    """

    id: str
    guild: int | None
    channel: int
    message: int | None
    instrument: str
    created: datetime
    payload: object


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRow:
    """A subscription. threshold: preselects by number; settings: JSON, the exact wish.

    memory: what its rule has to remember. due: when its schedule comes next. All times UTC.
    """

    id: str
    guild: int
    channel: int
    creator: int
    instrument: str
    kind: str
    created: datetime
    symbol: str = ""
    mic: str = ""
    threshold: float | None = None
    settings: Mapping[str, object]
    memory: str | None = None
    state: str = "active"
    reason: str | None = None
    due: datetime | None = None
    last_sent: datetime | None = None
    last_failure: str | None = None
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Subscriptions of one listing and kind by their threshold, both ends included."""

    instrument: str
    kind: str
    symbol: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """One thing that is looked at. state: JSON, None before the first look (the baseline)."""

    key: str
    kind: str
    instrument: str
    due: datetime
    state: object | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    key: str
    created: datetime
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A new row of the outbox: one event for one channel (a user where `private`).

    dedup_key: "event:channel". edits: the dedup_key of the post that is edited. due: not before.
    """

    dedup_key: str
    event: str
    channel: int
    due: datetime
    guild: int | None = None
    subscription: str | None = None
    role: int | None = None
    private: bool = False
    edits: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A claimed row with its event. parcel: which message it is part of, once that is settled.

    first_attempt_at: when a request for it may first have left, UTC. edits: the dedup_key of the
    post to edit; edits_message: that post's id, None while it is not known.
    """

    id: int
    dedup_key: str
    guild: int | None
    channel: int
    private: bool
    role: int | None
    subscription: str | None
    edits: str | None
    edits_message: int | None
    parcel: str | None
    attempts: int
    first_attempt_at: datetime | None
    created: datetime
    event: EventRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """What became of a row of the outbox. due: when it goes out at the earliest, while it waits.

    message: the post's id; None also where it was deleted before we knew it. events: of a message
    that tells several, all of them, and what has changed in them since.
    """

    state: str
    due: datetime
    message: int | None
    events: tuple[EventRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChange:
    """A watch after a look at it: when it is due next, and what it remembers. Ends its lease."""

    key: str
    due: datetime
    state: object | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionChange:
    """What a rule remembers now, and when its schedule comes next. Ends its lease."""

    id: str
    memory: str | None
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What became of some rows of the outbox. state: "sent", "pending", "unknown" or "dead".

    message: the post's id. reason: a code of wording. due: not before, of "pending" and "unknown";
    None is at once. counts: False gives the attempt back (a 429: nothing can have been posted).
    """

    ids: Sequence[int]
    state: str
    message: int | None = None
    reason: str | None = None
    due: datetime | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageRow:
    """A source that does not answer since `since` (UTC); told: the channels know."""

    source: str
    since: datetime
    failures: int
    told: bool
