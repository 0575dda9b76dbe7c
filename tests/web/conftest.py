"""A web of our own on loopback: a server that behaves, one that does not, and a name server."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Website:
    """`pages` maps a path to what answers it; everything asked is counted and kept."""

    port: int = 0
    pages: dict[str, Answering] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, body: bytes | str = b"", **details: object) -> None:
        """The same answer each time."""
        raw = body.encode() if isinstance(body, str) else body

        async def serve(_: web.Request) -> web.StreamResponse:
            return web.Response(body=raw, **details)

        self.pages[path] = serve

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.headers.append({name.lower(): text for name, text in request.headers.items()})
        if request.path not in self.pages:
            return web.Response(status=404)
        return await self.pages[request.path](request)


@asynccontextmanager
async def a_website() -> AsyncIterator[Website]:
    site = Website()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    yield site
    await runner.cleanup()


@pytest.fixture
async def website() -> AsyncIterator[Website]:
    async with a_website() as site:
        yield site


@pytest.fixture
async def elsewhere() -> AsyncIterator[Website]:
    """Another host."""
    async with a_website() as site:
        yield site


@asynccontextmanager
async def raw_server(*pieces: bytes, then_hang: bool = False) -> AsyncIterator[int]:
    """A server that says these bytes to whoever connects, and hangs up (or just hangs)."""
    over = asyncio.Event()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            if then_hang:
                await over.wait()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        over.set()
        server.close()
        await server.wait_closed()


async def hang(_: web.Request) -> web.StreamResponse:
    """An answer that does not come within any test."""
    await asyncio.sleep(60)
    return web.Response()


class NameServer(AbstractResolver):
    """Names to addresses out of a table; nothing leaves the machine."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in self.names.get(host, [])
        ]

    async def close(self) -> None:
        return


@dataclass
class MovableClock:
    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()
