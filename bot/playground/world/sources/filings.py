"""What issuers file: EQS News (JSON), HKEXnews (JSON inside a string), SEC EDGAR (columns)."""

import json
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.playground.world.newsroom import Filing, filings
from bot.playground.world.sample import Handler, Sample
from bot.playground.world.sources.pages import filing_page
from bot.playground.world.tables import SampleInstrument, by_isin, by_key, instruments

_HONG_KONG = ZoneInfo("Asia/Hong_Kong")
Json = dict[str, Any]


def routes(sample: Sample) -> list[web.RouteDef]:
    return [
        web.get(r"/eqs/{path:.*eqsnews/v1/news}", _eqs(sample)),
        web.get(r"/eqs/news/{id:\d+}.html", _eqs_page(sample)),
        web.get("/hkex/search/titleSearchServlet.do", _hkex(sample)),
        web.get("/hkex/search/{kind:prefix|partial}.do", _hkex_stock(sample)),
        web.get("/hkex/ncms/script/eds/activestock_sehk_{language:[ec]}.json", _hkex_stocks),
        web.get("/hkex/listedco/{path:.+}.pdf", _pdf),
        web.get("/listedco/{path:.+}.pdf", _pdf),
        web.get(r"/sec/submissions/CIK{cik:\d{10}}.json", _sec(sample)),
        web.get("/sec/files/company_tickers.json", _sec_tickers),
    ]


def _eqs(sample: Sample) -> Handler:
    async def news(request: web.Request) -> web.Response:
        instrument = by_isin().get(request.query.get("isin", "").upper())
        english = request.query.get("lang", "de") == "en"
        key = instrument.key if instrument else ""
        records = [
            {
                "id": filing.id,
                "dateUtc": filing.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
                "headline": filing.english if english else filing.headline,
                "category": filing.category,
                "companyName": instrument.name,
                "isin": instrument.isin,
                "language": "en" if english else "de",
                "url": f"{sample.root}/eqs/news/{filing.id}.html",
            }
            for filing in sample.newsroom.filed("eqs", key, sample.clock.now())
            if instrument
        ]
        return web.json_response({"total": len(records), "records": records})

    return news


def _eqs_page(sample: Sample) -> Handler:
    async def page(request: web.Request) -> web.Response:
        wanted = int(request.match_info["id"])
        for filing in filings()["eqs"]:
            if filing.id == wanted and filing.at <= sample.clock.now():
                text = filing_page(by_key()[filing.instrument].name, filing)
                return web.Response(text=text, content_type="text/html")
        raise web.HTTPNotFound

    return page


def _code(instrument: SampleInstrument) -> str:
    """The five digits under which Hong Kong knows it."""
    symbols = [one.symbol for one in instrument.listing if one.mic == "XHKG"]
    return symbols[0].split(".")[0].zfill(5) if symbols else ""


def _hkex(sample: Sample) -> Handler:
    async def titles(request: web.Request) -> web.Response:
        wanted = request.query.get("stockId", "-1")
        found = [one for one in instruments() if str(one.hkex_stock) == wanted]
        rows: list[Json] = []
        for one in found:
            filed = sample.newsroom.filed("hkex", one.key, sample.clock.now())
            rows.extend(_hkex_row(one, filing, len(filed)) for filing in filed)
        limit = int(request.query.get("rowRange", "100"))
        answer = {
            "result": json.dumps(rows[:limit], ensure_ascii=False) if rows else "null",
            "hasNextRow": len(rows) > limit,
            "rowRange": limit,
            "loadedRecord": len(rows[:limit]),
            "recordCnt": len(rows),
        }
        return web.json_response(answer)

    return titles


def _hkex_row(instrument: SampleInstrument, filing: Filing, total: int) -> Json:
    at, number = filing.at.astimezone(_HONG_KONG), filing.id % 100_000
    return {
        "FILE_INFO": "187KB",
        "NEWS_ID": str(filing.id),
        "SHORT_TEXT": filing.category + "<br/>",
        "TOTAL_COUNT": str(total),
        "DOD_WEB_PATH": "",
        "STOCK_NAME": instrument.short,
        "TITLE": filing.title,
        "FILE_TYPE": "PDF",
        "DATE_TIME": at.strftime("%d/%m/%Y %H:%M"),
        "LONG_TEXT": filing.category,
        "STOCK_CODE": _code(instrument),
        "FILE_LINK": f"/listedco/listconews/sehk/{at:%Y/%m%d}/{at:%Y%m%d}{number:05}.pdf",
    }


def _hkex_stock(_: Sample) -> Handler:
    async def stock(request: web.Request) -> web.Response:
        wanted = request.query.get("name", "").upper()
        found = [
            {"stockId": one.hkex_stock, "code": _code(one), "name": one.short}
            for one in instruments()
            if one.hkex_stock and (_code(one).startswith(wanted) or wanted in one.short.upper())
        ]
        text = json.dumps({"more": "0", "stockInfo": found if wanted else []})
        # JSONP, as the search box of the page asks for it.
        callback = request.query.get("callback", "callback")
        if not callback.isidentifier():
            raise web.HTTPBadRequest
        return web.Response(text=f"{callback}({text});\n", content_type="application/javascript")

    return stock


async def _hkex_stocks(_: web.Request) -> web.Response:
    return web.json_response(
        [
            {"c": _code(one), "i": one.hkex_stock, "n": one.short, "s": "0"}
            for one in instruments()
            if one.hkex_stock
        ]
    )


async def _pdf(_: web.Request) -> web.Response:
    """A document of one empty page: what is shown of a filing is its title."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return web.Response(body=body, content_type="application/pdf")


def _sec(sample: Sample) -> Handler:
    async def submissions(request: web.Request) -> web.Response:
        if "User-Agent" not in request.headers:
            return web.Response(status=403, text="Undeclared Automated Tool")
        cik = int(request.match_info["cik"])
        found = [one for one in instruments() if one.cik == cik]
        if not found:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>")
        one = found[0]
        filed = sample.newsroom.filed("sec", one.key, sample.clock.now())
        american = [row.symbol for row in one.listing if row.mic in {"XNAS", "XNYS"}]
        return web.json_response(
            {
                "cik": request.match_info["cik"],
                "entityType": "operating",
                "name": one.name,
                "tickers": american,
                "exchanges": ["Nasdaq" if row.mic == "XNAS" else "NYSE" for row in one.listing][:1],
                "filings": {"recent": _columns(filed), "files": []},
            }
        )

    return submissions


def _columns(filed: Any) -> Json:
    rows: list[Filing] = list(filed)
    return {
        "accessionNumber": [row.accession for row in rows],
        "filingDate": [row.at.date().isoformat() for row in rows],
        "reportDate": [row.at.date().isoformat() for row in rows],
        "acceptanceDateTime": [row.at.strftime("%Y-%m-%dT%H:%M:%S.000Z") for row in rows],
        "act": ["34"] * len(rows),
        "form": [row.form for row in rows],
        "fileNumber": ["001-00000"] * len(rows),
        "items": [row.items for row in rows],
        "size": [24_000] * len(rows),
        "isXBRL": [0] * len(rows),
        "isInlineXBRL": [0] * len(rows),
        "primaryDocument": [row.document for row in rows],
        "primaryDocDescription": [row.title for row in rows],
    }


async def _sec_tickers(_: web.Request) -> web.Response:
    listed = [
        (one, row)
        for one in instruments()
        for row in one.listing
        if one.cik and row.mic in {"XNAS", "XNYS"}
    ]
    return web.json_response(
        {
            str(index): {"cik_str": one.cik, "ticker": row.symbol, "title": one.name}
            for index, (one, row) in enumerate(listed)
        }
    )
