"""Who is told what of a new price? The rules decide; here is read what they need, and no more.

Only the subscriptions that may change are read: what a look costs follows from what has happened,
not from how many subscribe.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.audiences import Audiences
from bot.instruments.models import Instrument, Listing
from bot.market.models import Quote
from bot.market.sessions import last_session
from bot.store import Store
from bot.store.rows import Letter, Span, SubscriptionChange, SubscriptionRow
from bot.updates import keys
from bot.updates.fanout import letters
from bot.updates.firing.readings import Reading
from bot.updates.firing.rules import Fired, concerned, extremes, reach, tell
from bot.updates.models import Event, Happening, Kind, PriceFact, StoryFact, Subscription
from bot.updates.payloads.subscriptions import subscription_of
from bot.updates.watching.facts import price_fact
from bot.updates.watching.newsmemory import recent_stories

log = logging.getLogger(__name__)

_LONGEST_PAUSE = timedelta(days=4)  # of trading, where the exchange's days are not known


@dataclass(frozen=True, slots=True)
class Alerts:
    """What one look leads to. memories: of the subscriptions whose rule remembers something."""

    events: list[Event] = field(default_factory=list[Event])
    letters: list[Letter] = field(default_factory=list[Letter])
    memories: list[SubscriptionChange] = field(default_factory=list[SubscriptionChange])


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A look at a listing. key: its instrument's, as subscriptions keep it."""

    key: str
    instrument: Instrument
    listing: Listing
    quote: Quote
    before: Reading | None
    after: Reading

    @property
    def place(self) -> tuple[str, str]:
        return self.key, self.listing.symbol


_Reached = Mapping[tuple[str, str], Sequence[SubscriptionRow]]  # by `Looked.place`


class Alarm:
    def __init__(self, store: Store, audiences: Audiences) -> None:
        self._store = store
        self._audiences = audiences

    async def alerts(self, looks: Sequence[Looked], now: datetime) -> list[Alerts]:
        """For each look what it leads to. Raises StoreError."""
        reached = await self._reached(looks)
        return [await self._of(look, reached, now) for look in looks]

    async def _of(self, look: Looked, reached: _Reached, now: datetime) -> Alerts:
        found = Alerts()
        told: dict[str, tuple[Fired, list[SubscriptionRow]]] = {}
        for row, subscription in _understood(reached.get(look.place, ()), look.listing):
            fired, memory = tell(subscription, row.memory, look.before, look.after)
            if memory != row.memory:
                change = SubscriptionChange(id=row.id, memory=memory, due=row.due)
                found.memories.append(change)
            if fired is not None:
                told.setdefault(fired.key, (fired, []))[1].append(row)
        for kind, fired in extremes(look.before, look.after):
            told[fired.key] = (fired, await self._all(kind, look))
        for fired, rows in told.values():
            if rows:
                event = await self._event(fired, look, now)
                found.events.append(event)
                found.letters.extend(letters(event, rows, self._audiences, now))
        return found

    async def _reached(self, looks: Sequence[Looked]) -> _Reached:
        """Whom a MOVE or LEVEL may concern, of all looks by one question."""
        spans = [
            Span(look.key, kind.value, look.listing.symbol, *span)
            for look in looks
            for kind in (Kind.MOVE, Kind.LEVEL)
            if (span := reach(kind, look.before, look.after)) is not None
        ]
        reached: dict[tuple[str, str], list[SubscriptionRow]] = {}
        for row in await self._store.subscriptions.between(spans) if spans else ():
            reached.setdefault((row.instrument, row.symbol), []).append(row)
        return reached

    async def _all(self, kind: Kind, look: Looked) -> list[SubscriptionRow]:
        """Whom a 52-week high or low concerns."""
        rows = await self._store.subscriptions.of_instrument(
            look.key, kind.value, symbol=look.listing.symbol
        )
        understood = _understood(rows, look.listing)
        return [row for row, subscription in understood if concerned(subscription, look.before)]

    async def _event(self, fired: Fired, look: Looked, now: datetime) -> Event:
        story = await self._story(look) if fired.what is Happening.MOVE else None
        return Event(
            key=fired.key,
            what=fired.what,
            at=now,
            instrument=look.key,
            name=look.instrument.name,
            price=fact_of(look.quote, look.after, now),
            story=story,
            threshold=fired.threshold,
            direction=fired.direction,
            stage=fired.stage,
        )

    async def _story(self, look: Looked) -> StoryFact | None:
        """The newest one that was out before the price was traded, but not before the session
        that it moves against had closed."""
        watch = keys.news(look.key)
        state = (await self._store.watches.states([watch])).get(watch)
        return story_before(recent_stories(state), look.after, look.quote.timezone)


def story_before(
    stories: Sequence[StoryFact], after: Reading, timezone: str = "UTC"
) -> StoryFact | None:
    """stories: newest first. timezone: of an exchange whose hours are not known."""
    session = last_session(after.mic, after.as_of, timezone)
    earlier = session and last_session(after.mic, session.opens - timedelta(seconds=1), timezone)
    begin = earlier.closes if earlier else after.as_of - _LONGEST_PAUSE
    within = (
        story
        for story in stories
        if story.first_published is not None and begin <= story.first_published < after.as_of
    )
    return next(within, None)


def fact_of(quote: Quote, reading: Reading, now: datetime) -> PriceFact:
    """The price with the change that the rules have seen, whatever the source says beside it."""
    seen = replace(
        quote,
        previous_close=reading.previous_close,
        low_52w=reading.low_52w,
        high_52w=reading.high_52w,
    )
    return price_fact(seen, now)


def _understood(
    rows: Iterable[SubscriptionRow], listing: Listing
) -> list[tuple[SubscriptionRow, Subscription]]:
    """Those of that very listing; of a kind that only a newer program knows there are none here."""
    return [(row, subscription_of(row)) for row in rows if row.mic == listing.mic]
