"""What the catalogue does not know is asked outside, for a moment, and never gets it stuck."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.lookup import Lookup
from bot.instruments.models import Ambiguous, Found, Unknown
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from config.sources import DEFAULTS

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Outside:
    """OpenFIGI and Yahoo on loopback: what they answer, and what they were asked."""

    figi: object = field(default_factory=lambda: [{"warning": "No identifier found."}])
    quotes: list[object] = field(default_factory=list)
    hangs: bool = False
    asked: list[object] = field(default_factory=list)
    root: str = ""
    port: int = 0

    async def mapping(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        await self._hang()
        return self._answer(self.figi)

    async def search(self, request: web.Request) -> web.Response:
        self.asked.append(request.query["q"])
        await self._hang()
        return self._answer({"quotes": self.quotes, "news": []})

    async def _hang(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()

    def _answer(self, value: object) -> web.Response:
        if isinstance(value, bytes):
            return web.Response(body=value)
        return web.Response(body=json.dumps(value), content_type="application/json")


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    world = Outside()
    app = web.Application()
    app.router.add_post("/v3/mapping", world.mapping)
    app.router.add_get("/v1/finance/search", world.search)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    world.port = runner.addresses[0][1]
    world.root = f"http://127.0.0.1:{world.port}"
    yield world
    await runner.cleanup()


@pytest.fixture
async def lookup(outside: Outside, catalogue: Catalogue) -> AsyncIterator[Lookup]:
    settings = {
        name: DEFAULTS[name].model_copy(update={"base_url": outside.root, "pace": 0.0})
        for name in ("OPENFIGI", "YAHOO")
    }
    async with (
        Fetcher(allowed=[("127.0.0.1", outside.port)]) as fetcher,
        Sources(fetcher, settings) as sources,
    ):
        yield Lookup(catalogue=catalogue, sources=sources, patience=0.5)


def figi(ticker: str, code: str, name: str = "MUSTERHAUS AG") -> dict[str, str]:
    return {"ticker": ticker, "exchCode": code, "name": name, "marketSector": "Equity"}


def quote(symbol: str, name: str, exchange: str = "GER") -> dict[str, str]:
    return {"symbol": symbol, "longname": name, "exchange": exchange, "quoteType": "EQUITY"}


async def test_known_is_not_asked_outside(lookup: Lookup, outside: Outside) -> None:
    assert isinstance(await lookup.resolve("xiaomi"), Found)
    assert outside.asked == []


async def test_unknown_isin_from_openfigi(
    lookup: Lookup, outside: Outside, catalogue: Catalogue
) -> None:
    outside.figi = [{"data": [figi("MHS", "GF"), figi("MHS", "GY"), figi("MHS", "XX"), {}]}]
    answer = await lookup.resolve("DE0005190038")
    assert not isinstance(answer, Found)  # a wrong check digit never leaves the house
    assert outside.asked == []
    answer = await lookup.resolve("DE0005190037")
    assert isinstance(answer, Found)
    share = answer.instrument
    assert (share.name, share.isin, share.wkn) == ("Musterhaus AG", "DE0005190037", "519003")
    assert {one.symbol for one in share.listings} == {"MHS.F", "MHS.DE"}
    assert outside.asked == [[{"idType": "ID_ISIN", "idValue": "DE0005190037"}]]
    assert catalogue.by_key("DE0005190037") == share
    assert isinstance(catalogue.resolve("WKN 519003"), Found)


async def test_openfigi_finds_a_listing_of_what_is_known(lookup: Lookup, outside: Outside) -> None:
    outside.figi = [{"data": [figi("NLE", "GY"), figi("NLEN", "LN")]}]
    answer = await lookup.resolve("WKN A0ZZZZ")
    assert isinstance(answer, Found)
    assert answer.instrument.name == "Nordlicht Energie AG"
    assert {"NLE.DE", "NLEN.L"} <= {one.symbol for one in answer.instrument.listings}
    assert [one.home for one in answer.instrument.listings].count(True) == 1


async def test_wkn_of_no_list_joins_the_company_that_has_its_symbol(
    lookup: Lookup, outside: Outside, catalogue: Catalogue
) -> None:
    outside.figi = [{"data": [figi("BERN", "SE", "BERNINA OPTICS"), figi("B3X", "GY")]}]
    answer = await lookup.resolve("a9z9z8")
    assert isinstance(answer, Found)
    share = answer.instrument
    assert (share.name, share.isin, share.wkn) == (
        "Bernina Optics AG Inhaber-Aktien",
        "CH0000000009",
        "A9Z9Z8",
    )
    assert {"BERN.SW", "B3X.DE"} <= {one.symbol for one in share.listings}
    assert outside.asked == [[{"idType": "ID_WERTPAPIER", "idValue": "A9Z9Z8"}]]
    again = catalogue.resolve("A9Z9Z8")
    assert isinstance(again, Found), "a second question is answered from memory"
    assert again.instrument == share


async def test_unknown_name_from_yahoo(lookup: Lookup, outside: Outside) -> None:
    outside.quotes = [
        quote("QMB.DE", "Quellmoos Brauerei AG"),
        quote("QMB.F", "Quellmoos Brauerei AG", "FRA"),
        quote("SOMETHING", "Something Else Corp", "NYQ"),
        {"symbol": 5},
        {"symbol": "BTC-USD", "shortname": "Quellmoos", "quoteType": "CRYPTOCURRENCY"},
    ]
    answer = await lookup.resolve("Quellmoos Brauerei")
    assert isinstance(answer, Found)
    assert [one.symbol for one in answer.instrument.listings] == ["QMB.DE", "QMB.F"]
    assert answer.confidence < 0.8


async def test_two_companies_stay_doubtful_and_their_buttons_work(
    lookup: Lookup, outside: Outside, catalogue: Catalogue
) -> None:
    outside.quotes = [quote("PQA.DE", "Pquarx AG"), quote("PQI.L", "Pquarx Ltd", "LSE")]
    outside.quotes[1] = quote("PQI.L", "Pquarx Solar Ltd", "LSE")
    answer = await lookup.resolve("Pquarx")
    assert isinstance(answer, Ambiguous)
    assert all(catalogue.by_key(one.key) == one for one in answer.candidates)


@pytest.mark.parametrize(
    "garbage", [b"Too Many Requests", b"[]", b'[{"data": 5}]', b'[{"data": [{"ticker": 1}]}]', b""]
)
async def test_garbage_leaves_it_unknown(lookup: Lookup, outside: Outside, garbage: bytes) -> None:
    outside.figi = garbage
    assert isinstance(await lookup.resolve("XS0000000009"), Unknown)


async def test_silence_does_not_hold_it_up(lookup: Lookup, outside: Outside) -> None:
    outside.hangs = True
    async with asyncio.timeout(10):
        answer = await lookup.resolve("Qqqq Unknown Werke")
    assert isinstance(answer, Unknown)
    assert answer.silent, "that nobody answered is no knowledge"
    assert len(outside.asked) == 1
