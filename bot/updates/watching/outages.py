"""Which sources do not answer? Their channels are told once, and once that they answer again.

A source is down when nothing that was asked of it lately was answered: at least three rounds, over
at least a quarter of an hour. One answer ends it.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.audiences import Audiences
from bot.errors import NotFound, ParkettError, SourceError
from bot.store import Store
from bot.store.rows import EventRow, Letter, OutageRow
from bot.updates import keys
from bot.updates.fanout import notices
from bot.updates.models import Event, Happening
from bot.updates.payloads.events import event_row

NEWS, PRICE = "news", "price"  # families: one source may give both, and be down in one
TOLD_AFTER = timedelta(minutes=15)
TOLD_FROM = 3  # rounds without an answer
_LONGEST_NAME = 60  # characters
_AT_ONCE = 100  # instruments judged before others get their turn


@dataclass(slots=True)
class Round:
    """Who answered and who failed in one round of asking, by the names that people read.

    crowded: our own pace left no turn for some question.
    """

    answered: set[str] = field(default_factory=set[str])
    failed: set[str] = field(default_factory=set[str])
    crowded: bool = False

    def note(self, source: str, error: ParkettError | None) -> None:
        """An error that is not the source's own (our own pace, our processes) says nothing."""
        if error is None or isinstance(error, NotFound):
            self.answered.add(source)
        elif error.details.get("queued"):
            self.crowded = True
        elif isinstance(error, SourceError):
            self.failed.add(source)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be recorded, and what is to be told."""

    rows: tuple[OutageRow, ...] = ()
    recovered: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Arguments for `Outbox.record`. Empty where nothing has changed."""

    events: list[EventRow] = field(default_factory=list[EventRow])
    letters: list[Letter] = field(default_factory=list[Letter])
    outages: tuple[OutageRow, ...] = ()
    recovered: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.outages or self.recovered)


def judge(family: str, known: Iterable[OutageRow], round_: Round, now: datetime) -> Judgement:
    """Pure. known: the rows of the store."""
    before = {row.source: row for row in known}
    rows: list[OutageRow] = []
    recovered: list[str] = []
    events: list[Event] = []
    for source in sorted(round_.answered):
        row = before.get(_name(family, source))
        if row is not None:
            recovered.append(row.source)
            if row.told:
                events.append(_event(Happening.RECOVERY, row, source, now))
    for source in sorted(round_.failed - round_.answered):
        name = _name(family, source)
        row = before.get(name) or OutageRow(source=name, since=now, failures=0, told=False)
        failures = min(row.failures + 1, TOLD_FROM)  # more of them change nothing
        told = row.told or (failures >= TOLD_FROM and now - row.since >= TOLD_AFTER)
        after = OutageRow(source=name, since=row.since, failures=failures, told=told)
        if after != before.get(name):
            rows.append(after)
        if told and not row.told:
            events.append(_event(Happening.OUTAGE, after, source, now))
    return Judgement(tuple(rows), tuple(recovered), tuple(events))


class Outages:
    """What the watchers call after each round of asking."""

    def __init__(self, store: Store, audiences: Audiences) -> None:
        self._store = store
        self._audiences = audiences

    async def notice(
        self,
        family: str,
        round_: Round,
        now: datetime,
        *,
        kinds: Collection[str],
        serves: Callable[[str, str], bool],
    ) -> Notice:
        """What is to be recorded after a round, with the letters to the channels concerned.

        family: NEWS or PRICE, as watches are called. kinds: of the subscriptions that depend on
        it. serves: whether the source (by its name) is asked for an instrument (by its key).
        Raises StoreError.
        """
        if not round_.answered and not round_.failed:
            return Notice()
        judged = judge(family, await self._store.outages.all(), round_, now)
        letters: list[Letter] = []
        for event in judged.events:
            channels = await self._channels(family, event.source, kinds, serves)
            letters += notices(event, channels, self._audiences, now)
        events = [event_row(event) for event in judged.events]
        return Notice(events, letters, judged.rows, judged.recovered)

    async def _channels(
        self,
        family: str,
        source: str,
        kinds: Collection[str],
        serves: Callable[[str, str], bool],
    ) -> list[tuple[int, int]]:
        watched = await self._store.watches.instruments(family)
        concerned: list[str] = []
        for start in range(0, len(watched), _AT_ONCE):
            part = watched[start : start + _AT_ONCE]
            concerned += [instrument for instrument in part if serves(source, instrument)]
            await asyncio.sleep(0)
        return await self._store.subscriptions.channels(kinds, concerned) if concerned else []


def _event(what: Happening, row: OutageRow, source: str, now: datetime) -> Event:
    key = (keys.outage if what is Happening.OUTAGE else keys.recovery)(row.source, row.since)
    return Event(key=key, what=what, at=now, source=source, since=row.since)


def _name(family: str, source: str) -> str:
    return f"{family}/{source}"[:_LONGEST_NAME]
