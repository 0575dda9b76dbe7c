"""The sample world's jumps and closes, as the playground shows them, through its own sources."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from decimal import Decimal

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.market.service import Market
from bot.playground.world.world import World
from bot.store import Store, open_store
from bot.updates.models import Kind
from bot.updates.watching.prices import PriceWatcher
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from bot.workers import Workers
from config.settings import load
from tests.updates.floor import XIAOMI, Floor, Tape


@dataclass
class Stage:
    world: World
    store: Store
    floor: Floor
    watcher: PriceWatcher

    async def pass_by(self, minutes: int) -> None:
        """A look each minute, as while the exchange is open."""
        for _ in range(minutes):
            await self.world.do("advance", minutes=1)
            self.floor.tape.now = self.world.now()
            await self.watcher.turn()


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        opened = stack.enter_async_context
        world = await opened(World(running=False))
        settings = load(world.environment(), None)
        store = await opened(open_store(sqlite_url))
        fetcher = await opened(Fetcher(allowed=settings.allow_private_networks))
        sources = await opened(Sources(fetcher, settings.sources, clock=world.now))
        market = await opened(
            Market(sources=sources, store=store, workers=Workers(1), clock=world.now)
        )
        catalogue = Catalogue(build_catalogue({}))
        catalogue.remember(XIAOMI)
        floor = Floor(Tape(world.now()), store, catalogue, market, Audiences(store, Audience()))
        yield Stage(world, store, floor, floor.watcher())


async def test_a_jump_is_told_once_when_the_late_source_shows_it(stage: Stage) -> None:
    await stage.floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await stage.floor.subscribe(Kind.MOVE, channel=101, percent=Decimal(15))
    await stage.pass_by(5)
    assert await stage.floor.told() == []
    await stage.world.do("price_jump", instrument="xiaomi", percent=10)
    await stage.pass_by(40)
    [event] = await stage.floor.told()
    assert event.price is not None
    assert (event.price.source, event.price.currency) == ("Yahoo", "EUR")
    assert event.price.change_percent is not None
    assert 5 <= event.price.change_percent < 15
    assert len(await stage.floor.letters()) == 1


async def test_the_close_of_the_world_s_day(stage: Stage) -> None:
    await stage.floor.subscribe(Kind.CLOSE)
    scheduler = stage.floor.scheduler()
    due = await scheduler.turn()
    assert due is not None
    minutes = int((due - stage.world.now()).total_seconds() // 60)
    await stage.world.do("advance", minutes=minutes)
    stage.floor.tape.now = stage.world.now()
    await scheduler.turn()
    [event] = await stage.floor.told()
    assert event.price is not None
    assert (event.price.state, event.price.as_of.date()) == ("closed", due.date())
