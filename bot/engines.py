"""What runs without being asked: it looks for subscriptions, and delivers what came of it."""

import asyncio
import logging
import os
import secrets
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from bot.audiences import Audiences
from bot.chat.answering.owned import Owned
from bot.chat.answering.pictures import Pictures
from bot.chat.updates.charts import UpdateCharts
from bot.chat.updates.rendering import UpdateCards
from bot.clock import Clock
from bot.errors import StoreError
from bot.health import Probe
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.lookup import Lookup
from bot.market.service import Market
from bot.news.service import News
from bot.pulse import Pulse
from bot.store import Store
from bot.updates.delivery.courier import Courier
from bot.updates.delivery.messenger import SEND_SECONDS, Messenger
from bot.updates.delivery.pace import Pace
from bot.updates.running import Turn, keep_turning
from bot.updates.watching.closes import CloseScheduler
from bot.updates.watching.prices import PriceWatcher
from bot.updates.watching.stories import StoryWatcher
from bot.workers import Workers
from config.settings import Settings

log = logging.getLogger(__name__)

Work = Callable[[], Coroutine[None, None, None]]

DRAIN_SECONDS = 25.0  # a request under way may take 20
_LETTING_GO_SECONDS = 3.0


@dataclass(slots=True)
class Engines:
    """works: run them side by side until they are cancelled. probes: for the health."""

    clock: Clock
    courier: Courier
    works: list[Work] = field(default_factory=list[Work])
    probes: dict[str, Probe] = field(default_factory=dict[str, Probe])

    def add(
        self,
        name: str,
        turn: Turn,
        wake: asyncio.Event | None = None,
        pulse: Pulse | None = None,
    ) -> None:
        pulse = pulse or Pulse(name)
        self.probes[name] = pulse.trouble
        woken = wake or asyncio.Event()
        self.works.append(
            partial(keep_turning, turn, name=name, clock=self.clock, wake=woken, pulse=pulse)
        )

    async def drain(self) -> None:
        """Lets what is on its way to Discord arrive, while the works still run."""
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self.courier.drain()
        except TimeoutError:
            log.warning("deliveries were still on their way after %.0f s", DRAIN_SECONDS)


@asynccontextmanager
async def open_engines(
    token: str,
    *,
    settings: Settings,
    store: Store,
    catalogue: Catalogue,
    market: Market,
    news: News,
    audiences: Audiences,
    pace: Pace,
    clock: Clock,
    workers: Workers,
    lookup: Lookup | None = None,
) -> AsyncGenerator[Engines]:
    """The watchers and the courier, not yet running.

    lookup: for companies that were found outside, by another process or before a restart.
    """
    owner = f"{os.getpid()}-{secrets.token_hex(6)}"  # unlike that of any process before
    messenger = Messenger(
        token,
        root=settings.discord_api_url,
        contact=settings.contact,
        # A request ends well before the lease of what it carries.
        seconds=min(SEND_SECONDS, settings.lease * 2 / 3),
    )
    async with messenger:
        owned = Owned()
        cards = UpdateCards(clock, UpdateCharts(Pictures(workers, owned, aside=True)))
        pulse = Pulse("deliveries")
        courier = Courier(
            store=store,
            messenger=messenger,
            pace=pace,
            render=cards.render,
            illustrate=cards.illustrate,
            audiences=audiences,
            clock=clock,
            owner=owner,
            lease=settings.lease,
            pulse=pulse,
        )
        engines = Engines(clock, courier)
        engines.add("deliveries", courier.turn, store.outbox.fresh, pulse)
        engines.probes["token"] = courier.trouble
        stories = StoryWatcher(
            store,
            catalogue,
            news,
            audiences,
            clock=clock,
            owner=owner,
            poll=settings.poll.news,
            lease=settings.lease,
            lookup=lookup,
        )
        prices = PriceWatcher(
            store=store,
            catalogue=catalogue,
            market=market,
            audiences=audiences,
            clock=clock,
            owner=owner,
            poll=settings.poll.prices,
            lease=settings.lease,
        )
        closes = CloseScheduler(
            store=store,
            catalogue=catalogue,
            market=market,
            audiences=audiences,
            clock=clock,
            owner=owner,
            lease=settings.lease,
        )
        engines.add("news", stories.turn)
        engines.add("prices", prices.turn)
        engines.add("closes", closes.turn)
        try:
            yield engines
        finally:
            await owned.drain(1.0)
            await _let_go(store, owner, clock)


async def _let_go(store: Store, owner: str, clock: Clock) -> None:
    """Hands back what turns that were ended had taken, so that nobody waits for its lease."""
    try:
        async with asyncio.timeout(_LETTING_GO_SECONDS):
            await store.watches.let_go(owner, clock())
            await store.subscriptions.let_go(owner, clock())
    except (StoreError, TimeoutError) as error:
        log.warning("leases were not handed back, they run out: %s", error or "too slow")
