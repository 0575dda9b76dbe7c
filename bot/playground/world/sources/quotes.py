"""The other prices: Tradegate's `refresh.php`, Börse Frankfurt's `quote_box/single`, the ECB.

Tradegate writes some figures as German text and some as numbers, and gives no time.
"""

from datetime import date, datetime, time
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.playground.world.rates import days_until, latest_day, rates
from bot.playground.world.sample import Handler, Sample
from bot.playground.world.tables import SampleInstrument, by_isin

_BERLIN = ZoneInfo("Europe/Berlin")
_ECB = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"
_GESMES = "http://www.gesmes.org/xml/2002-08-01"


def routes(sample: Sample) -> list[web.RouteDef]:
    return [
        web.get("/tradegate/refresh.php", _tradegate(sample)),
        web.get("/frankfurt/v1/data/quote_box/single", _frankfurt(sample)),
        web.get("/ecb/stats/eurofxref/eurofxref-daily.xml", _ecb(sample, 1)),
        web.get("/ecb/stats/eurofxref/eurofxref-hist-90d.xml", _ecb(sample, 64)),
    ]


def _in_euro(instrument: SampleInstrument) -> str | None:
    """The symbol of the listing that Tradegate's price follows."""
    return next((one.symbol for one in instrument.listing if one.mic == "XFRA"), None)


def _tradegate(sample: Sample) -> Handler:
    async def refresh(request: web.Request) -> web.Response:
        instrument = by_isin().get(request.query.get("isin", "").upper())
        symbol = instrument and _in_euro(instrument)
        if symbol is None:
            return web.Response(text="", content_type="application/json")  # 200 and nothing
        quote = sample.prices.quote(symbol, sample.clock.now(), delay=0)
        step = max(quote.price * 0.002, 0.005)
        change = (quote.price / quote.previous_close - 1) * 100
        answer: dict[str, object] = {
            "bid": _number(quote.price - step),
            "ask": _number(quote.price + step),
            "bidsize": 4000,
            "asksize": 4000,
            "delta": f"{change:+.2f}".replace(".", ","),
            "stueck": quote.volume // 3,
            "umsatz": round(quote.volume // 3 * quote.price),
            "avg": _text((quote.high + quote.low) / 2),
            "executions": 1 + quote.volume // 900,
            "last": _number(quote.price),
            "high": _number(quote.high),
            "low": _number(quote.low),
            "close": _number(quote.previous_close),
        }
        return web.json_response(answer)

    return refresh


def _number(value: float) -> float | str:
    """From 10 on text, below it a number: both occur in its answers."""
    return _text(value) if value >= 10 else round(value, 4)


def _text(value: float) -> str:
    """1019.8 as "1 019,80"."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")


def _frankfurt(sample: Sample) -> Handler:
    async def single(request: web.Request) -> web.Response:
        isin, mic = request.query.get("isin", "").upper(), request.query.get("mic", "XFRA")
        instrument = by_isin().get(isin)
        listing = instrument and next((one for one in instrument.listing if one.mic == mic), None)
        if listing is None:
            return web.json_response({"messages": ["Not found."]}, status=404)
        quote = sample.prices.quote(listing.symbol, sample.clock.now())
        at = quote.at.astimezone(_BERLIN)
        step = max(quote.price * 0.003, 0.005)
        return web.json_response(
            {
                "isin": isin,
                "mic": mic,
                "lastPrice": quote.price,
                "timestampLastPrice": at.isoformat(),
                "changeToPrevDayAbsolute": round(quote.price - quote.previous_close, 4),
                "changeToPrevDayInPercent": round(
                    (quote.price / quote.previous_close - 1) * 100, 4
                ),
                "closingPricePrevTradingDay": quote.previous_close,
                "bestBidPrice": round(quote.price - step, 4),
                "bestAskPrice": round(quote.price + step, 4),
                "dayHigh": quote.high,
                "dayLow": quote.low,
                "weeks52High": quote.high_52w,
                "weeks52Low": quote.low_52w,
                "turnoverInPieces": quote.volume,
                "turnoverInEuro": round(quote.volume * quote.price, 2),
                "currency": {"originalValue": "EUR", "translations": {"de": "EUR", "en": "EUR"}},
                "tradingStatus": "CONTINUOUS" if quote.running else "CLOSED",
                "instrumentStatus": "ACTIVE",
                "minimumTradableUnit": 1.0,
            }
        )

    return single


def _ecb(sample: Sample, count: int) -> Handler:
    async def reference(request: web.Request) -> web.Response:
        now = sample.clock.now()
        tag = f'"{latest_day(now)}-{count}"'
        headers = {"ETag": tag, "Last-Modified": _made(latest_day(now))}
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        body = _envelope([_table(day) for day in days_until(now, count)])
        return web.Response(body=body, content_type="text/xml", headers=headers)

    return reference


def _made(day: date) -> str:
    made = datetime.combine(day, time(15, 57), _BERLIN).astimezone(ZoneInfo("GMT"))
    return made.strftime("%a, %d %b %Y %H:%M:%S GMT")


def _table(day: date) -> str:
    cubes = (
        f"<Cube currency={quoteattr(code)} rate={quoteattr(rate)}/>"
        for code, rate in rates(day).items()
    )
    return f'<Cube time="{day}">' + "".join(cubes) + "</Cube>"


def _envelope(tables: list[str]) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    opening = f'<gesmes:Envelope xmlns:gesmes="{_GESMES}" xmlns="{_ECB}">'
    sender = "<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>"
    subject = "<gesmes:subject>Reference rates</gesmes:subject>"
    body = "<Cube>" + "\n".join(tables) + "</Cube>"
    return (head + opening + subject + sender + body + "</gesmes:Envelope>").encode()
