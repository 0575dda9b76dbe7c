"""The sample world's sources all together: what a channel hears of a day there."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.news.service import News
from bot.playground.world.world import World
from bot.store import open_store
from bot.store.rows import Finished, WatchRow
from bot.updates import keys
from bot.updates.models import Event, Kind, Subscription
from bot.updates.payloads.events import event_of
from bot.updates.payloads.subscriptions import subscription_row
from bot.updates.watching.stories import StoryWatcher
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from bot.workers import Workers
from config.settings import load
from tests.news.wire import XIAOMI


class Day:
    """The world, and a channel that wants Xiaomi's news."""

    def __init__(self, world: World, store, watcher: StoryWatcher) -> None:
        self.world, self.store, self.watcher = world, store, watcher

    async def after(self, action: str, **details: object) -> list[Event]:
        """What is told of it when the next look comes."""
        await self.world.do(action, **details)
        await self.world.do("advance", minutes=45)
        return await self.look()

    async def look(self) -> list[Event]:
        await self.watcher.turn()
        now, outbox = self.world.now(), self.store.outbox
        rows = await outbox.claim(now, owner="c", lease_until=now, limit=99)
        sent = [Finished(ids=(row.id,), state="sent", message=row.id) for row in rows]
        await outbox.finish(sent, owner="c", now=now)
        return [event_of(row.event) for row in rows]


@pytest.fixture
async def day(sqlite_url: str) -> AsyncIterator[Day]:
    async with AsyncExitStack() as stack:
        opened = stack.enter_async_context
        world = await opened(World(running=False))
        settings = load(world.environment(), env_file=None)
        workers = await opened(Workers(1))
        store = await opened(open_store(sqlite_url))
        fetcher = await opened(Fetcher(allowed=settings.allow_private_networks))
        sources = await opened(Sources(fetcher, settings.sources, clock=world.now))
        catalogue = Catalogue(build_catalogue({}))
        catalogue.remember(XIAOMI)
        watcher = StoryWatcher(
            store,
            catalogue,
            News(sources=sources, workers=workers, clock=world.now, feeds=settings.feeds),
            Audiences(store, Audience()),
            clock=world.now,
            owner="one",
            poll=600,
            lease=30,
        )
        wish = Subscription(
            id="a", guild=1, channel=2, creator=3, instrument=XIAOMI.key, kind=Kind.NEWS,
            created=world.now(),
        )  # fmt: skip
        watch = WatchRow(
            key=keys.news(XIAOMI.key), kind="news", instrument=XIAOMI.key, due=world.now()
        )
        await store.subscriptions.add(subscription_row(wish), [watch], limit=9)
        yield Day(world, store, watcher)


async def test_each_thing_that_happens_is_told_once(day: Day) -> None:
    def seen(events: list[Event]) -> list[str]:
        return [event.what.value for event in events]

    assert await day.look() == []
    assert await day.after("advance", minutes=15) == []
    [plant] = await day.after("reuters_publishes")
    assert plant.what == "story"
    assert plant.story
    assert "Yizhuang" in plant.story.title  # not yesterday's story of the same car
    assert {"Reuters", "dpa-AFX"} <= {one.publisher for one in plant.story.articles}
    assert await day.after("advance", minutes=15) == []
    # It corrects what was there before anybody listened, so nobody has a post to be edited.
    [corrected] = await day.after("correction")
    assert corrected.what == "story"
    assert corrected.story
    assert corrected.story.title.startswith("KORREKTUR")
    [again] = await day.after("correction")
    assert again.what == "growth"
    assert again.story
    assert again.story.id == corrected.story.id
    assert await day.after("source_down", source="FINANZNACHRICHTEN") == []
    down = [await day.after("advance", minutes=15) for _ in range(3)]
    assert [seen(one) for one in down] == [[], ["outage"], []]
    assert seen(await day.after("source_up")) == ["recovery"]
    assert await day.after("next_day") == []
