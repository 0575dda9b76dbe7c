"""What does it cost? All sources side by side, the community's venue first, never stuck."""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from bot.audience import Audience
from bot.clock import Clock
from bot.errors import ParkettError, SourceError
from bot.instruments.models import Instrument, Listing
from bot.market.asking import PATIENCE, Asking
from bot.market.closures import all_closures, closures, keep, missing
from bot.market.currency import Exchange, convert
from bot.market.many import ask_many
from bot.market.models import Marked, Period, Quote, Snapshot
from bot.market.plan import Link, known_listings, plan, series_listings
from bot.market.providers.ecb import EcbRates, Rates
from bot.market.providers.finnhub import Finnhub
from bot.market.providers.form import QuoteProvider, SeriesProvider, Wanted
from bot.market.providers.frankfurt import Frankfurt
from bot.market.providers.tradegate import Tradegate
from bot.market.providers.twelvedata import TwelveData
from bot.market.providers.yahoo import Yahoo
from bot.market.remembering import Remembering
from bot.market.sessions import state_of
from bot.store import Store
from bot.web.source import Sources
from bot.web.together import together
from bot.workers import Workers

log = logging.getLogger(__name__)

_KEPT = 1024  # snapshots in memory
# Short, or with what only symbols have; an unknown word is not worth a request.
_SYMBOL = re.compile(r"[A-Za-z]{1,5}|(?=.*[0-9.^=-])[A-Za-z0-9^][A-Za-z0-9.=^-]{0,19}")

Key = tuple[str, str, str, Period]


class Market:
    """Open with `async with`: leaving it writes the quotes that still wait to be remembered."""

    def __init__(
        self,
        *,
        sources: Sources,
        store: Store,
        workers: Workers,
        clock: Clock,
        patience: float = PATIENCE,
    ) -> None:
        yahoo = Yahoo(sources["YAHOO"], clock)
        twelve_data = TwelveData(sources["TWELVEDATA"], clock)
        self._yahoo = yahoo
        # In the order of preference for one listing.
        self._providers: tuple[QuoteProvider, ...] = (
            yahoo,
            Frankfurt(sources["FRANKFURT"], clock),
            Tradegate(sources["TRADEGATE"], clock),
            twelve_data,
            Finnhub(sources["FINNHUB"], clock),
        )
        self._charts: tuple[SeriesProvider, ...] = (yahoo, twelve_data)
        self._exchange = Exchange(EcbRates(sources["ECB"]), store)
        self._remembering = Remembering(store)
        self._workers = workers
        self._clock = clock
        self._patience = patience
        self._fresh = timedelta(seconds=sources["YAHOO"].settings.cache)
        self._kept: OrderedDict[Key, tuple[datetime, Snapshot]] = OrderedDict()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._remembering.close()

    async def warm(self) -> None:
        """Has the exchanges' calendars made in a worker, so that no answer waits for them."""
        year = self._clock().year
        try:
            keep(await self._workers.run(all_closures, (year - 1, year, year + 1), seconds=60.0))
        except ParkettError as error:
            log.warning("The exchanges' calendars are made when they are needed: %s", error)

    async def discover(self, query: str) -> Instrument | None:
        """The instrument whose symbol is exactly this, where only Yahoo knows it."""
        symbol = query.strip().lstrip("$")
        if not _SYMBOL.fullmatch(symbol) or not self._yahoo.enabled:
            return None
        try:
            return await self._yahoo.discover(symbol)
        except SourceError as error:
            log.info("No instrument behind %s: %s", symbol, error)
            return None

    def cached(
        self, instrument: Instrument, audience: Audience, period: Period = Period.DAY
    ) -> Snapshot | None:
        """The complete answer that was given a moment ago, judged anew; from memory only."""
        kept = self._kept.get(_key(instrument, audience, period))
        now = self._clock()
        if kept is None or not timedelta(0) <= now - kept[0] < self._fresh:
            return None
        return _judged(kept[1], now)

    async def snapshot(
        self,
        instrument: Instrument,
        audience: Audience,
        period: Period = Period.DAY,
        *,
        named: Listing | None = None,
        give_up: float = 9.0,
    ) -> Snapshot:
        """The last word of all sources, after `give_up` seconds at the latest."""
        latest = None
        async for snapshot in self.snapshots(
            instrument, audience, period, named=named, first_by=give_up, give_up=give_up
        ):
            latest = snapshot
        if latest is None:
            raise RuntimeError("an answer without a snapshot")
        return latest

    async def snapshots(
        self,
        instrument: Instrument,
        audience: Audience,
        period: Period = Period.DAY,
        *,
        named: Listing | None = None,
        first_by: float = 2.0,
        give_up: float = 9.0,
    ) -> AsyncGenerator[Snapshot]:
        """What is known after `first_by` seconds at the latest, then whatever comes in.

        named: the listing whose very symbol was asked for, which is part of the answer then.
        The last one is complete. Where no source gives a quote, the last known ones are shown
        and marked as remembered. Never raises for a source: they are named in `failures`.
        """
        asking = self._ask(instrument, audience, period, named)
        remembered: tuple[Marked, ...] | None = None
        mics = [one.mic for one in instrument.listings]
        calendars = asyncio.create_task(self._calendars(mics))
        try:
            async with aclosing(
                together(asking.askings(), first_by=first_by, give_up=give_up)
            ) as answers:
                async for outcomes in answers:
                    await calendars
                    complete = not any(one.pending for one in outcomes.values())
                    now = self._clock()
                    snapshot = asking.snapshot(outcomes, now=now, complete=complete)
                    if snapshot.quotes:
                        self._remembering.keep(marked.quote for marked in snapshot.quotes)
                        if complete and named is None:
                            self._keep(instrument, audience, period, snapshot)
                    else:
                        if remembered is None:
                            listings = known_listings(instrument, audience, named)
                            remembered = await self._last_known(listings, now)
                        snapshot = _from_memory(
                            snapshot, remembered, audience, asking.rates_of(outcomes)
                        )
                    yield snapshot
        finally:
            calendars.cancel()
            await asyncio.gather(calendars, return_exceptions=True)

    async def quotes(
        self, wanted: Sequence[Wanted], *, give_up: float = 20.0, bars: bool = False
    ) -> Mapping[Listing, Quote | ParkettError]:
        """What these listings cost now, each of exactly that listing, or why that is not known.

        For whoever watches: in few requests, never from the cache, the result remembered as any
        other. Never raises for a source. give_up: seconds for all of them together. bars: with the
        day's bars, where they come by the same request.
        """
        await self._calendars(listing.mic for _, listing in wanted)
        answers = await ask_many(wanted, self._providers, give_up=give_up, bars=bars)
        self._remembering.keep(one for one in answers.values() if isinstance(one, Quote))
        return answers

    def serves(self, source: str, instrument: Instrument) -> bool:
        """Whether that source, by the name that people read, is asked for a listing of it."""
        return any(
            provider.label == source and provider.enabled and provider.wants(listing, instrument)
            for provider in self._providers
            for listing in instrument.listings
        )

    def _ask(
        self, instrument: Instrument, audience: Audience, period: Period, named: Listing | None
    ) -> Asking:
        series_links = [
            (provider, Link(provider, listing))
            for listing in series_listings(instrument, audience, named)
            for provider in self._charts
            if provider.enabled and provider.wants(listing, instrument)
        ]
        return Asking(
            instrument,
            audience,
            period,
            chains=plan(instrument, audience, self._providers, named),
            series_links=series_links,
            exchange=self._exchange,
            patience=self._patience,
        )

    async def _calendars(self, mics: Iterable[str]) -> None:
        """In a thread, because the first calendar of a run takes 0.2 s to load."""
        for wanted in missing(mics, self._clock().year):
            await asyncio.to_thread(closures, *wanted)

    async def _last_known(self, listings: Sequence[Listing], now: datetime) -> tuple[Marked, ...]:
        """The newest of the community's venue and its stand-ins, and the home listing's."""
        quotes = await self._remembering.last_known(listings)
        home = [quote for quote in quotes if quote.listing.home]
        others = [quote for quote in quotes if not quote.listing.home]
        newest = [max(others, key=lambda quote: quote.as_of)] if others else []
        return tuple(Marked(quote, state_of(quote, now)) for quote in (*newest, *home))

    def _keep(
        self, instrument: Instrument, audience: Audience, period: Period, snapshot: Snapshot
    ) -> None:
        key = _key(instrument, audience, period)
        self._kept[key] = (self._clock(), snapshot)
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _key(instrument: Instrument, audience: Audience, period: Period) -> Key:
    return (instrument.key, audience.venue, audience.currency, period)


def _judged(snapshot: Snapshot, now: datetime) -> Snapshot:
    """The same quotes; what was "delayed" may be "closed" by now."""
    marked = tuple(Marked(one.quote, state_of(one.quote, now)) for one in snapshot.quotes)
    return snapshot if marked == snapshot.quotes else replace(snapshot, quotes=marked)


def _from_memory(
    snapshot: Snapshot, remembered: tuple[Marked, ...], audience: Audience, rates: Rates | None
) -> Snapshot:
    """The last known quotes in place of none."""
    if not remembered:
        return snapshot
    quotes = [marked.quote for marked in remembered]
    converted = None
    if rates is not None and all(quote.currency != audience.currency for quote in quotes):
        converted = convert(quotes[0], audience.currency, rates)
    return replace(
        snapshot,
        quotes=remembered,
        converted=(converted,) if converted else (),
        remembered=True,
    )
