"""Börse Frankfurt: the floor's price by ISIN. Off by default, see `docs/sources.md`.

The answer has two times: `timestamp` is that of the answer, `timestampLastPrice` that of the
trade. In thin listings they lie weeks apart; only the second dates the quote.
"""

from datetime import datetime

from bot.errors import BadAnswer, NotFound
from bot.instruments.models import Instrument, Listing
from bot.market.facts import Facts, quote_from
from bot.market.models import Quote
from bot.market.providers.form import QuoteProvider
from bot.market.values import number, price, whole, written_moment
from bot.web.parsing import as_mapping, dig, parse_json, text

_PATH = "/quote_box/single"
MICS = frozenset({"XFRA", "XETR"})


def listing_for(instrument: Instrument, mic: str) -> Listing | None:
    """The listing on that floor, known by its ISIN where it has no symbol."""
    known = instrument.on(mic)
    if known is not None or instrument.isin is None or mic not in MICS:
        return known
    venue = "Frankfurt" if mic == "XFRA" else "Xetra"
    return Listing(symbol=instrument.isin, venue=venue, mic=mic, currency="EUR")


def read_quote(body: bytes, isin: str, listing: Listing, *, source: str, now: datetime) -> Quote:
    """The quote in the answer. Raises NotFound, or BadAnswer where the price has no time."""
    if not body.strip():
        raise NotFound(source=source, what=isin)
    tree = as_mapping(parse_json(body, source))
    last = price(tree.get("lastPrice"))
    if last is None:
        raise NotFound(source=source, what=isin)
    traded = written_moment(tree.get("timestampLastPrice"))
    if traded is None:
        raise BadAnswer(source=source, reason=f"its price of {isin} has no time")
    answered_for = text(tree.get("isin"))
    if answered_for and answered_for.upper() != isin.upper():
        raise BadAnswer(source=source, reason=f"asked for {isin}, it answers for {answered_for}")
    change = number(tree.get("changeToPrevDayAbsolute"))
    facts = Facts(
        price=last,
        currency=text(dig(tree, "currency", "originalValue")) or text(tree.get("currency")),
        as_of=traded,
        previous_close=last - change if change is not None and last > change else None,
        low_52w=price(tree.get("weeks52Low")),
        high_52w=price(tree.get("weeks52High")),
        day_low=price(tree.get("dayLow")),
        day_high=price(tree.get("dayHigh")),
        volume=whole(tree.get("turnoverInPieces")),
        timezone="Europe/Berlin",
        delay=15,
    )
    return quote_from(facts, listing, source=source, now=now)


class Frankfurt(QuoteProvider):
    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        return listing.mic in MICS and instrument.isin is not None

    async def quote(
        self, listing: Listing, instrument: Instrument, *, fresh: float | None = None
    ) -> Quote:
        isin = instrument.isin or listing.symbol
        asked = {"isin": isin, "mic": listing.mic}
        try:
            page = await self._source.get(f"/v1/data{_PATH}", params=asked, fresh=fresh)
        except NotFound:  # a root that was set with its version in it
            page = await self._source.get(_PATH, params=asked, fresh=fresh)
        return read_quote(page.body, isin, listing, source=self.label, now=self._clock())
