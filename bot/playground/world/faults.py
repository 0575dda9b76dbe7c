"""Which source is out of order, and how? A middleware that stands before all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from aiohttp import web

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]

# The first part of a path, and the source's name in the settings.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "yahoo": "YAHOO",
        "tradegate": "TRADEGATE",
        "frankfurt": "FRANKFURT",
        "ecb": "ECB",
        "openfigi": "OPENFIGI",
        "finanznachrichten": "FINANZNACHRICHTEN",
        "eqs": "EQS",
        "hkex": "HKEX",
        "sec": "SEC",
        "google": "GOOGLE_NEWS",
        "deutsche-boerse": "DEUTSCHE_BOERSE",
        "nasdaq-trader": "NASDAQ_TRADER",
        "hkex-list": "HKEX_LIST",
        "portal": "FEEDS",
        "sites": "ARTICLES",
    }
)


class Fault(StrEnum):
    """hang: accepts and never answers. down: 503. limited: 429. garbage: 200 with nonsense."""

    HANG = "hang"
    DOWN = "down"
    LIMITED = "limited"
    GARBAGE = "garbage"


class Faults:
    """The faults that are on, by source; one that hangs is let go when it is mended.

    latency: seconds that every answer takes, as a network far away would; answered: when each
    source last did so, by the event loop's clock."""

    def __init__(self) -> None:
        self.latency = 0.0
        self.answered: dict[str, float] = {}
        self._on: dict[str, Fault] = {}
        self._mended: dict[str, asyncio.Event] = {}
        self.asked: dict[str, int] = dict.fromkeys(PLACES.values(), 0)

    @property
    def on(self) -> Mapping[str, Fault]:
        return self._on

    def break_(self, source: str, fault: Fault) -> None:
        """Raises KeyError where there is no such source."""
        if source not in self.asked:
            raise KeyError(source)
        self.mend(source)
        self._on[source] = fault
        self._mended[source] = asyncio.Event()

    def mend(self, source: str) -> None:
        self._on.pop(source, None)
        waiting = self._mended.pop(source, None)
        if waiting is not None:
            waiting.set()

    def mend_all(self) -> None:
        for source in list(self._on):
            self.mend(source)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Next) -> web.StreamResponse:
        source = PLACES.get(request.path.split("/")[1])
        if source is None:
            return await handler(request)
        self.asked[source] += 1
        if self.latency:
            await asyncio.sleep(self.latency)
            self.answered[source] = asyncio.get_running_loop().time()
        match self._on.get(source):
            case Fault.HANG:
                await self._mended[source].wait()
                return await handler(request)
            case Fault.DOWN:
                return web.Response(status=503, text="Service Unavailable")
            case Fault.LIMITED:
                return web.Response(
                    status=429, text="Too Many Requests", headers={"Retry-After": "5"}
                )
            case Fault.GARBAGE:
                return web.Response(text="<html><body>Wartungsarbeiten</body></html>\x00{")
            case None:
                return await handler(request)
