"""What do these listings cost? Many at once, each by the first source that knows it.

For whoever watches prices: in as few requests as the sources can, and never so many at a time that
people who ask would wait behind them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from bot.errors import BadAnswer, NotFound, SourceDown, SourceError, SourceLimited, SourceTimeout
from bot.instruments.models import Listing
from bot.market.models import Quote
from bot.market.providers.form import QuoteProvider, Wanted
from bot.web.polling import polling

log = logging.getLogger(__name__)

T = TypeVar("T")

_SIDE_BY_SIDE = 2  # requests to one source; more would only wait for the same turn
_SILENT = 2  # requests in a row that a source leaves unanswered until it counts as down


async def ask_many(
    wanted: Sequence[Wanted],
    providers: Sequence[QuoteProvider],
    *,
    give_up: float,
    bars: bool = False,
) -> dict[Listing, Quote | SourceError]:
    """A quote or the reason for none, for each listing as it was given. Never raises for a source.

    providers: in the order of preference; the next is asked for what the one before cannot give.
    give_up: seconds after which what is missing becomes SourceTimeout, or, where its turn never
    came, a SourceLimited that is `queued`. bars: with the day's bars, where a source can give them
    by the same request.
    """
    quotes: dict[Listing, Quote] = {}
    errors: dict[Listing, SourceError] = {}
    pairs = list({listing: (instrument, listing) for instrument, listing in wanted}.values())
    until = asyncio.get_running_loop().time() + give_up
    for provider in providers:
        asked = [
            (instrument, listing)
            for instrument, listing in pairs
            if listing not in quotes and provider.enabled and provider.wants(listing, instrument)
        ]
        if not asked:
            continue
        asking = _Asking(provider, quotes, bars=bars)
        late = SourceTimeout(source=provider.label, seconds=give_up)
        unasked = SourceLimited(source=provider.label, retry_after=0.0, queued=True)
        try:
            with polling():
                async with asyncio.timeout_at(until):
                    await asking.ask(asked)
        except TimeoutError:
            pass
        for _, listing in asked:
            if listing not in quotes:  # what the preferred source says tells most
                silent = late if listing in asking.begun else unasked
                errors.setdefault(listing, asking.errors.get(listing, silent))
    for _, listing in pairs:
        if listing not in quotes:
            errors.setdefault(listing, NotFound(source="Parkett", what=listing.symbol))
    return {**errors, **quotes}


class _Asking:
    """One provider asked for many; what comes goes into `quotes` at once."""

    def __init__(
        self, provider: QuoteProvider, quotes: dict[Listing, Quote], *, bars: bool
    ) -> None:
        self._bars = bars
        self._provider = provider
        self._quotes = quotes
        self._gate = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._unanswered = 0
        self._down: SourceError | None = None
        self.errors: dict[Listing, SourceError] = {}
        self.begun: set[Listing] = set()

    async def ask(self, wanted: Sequence[Wanted]) -> None:
        size = self._provider.at_once
        async with asyncio.TaskGroup() as group:
            for start in range(0, len(wanted), size):
                group.create_task(self._part(wanted[start : start + size]))

    async def _part(self, part: Sequence[Wanted]) -> None:
        async with self._gate:
            self.begun.update(listing for _, listing in part)
            if len(part) > 1 or self._bars:
                batch = partial(self._provider.batch, part, bars=self._bars)
                answers = await self._attempt(batch)
                if not isinstance(answers, SourceError):
                    self._quotes.update(answers)
            for instrument, listing in part:
                if listing not in self._quotes:
                    answer = await self._attempt(
                        partial(self._provider.quote, listing, instrument, fresh=0)
                    )
                    if isinstance(answer, SourceError):
                        self.errors[listing] = answer
                    else:
                        self._quotes[listing] = answer

    async def _attempt(self, asking: Callable[[], Awaitable[T]]) -> T | SourceError:
        """Asks, unless the source has turned out to be down."""
        if self._down is not None:
            return self._down
        try:
            answer = await asking()
        except SourceError as error:
            if isinstance(error, SourceDown | SourceTimeout | SourceLimited):
                self._unanswered += 1
                if self._unanswered >= _SILENT or isinstance(error, SourceLimited):
                    self._down = error
            return error
        except Exception:
            label = self._provider.label
            log.exception("Asking %s failed in a way that nobody expected", label)
            return BadAnswer(source=label, reason="it could not be understood")
        self._unanswered = 0
        return answer
