"""OpenFIGI's mapping: `POST /v3/mapping`, at most five jobs a request, never an ISIN in it."""

import hashlib
from typing import Any

from aiohttp import web

from bot.playground.world.sample import Handler, Sample
from bot.playground.world.tables import SampleInstrument, instruments
from bot.playground.world.venues import VENUES

_CODES = {"XHKG": "HK", "XFRA": "GF", "XETR": "GY", "XNAS": "UW", "XNYS": "UN", "OTCM": "PQ"}
_MOST_JOBS = 5


def routes(sample: Sample) -> list[web.RouteDef]:
    return [web.post("/openfigi/v3/mapping", _mapping(sample))]


def _mapping(_: Sample) -> Handler:
    async def mapping(request: web.Request) -> web.Response:
        try:
            jobs: list[dict[str, Any]] = await request.json()
        except ValueError:
            return web.json_response({"error": "Request body must be JSON"}, status=400)
        if len(jobs) > _MOST_JOBS:
            return web.Response(status=413, text="Request entity too large")
        return web.json_response([_answer(job) for job in jobs])

    return mapping


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    kind, value = job.get("idType"), str(job.get("idValue", "")).upper()
    for one in instruments():
        if (kind, value) in {("ID_ISIN", one.isin), ("ID_WERTPAPIER", one.wkn)}:
            return {"data": _rows(one)}
        for index, listing in enumerate(one.listing):
            if kind == "TICKER" and value == listing.symbol.split(".")[0]:
                return {"data": _rows(one)[index : index + 1]}
    return {"warning": "No identifier found."}


def _rows(one: SampleInstrument) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for listing in one.listing:
        digest = hashlib.sha256(listing.symbol.encode()).hexdigest().upper()
        ticker = listing.symbol.split(".")[0]
        found.append(
            {
                "figi": "BBG00" + digest[:7],
                "name": one.short,
                "ticker": ticker.lstrip("0") if listing.mic == "XHKG" else ticker,
                "exchCode": _CODES[listing.mic],
                "compositeFIGI": "BBG00" + digest[7:14],
                "securityType": "Common Stock",
                "marketSector": "Equity",
                "shareClassFIGI": "BBG001" + digest[14:20],
                "securityType2": "Common Stock",
                "securityDescription": VENUES[listing.mic].name,
            }
        )
    return found
