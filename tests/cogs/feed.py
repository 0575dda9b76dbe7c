"""Prices and news that a test hands in, given out with the methods of the real services."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.audience import Audience
from bot.briefing import Briefing
from bot.errors import ParkettError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument, Listing, Resolution
from bot.market.models import Bar, Marked, Period, Quote, QuoteState, Series, Snapshot
from bot.news.models import (
    Article,
    Dropped,
    DropReason,
    NewsReport,
    Sentence,
    SourceReport,
    Story,
)

NOW = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Berlin


class Feed:
    """What the outside world says in this test.

    warm: it was asked a moment ago. gate: until it is set, only the first answer comes.
    fails: what asking for prices raises.
    """

    def __init__(self) -> None:
        self.price = Decimal("2.50")
        self.warm = False
        self.news = NewsReport()
        self.gate: asyncio.Event | None = None
        self.fails: Exception | None = None
        self.asked = 0
        self.audiences: list[Audience] = []

    def snapshot(self, instrument: Instrument, audience: Audience, period: Period) -> Snapshot:
        listing = instrument.on(audience.venue) or instrument.home
        quote = self.quote(listing)
        days = {Period.MONTH: 30, Period.YEAR: 365}.get(period, 5)
        bars = tuple(
            Bar(NOW - timedelta(days=days - n), *(Decimal(2) + Decimal(n) / days,) * 4)
            for n in range(days)
        )
        series = Series(listing, period, bars, "Europe/Berlin", "Yahoo")
        return Snapshot(instrument, (Marked(quote, QuoteState.DELAYED),), series=series)

    def bars(self) -> tuple[Bar, ...]:
        """Of the day."""
        return tuple(Bar(NOW - timedelta(minutes=n), *(self.price,) * 4) for n in (20, 10, 0))

    def quote(self, listing: Listing) -> Quote:
        return Quote(
            listing,
            self.price,
            NOW,
            "Yahoo",
            previous_close=Decimal("2.55"),
            low_52w=Decimal("2.20"),
            high_52w=Decimal("3.885"),
        )


class MarketFeed:
    """As `bot.market.service.Market`."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def cached(
        self, instrument: Instrument, audience: Audience, period: Period = Period.DAY
    ) -> Snapshot | None:
        return self._feed.snapshot(instrument, audience, period) if self._feed.warm else None

    async def snapshots(
        self,
        instrument: Instrument,
        audience: Audience,
        period: Period = Period.DAY,
        **_limits: float,
    ) -> AsyncGenerator[Snapshot]:
        self._feed.asked += 1
        self._feed.audiences.append(audience)
        if self._feed.fails is not None:
            raise self._feed.fails
        snapshot = self._feed.snapshot(instrument, audience, period)
        if self._feed.gate is not None:
            yield replace(snapshot, quotes=(), series=None, complete=False)
            await self._feed.gate.wait()
        yield snapshot

    async def quotes(
        self,
        wanted: Sequence[tuple[Instrument, Listing]],
        *,
        bars: bool = False,
        **_limits: float,
    ) -> Mapping[Listing, Quote | ParkettError]:
        error = self._feed.fails
        if error is not None and not isinstance(error, ParkettError):
            raise error
        quotes = {listing: self._feed.quote(listing) for _, listing in wanted}
        if bars:
            quotes = {one: replace(each, bars=self._feed.bars()) for one, each in quotes.items()}
        return {listing: error or quote for listing, quote in quotes.items()}


class NewsFeed:
    """As `bot.news.service.News`."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def report(
        self, _instrument: Instrument, _audience: Audience, **_limits: float
    ) -> NewsReport:
        return self._feed.news


class BriefingsFeed:
    """As `bot.briefing.Briefings`."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._market = MarketFeed(feed)

    def cached(self, instrument: Instrument, audience: Audience) -> Briefing | None:
        snapshot = self._market.cached(instrument, audience)
        return Briefing(instrument, snapshot, self._feed.news, NOW) if snapshot else None

    async def stream(
        self, instrument: Instrument, audience: Audience, **_limits: Any
    ) -> AsyncGenerator[Briefing]:
        async for snapshot in self._market.snapshots(instrument, audience):
            news = self._feed.news if snapshot.complete else NewsReport(complete=False)
            yield Briefing(instrument, snapshot, news, NOW)


class LookupFeed:
    """As `bot.instruments.lookup.Lookup`, with nobody outside to ask."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def resolve(self, query: str) -> Resolution:
        return self._catalogue.resolve(query)


class InlineWorkers:
    """As `bot.workers.Workers`, without the process: these drawings are small."""

    async def run(self, function: Any, *arguments: Any, **_limits: Any) -> Any:
        return await asyncio.to_thread(function, *arguments)


def article(title: str, url: str = "https://www.finanznachrichten.de/auto") -> Article:
    return Article(title, url, "dpa-AFX", "finanznachrichten.de", NOW - timedelta(hours=3), "de")


def news(title: str = "Xiaomi nennt Termin für erstes Auto", left_out: int = 12) -> NewsReport:
    told = article(title)
    story = Story(
        id="s1",
        title=title,
        url=told.url,
        language="de",
        summary=(Sentence("Das erste Auto kommt in der ersten Hälfte 2024.", 0),),
        articles=(told,),
        original_source="Reuters",
        first_published=told.published,
    )
    dropped = tuple(
        Dropped(article(f"Alte Meldung {n}"), DropReason.STALE) for n in range(left_out)
    )
    return NewsReport((story,), dropped, (SourceReport("finanznachrichten.de", "ok", 13, 80),))
