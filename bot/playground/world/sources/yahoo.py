"""Yahoo's chart and spark: `/v8/finance/chart/{symbol}`, `/v7/finance/spark?symbols=`.

With its traps: nulls where nobody traded, single-precision figures in the bars, a
`chartPreviousClose` that depends on the range, `previousClose` only with a day's bars.
"""

import struct
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.playground.world.prices import SampleQuote
from bot.playground.world.sample import Handler, Sample
from bot.playground.world.series import SampleBar
from bot.playground.world.tables import SampleInstrument, SampleListing, by_symbol
from bot.playground.world.venues import VENUES, SampleVenue

Json = dict[str, Any]

_DAYS = {"1mo": 31, "3mo": 92, "6mo": 183, "1y": 366, "2y": 731, "5y": 1827, "10y": 3653}
_DAYS_SHOWN = {"1d": 1, "5d": 5}
_RANGES = ["1d", "5d", *_DAYS, "ytd", "max"]
_MINUTES = {"1m": 5, "2m": 5, "5m": 5, "15m": 15, "30m": 30, "60m": 60, "90m": 90, "1h": 60}
_LONG = {"1d": 1, "5d": 5, "1wk": 7, "1mo": 30, "3mo": 90}


def routes(sample: Sample) -> list[web.RouteDef]:
    return [
        web.get("/yahoo/v8/finance/chart/{symbol}", _chart(sample)),
        web.get("/yahoo/v7/finance/spark", _spark(sample)),
    ]


def _chart(sample: Sample) -> Handler:
    async def chart(request: web.Request) -> web.Response:
        symbol = request.match_info["symbol"].upper()
        if symbol not in by_symbol():
            return web.json_response(
                _error("chart", "No data found, symbol may be delisted"), status=404
            )
        query = request.query
        span, interval = query.get("range", "1d"), query.get("interval", "1d")
        if span not in _RANGES or interval not in _MINUTES | _LONG:
            problem = f"Invalid input - range={span}, interval={interval}"
            return web.json_response(_error("chart", problem, "Bad Request"), status=400)
        result = _result(sample, symbol, span, interval)
        return web.json_response({"chart": {"result": [result], "error": None}})

    return chart


def _spark(sample: Sample) -> Handler:
    async def spark(request: web.Request) -> web.Response:
        symbols = [one.upper() for one in request.query.get("symbols", "").split(",") if one]
        known = [symbol for symbol in symbols if symbol in by_symbol()]
        if not known or len(symbols) > 20:
            return web.json_response(_error("spark", "No data found for spark symbols"), status=404)
        span, interval = request.query.get("range", "1d"), request.query.get("interval", "5m")
        results = [
            {"symbol": symbol, "response": [_result(sample, symbol, span, interval, whole=False)]}
            for symbol in known
        ]
        return web.json_response({"spark": {"result": results, "error": None}})

    return spark


def _error(family: str, description: str, code: str = "Not Found") -> Json:
    return {family: {"result": None, "error": {"code": code, "description": description}}}


def _result(sample: Sample, symbol: str, span: str, interval: str, *, whole: bool = True) -> Json:
    now = sample.clock.now()
    instrument, listing = by_symbol()[symbol]
    venue = VENUES[listing.mic]
    quote = sample.prices.quote(symbol, now)
    if interval in _MINUTES:
        days = _DAYS_SHOWN.get(span, 22)
        bars = _intraday(sample, symbol, quote.day, days, _MINUTES[interval])
    else:
        bars = _daily(sample, symbol, quote, span, _LONG[interval])
    meta = _meta(instrument, listing, quote, span, interval)
    before = _close_before(sample, symbol, venue, bars, quote)
    meta["chartPreviousClose"] = before
    if span == "1d" and interval in _MINUTES:
        meta["previousClose"] = quote.previous_close
        meta["scale"] = 3
    result: Json = {"meta": meta, "timestamp": [int(bar.start.timestamp()) for bar in bars]}
    result["indicators"] = _indicators(bars, whole=whole, adjusted=interval in _LONG)
    return result


def _meta(
    instrument: SampleInstrument,
    listing: SampleListing,
    quote: SampleQuote,
    span: str,
    interval: str,
) -> Json:
    venue = VENUES[listing.mic]
    opens, closes = venue.session(quote.day)
    zone = opens.astimezone(venue.zone)
    offset = int((zone.utcoffset() or timedelta()).total_seconds())
    name = zone.tzname() or ""

    def period(start: datetime, end: datetime) -> Json:
        return {
            "timezone": name,
            "start": int(start.timestamp()),
            "end": int(end.timestamp()),
            "gmtoffset": offset,
        }

    first = min(instrument.anchors)
    return {
        "currency": venue.currency,
        "symbol": listing.symbol,
        "exchangeName": venue.code,
        "fullExchangeName": venue.name,
        "instrumentType": "EQUITY",
        "firstTradeDate": int(venue.session(first)[0].timestamp()),
        "regularMarketTime": int(quote.at.timestamp()),
        "hasPrePostMarketData": venue.mic in {"XNAS", "XNYS"},
        "gmtoffset": offset,
        "timezone": name,
        "exchangeTimezoneName": venue.timezone,
        "regularMarketPrice": quote.price,
        "fiftyTwoWeekHigh": quote.high_52w,
        "fiftyTwoWeekLow": quote.low_52w,
        "regularMarketDayHigh": quote.high,
        "regularMarketDayLow": quote.low,
        "regularMarketVolume": quote.volume,
        "longName": instrument.name,
        "shortName": instrument.short,
        "priceHint": 3 if quote.price < 10 else 2,
        "currentTradingPeriod": {
            "pre": period(opens - timedelta(hours=1), opens),
            "regular": period(opens, closes),
            "post": period(closes, closes + timedelta(hours=1)),
        },
        "dataGranularity": interval,
        "range": span,
        "validRanges": _RANGES,
    }


def _intraday(sample: Sample, symbol: str, last: date, count: int, minutes: int) -> list[SampleBar]:
    """The bars of the `count` trading days up to `last`, each of `minutes`, until now."""
    prices = sample.prices.listing(symbol)
    seen = sample.clock.now() - timedelta(minutes=prices.listing.delay)
    days = [last]
    while len(days) < count:
        days.append(prices.venue.previous(days[-1]))
    bars: list[SampleBar] = []
    for day in reversed(days):
        small = sample.prices.intraday(symbol, day, seen)
        per = max(minutes // 5, 1)
        bars.extend(_merged(small[index : index + per]) for index in range(0, len(small), per))
    return bars


def _daily(
    sample: Sample, symbol: str, quote: SampleQuote, span: str, days: int
) -> list[SampleBar]:
    first = _first_day(quote.day, span, sample, symbol)
    venue = sample.prices.listing(symbol).venue
    bars = sample.prices.daily(symbol, first, venue.previous(quote.day))
    # The day's own bar carries the time of the last trade, as Yahoo's does while it runs.
    start = quote.at if quote.running else venue.session(quote.day)[0]
    opening = sample.prices.daily(symbol, quote.day, quote.day)[0].open
    last = (max(quote.high, opening), min(quote.low, opening), quote.price, quote.volume)
    bars.append(SampleBar(start, opening, *last))
    if days > 1:
        bars = _grouped(bars, venue, days)
    elif len(bars) > 40:
        hole = len(bars) // 3
        bars[hole] = _emptied(bars[hole])
    return bars


def _first_day(last: date, span: str, sample: Sample, symbol: str) -> date:
    if span == "1d":
        return last
    if span == "5d":
        day = last
        for _ in range(4):
            day = sample.prices.listing(symbol).venue.previous(day)
        return day
    if span == "ytd":
        return date(last.year, 1, 1)
    return last - timedelta(days=_DAYS.get(span, 36_500))


def _grouped(bars: Sequence[SampleBar], venue: SampleVenue, days: int) -> list[SampleBar]:
    groups: dict[int, list[SampleBar]] = {}
    for bar in bars:
        local = bar.start.astimezone(venue.zone).date()
        groups.setdefault((local.toordinal() - 1) // days, []).append(bar)
    return [_merged(group) for group in groups.values()]


def _merged(bars: Sequence[SampleBar]) -> SampleBar:
    traded = [bar for bar in bars if not bar.hole]
    if not traded:
        return _emptied(bars[0])
    return SampleBar(
        start=bars[0].start,
        open=traded[0].open,
        high=max(bar.high for bar in traded),
        low=min(bar.low for bar in traded),
        close=traded[-1].close,
        volume=sum(bar.volume for bar in traded),
    )


def _emptied(bar: SampleBar) -> SampleBar:
    return SampleBar(bar.start, bar.open, bar.high, bar.low, bar.close, 0, hole=True)


def _close_before(
    sample: Sample, symbol: str, venue: SampleVenue, bars: Sequence[SampleBar], quote: SampleQuote
) -> float:
    """The close before the first bar of the range, whatever the range."""
    first = (bars[0].start if bars else datetime.now(UTC)).astimezone(venue.zone).date()
    day = venue.previous(first)
    found = sample.prices.daily(symbol, day, day)
    return found[0].close if found else quote.previous_close


def _indicators(bars: Sequence[SampleBar], *, whole: bool, adjusted: bool) -> Json:
    def column(name: str) -> list[float | None]:
        return [None if bar.hole else _single(getattr(bar, name)) for bar in bars]

    if not whole:
        return {"quote": [{"close": column("close")}]}
    quote: Json = {name: column(name) for name in ("open", "high", "low", "close")}
    quote["volume"] = [None if bar.hole else bar.volume for bar in bars]
    made: Json = {"quote": [quote]}
    if adjusted:
        made["adjclose"] = [{"adjclose": column("close")}]
    return made


def _single(value: float) -> float:
    """The figure as single precision leaves it: 22.6 becomes 22.600000381469727."""
    return struct.unpack("f", struct.pack("f", value))[0]
