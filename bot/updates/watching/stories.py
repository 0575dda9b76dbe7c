"""News as it happens: looks at what is due, and turns new articles into events and letters.

What was seen is kept in the transaction that keeps the events: whoever dies between the look and
that has seen nothing, and whoever lost the lease meanwhile has told nothing.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from bot import tally
from bot.audiences import Audiences
from bot.clock import Clock
from bot.errors import LeaseLost, StoreError, WorkError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.lookup import Lookup
from bot.instruments.models import Found, Instrument
from bot.news.looking import Look
from bot.news.service import News
from bot.store import Store
from bot.store.rows import SubscriptionRow, WatchChange, WatchRow
from bot.updates.models import Kind
from bot.updates.payloads.events import event_row
from bot.updates.watching import newsmemory
from bot.updates.watching.newsmemory import NewsMemory, article_key
from bot.updates.watching.novelty import Novelty, novelty
from bot.updates.watching.outages import NEWS, Outages, Round
from bot.updates.watching.readership import Readership
from bot.updates.watching.rhythm import interval, next_look
from bot.updates.watching.storymail import story_mail
from bot.updates.watching.storytelling import Telling, telling

log = logging.getLogger(__name__)

AT_ONCE = 64  # looks side by side; each keeps a state of some 100 KB in memory
_FEWEST = 4
_UNKNOWN_COMPANY = timedelta(hours=1)  # until a company that the lists lack is tried again
_AFTER_TROUBLE = timedelta(minutes=1)
_TROUBLES = 3  # failures in a row after which what could not be told is given up


@dataclass(slots=True)
class _Turn:
    """round: which sources answered. later: what has not changed, and when it is due next."""

    round: Round = field(default_factory=Round)
    later: dict[str, datetime] = field(default_factory=dict[str, datetime])


class StoryWatcher:
    """poll: seconds between two looks at a company, the base that adapts. lease: seconds.

    lookup: finds companies that no list knows.
    """

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        news: News,
        audiences: Audiences,
        *,
        clock: Clock,
        owner: str,
        poll: float,
        lease: float,
        lookup: Lookup | None = None,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._lookup = lookup
        self._news = news
        self._audiences = audiences
        self._clock = clock
        self._owner = owner
        self._poll = timedelta(seconds=poll)
        self._lease = timedelta(seconds=lease)
        self._outages = Outages(store, audiences)
        self._at_once = AT_ONCE // 4
        self._readership = Readership(store, audiences, clock)
        self._troubles: Counter[str] = Counter()

    async def turn(self) -> datetime | None:
        """Looks at what is due, as many at once as fit well into a lease. Raises StoreError."""
        began = asyncio.get_running_loop().time()
        now = self._clock()
        rows = await self._store.watches.claim(
            NEWS,
            now,
            owner=self._owner,
            lease_until=now + self._lease,
            limit=self._at_once,
        )
        if rows:
            await self._readership.learn([row.instrument for row in rows])
            crowded = await self._look_at(rows)
            full = len(rows) == self._at_once
            self._adapt(asyncio.get_running_loop().time() - began, full=full, crowded=crowded)
            if full:
                return self._clock()
        return await self._store.watches.next_due(NEWS)

    async def _look_at(self, rows: Sequence[WatchRow]) -> bool:
        """Returns whether some question found no turn at a source."""
        turn = _Turn()
        done = await asyncio.gather(
            *(self._attend(row, turn) for row in rows), return_exceptions=True
        )
        now = self._clock()
        notice = await self._outages.notice(
            NEWS, turn.round, now, kinds=(Kind.NEWS.value,), serves=self._serves
        )
        if notice:
            sent = await self._store.outbox.record(
                notice.events,
                notice.letters,
                outages=notice.outages,
                recovered=notice.recovered,
            )
            tally.LETTERS.add(by=sent)
        if turn.later:
            await self._store.watches.postpone(turn.later, self._owner)
        for outcome in done:
            if isinstance(outcome, BaseException):
                raise outcome
        return turn.round.crowded

    def _adapt(self, seconds: float, *, full: bool, crowded: bool) -> None:
        """Fewer at once where sources are slow, so that no lease runs out, and where their pace
        is slower than we ask, so that all get their turn, longest due first."""
        share = seconds / self._lease.total_seconds()
        if share > 1 / 3 or crowded:
            self._at_once = max(self._at_once // 2, _FEWEST)
        elif share < 1 / 6 and full:
            self._at_once = min(self._at_once * 2, AT_ONCE)

    async def _attend(self, row: WatchRow, turn: _Turn) -> None:
        """One watch. Whatever goes wrong with it holds up no other. Raises StoreError."""
        try:
            with tally.LOOKS.time(NEWS, "done"):
                await self._look(row, turn)
            self._troubles.pop(row.key, None)
        except LeaseLost:
            tally.LEASES_LOST.add("stories")
            log.info("%s was taken over by another process", row.key)
        except WorkError as error:
            self._troubles[row.key] += 1
            log.warning("%s: %s It is tried again.", row.key, error)
            turn.later[row.key] = self._clock() + _AFTER_TROUBLE
        except StoreError:
            raise
        except Exception:
            log.exception("%s failed in a way that nobody expected", row.key)
            turn.later[row.key] = self._clock() + _AFTER_TROUBLE

    async def _look(self, row: WatchRow, turn: _Turn) -> None:
        instrument = await self._instrument(row.instrument)
        if instrument is None:
            log.warning("no list knows %s any more; its news is not looked at", row.instrument)
            turn.later[row.key] = self._clock() + _UNKNOWN_COMPANY
            return
        readers = self._readership.of(row.instrument)
        if not readers and await self._store.watches.drop([row.key]):
            return  # nobody wants this news any more
        readers = readers or self._audiences.default.languages
        head = newsmemory.head(row.state)
        look = await self._news.look(instrument, readers, head.marks() if head else {})
        self._note(look, turn)
        now = self._clock()
        if head is not None and not look.changed and not _unheard(head, look):
            turn.later[row.key] = self._due(row, head, now)
            return
        found = novelty(newsmemory.read(row.state), look, now)
        told = await self._told(row, instrument, found, readers, now)
        await self._record(row, instrument, told, now)

    async def _instrument(self, key: str) -> Instrument | None:
        """Also one that was found outside, by another process or before a restart."""
        known = self._catalogue.by_key(key)
        if known is None and self._lookup is not None:
            found = await self._lookup.resolve(key)
            if isinstance(found, Found) and found.instrument.key == key:
                return found.instrument
        return known

    async def _told(
        self,
        row: WatchRow,
        instrument: Instrument,
        found: Novelty,
        readers: tuple[str, ...],
        now: datetime,
    ) -> Telling:
        """The stories of what is new, told together with what was there. Raises WorkError."""
        if not found.fresh and not found.known:
            return Telling(found.memory)
        together = chain(found.fresh, found.known, found.memory.recent)
        articles = {article_key(one.article): one.article for one in together}
        try:
            stories = await self._news.stories(instrument, tuple(articles.values()), readers)
        except WorkError:
            if self._troubles[row.key] < _TROUBLES:
                raise
            log.exception("%d articles of %s are given up", len(found.fresh), row.key)
            return Telling(found.memory)
        return telling(found.memory, stories, found.fresh, found.known, now)

    async def _record(
        self, row: WatchRow, instrument: Instrument, told: Telling, now: datetime
    ) -> None:
        """What was seen and what is told of it, in one transaction. Raises LeaseLost."""
        rows: Sequence[SubscriptionRow] = ()
        if told.new or told.grown:
            rows = await self._store.subscriptions.of_instrument(instrument.key, Kind.NEWS.value)
        events, sent = story_mail(instrument, told, rows, self._audiences, now)
        change = WatchChange(
            key=row.key, due=self._due(row, told.memory, now), state=newsmemory.write(told.memory)
        )
        count = await self._store.outbox.record(
            [event_row(event) for event in events], sent, owner=self._owner, watches=(change,)
        )
        for event in events:
            tally.EVENTS.add(event.what.value)
        if count:
            tally.LETTERS.add(by=count)

    def _note(self, look: Look, turn: _Turn) -> None:
        for one in look.sources:
            turn.round.note(one.name, one.error)
            if one.error is not None:
                tally.SOURCE_FAILURES.add(one.name)

    def _serves(self, source: str, key: str) -> bool:
        instrument = self._catalogue.by_key(key)
        return instrument is not None and self._news.serves(source, instrument)

    def _due(self, row: WatchRow, memory: NewsMemory, now: datetime) -> datetime:
        return next_look(row.key, now, interval(self._poll, memory.begun, memory.moments, now))


def _unheard(memory: NewsMemory, look: Look) -> bool:
    """Whether a source was asked, or answered, for the first time."""
    return any(
        (known := memory.sources.get(one.name)) is None or (not known.heard and one.error is None)
        for one in look.sources
    )
