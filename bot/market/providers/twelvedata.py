"""Twelve Data: quotes and history of most exchanges, with a key (800 requests a day are free)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.errors import BadAnswer, NotFound, SourceLimited
from bot.instruments.models import Instrument, Listing
from bot.instruments.venues import base_of
from bot.market.facts import Facts, quote_from
from bot.market.history import repaired
from bot.market.models import Bar, Period, Quote, Series
from bot.market.providers.form import SeriesProvider
from bot.market.units import main_unit
from bot.market.values import moment, price, whole, zone
from bot.web.parsing import as_list, as_mapping, dig, parse_json, text

_ASKED: Mapping[Period, tuple[str, int]] = {
    Period.DAY: ("5min", 170),
    Period.WEEK: ("30min", 140),
    Period.MONTH: ("1day", 22),
    Period.HALF_YEAR: ("1day", 128),
    Period.YEAR: ("1day", 255),
    Period.FIVE_YEARS: ("1week", 262),
}
_JUDGED = (200, 400, 401, 403, 404, 414, 429)


def _tree(body: bytes, symbol: str, source: str) -> Mapping[str, object]:
    """The answer as an object; errors come as one too, with status 200."""
    tree = as_mapping(parse_json(body, source))
    if text(tree.get("status")) == "error" or "code" in tree:
        code, words = whole(tree.get("code")), text(tree.get("message")) or "an error"
        if code == 429:
            raise SourceLimited(source=source, retry_after=60)
        if code == 404:
            raise NotFound(source=source, what=symbol)
        raise BadAnswer(source=source, reason=f"“{words[:120]}”")
    return tree


def read_quote(body: bytes, listing: Listing, *, source: str, now: datetime) -> Quote:
    """The quote in the answer. Raises NotFound, SourceLimited, BadAnswer."""
    tree = _tree(body, listing.symbol, source)
    _require_currency(text(tree.get("currency")), listing, source)
    facts = Facts(
        price=price(tree.get("close")),
        currency=text(tree.get("currency")),
        as_of=moment(tree.get("last_quote_at")) or moment(tree.get("timestamp")),
        previous_close=price(tree.get("previous_close")),
        low_52w=price(dig(tree, "fifty_two_week", "low")),
        high_52w=price(dig(tree, "fifty_two_week", "high")),
        day_low=price(tree.get("low")),
        day_high=price(tree.get("high")),
        volume=whole(tree.get("volume")),
    )
    return quote_from(facts, listing, source=source, now=now)


def _require_currency(currency: str | None, listing: Listing, source: str) -> None:
    """It may answer with another listing of the same letters, which another currency gives away;
    its codes of exchanges are of no use for that (Nasdaq's XNAS is answered as XNGS)."""
    if currency is not None and main_unit(currency)[0] != listing.currency:
        reason = f"it quotes {listing.symbol} in {currency}, not in {listing.currency}"
        raise BadAnswer(source=source, reason=reason)


def read_series(body: bytes, listing: Listing, period: Period, *, source: str) -> Series:
    """The bars of the answer, oldest first. Raises BadAnswer where there is none."""
    tree = _tree(body, listing.symbol, source)
    timezone = zone(dig(tree, "meta", "exchange_timezone")) or "UTC"
    currency = text(dig(tree, "meta", "currency")) or listing.currency
    _require_currency(currency, listing, source)
    parts = main_unit(currency)[1]
    bars = [
        bar
        for one in as_list(tree.get("values"))[:5000]
        if (bar := _bar(as_mapping(one), ZoneInfo(timezone), parts)) is not None
    ]
    if not bars:
        raise BadAnswer(source=source, reason=f"it has no prices of {listing.symbol} then")
    bars.sort(key=lambda bar: bar.start)
    return Series(listing, period, repaired(bars), timezone, source)


def _bar(values: Mapping[str, object], place: ZoneInfo, parts: Decimal) -> Bar | None:
    written, close = text(values.get("datetime")), price(values.get("close"))
    if written is None or close is None:
        return None
    try:
        start = datetime.fromisoformat(written).replace(tzinfo=place).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    opened = price(values.get("open")) or close
    high = price(values.get("high")) or max(opened, close)
    low = price(values.get("low")) or min(opened, close)
    return Bar(
        start, opened / parts, high / parts, low / parts, close / parts, whole(values.get("volume"))
    )


class TwelveData(SeriesProvider):
    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        return listing.symbol != instrument.isin

    async def quote(
        self, listing: Listing, instrument: Instrument, *, fresh: float | None = None
    ) -> Quote:
        body = await self._ask("/quote", listing, {}, fresh)
        return read_quote(body, listing, source=self.label, now=self._clock())

    async def series(self, listing: Listing, instrument: Instrument, period: Period) -> Series:
        interval, count = _ASKED[period]
        asked = {"interval": interval, "outputsize": str(count)}
        body = await self._ask("/time_series", listing, asked)
        return read_series(body, listing, period, source=self.label)

    async def _ask(
        self, path: str, listing: Listing, more: Mapping[str, str], fresh: float | None = None
    ) -> bytes:
        page = await self._source.get(
            path,
            params={"symbol": base_of(listing.symbol), "mic_code": listing.mic, **more},
            # In a header, because addresses end up in logs and caches.
            headers={"Authorization": f"apikey {self._source.settings.key or ''}"},
            fresh=fresh,
            accept=_JUDGED,
        )
        return page.body
