"""Tells the price once a day to those who want it: after the close, or at a time of theirs.

Subscriptions to one listing share a request and an event. Each one's schedule moves on in the
transaction that records what it is told; where no price can be had, it is tried again, and given
up in the end, which its health shows.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot import tally
from bot.audiences import Audiences
from bot.clock import Clock
from bot.errors import ParkettError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument, Listing
from bot.market.models import Quote
from bot.market.service import Market
from bot.store import Store
from bot.store.rows import EventRow, Letter, SubscriptionChange, SubscriptionRow
from bot.updates import keys
from bot.updates.fanout import letters
from bot.updates.firing.closing import (
    TRIES,
    Closing,
    Lack,
    Waiting,
    closing_price,
    memory_of,
    next_try,
    waiting_of,
)
from bot.updates.firing.readings import Reading
from bot.updates.firing.schedule import comes, next_close
from bot.updates.models import Event, Happening, Subscription
from bot.updates.payloads.events import event_row
from bot.updates.payloads.subscriptions import subscription_of
from bot.updates.watching.alerts import fact_of
from bot.updates.watching.facts import course_fact, price_fact
from bot.updates.watching.keeping import keep_each
from bot.updates.watching.listings import watched_listing
from bot.updates.watching.pricememory import memory_of as watch_memory_of

log = logging.getLogger(__name__)

BATCH = 500  # subscriptions in one turn
_PATIENCE = 0.6  # of the lease, for the sources; the rest is for the store
_FRESH = timedelta(seconds=60)  # for how long one request serves the turns that follow


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    row: SubscriptionRow
    subscription: Subscription
    waiting: Waiting
    instrument: Instrument
    listing: Listing

    @property
    def where(self) -> str:
        return keys.listing(self.subscription.symbol, self.subscription.mic)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one wish. event: None where it is tried again."""

    row: SubscriptionRow
    change: SubscriptionChange
    event: Event | None = None


class CloseScheduler:
    """lease: seconds that a claimed subscription is held. owner: unique for this process."""

    def __init__(
        self,
        *,
        store: Store,
        catalogue: Catalogue,
        market: Market,
        audiences: Audiences,
        clock: Clock,
        owner: str,
        lease: float,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._market = market
        self._audiences = audiences
        self._clock = clock
        self._owner = owner
        self._lease = timedelta(seconds=lease)
        self._recent: dict[Listing, tuple[datetime, Quote]] = {}

    async def turn(self) -> datetime | None:
        """Tells a batch of what is due; when to come again. Raises StoreError."""
        now = self._clock()
        rows = await self._store.subscriptions.claim_due(
            now, owner=self._owner, lease_until=now + self._lease, limit=BATCH
        )
        wishes = [wish for row in rows if (wish := self._wish(row, now))]
        if wishes:
            await self._tell(await self._coming(wishes, now))
        if len(rows) == BATCH:
            return now
        return await self._store.subscriptions.next_due()

    def _wish(self, row: SubscriptionRow, now: datetime) -> _Wish | None:
        try:
            subscription = subscription_of(row)
        except ValueError as error:
            log.warning("subscription %s is not understood: %s", row.id, error)
            return None
        instrument, listing = watched_listing(self._catalogue, row.instrument, row.symbol, row.mic)
        return _Wish(
            row=row,
            subscription=subscription,
            waiting=waiting_of(row.memory, row.due or now),
            instrument=instrument,
            listing=listing,
        )

    async def _coming(self, wishes: Sequence[_Wish], now: datetime) -> list[_Wish]:
        """Those whose moment it is; the others (an exchange never closes on their days, or its
        calendar has changed since) wait for the next one."""
        coming = [one for one in wishes if comes(one.subscription, one.waiting.due)]
        held = {one.row.id for one in coming}
        others = [one for one in wishes if one.row.id not in held]
        await self._record([_moved_on(one) for one in others], now)
        return coming

    async def _tell(self, wishes: Sequence[_Wish]) -> None:
        watches = {one.listing: keys.watched(one.where) for one in wishes}
        quotes = await self._quotes(wishes)
        states = await self._store.watches.states(list(watches.values()))
        now = self._clock()
        outcomes: list[_Outcome] = []
        for one in wishes:
            before = watch_memory_of(states.get(watches[one.listing])).reading
            outcome = self._outcome(one, quotes[one.listing], before, now)
            if isinstance(outcome, Lack):
                await self._give_up(one, outcome, now)
            else:
                outcomes.append(outcome)
        await self._record(outcomes, now)

    async def _quotes(self, wishes: Sequence[_Wish]) -> Mapping[Listing, Quote | ParkettError]:
        now = self._clock()
        self._recent = {
            listing: (at, quote)
            for listing, (at, quote) in self._recent.items()
            if timedelta(0) <= now - at < _FRESH
        }
        answers = await self._market.quotes(
            [(one.instrument, one.listing) for one in wishes if one.listing not in self._recent],
            give_up=self._lease.total_seconds() * _PATIENCE,
            bars=True,
        )
        now = self._clock()
        self._recent |= {
            listing: (now, answer)
            for listing, answer in answers.items()
            if isinstance(answer, Quote)
        }
        return {**answers, **{listing: quote for listing, (_, quote) in self._recent.items()}}

    def _outcome(
        self, one: _Wish, answer: Quote | ParkettError, before: Reading | None, now: datetime
    ) -> _Outcome | Lack:
        """What it is told, or that it is tried again; the lack where that is over."""
        if not isinstance(answer, Quote):
            return self._unanswered(one, answer, now)
        found = closing_price(one.subscription, one.waiting.due, answer, before, now)
        if isinstance(found, Lack):
            return self._again(one, found, now)
        return self._told(one, answer, found, now)

    def _unanswered(self, one: _Wish, error: ParkettError, now: datetime) -> _Outcome | Lack:
        """That our own pace held it up is no try; but it is over when the next day's is due."""
        asked = error.details.get("retry_after")
        wait = timedelta(seconds=asked if isinstance(asked, int | float) else 0.0)
        queued = bool(error.details.get("queued"))
        if queued and next_close(one.subscription, one.waiting.due) <= now:
            return Lack.MISSED
        return self._again(one, Lack.NONE, now, wait, counted=not queued)

    def _again(
        self,
        one: _Wish,
        lack: Lack,
        now: datetime,
        wait: timedelta = timedelta(0),
        *,
        counted: bool = True,
    ) -> _Outcome | Lack:
        tries = one.waiting.tries + counted
        if lack is Lack.MISSED or tries >= TRIES:
            return lack
        # The quote that was had is not what is waited for.
        self._recent.pop(one.listing, None)
        again = next_try(one.waiting, now, wait)
        waiting = replace(one.waiting, tries=tries)
        change = SubscriptionChange(id=one.row.id, memory=memory_of(waiting, again), due=again)
        return _Outcome(one.row, change)

    def _told(self, one: _Wish, quote: Quote, found: Closing, now: datetime) -> _Outcome:
        due = one.waiting.due
        event = Event(
            key=keys.close(one.where, found.session, due),
            what=Happening.CLOSE,
            at=now,
            instrument=one.row.instrument,
            name=one.instrument.name,
            price=fact_of(quote, found.reading, now) if found.reading else price_fact(quote, now),
            course=course_fact(quote),
        )
        return replace(_moved_on(one), event=event)

    async def _give_up(self, one: _Wish, lack: Lack, now: datetime) -> None:
        """Until the next day; who subscribed sees it in the subscription's health."""
        log.warning("no price of %s for subscription %s: %s", one.where, one.row.id, lack)
        await self._store.subscriptions.change(
            one.row.id,
            memory=None,
            due=next_close(one.subscription, one.waiting.due),
            last_failure=lack.value,
            failed_at=now,
        )

    async def _record(self, outcomes: Sequence[_Outcome], now: datetime) -> None:
        if outcomes:
            await keep_each(partial(self._keep, now=now), outcomes, "closes")

    async def _keep(self, outcomes: Sequence[_Outcome], now: datetime) -> None:
        events, written = _mail(outcomes, self._audiences, now)
        sent = await self._store.outbox.record(
            events,
            written,
            owner=self._owner,
            subscriptions=[one.change for one in outcomes],
        )
        if events:
            tally.EVENTS.add(Happening.CLOSE.value, by=len(events))
        if sent:
            tally.LETTERS.add(by=sent)


def _moved_on(one: _Wish) -> _Outcome:
    coming = next_close(one.subscription, one.waiting.due)
    return _Outcome(one.row, SubscriptionChange(id=one.row.id, memory=None, due=coming))


def _mail(
    outcomes: Iterable[_Outcome], audiences: Audiences, now: datetime
) -> tuple[list[EventRow], list[Letter]]:
    """Each event once, with a letter for each channel that wants it."""
    events: dict[str, Event] = {}
    rows: dict[str, list[SubscriptionRow]] = {}
    for one in outcomes:
        if one.event is not None:
            event = events.setdefault(one.event.key, one.event)
            rows.setdefault(event.key, []).append(one.row)
    found = [event_row(event) for event in events.values()]
    written = [
        letter
        for key, event in events.items()
        for letter in letters(event, rows[key], audiences, now)
    ]
    return found, written
