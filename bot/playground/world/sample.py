"""What every source of the sample shares: the clock, the prices, the news, the address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.playground.world.clock import WorldClock
from bot.playground.world.newsroom import Newsroom
from bot.playground.world.prices import Prices

Handler = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(slots=True, kw_only=True)
class Sample:
    """root: the address the sample is served at, without a slash at its end."""

    clock: WorldClock
    prices: Prices = field(default_factory=Prices)
    newsroom: Newsroom = field(default_factory=Newsroom)
    root: str = ""

    def article_url(self, site: str, id_: str) -> str:
        return f"{self.root}/sites/{site}/{id_}.html"
