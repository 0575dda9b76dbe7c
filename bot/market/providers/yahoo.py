"""Yahoo: quotes and history of any listing that it has a symbol for. No key."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from urllib.parse import quote as quoted
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.errors import BadAnswer, NotFound, SourceError
from bot.instruments.models import Instrument, Listing
from bot.instruments.venues import Venue, by_suffix, by_word, suffix_of
from bot.market.facts import in_main_units, quote_from
from bot.market.history import year_range
from bot.market.models import Bar, Period, Quote, Series
from bot.market.providers.form import SeriesProvider, Wanted
from bot.market.providers.gathering import Gathering
from bot.market.providers.ranges import Ranges
from bot.market.providers.yahoo_answers import Answer, read_answer, read_answers
from bot.market.units import main_unit
from bot.web.source import Source

log = logging.getLogger(__name__)

BATCH = 10  # symbols that one spark request may name
_WATCHED = ("1d", "60m")  # what is said of the day itself is the same with few bars
_RANGES_A_BATCH = 2  # years of bars fetched beside a batch: the others' ranges come with the next
# What Yahoo's own words stand under; 429 and 5xx are the source's business.
_JUDGED = (200, 400, 401, 403, 404, 422)
_ASKED: Mapping[Period, tuple[str, str]] = {
    Period.DAY: ("1d", "5m"),
    Period.WEEK: ("5d", "30m"),
    Period.MONTH: ("1mo", "1d"),
    Period.HALF_YEAR: ("6mo", "1d"),
    Period.YEAR: ("1y", "1d"),
    Period.FIVE_YEARS: ("5y", "1wk"),
}
_LONG = frozenset({Period.HALF_YEAR, Period.YEAR, Period.FIVE_YEARS})
_REACH: Mapping[Period, timedelta] = {
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(days=12),
    Period.MONTH: timedelta(days=35),
    Period.HALF_YEAR: timedelta(days=190),
    Period.YEAR: timedelta(days=372),
    Period.FIVE_YEARS: timedelta(days=1840),
}
_SLOWER = 5  # long charts only change at their end, and may be so many times older


class Yahoo(SeriesProvider):
    """`source` is the configured "YAHOO"; `clock` dates what comes without a time."""

    at_once = BATCH

    def __init__(self, source: Source, clock: Clock) -> None:
        super().__init__(source, clock)
        self._gatherings = {
            period: Gathering(partial(self._chart_alone, period), partial(self._spark, period))
            for period in Period
        }
        self._ranges = Ranges(clock)

    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        """Any listing with a symbol; Tradegate's have none of Yahoo's, but their ISIN."""
        return listing.symbol != instrument.isin

    async def quote(
        self, listing: Listing, instrument: Instrument, *, fresh: float | None = None
    ) -> Quote:
        """The quote out of the day's chart, which also holds the bars for its picture."""
        return await self._with_range(self._quote(listing, await self._answer(listing, fresh)))

    async def batch(
        self, wanted: Sequence[Wanted], *, bars: bool = False
    ) -> Mapping[Listing, Quote]:
        """The quotes out of one spark request; never from the cache."""
        listings = [listing for _, listing in wanted]
        symbols = list(dict.fromkeys(listing.symbol for listing in listings))
        asked = _ASKED[Period.DAY] if bars else _WATCHED
        answers = await self._spark_part(symbols, *asked, polling=True, bars=bars)
        quotes: dict[Listing, Quote] = {}
        ranges = _RANGES_A_BATCH
        for listing in listings:
            answer = answers.get(listing.symbol.upper())
            if answer is None:
                continue
            with suppress(BadAnswer):  # the chart may say more
                quote = self._quote(listing, answer)
                unknown = quote.low_52w is None and not self._ranges.know(listing.symbol)
                if not unknown or ranges > 0:
                    ranges -= unknown
                    quote = await self._with_range(quote)
                quotes[listing] = quote
                if bars:  # without any it is a quote all the same
                    series = self._series(answer, listing, Period.DAY)
                    quotes[listing] = replace(quote, bars=series.bars)
        return quotes

    async def discover(self, symbol: str) -> Instrument:
        """The instrument behind a symbol that no list has. Raises SourceError."""
        listing = Listing(symbol.upper(), "", "", "", home=True)
        answer = await self._answer(listing)
        venue = _venue(answer)
        if answer.facts.price is None or answer.facts.currency is None:
            raise NotFound(source=self.label, what=listing.symbol)
        known = Listing(
            symbol=answer.symbol,
            venue=venue.name if venue else answer.exchange or self.label,
            mic=venue.mic if venue else "",
            currency=main_unit(answer.facts.currency)[0],
            home=True,
        )
        return Instrument(
            answer.name or answer.symbol, None, None, (known,), kind=answer.kind or "stock"
        )

    async def series(self, listing: Listing, instrument: Instrument, period: Period) -> Series:
        answer = await self._chart(listing, period)
        return self._series(answer, listing, period)

    async def _answer(self, listing: Listing, fresh: float | None = None) -> Answer:
        """The day's chart; where there is none, the plain quote."""
        try:
            if fresh is not None:
                return await self._chart_alone(Period.DAY, listing.symbol, fresh)
            return await self._chart(listing, Period.DAY)
        except (NotFound, BadAnswer) as error:
            return await self._plain_quote(listing, error)

    async def _chart(self, listing: Listing, period: Period) -> Answer:
        return await self._gatherings[period].ask(listing.symbol)

    async def _chart_alone(self, period: Period, symbol: str, fresh: float | None = None) -> Answer:
        if fresh is None:
            fresh = self._source.settings.cache * (_SLOWER if period in _LONG else 1)
        span, interval = _ASKED[period]
        page = await self._source.get(
            f"/v8/finance/chart/{quoted(symbol, safe='')}",
            params={
                "range": span,
                "interval": interval,
                "includePrePost": "false",
                "events": "split",
            },
            fresh=fresh,
            accept=_JUDGED,
        )
        return read_answer(page.body, symbol, source=self.label, status=page.status)

    async def _plain_quote(self, listing: Listing, first: SourceError) -> Answer:
        """The quote without a chart (it may want a session); the first error tells more."""
        try:
            page = await self._source.get(
                "/v7/finance/quote", params={"symbols": listing.symbol}, accept=_JUDGED
            )
            return read_answer(page.body, listing.symbol, source=self.label, status=page.status)
        except SourceError:
            raise first from None

    async def _spark(self, period: Period, symbols: Sequence[str]) -> dict[str, Answer]:
        """The answers by symbol as asked. Raises SourceError only where nothing at all came."""
        span, interval = _ASKED[period]
        answers: dict[str, Answer] = {}
        failed: SourceError | None = None
        for start in range(0, len(symbols), BATCH):
            part = symbols[start : start + BATCH]
            try:
                answers |= await self._spark_part(part, span, interval)
            except SourceError as error:
                failed = error
        if failed and not answers:
            raise failed
        return {one: answers[one.upper()] for one in symbols if _usable(answers.get(one.upper()))}

    async def _spark_part(
        self,
        symbols: Sequence[str],
        span: str,
        interval: str,
        *,
        polling: bool = False,
        bars: bool = True,
    ) -> dict[str, Answer]:
        """One request's answers, keyed in upper case. Raises SourceError.

        polling: behind people, and never from the cache. bars: False is without them where they
        are not needed.
        """
        page = await self._source.get(
            "/v7/finance/spark",
            params={"symbols": ",".join(symbols), "range": span, "interval": interval},
            fresh=0 if polling else None,
            accept=_JUDGED,
            aside=polling,
        )
        return read_answers(page.body, source=self.label, status=page.status, bars=bars)

    def _quote(self, listing: Listing, answer: Answer) -> Quote:
        """Raises BadAnswer."""
        placed = _placed(listing, answer)
        return quote_from(answer.facts, placed, source=self.label, now=self._clock())

    async def _with_range(self, quote: Quote) -> Quote:
        """Where the answer has no 52-week range, that of a year of bars, fetched once in a while;
        the quote is good without it too."""
        if quote.low_52w is not None:
            return quote
        symbol = quote.listing.symbol
        if not self._ranges.know(symbol):
            year = None
            try:
                answer = await self._chart(quote.listing, Period.YEAR)
                bars = self._series(answer, quote.listing, Period.YEAR).bars
                year = year_range(bars, quote.as_of)
            except SourceError as error:
                log.info("No 52-week range of %s: %s", symbol, error)
            self._ranges.keep(symbol, year)
        return self._ranges.of(quote)

    def _series(self, answer: Answer, listing: Listing, period: Period) -> Series:
        """The bars that are of that period, in main units. Raises BadAnswer where none is."""
        listing = _placed(listing, answer)
        facts = in_main_units(answer.facts, listing, self.label)
        parts = main_unit(answer.facts.currency or listing.currency)[1]
        until = answer.facts.as_of or self._clock()
        reach = _REACH[period]
        if answer.bars and answer.bars[-1].start < until - reach:
            until = answer.bars[-1].start  # nothing was traded since; the axis says when it was
        bars = [bar for bar in answer.bars if until - reach <= bar.start <= until + timedelta(1)]
        timezone = facts.timezone or "UTC"
        if period is Period.DAY and bars:
            place = ZoneInfo(timezone)
            day = bars[-1].start.astimezone(place).date()
            bars = [bar for bar in bars if bar.start.astimezone(place).date() == day]
        if not bars:
            raise BadAnswer(source=self.label, reason=f"it has no prices of {listing.symbol} then")
        today = period is Period.DAY and until == answer.facts.as_of
        if parts != 1:
            bars = [_divided(bar, parts) for bar in bars]
        return Series(
            listing=replace(listing, currency=facts.currency or listing.currency),
            period=period,
            bars=tuple(bars),
            timezone=timezone,
            source=self.label,
            previous_close=facts.previous_close if today else None,
        )


def _usable(answer: Answer | None) -> bool:
    """A batch leaves symbols out, or names them without anything else."""
    return answer is not None and answer.facts.price is not None and bool(answer.bars)


def _placed(listing: Listing, answer: Answer) -> Listing:
    """Lists of American shares often do not say on which exchange; Yahoo does."""
    venue = None if listing.mic else _venue(answer)
    return listing if venue is None else replace(listing, venue=venue.name, mic=venue.mic)


def _venue(answer: Answer) -> Venue | None:
    """By the symbol's suffix, else by what Yahoo calls the exchange ("NMS")."""
    return by_suffix(suffix_of(answer.symbol) or "-") or by_word(answer.exchange or "")


def _divided(bar: Bar, parts: Decimal) -> Bar:
    return replace(
        bar,
        open=bar.open / parts,
        high=bar.high / parts,
        low=bar.low / parts,
        close=bar.close / parts,
    )
