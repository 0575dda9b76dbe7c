"""The exchanges' own lists, fetched from a server on loopback in the forms they have."""

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.instruments.catalogue.opening import open_catalogue
from bot.instruments.lists.detect import read_list
from bot.instruments.lists.updating import update_lists
from bot.instruments.models import Found
from bot.store import open_store
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from bot.workers import Workers
from config.sources import DEFAULTS

NOW = datetime(2021, 10, 20, 9, tzinfo=UTC)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XETRA = """Market:;XETR
Instrument;ISIN;WKN;Mnemonic;MIC Code;Instrument Status
MUSTERWERKE AG O.N.;DE000MWK0006;000MWK000;MWK;XETR;Active
"""
NASDAQ = "Symbol|Security Name|ETF|Test Issue\nMSRB|Muster Robotics, Inc. - Common|N|N\n"


def spreadsheet(rows: list[list[str]], extra: bytes = b"") -> bytes:
    """An .xlsx file with shared strings, as the exchange's is."""
    strings = [text for row in rows for text in row]
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    sheet, number = "", 0
    for line, row in enumerate(rows, 1):
        cells = ""
        for column, _ in enumerate(row):
            cells += f'<c r="{chr(65 + column)}{line}" t="s"><v>{number}</v></c>'
            number += 1
        sheet += f'<row r="{line}">{cells}</row>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/sharedStrings.xml", extra + f'<sst xmlns="{MAIN}">{shared}</sst>'.encode()
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        )
    return file.getvalue()


ENGLISH = spreadsheet(
    [
        ["List of Securities"],
        ["Stock Code", "Name of Securities", "Category", "ISIN", "Trading Currency"],
        ["01234", "MUSTER-W", "Equity", "KYG017191142", "HKD"],
    ]
)
CHINESE = spreadsheet(
    [
        ["證券名單"],
        ["股份代號", "股份名稱", "分類", "國際證券號碼 (ISIN)", "交易貨幣"],
        ["01234", "華東電車集團－Ｗ", "股本", "KYG017191142", "HKD"],
    ]
)


@pytest.fixture
async def exchange() -> AsyncIterator[str]:
    link = "/resource/blob/1/0123456789abcdef0123/data/t7-xetr-allTradableInstruments.csv"
    answers = {
        "/cash-en/trading/Tradable-Instruments-Xetra/Downloads": f'<a href="{link}">list</a>',
        "/cash-en/trading/Tradable-Instruments-Frankfurt/Downloads": "<p>moved</p>",
        link: XETRA,
        "/eng/services/trading/securities/securitieslists/ListOfSecurities.xlsx": ENGLISH,
        "/chi/services/trading/securities/securitieslists/ListOfSecurities_c.xlsx": CHINESE,
        "/dynamic/SymDir/nasdaqlisted.txt": NASDAQ,
        "/dynamic/SymDir/otherlisted.txt": "<html>maintenance</html>",
    }

    async def serve(request: web.Request) -> web.Response:
        found = answers[request.path]
        return web.Response(body=found.encode() if isinstance(found, str) else found)

    app = web.Application()
    app.router.add_get("/{tail:.*}", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_update_takes_what_it_can_and_tells_the_rest(sqlite_url: str, exchange: str) -> None:
    names = ("DEUTSCHE_BOERSE", "HKEX_LIST", "NASDAQ_TRADER")
    settings = {
        name: DEFAULTS[name].model_copy(update={"base_url": exchange, "pace": 0.0})
        for name in names
    }
    port = int(exchange.rpartition(":")[2])
    async with (
        Workers(count=1) as workers,
        open_store(sqlite_url) as store,
        Fetcher(allowed=[("127.0.0.1", port)]) as fetcher,
        Sources(fetcher, settings) as sources,
    ):
        told = [one async for one in update_lists(store, workers, sources, at=NOW)]
        assert {one.name: one.taken for one in told} == {
            "xetra": 1,
            "frankfurt": 0,
            "english": 1,
            "chinese": 1,
            "nasdaq": 1,
            "other": 0,
        }
        assert {one.name for one in told if one.error} == {"frankfurt", "other"}
        catalogue = await open_catalogue(store, workers, clock=lambda: NOW)
    for query, symbol in (
        ("华东电车", "1234.HK"),
        ("muster robotics", "MSRB"),
        ("MWK000", "MWK.DE"),
    ):
        answer = catalogue.resolve(query)
        assert isinstance(answer, Found)
        assert answer.instrument.home.symbol == symbol


def test_names_in_both_scripts_are_one_instrument() -> None:
    english, chinese = read_list(ENGLISH).records[0], read_list(CHINESE).records[0]
    assert english.isins == chinese.isins
    assert english.places == chinese.places


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 but no zip",
        ENGLISH[:-40],
        spreadsheet([["Stock Code", "Name of Securities"]], b'<!DOCTYPE x [<!ENTITY a "b">]>'),
        spreadsheet([["&bogus;"]]),
    ],
)
def test_bad_spreadsheets_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_list(data)
