"""The sample world as one server: sources, publishers, and the controls that move it.

    async with World() as world:
        settings = load(world.environment())
        ... world.now() ...
        await world.do("price_jump", instrument="xiaomi", percent=6)

`world.now` is the Clock to hand to the bot. Everything listens on 127.0.0.1 only.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, Self

from aiohttp import web

from bot.playground.world.clock import START, WorldClock
from bot.playground.world.controls import Controls, State
from bot.playground.world.faults import PLACES, Faults
from bot.playground.world.http_controls import control_routes
from bot.playground.world.prices import SampleQuote
from bot.playground.world.sample import Sample
from bot.playground.world.sources import (
    articles,
    feeds,
    filings,
    identities,
    lists,
    quotes,
    yahoo,
    yahoo_news,
)
from bot.playground.world.tables import by_symbol

_FAMILIES = (yahoo, yahoo_news, quotes, identities, feeds, filings, lists, articles)


class World:
    """A sample world on a port of its own; `port=0` takes a free one.

    running: whether its clock runs on by itself; a test holds it and moves it.
    Raises OSError where the port is taken.
    """

    def __init__(self, *, port: int = 0, start: datetime = START, running: bool = True) -> None:
        self._port = port
        self._sample = Sample(clock=WorldClock(start=start, running=running))
        self._stack = AsyncExitStack()
        self.faults = Faults()
        self.controls = Controls(self._sample, self.faults)

    @property
    def url(self) -> str:
        return self._sample.root

    def now(self) -> datetime:
        """What time it is there; aware, UTC."""
        return self._sample.clock.now()

    def quote(self, symbol: str) -> SampleQuote:
        """What that listing shows now, its venue's delay taken off. KeyError for another one."""
        return self._sample.prices.quote(symbol, self.now())

    async def do(self, action: str, **details: Any) -> State:
        """One of the actions of `Controls`. Raises ControlError with a sentence."""
        return self.controls.do(action, details)

    def on_change(self, tell: Callable[[State], None]) -> Callable[[], None]:
        """`tell` hears of every action; the answer takes it off again."""
        return self.controls.on_change(tell)

    async def __aenter__(self) -> Self:
        # All series at once, beside the loop: a request is then answered from memory.
        await asyncio.to_thread(self._warm)
        app = web.Application(middlewares=[self.faults.middleware])
        for family in _FAMILIES:
            app.router.add_routes(family.routes(self._sample))
        app.router.add_routes(control_routes(self.controls))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        self._stack.callback(self.faults.mend_all)
        try:
            await web.TCPSite(runner, "127.0.0.1", self._port).start()
        except OSError:
            await self._stack.aclose()
            raise
        host, port = runner.addresses[0][:2]
        self._sample.root = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def _warm(self) -> None:
        for symbol in by_symbol():
            self._sample.prices.quote(symbol, self.now())

    def environment(self) -> dict[str, str]:
        """The settings that make this world the bot's outside world."""
        places = {source: place for place, source in PLACES.items()}
        made = {
            "PARKETT_ALLOW_PRIVATE_NETWORKS": self.url.removeprefix("http://"),
            "PARKETT_FEEDS": self.url + "/portal/{symbol}.xml",
            # Who presses "Reuters publishes" wants to see it in the channel soon.
            "PARKETT_POLL__NEWS": "30",
            "PARKETT_POLL__PRICES": "10",
        }
        for source, place in places.items():
            prefix = f"PARKETT_SOURCES__{source}__"
            if source not in {"FEEDS", "ARTICLES"}:
                made[prefix + "BASE_URL"] = f"{self.url}/{place}"
            made[prefix + "PACE"] = "0"
            # The world moves when a button is pressed: what it said before is soon wrong.
            made[prefix + "CACHE"] = "1"
            made[prefix + "COOL_DOWN"] = "5"
        return made
