"""A small world of price sources on this machine: real HTTP, real store, injected clock."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from aiohttp import web

from bot.clock import Clock
from bot.instruments.models import Instrument, Listing
from bot.market.service import Market
from bot.store import Store, open_store
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from bot.workers import Workers
from config.sources import DEFAULTS

NOW = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Frankfurt
FRANKFURT = Listing("3CP.F", "Frankfurt", "XFRA", "EUR")
HONG_KONG = Listing("1810.HK", "Hong Kong", "XHKG", "HKD", home=True)
XIAOMI = Instrument("Xiaomi Corporation", "KYG9830T1067", "A2JNY1", (HONG_KONG, FRANKFURT))

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class World:
    """`answers` maps a path (or path?query) to what is served; everything asked is in `asked`."""

    answers: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    now: datetime = NOW

    def clock(self) -> datetime:
        return self.now

    async def serve(self, request: web.Request) -> web.StreamResponse:
        path = unquote(request.path)
        self.asked.append(str(request.rel_url))
        answer = self.answers.get(unquote(str(request.rel_url)), self.answers.get(path))
        if callable(answer):
            return await answer(request)
        if answer is None:
            return web.Response(status=404, text="nothing here")
        if isinstance(answer, tuple):
            status, body = answer
            return web.Response(status=status, body=_bytes(body))
        return web.Response(body=_bytes(answer))


def _bytes(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def chart(symbol: str, currency: str, price: float, **meta: object) -> dict[str, object]:
    """A chart in Yahoo's form; `bars` are (seconds, close) or (seconds, o, h, l, c)."""
    bars = list(meta.pop("bars", ()))
    splits = meta.pop("splits", None)
    rows = [bar if len(bar) == 5 else (bar[0], *[bar[1]] * 4) for bar in bars]
    result: dict[str, object] = {
        "meta": {
            "symbol": symbol,
            "currency": currency,
            "regularMarketPrice": price,
            "regularMarketTime": int(NOW.timestamp()),
            "exchangeTimezoneName": "Europe/Berlin",
            **meta,
        },
        "timestamp": [row[0] for row in rows],
        "indicators": {
            "quote": [
                {
                    name: [row[place] for row in rows]
                    for place, name in enumerate(("open", "high", "low", "close"), 1)
                }
            ]
        },
    }
    if splits:
        result["events"] = {"splits": splits}
    return {"chart": {"result": [result], "error": None}}


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def root(world: World) -> AsyncIterator[str]:
    """The address of the world's server."""
    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", world.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = runner.addresses[0]
    yield f"http://127.0.0.1:{address[1]}"
    await runner.cleanup()


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
async def sources(world: World, root: str, stack: AsyncExitStack) -> Sources:
    """All sources on the world's server, unhurried by pace, without cache."""
    return await open_sources(stack, root, world.clock, {})


async def open_sources(
    stack: AsyncExitStack, root: str, clock: Clock, changes: Mapping[str, Mapping[str, object]]
) -> Sources:
    host, port = root.removeprefix("http://").split(":")
    fetcher = await stack.enter_async_context(Fetcher(allowed=frozenset({(host, int(port))})))
    settings = {
        name: one.model_copy(
            update={"base_url": root, "pace": 0.0, "cache": 0.0, "timeout": 5.0}
            | dict(changes.get(name, {}))
        )
        for name, one in DEFAULTS.items()
    }
    return await stack.enter_async_context(Sources(fetcher, settings, clock=clock))


@pytest.fixture
async def store(tmp_path: Path, stack: AsyncExitStack) -> Store:
    return await stack.enter_async_context(open_store(f"sqlite:///{tmp_path / 'parkett.db'}"))


@pytest.fixture
async def market(world: World, sources: Sources, store: Store, stack: AsyncExitStack) -> Market:
    workers = await stack.enter_async_context(Workers(1))
    return await stack.enter_async_context(
        Market(sources=sources, store=store, workers=workers, clock=world.clock, patience=0.2)
    )
