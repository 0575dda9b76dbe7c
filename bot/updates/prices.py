"""Looks at the prices that somebody wants to hear of, and records what follows.

A listing is asked for once, however many subscribe; what is due together goes into as few requests
as the source can. What happened, who is told, and how far we are is one transaction: a process that
dies in between has done nothing, and whoever takes over tells nothing twice.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.audiences import Audiences
from bot.clock import Clock
from bot.errors import BadAnswer, LeaseLost, ParkettError, StoreError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument, Listing
from bot.market.models import Quote
from bot.market.service import Market
from bot.store import Store
from bot.store.rows import WatchChange, WatchRow
from bot.updates.alerts import Alarm, Alerts, Looked
from bot.updates.doubts import Doubt, judge
from bot.updates.listings import watched_listing
from bot.updates.looks import Place, after_failure, after_look, wants_look
from bot.updates.pricememory import PriceMemory, memory_of, written

log = logging.getLogger(__name__)

KIND = "price"
BATCH = 100  # listings in one turn
_CHECKED = timedelta(minutes=10)  # how long a listing is looked at that nobody wants any more
_PATIENCE = 0.6  # of the lease, for the sources; the rest is for the store


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
class _Outcome:
    watch: WatchChange
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

    async def turn(self) -> datetime | None:
        """Looks at a batch of what is due; when to come again. Raises StoreError."""
        now = self._clock()
        rows = await self._store.watches.claim(
            KIND, now, owner=self._owner, lease_until=now + self._lease, limit=BATCH
        )
        if rows:
            await self._record([*await self._outcomes(await self._wanted(rows, now), now)])
        if len(rows) == BATCH:
            return now
        return await self._store.watches.next_due(KIND)

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

    async def _outcomes(self, watched: Sequence[_Watched], now: datetime) -> list[_Outcome]:
        looked_at = [one for one in watched if wants_look(one.place, now, one.memory.looked)]
        quotes = await self._market.quotes(
            [(one.instrument, one.listing) for one in looked_at],
            give_up=self._lease.total_seconds() * _PATIENCE,
        )
        now = self._clock()
        return [await self._outcome(one, quotes.get(one.listing), now) for one in watched]

    async def _outcome(
        self, one: _Watched, quote: Quote | ParkettError | None, now: datetime
    ) -> _Outcome:
        if quote is None:
            return _Outcome(_change(one, one.memory, after_look(one.place, now, self._poll)))
        if isinstance(quote, ParkettError):
            return self._failed(one, quote, now)
        try:
            return await self._told(one, quote, now)
        except StoreError:
            raise
        except Exception:
            # The others of the batch must not wait for a listing that nobody understands.
            log.exception("%s at %s could not be dealt with", one.key, quote.price)
            reason = "its price could not be dealt with"
            return self._failed(one, BadAnswer(source=quote.source, reason=reason), now)

    async def _told(self, one: _Watched, quote: Quote, now: datetime) -> _Outcome:
        memory = replace(one.memory, looked=now, failures=0, timezone=quote.timezone)
        due = after_look(Place(one.listing.mic, quote.timezone), now, self._poll)
        before = memory.reading
        after = judge(before, quote, now)
        if isinstance(after, Doubt):
            log.info("%s at %s is not believed: %s", one.key, quote.price, after.reason)
            return _Outcome(_change(one, replace(memory, reading=after.keep), due))
        look = Looked(
            key=one.wish,
            instrument=one.instrument,
            listing=one.listing,
            quote=quote,
            before=before,
            after=after,
        )
        alerts = await self._alarm.alerts(look, now)
        return _Outcome(_change(one, replace(memory, reading=after), due), alerts)

    def _failed(self, one: _Watched, error: ParkettError, now: datetime) -> _Outcome:
        """Later, and each time later still; but that our own pace held it up is nobody's fault."""
        queued = bool(error.details.get("queued"))
        failures = one.memory.failures + (not queued)
        if failures == 1 and not queued:
            log.info("no price of %s: %s", one.key, error)
        wait = error.details.get("retry_after")
        rest = timedelta(seconds=wait if isinstance(wait, int | float) else 0.0)
        due = after_failure(one.place, now, self._poll, max(failures, 1), rest)
        return _Outcome(_change(one, replace(one.memory, failures=failures), due))

    async def _record(self, outcomes: Sequence[_Outcome]) -> None:
        """All together, and one by one where somebody else has taken over some of them."""
        try:
            await self._keep(outcomes)
        except LeaseLost:
            for outcome in outcomes:
                try:
                    await self._keep([outcome])
                except LeaseLost as error:
                    log.info("a look comes to nothing: %s", error)

    async def _keep(self, outcomes: Sequence[_Outcome]) -> None:
        await self._store.outbox.record(
            [event for one in outcomes for event in one.alerts.events],
            [letter for one in outcomes for letter in one.alerts.letters],
            owner=self._owner,
            watches=[one.watch for one in outcomes],
            subscriptions=[memory for one in outcomes for memory in one.alerts.memories],
        )


def _watched(row: WatchRow, catalogue: Catalogue) -> _Watched:
    where = row.key.removeprefix(f"{KIND}:")
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
