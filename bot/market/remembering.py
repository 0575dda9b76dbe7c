"""The last known quotes: written in batches behind the answers, read when no source answers."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import asdict, fields, replace

from bot.errors import StoreError
from bot.instruments.models import Listing
from bot.instruments.venues import US_MICS, by_mic
from bot.market.models import Quote
from bot.store import Store
from bot.store.rows import QuoteRow

log = logging.getLogger(__name__)

_GATHER = 0.5  # seconds in which quotes of many answers become one write
_MOST = 2000  # waiting quotes; beyond, the oldest are dropped


class Remembering:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[tuple[str, str], Quote] = {}
        self._writer: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def keep(self, quotes: Iterable[Quote]) -> None:
        """Hands quotes to the next write; returns at once."""
        for quote in quotes:
            key = (quote.listing.symbol, quote.listing.mic)
            self._waiting.pop(key, None)
            self._waiting[key] = quote
        while len(self._waiting) > _MOST:
            self._waiting.pop(next(iter(self._waiting)))
        if self._waiting and (self._writer is None or self._writer.done()):
            self._writer = asyncio.create_task(self._write())

    async def last_known(self, listings: Iterable[Listing]) -> tuple[Quote, ...]:
        """What is known of these listings, in their order; nothing where the store fails."""
        wanted = {key: one for one in listings for key in _keys(one)}
        try:
            rows = await self._store.quotes.get_many(wanted)
        except StoreError as error:
            log.warning("No remembered quotes: %s", error)
            return ()
        found: dict[str, Quote] = {}
        for key, listing in wanted.items():
            row = rows.get(key)
            known = found.get(listing.symbol)
            if row is not None and (known is None or known.as_of <= row.as_of):
                found[listing.symbol] = _quote(row, listing)
        return tuple(found.values())

    async def close(self) -> None:
        """Writes what still waits."""
        self._closing.set()
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        try:
            async with asyncio.timeout(_GATHER):
                await self._closing.wait()
        except TimeoutError:
            pass
        while self._waiting:
            batch, self._waiting = self._waiting, {}
            try:
                await self._store.quotes.put_many([_row(quote) for quote in batch.values()])
            except StoreError as error:
                log.warning("%d quotes were not kept: %s", len(batch), error)


def _keys(listing: Listing) -> list[tuple[str, str]]:
    """A listing without a venue has got one by the time that its quote is kept."""
    mics = [listing.mic] if listing.mic else ["", *sorted(US_MICS)]
    return [(listing.symbol, mic) for mic in mics]


def _row(quote: Quote) -> QuoteRow:
    shared = {field.name for field in fields(QuoteRow)} & {field.name for field in fields(Quote)}
    values = {name: getattr(quote, name) for name in shared}
    listing = quote.listing
    return QuoteRow(symbol=listing.symbol, mic=listing.mic, currency=listing.currency, **values)


def _quote(row: QuoteRow, listing: Listing) -> Quote:
    values = asdict(row)
    for name in ("symbol", "mic", "currency"):
        values.pop(name)
    venue = by_mic(row.mic)
    known = replace(
        listing,
        currency=row.currency,
        mic=row.mic,
        venue=venue.name if venue and not listing.mic else listing.venue,
    )
    return Quote(listing=known, **values)
