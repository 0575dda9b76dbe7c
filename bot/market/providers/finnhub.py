"""Finnhub: quotes of listings in the United States, with a key; the free one has no history."""

from datetime import datetime

from bot.errors import NotFound
from bot.instruments.models import Instrument, Listing
from bot.instruments.venues import US_MICS
from bot.market.facts import Facts, quote_from
from bot.market.models import Quote
from bot.market.providers.form import QuoteProvider
from bot.market.values import moment, number, price
from bot.web.parsing import as_mapping, parse_json


def read_quote(body: bytes, listing: Listing, *, source: str, now: datetime) -> Quote:
    """The quote in the answer. An unknown symbol is answered with zeros: NotFound."""
    tree = as_mapping(parse_json(body, source))
    if number(tree.get("c")) == 0:
        raise NotFound(source=source, what=listing.symbol)
    facts = Facts(
        price=price(tree.get("c")),
        currency="USD",
        as_of=moment(tree.get("t")),
        previous_close=price(tree.get("pc")),
        day_low=price(tree.get("l")),
        day_high=price(tree.get("h")),
        timezone="America/New_York",
        delay=0,
    )
    return quote_from(facts, listing, source=source, now=now)


class Finnhub(QuoteProvider):
    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        return listing.mic in US_MICS

    async def quote(
        self, listing: Listing, instrument: Instrument, *, fresh: float | None = None
    ) -> Quote:
        page = await self._source.get(
            "/api/v1/quote",
            params={"symbol": listing.symbol.replace("-", ".")},
            # In a header, because addresses end up in logs and caches.
            headers={"X-Finnhub-Token": self._source.settings.key or ""},
            fresh=fresh,
        )
        return read_quote(page.body, listing, source=self.label, now=self._clock())
