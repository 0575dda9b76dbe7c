"""What happened? All sources are asked side by side; what they say becomes stories.

The first answer never waits for the slowest; later ones add to it; pages of thin stories are
opened last. What is complete is kept for a moment, so that the next one who asks need not wait.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.audience import Audience
from bot.clock import Clock
from bot.errors import NotFound, WorkError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument
from bot.news.looking import Look, look_at
from bot.news.models import Article, Dropped, NewsReport, SourceReport, Story
from bot.news.pages.opening import Opener, with_texts
from bot.news.providers.form import NewsProvider
from bot.news.providers.table import news_providers
from bot.news.relevance.naming import naming
from bot.news.stories.work import tell_of
from bot.news.writing.writer import Writer
from bot.web.marks import Mark
from bot.web.source import Sources
from bot.web.together import Outcome, together
from bot.workers import Workers

log = logging.getLogger(__name__)

GIVE_UP = 12.0  # seconds
OK, PENDING = "ok", "pending"
OPENING_SECONDS = 8.0
_TELLING_SECONDS = 15.0
_FRESH = timedelta(minutes=2)
_FRESH_WITH_FAILURES = timedelta(seconds=20)
_MOST_KEPT = 200  # reports in memory, some 20 KB each

Key = tuple[str, tuple[str, ...], int]
SourceOutcome = Outcome[Sequence[Article]]


class News:
    """The news service. feeds: the operator's extra feeds. writer: None writes nothing.

    catalogue: knows which other companies have longer names; without it a table does.
    """

    def __init__(
        self,
        *,
        sources: Sources,
        workers: Workers,
        clock: Clock,
        feeds: Sequence[str] = (),
        writer: Writer | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._writer = writer
        self._workers = workers
        self._clock = clock
        self._providers = news_providers(sources, workers, clock, feeds)
        self._opener = Opener(sources["ARTICLES"], workers, clock)
        # What nobody waits for takes one worker process, and leaves the others to people.
        self._aside = asyncio.Semaphore(1)
        self._kept: OrderedDict[Key, tuple[NewsReport, datetime]] = OrderedDict()

    def cached(
        self, instrument: Instrument, audience: Audience, *, limit: int = 5
    ) -> NewsReport | None:
        """The last complete report, where it is fresh. From memory: costs nothing."""
        report, until = self._kept.get(_key(instrument, audience, limit), (None, None))
        return report if until is not None and self._clock() < until else None

    async def report(
        self,
        instrument: Instrument,
        audience: Audience,
        *,
        limit: int = 5,
        give_up: float = GIVE_UP,
    ) -> NewsReport:
        """The complete report, whatever it takes up to `give_up` and the opening of pages."""
        last = NewsReport()
        waves = self.reports(instrument, audience, limit=limit, first_by=give_up, give_up=give_up)
        async with aclosing(waves):
            async for report in waves:
                last = report
        return last

    async def reports(
        self,
        instrument: Instrument,
        audience: Audience,
        *,
        limit: int = 5,
        first_by: float = 2.0,
        give_up: float = GIVE_UP,
        server: int | None = None,
    ) -> AsyncGenerator[NewsReport]:
        """What is known after `first_by` seconds, then more as it comes; the last is complete.

        server: whose limit written summaries count against.

        Raises nothing of the sources: each that failed is named in the report. Close it
        (`aclosing`) when leaving early.
        """
        known = self.cached(instrument, audience, limit=limit)
        if known is not None:
            yield known
            return
        asked = [one for one in self._providers if one.wants(instrument)]
        waves = together(
            {one.label: _asking(one, instrument, audience) for one in asked},
            first_by=first_by,
            give_up=give_up,
        )
        teller = _Teller(
            workers=self._workers,
            clock=self._clock,
            instrument=instrument,
            languages=audience.languages,
            limit=limit,
            vouching=[one.label for one in asked if one.by_identifier],
            neighbours=self._neighbours(instrument),
        )
        report, articles, outcomes = NewsReport(), list[Article](), dict[str, SourceOutcome]()
        async with aclosing(waves):
            async for wave in waves:
                outcomes = dict(wave)
                articles = _articles(outcomes)
                report = await teller.report(articles, outcomes)
                if not report.complete:
                    yield report
        wanted = self._opener.wanted(report.stories)
        if wanted:
            yield replace(report, complete=False)
            texts = await self._opener.texts(wanted, seconds=OPENING_SECONDS)
            if texts:
                report = await teller.report(with_texts(articles, texts), outcomes)
        if self._writer is not None:
            spoken = audience.languages[0]
            if self._writer.waits(report.stories, spoken, server):
                yield replace(report, complete=False)
            written = await self._writer.written(report.stories, instrument, spoken, server=server)
            report = replace(report, stories=written)
        self._keep(_key(instrument, audience, limit), report)
        yield report

    async def look(
        self, instrument: Instrument, languages: tuple[str, ...], known: Mapping[str, Mark]
    ) -> Look:
        """Asks the same sources once, for what has changed since `known` (by their labels).

        languages: those that are read, first the one that sources are asked in. Raises nothing of
        the sources: each that failed is named.
        """
        asked = [one for one in self._providers if one.wants(instrument)]
        audience = Audience(languages=languages)
        return await look_at(asked, instrument, audience, known, aside=self._aside)

    async def stories(
        self, instrument: Instrument, articles: Sequence[Article], languages: tuple[str, ...]
    ) -> tuple[Story, ...]:
        """All stories that these articles tell, made in a worker process. Raises WorkError."""
        asked = [one.label for one in self._providers if one.by_identifier]
        async with self._aside:
            stories, _ = await self._workers.run(
                tell_of,
                (instrument, tuple(articles), self._clock()),
                (len(articles), languages, tuple(asked), self._neighbours(instrument)),
                seconds=_TELLING_SECONDS,
                task="Making stories of the news",
            )
        return stories

    def serves(self, source: str, instrument: Instrument) -> bool:
        """Whether the source of that label is asked for this instrument."""
        return any(one.label == source and one.wants(instrument) for one in self._providers)

    def _neighbours(self, instrument: Instrument) -> tuple[str, ...]:
        if self._catalogue is None:
            return ()
        return self._catalogue.longer_names(instrument, naming(instrument).names)

    def _keep(self, key: Key, report: NewsReport) -> None:
        failed = any(one.status != OK for one in report.sources)
        until = self._clock() + (_FRESH_WITH_FAILURES if failed else _FRESH)
        self._kept[key] = (report, until)
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Makes stories of articles, in a worker process, for one asking."""

    workers: Workers
    clock: Clock
    instrument: Instrument
    languages: tuple[str, ...]
    limit: int
    vouching: list[str]
    neighbours: tuple[str, ...]

    async def report(
        self, articles: Sequence[Article], outcomes: Mapping[str, SourceOutcome]
    ) -> NewsReport:
        """The report of what is known. Stories that cannot be made are named as a failure."""
        sources = [_source_report(outcome) for outcome in outcomes.values()]
        complete = not any(outcome.pending for outcome in outcomes.values())
        stories: tuple[Story, ...] = ()
        dropped: tuple[Dropped, ...] = ()
        beyond = 0
        if articles:
            try:
                stories, dropped = await self.workers.run(
                    tell_of,
                    (self.instrument, tuple(articles), self.clock()),
                    (self.limit, self.languages, tuple(self.vouching), self.neighbours),
                    seconds=_TELLING_SECONDS,
                    task="Making stories of the news",
                )
                told = sum(len(story.articles) for story in stories)
                beyond = len(articles) - told - len(dropped)
            except WorkError as error:
                log.warning("No stories of %d articles: %s", len(articles), error)
                sources.append(SourceReport("Parkett", error.code, len(articles), 0, str(error)))
        return NewsReport(stories, dropped, tuple(sources), complete, beyond)


def _asking(
    provider: NewsProvider, instrument: Instrument, audience: Audience
) -> Callable[[], Awaitable[Sequence[Article]]]:
    return lambda: provider.items(instrument, audience)


def _articles(outcomes: Mapping[str, SourceOutcome]) -> list[Article]:
    """All that came in, in the order of the sources, each address of a source once."""
    found: dict[tuple[str, str, str], Article] = {}
    for outcome in outcomes.values():
        for article in outcome.value or ():
            found.setdefault((article.provider, article.url, article.title), article)
    return list(found.values())


def _source_report(outcome: SourceOutcome) -> SourceReport:
    if outcome.pending:
        return SourceReport(outcome.name, PENDING, 0, outcome.ms)
    error = outcome.error
    # A source that knows nothing of this company did its work.
    if error is not None and not isinstance(error, NotFound):
        return SourceReport(outcome.name, error.code, 0, outcome.ms, str(error))
    return SourceReport(outcome.name, OK, len(outcome.value or ()), outcome.ms)


def _key(instrument: Instrument, audience: Audience, limit: int) -> Key:
    return instrument.key, audience.languages, limit
