"""A local server that speaks the sources' wire formats, and a company to ask them about."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web

from bot.instruments.models import Instrument, Listing
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from config.settings import load
from config.sources import DEFAULTS

NOW = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)

XIAOMI = Instrument(
    name="Xiaomi Corp.",
    isin="KYG9830T1067",
    wkn="A2JNY1",
    listings=(
        Listing("1810.HK", "Hong Kong", "XHKG", "HKD", home=True),
        Listing("3CP.F", "Frankfurt", "XFRA", "EUR"),
    ),
    names=("小米", "Xiaomi"),
    country="CN",
)
ACME = Instrument(
    name="Acme Tools Inc.",
    isin="US0000000002",
    wkn=None,
    listings=(Listing("ACMT", "Nasdaq", "XNAS", "USD", home=True),),
    country="US",
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Wire:
    """Answers by path; whatever it was not told is 404. Each source has its name as a folder."""

    def __init__(self) -> None:
        self.root = ""
        self.port = 0
        self.asked: list[web.Request] = []
        self.hanging = asyncio.Event()
        self.closing = asyncio.Event()
        self._handlers: dict[str, Handler] = {}

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    def serve(
        self,
        path: str,
        body: object,
        *,
        kind: str = "application/json",
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """body: bytes and text as they are, anything else as JSON."""
        if isinstance(body, bytes):
            content = body
        else:
            text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
            content = text.encode()

        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=content, content_type=kind, status=status, headers=headers)

        self._handlers[path] = answer

    def handle(self, path: str, handler: Handler) -> None:
        self._handlers[path] = handler

    def hang(self, path: str) -> None:
        """Does not answer before the wire closes; `hanging` is set once somebody waits."""

        async def forever(_: web.Request) -> web.Response:
            self.hanging.set()
            await self.closing.wait()
            return web.Response(status=500)

        self._handlers[path] = forever

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        handler = self._handlers.get(request.path)
        return web.Response(status=404) if handler is None else await handler(request)


@asynccontextmanager
async def opened_wire() -> AsyncIterator[Wire]:
    wire = Wire()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", wire.answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, wire.port = runner.addresses[0][:2]
    wire.root = f"http://{host}:{wire.port}"
    try:
        yield wire
    finally:
        wire.closing.set()
        await runner.cleanup()


@asynccontextmanager
async def opened_sources(wire: Wire, **switches: str) -> AsyncIterator[Sources]:
    """All sources under the wire's root, without pace and cache; switches: further settings."""
    given = {
        f"PARKETT_SOURCES__{name}__{field}": value
        for name in DEFAULTS
        for field, value in (
            ("BASE_URL", f"{wire.root}/{name.lower()}"),
            ("PACE", "0"),
            ("CACHE", "0"),
        )
    }
    settings = load(given | switches, env_file=None)
    async with (
        Fetcher(allowed={("127.0.0.1", wire.port)}) as fetcher,
        Sources(fetcher, settings.sources, clock=lambda: NOW) as sources,
    ):
        yield sources


def rss(*items: str, title: str = "Nachrichten") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title>{''.join(items)}</channel></rss>"
    )


def item(
    title: str,
    link: str,
    *,
    date: str | None = "Wed, 20 Oct 2021 07:15:00 +0200",
    teaser: str = "",
    source: str | None = None,
) -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    told = f'<source url="https://example.org">{source}</source>' if source else ""
    return (
        f"<item><title>{title}</title><link>{link}</link>"
        f"<description>{teaser}</description>{dated}{told}</item>"
    )
