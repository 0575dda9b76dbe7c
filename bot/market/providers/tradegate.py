"""Tradegate: one euro price for an ISIN, without a key and without a time.

Its numbers are mixed: 12.3, "992,10" and "1 019,80" (with narrow or hard blanks) in one answer.
An ISIN that it does not know is answered with an empty body.
"""

from datetime import datetime
from decimal import Decimal

from bot.errors import NotFound
from bot.instruments.models import Instrument, Listing
from bot.market.facts import Facts, quote_from
from bot.market.models import Quote
from bot.market.providers.form import QuoteProvider
from bot.market.values import german_number, whole
from bot.web.parsing import dig, parse_json

MIC = "XGAT"


def listing_for(instrument: Instrument) -> Listing | None:
    """The listing on Tradegate, known by its ISIN; None without one."""
    known = instrument.on(MIC)
    if known is not None or instrument.isin is None:
        return known
    return Listing(symbol=instrument.isin, venue="Tradegate", mic=MIC, currency="EUR")


def read_quote(body: bytes, isin: str, listing: Listing, *, source: str, now: datetime) -> Quote:
    """The quote in the answer. Raises NotFound for an empty body, BadAnswer without a price."""
    if not body.strip():
        raise NotFound(source=source, what=isin)
    tree = parse_json(body, source)
    low, high = german_number(dig(tree, "low")), german_number(dig(tree, "high"))
    facts = Facts(
        price=german_number(dig(tree, "last")),
        currency="EUR",
        previous_close=_positive(german_number(dig(tree, "close"))),
        day_low=_positive(low),
        day_high=_positive(high),
        volume=whole(german_number(dig(tree, "stueck"))),
        timezone="Europe/Berlin",
        delay=0,
    )
    return quote_from(facts, listing, source=source, now=now)


class Tradegate(QuoteProvider):
    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        return listing.mic == MIC and instrument.isin is not None

    async def quote(
        self, listing: Listing, instrument: Instrument, *, fresh: float | None = None
    ) -> Quote:
        """The price now; it has no time of its own, so `timed` is False."""
        isin = instrument.isin or listing.symbol
        page = await self._source.get("/refresh.php", params={"isin": isin}, fresh=fresh)
        return read_quote(page.body, isin, listing, source=self.label, now=self._clock())


def _positive(amount: Decimal | None) -> Decimal | None:
    return amount if amount is not None and amount > 0 else None
