"""Exchange lists with the sample's shares: Deutsche Börse, Nasdaq Trader, HKEX.

The file is known by its name; the folder before it is whatever the exchange likes this year.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from aiohttp import web

from bot.playground.world.sample import Handler, Sample
from bot.playground.world.tables import SampleInstrument, SampleListing, instruments

# The files' addresses change with every issue; this page links to the newest.
_BLOB = "/resource/blob/1528/4a1f09c2d7/data"
_DOWNLOADS = (
    "<!doctype html><title>Downloads</title><ul>"
    f'<li><a href="{_BLOB}/t7-xetr-allTradableInstruments.csv">All tradable (Xetra)</a></li>'
    f'<li><a href="{_BLOB}/t7-xfra-BF-allTradableInstruments.csv">All tradable (Frankfurt)</a></li>'
    "</ul>"
)

_CHINESE = {
    "xiaomi": "小米集團－Ｗ",
    "byd": "比亞迪股份",
    "tencent": "騰訊控股",
    "alibaba": "阿里巴巴－ＳＷ",
    "xiaomai": "小麥美食",
}


def routes(sample: Sample) -> list[web.RouteDef]:
    return [
        web.get("/deutsche-boerse/{path:.*}", _deutsche_boerse(sample)),
        web.get("/nasdaq-trader/{path:.*}", _nasdaq(sample)),
        web.get("/hkex-list/{path:.*}", _hkex),
    ]


def _listed(mics: set[str]) -> Iterator[tuple[SampleInstrument, SampleListing]]:
    for one in instruments():
        for listing in one.listing:
            if listing.mic in mics:
                yield one, listing


def _csv(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _deutsche_boerse(sample: Sample) -> Handler:
    async def tradable(request: web.Request) -> web.Response:
        if request.match_info["path"].endswith("Downloads"):
            return web.Response(text=_DOWNLOADS, content_type="text/html")
        mic = "XFRA" if "xfra" in request.match_info["path"].lower() else "XETR"
        head = ["Product Status", "Instrument Status", "Instrument", "ISIN", "Product ID"]
        head += ["Instrument ID", "WKN", "Mnemonic", "MIC Code", "Instrument Type", "Currency"]
        day = sample.clock.now().strftime("%d.%m.%Y")
        rows = [["Market:", mic], ["Date Last Update:", day], head]
        for index, (one, listing) in enumerate(_listed({mic})):
            name = one.name.upper().replace("AKTIENGESELLSCHAFT", "AG NA O.N.")
            mnemonic = listing.symbol.split(".")[0]
            ids = [str(50_000 + index), str(2_500_000 + index), one.wkn.zfill(9)]
            rows.append(["Active", "Active", name, one.isin, *ids, mnemonic, mic, "CS", "EUR"])
        return web.Response(text=_csv(rows, ";"), content_type="text/csv")

    return tradable


def _nasdaq(sample: Sample) -> Handler:
    async def symbols(request: web.Request) -> web.Response:
        stamp = sample.clock.now().strftime("File Creation Time: %m%d%Y%H:%M")
        if "otherlisted" in request.match_info["path"]:
            head = ["ACT Symbol", "Security Name", "Exchange", "CQS Symbol", "ETF"]
            head += ["Round Lot Size", "Test Issue", "NASDAQ Symbol"]
            rows = [
                [row.symbol, _security(one, row), "N", row.symbol, "N", "100", "N", row.symbol]
                for one, row in _listed({"XNYS"})
            ]
        else:
            head = ["Symbol", "Security Name", "Market Category", "Test Issue"]
            head += ["Financial Status", "Round Lot Size", "ETF", "NextShares"]
            rows = [
                [row.symbol, _security(one, row), "Q", "N", "N", "100", "N", "N"]
                for one, row in _listed({"XNAS"})
            ]
        text = _csv([head, *rows, [stamp, *[""] * (len(head) - 1)]], "|")
        return web.Response(text=text, content_type="text/plain")

    return symbols


def _security(one: SampleInstrument, row: SampleListing) -> str:
    line = "Common Stock" if row is one.home else "American Depositary Shares"
    return f"{one.name} - {line}"


async def _hkex(request: web.Request) -> web.Response:
    listed = list(_listed({"XHKG"}))
    if "_c" in request.match_info["path"]:
        head = ["股份代號", "股份名稱", "分類", "買賣單位", "ISIN"]
        rows = [
            [_code(row), _CHINESE.get(one.key, one.short), "股本", "200", one.isin]
            for one, row in listed
        ]
    else:
        head = ["Stock Code", "Name of Securities", "Category", "Board Lot", "ISIN"]
        head += ["Trading Currency"]
        rows = [[_code(row), one.short, "Equity", "200", one.isin, "HKD"] for one, row in listed]
    text = _csv([["List of Securities"], head, *rows], ",")
    return web.Response(text=text, content_type="text/csv", charset="utf-8")


def _code(row: SampleListing) -> str:
    return row.symbol.split(".")[0].zfill(5)
