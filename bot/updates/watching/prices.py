"""Looks at the prices that somebody wants to hear of, and records what follows.

A listing is asked for once, however many subscribe; what is due together goes into as few requests
as the source can. What happened, who is told, and how far we are is one transaction: a process that
dies in between has done nothing, and whoever takes over tells nothing twice.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import tally
from bot.audiences import Audiences
from bot.clock import Clock
from bot.errors import (
    BadAnswer,
    ParkettError,
    SourceDown,
    SourceLimited,
    SourceTimeout,
    StoreError,
)
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument, Listing
from bot.market.models import Quote
from bot.market.service import Market
from bot.store import Store
from bot.store.rows import WatchChange, WatchRow
from bot.updates.firing.doubts import Doubt, judge
from bot.updates.models import Kind
from bot.updates.payloads.events import event_row
from bot.updates.watching.alerts import Alarm, Alerts, Looked
from bot.updates.watching.courses import with_courses
from bot.updates.watching.keeping import keep_each
from bot.updates.watching.listings import watched_listing
from bot.updates.watching.looks import Place, after_failure, after_look, wants_look
from bot.updates.watching.outages import PRICE, Outages, Round
from bot.updates.watching.pricememory import PriceMemory, memory_of, written

log = logging.getLogger(__name__)

BATCH = 100  # listings in one turn
_FEWEST = 10
_KINDS = (Kind.CLOSE, Kind.MOVE, Kind.LEVEL, Kind.HIGH, Kind.LOW)
_CHECKED = timedelta(minutes=10)  # how long a listing is looked at that nobody wants any more
_PATIENCE = 0.6  # of the lease, for the sources; the rest is for the store
_PATIENCE_FOR_COURSES = 0.1  # of the lease, on top


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watched:
    key: str
    wish: str  # the instrument's key, as subscriptions keep it
    instrument: Instrument
    listing: Listing
    memory: PriceMemory

    @property
    def place(self) -> Place:
        return Place(self.listing.mic, self.memory.timezone)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is to be recorded. look: None where there is nothing for the rules."""

    watched: _Watched
    change: WatchChange
    look: Looked | None = None
    alerts: Alerts = field(default_factory=Alerts)


class PriceWatcher:
    """poll: seconds between two looks while an exchange is open. lease: seconds that a claimed
    watch is held. owner: unique for this process."""

    def __init__(
        self,
        *,
        store: Store,
        catalogue: Catalogue,
        market: Market,
        audiences: Audiences,
        clock: Clock,
        owner: str,
        poll: float,
        lease: float,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._market = market
        self._alarm = Alarm(store, audiences)
        self._clock = clock
        self._owner = owner
        self._poll = timedelta(seconds=poll)
        self._lease = timedelta(seconds=lease)
        self._outages = Outages(store, audiences)
        self._at_once = BATCH

    async def turn(self) -> datetime | None:
        """Looks at a batch of what is due; when to come again. Raises StoreError."""
        began = asyncio.get_running_loop().time()
        now = self._clock()
        rows = await self._store.watches.claim(
            PRICE, now, owner=self._owner, lease_until=now + self._lease, limit=self._at_once
        )
        if rows:
            full = len(rows) == self._at_once
            await self._look_at(await self._wanted(rows, now), now)
            self._adapt(asyncio.get_running_loop().time() - began)
            if full:
                return self._clock()
        return await self._store.watches.next_due(PRICE)

    async def _look_at(self, watched: Sequence[_Watched], now: datetime) -> None:
        round_ = Round()
        seen = await self._looked(watched, round_, now)
        await keep_each(self._keep, seen, "prices")
        notice = await self._outages.notice(
            PRICE, round_, self._clock(), kinds=_KINDS, serves=self._serves
        )
        if notice:
            sent = await self._store.outbox.record(
                notice.events,
                notice.letters,
                outages=notice.outages,
                recovered=notice.recovered,
            )
            tally.LETTERS.add(by=sent)

    def _adapt(self, seconds: float) -> None:
        """Slow sources hold all up: then fewer at once, so that no lease runs out."""
        share = seconds / self._lease.total_seconds()
        if share > 1 / 2:
            self._at_once = max(self._at_once // 2, _FEWEST)
        elif share < 1 / 5:
            self._at_once = min(self._at_once * 2, BATCH)

    async def _wanted(self, rows: Sequence[WatchRow], now: datetime) -> list[_Watched]:
        """What these rows mean, after ending those that nobody wants any more."""
        watched = [_watched(row, self._catalogue) for row in rows]
        fresh = [one.key for one in watched if one.memory.checked is None]
        old = [
            one.key
            for one in watched
            if one.memory.checked is not None and one.memory.checked <= now - _CHECKED
        ]
        if old and await self._store.watches.drop(old) == len(watched):
            return []
        checked = {*fresh, *old}
        return [
            replace(one, memory=replace(one.memory, checked=now)) if one.key in checked else one
            for one in watched
        ]

    async def _looked(
        self, watched: Sequence[_Watched], round_: Round, now: datetime
    ) -> list[_Seen]:
        looked_at = [one for one in watched if wants_look(one.place, now, one.memory.looked)]
        quotes: Mapping[Listing, Quote | ParkettError] = {}
        if looked_at:
            with tally.LOOKS.time(PRICE, "done"):
                quotes = await self._market.quotes(
                    [(one.instrument, one.listing) for one in looked_at],
                    give_up=self._lease.total_seconds() * _PATIENCE,
                )
        for answer in quotes.values():
            _note(answer, round_)
        now = self._clock()
        seen = [self._seen(one, quotes.get(one.listing), now) for one in watched]
        return await self._alerted(seen, now)

    def _seen(self, one: _Watched, answer: Quote | ParkettError | None, now: datetime) -> _Seen:
        """answer: None where it was not asked for."""
        if answer is None:
            return _Seen(one, _change(one, one.memory, after_look(one.place, now, self._poll)))
        if isinstance(answer, ParkettError):
            return self._failed(one, answer, now)
        try:
            after = judge(one.memory.reading, answer, now)
        except Exception:
            return self._unexpected(one, now)
        memory = replace(one.memory, looked=now, failures=0, timezone=answer.timezone)
        due = after_look(Place(one.listing.mic, answer.timezone), now, self._poll)
        if isinstance(after, Doubt):
            log.info("%s at %s is not believed: %s", one.key, answer.price, after.reason)
            return _Seen(one, _change(one, replace(memory, reading=after.keep), due))
        look = Looked(
            key=one.wish,
            instrument=one.instrument,
            listing=one.listing,
            quote=answer,
            before=one.memory.reading,
            after=after,
        )
        return _Seen(one, _change(one, replace(memory, reading=after), due), look)

    async def _alerted(self, seen: list[_Seen], now: datetime) -> list[_Seen]:
        """With what follows from the looks; one by one where that fails for one of them."""
        try:
            looks = [one.look for one in seen if one.look is not None]
            found = await self._alarm.alerts(looks, now)
            seconds = self._lease.total_seconds() * _PATIENCE_FOR_COURSES
            alerts = iter(await with_courses(self._market, looks, found, give_up=seconds))
        except StoreError:
            raise
        except Exception:
            if len(seen) == 1:
                return [self._unexpected(seen[0].watched, now)]
            return [each for one in seen for each in await self._alerted([one], now)]
        return [one if one.look is None else replace(one, alerts=next(alerts)) for one in seen]

    def _unexpected(self, one: _Watched, now: datetime) -> _Seen:
        """The others of the batch must not wait for a listing that we fail at."""
        log.exception("%s failed in a way that nobody expected", one.key)
        error = BadAnswer(source="Parkett", reason="its price could not be dealt with")
        return self._failed(one, error, now)

    def _failed(self, one: _Watched, error: ParkettError, now: datetime) -> _Seen:
        """Later, and each time later still; but that our own pace held it up is nobody's fault."""
        queued = bool(error.details.get("queued"))
        failures = one.memory.failures + (not queued)
        if failures == 1 and not queued:
            log.info("no price of %s: %s", one.key, error)
        wait = error.details.get("retry_after")
        rest = timedelta(seconds=wait if isinstance(wait, int | float) else 0.0)
        down = isinstance(error, SourceDown | SourceTimeout | SourceLimited)
        due = after_failure(one.place, now, self._poll, max(failures, 1), down=down, wait=rest)
        return _Seen(one, _change(one, replace(one.memory, failures=failures), due))

    async def _keep(self, seen: Sequence[_Seen]) -> None:
        events = [event for one in seen for event in one.alerts.events]
        sent = await self._store.outbox.record(
            [event_row(event) for event in events],
            [letter for one in seen for letter in one.alerts.letters],
            owner=self._owner,
            watches=[one.change for one in seen],
            subscriptions=[memory for one in seen for memory in one.alerts.memories],
        )
        for event in events:
            tally.EVENTS.add(event.what.value)
        if sent:
            tally.LETTERS.add(by=sent)

    def _serves(self, source: str, key: str) -> bool:
        instrument = self._catalogue.by_key(key)
        return instrument is not None and self._market.serves(source, instrument)


def _note(answer: Quote | ParkettError, round_: Round) -> None:
    if isinstance(answer, Quote):
        round_.note(answer.source, None)
    else:
        source = str(answer.details.get("source", ""))
        round_.note(source, answer)
        tally.SOURCE_FAILURES.add(source)


def _watched(row: WatchRow, catalogue: Catalogue) -> _Watched:
    where = row.key.removeprefix(f"{PRICE}:")
    symbol, _, mic = where.rpartition("@")
    instrument, listing = watched_listing(catalogue, row.instrument, symbol, mic)
    return _Watched(
        key=row.key,
        wish=row.instrument,
        instrument=instrument,
        listing=listing,
        memory=memory_of(row.state),
    )


def _change(one: _Watched, memory: PriceMemory, due: datetime) -> WatchChange:
    return WatchChange(key=one.key, due=due, state=written(memory))
