"""News as it happens: each story once, its growth as an edit, nothing old, nothing lost.

The feed is served by a real server here and read in worker processes; the clock is moved by hand.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import pytest_asyncio
from aiohttp import web

from bot.audience import Audience
from bot.audiences import Audiences
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.lookup import Lookup
from bot.news.service import News
from bot.store import Store, open_store
from bot.store.rows import Finished, OutboxRow, WatchRow
from bot.updates import keys
from bot.updates.models import Event, Happening, Kind, Subscription
from bot.updates.payloads.events import event_of
from bot.updates.payloads.subscriptions import subscription_row
from bot.updates.watching.newsmemory import recent_stories
from bot.updates.watching.stories import StoryWatcher
from bot.web.source import Sources
from bot.workers import Workers
from tests.news.wire import XIAOMI, Wire, item, opened_sources, opened_wire, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

MORNING = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)
POLL = 600.0
LEASE = 30.0
FEED = "/finanznachrichten/rss-x-aktien-kyg9830t1067"
PORTAL = "/portal/xiaomi.xml"
GUILD, CHANNEL = 1, 11
OFF = {
    f"PARKETT_SOURCES__{name}__ENABLED": "no"
    for name in ("EQS", "HKEX", "SEC", "YAHOO", "GOOGLE_NEWS")
}
KNOWN = "Xiaomi eröffnet hundertsten Laden in Europa"
CAR = "Xiaomi will ab 2024 eigene Autos in Serie bauen"
CAR_TEASER = (
    "Der Handyhersteller Xiaomi will ab der ersten Jahreshälfte 2024 eigene Elektroautos in Serie "
    "bauen. Das sagte Konzernchef Lei Jun am Mittwoch vor Investoren in Peking."
)
CAR_OTHER = "Elektroautos von Xiaomi: Serienfertigung beginnt 2024"
ADS = "Xiaomi schließt Partnerschaft für Werbung mit The Trade Desk"
RECALL = "Xiaomi ruft Elektroroller wegen Brandgefahr zurück"


@dataclass
class Town:
    """A feed, a store, and watchers on one clock."""

    wire: Wire
    store: Store
    audiences: Audiences
    workers: Workers
    processes: list[Sources]
    portal: bool = False
    now: datetime = MORNING
    items: list[str] = field(default_factory=list)
    told: list[OutboxRow] = field(default_factory=list)
    main: StoryWatcher | None = None

    def clock(self) -> datetime:
        return self.now

    def watcher(self, owner: str = "one") -> StoryWatcher:
        """As in a process of its own."""
        feeds = (f"{self.wire.root}{PORTAL}",) if self.portal else ()
        news = News(
            sources=self.processes.pop(), workers=self.workers, clock=self.clock, feeds=feeds
        )
        return StoryWatcher(
            self.store,
            CATALOGUE,
            news,
            self.audiences,
            clock=self.clock,
            owner=owner,
            poll=POLL,
            lease=LEASE,
        )

    async def subscribe(self, channel: int = CHANNEL, guild: int = GUILD) -> None:
        row = subscription_row(
            Subscription(
                id=f"s{channel}", guild=guild, channel=channel, creator=5,
                instrument=XIAOMI.key, kind=Kind.NEWS, created=self.now,
            )
        )  # fmt: skip
        watch = WatchRow(
            key=keys.news(XIAOMI.key), kind="news", instrument=XIAOMI.key, due=self.now
        )
        assert await self.store.subscriptions.add(row, [watch], limit=100)

    def publish(
        self,
        title: str,
        url: str,
        *,
        ago: timedelta | None = timedelta(minutes=2),
        teaser: str = "",
        source: str = "dpa-AFX",
    ) -> None:
        """ago: when it was published, before now; None gives it no date."""
        date = None if ago is None else format_datetime(self.now - ago)
        address = f"https://news.example/{url}"
        self.items.insert(0, item(title, address, date=date, teaser=teaser, source=source))
        self.serve()

    def serve(self) -> None:
        self.wire.serve(FEED, rss(*self.items), kind="application/rss+xml")

    def hang(self) -> asyncio.Event:
        """The feed answers as it is now, but not before the event is set."""
        released, body = asyncio.Event(), rss(*self.items)

        async def answer(_: web.Request) -> web.Response:
            self.wire.hanging.set()
            await released.wait()
            return web.Response(text=body, content_type="application/rss+xml")

        self.wire.handle(FEED, answer)
        return released

    async def look(self, watcher: StoryWatcher | None = None, minutes: float = 30) -> list[Event]:
        """Some time later: what went out because of it, in order."""
        self.now += timedelta(minutes=minutes)
        self.main = watcher or self.main or self.watcher("main")
        await self.main.turn()
        return [event_of(row.event) for row in await self.letters()]

    async def letters(self) -> list[OutboxRow]:
        outbox = self.store.outbox
        until = self.now + timedelta(seconds=LEASE)
        found = await outbox.claim(self.now, owner="courier", lease_until=until, limit=1000)
        sent = [Finished(ids=(row.id,), state="sent", message=row.id) for row in found]
        await outbox.finish(sent, owner="courier", now=self.now)
        self.told += found
        return found


CATALOGUE = Catalogue(build_catalogue({}))
CATALOGUE.remember(XIAOMI)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(2) as opened:
        yield opened


@asynccontextmanager
async def a_town(address: str, workers: Workers, *, portal: bool = False) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        wire = await stack.enter_async_context(opened_wire())
        store = await stack.enter_async_context(open_store(address))
        audiences = Audiences(store, Audience(quiet=None))
        town = Town(wire, store, audiences, workers, [], portal=portal)
        for _ in range(5):
            sources = await stack.enter_async_context(opened_sources(wire, **OFF))
            town.processes.append(sources)
        town.serve()
        yield town


@pytest_asyncio.fixture(loop_scope="module")
async def town(sqlite_url: str, workers: Workers) -> AsyncIterator[Town]:
    """One channel listens, and the first look is done."""
    async with a_town(sqlite_url, workers) as opened:
        opened.publish(KNOWN, "known", ago=timedelta(hours=3))
        await opened.subscribe()
        assert await opened.look(minutes=0) == []
        yield opened


async def test_the_first_look_tells_nothing(town: Town) -> None:
    assert town.told == []
    assert await town.look() == []


async def test_a_new_story_is_told_once(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    [event] = await town.look()
    assert event.what is Happening.STORY
    assert (event.instrument, event.name) == (XIAOMI.key, "Xiaomi Corp.")
    assert event.story
    assert (event.story.title, event.story.url) == (CAR, "https://news.example/car")
    assert event.story.articles[0].publisher == "dpa-AFX"
    assert event.story.summary[0] in CAR_TEASER
    [row] = town.told
    assert (row.guild, row.channel, row.edits) == (GUILD, CHANNEL, None)
    assert await town.look() == []
    assert await town.look() == []


async def test_a_further_publisher_edits_the_post(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    [told] = await town.look()
    town.publish(CAR_OTHER, "other", source="Handelsblatt")
    [grown] = await town.look()
    assert grown.what is Happening.GROWTH
    assert told.story
    assert grown.story
    assert (grown.story.id, grown.story.revision) == (told.story.id, 1)
    assert {one.publisher for one in grown.story.articles} == {"dpa-AFX", "Handelsblatt"}
    assert town.told[-1].edits == town.told[0].dedup_key
    town.publish(f"{CAR_OTHER}, sagt Lei Jun", "third", source="Reuters")
    [again] = await town.look()
    assert again.story
    assert (again.story.id, again.story.revision) == (told.story.id, 2)


async def test_the_same_text_once_more_changes_nothing(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    assert len(await town.look()) == 1
    town.publish(CAR, "copied", teaser=CAR_TEASER, source="Finanzportal")
    assert await town.look() == []
    town.publish(f"{CAR}, heißt es", "again", source="dpa-AFX")
    assert await town.look() == []


async def test_what_its_publisher_reports_next_is_not_swallowed(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    [told] = await town.look()
    town.publish(CAR_OTHER, "plant", source="dpa-AFX")
    [event] = await town.look()
    assert event.what is Happening.GROWTH
    assert event.story
    assert told.story
    assert event.story.id == told.story.id
    assert CAR_OTHER in {one.title for one in event.story.articles}


async def test_a_text_is_known_as_long_as_it_is_copied(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    assert len(await town.look()) == 1
    for day in range(1, 11):
        town.now += timedelta(hours=23)
        town.publish(f"{CAR}, Teil {day}", f"copy{day}", teaser=CAR_TEASER, source="Kopie")
        assert await town.look() == []


async def test_a_correction_edits_the_post(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    assert len(await town.look()) == 1
    town.items.pop(0)
    town.publish(f"KORREKTUR: {CAR}", "car", teaser=CAR_TEASER.replace("ersten", "zweiten"))
    [event] = await town.look()
    assert event.what is Happening.GROWTH
    assert event.story
    assert event.story.title == f"KORREKTUR: {CAR}"
    assert event.story.updated
    assert [one.title for one in event.story.articles] == [f"KORREKTUR: {CAR}"]


async def test_two_events_are_two_stories(town: Town) -> None:
    town.publish(ADS, "ads")
    town.publish(RECALL, "recall")
    found = await town.look()
    assert [event.what for event in found] == [Happening.STORY] * 2
    assert {event.story.title for event in found if event.story} == {ADS, RECALL}


async def test_what_is_old_or_about_another_is_never_told(town: Town) -> None:
    town.publish("Xiaomi meldet Rekordumsatz", "old", ago=timedelta(days=20))
    town.publish("Xiaomai Gourmet eröffnet zwölf Nudelläden", "namesake")
    assert await town.look() == []


async def test_an_undated_article_is_told_as_undated(town: Town) -> None:
    town.publish(RECALL, "recall", ago=None)
    [event] = await town.look()
    assert event.story
    assert event.story.first_published is None
    assert await town.look() == []


async def test_a_feed_that_was_rewritten_tells_only_what_came_since(town: Town) -> None:
    titles = [CAR, ADS, RECALL, "Xiaomi kauft Aktien zurück", "Xiaomi-Chef verkauft Anteile"]
    for n, title in enumerate(titles):
        town.publish(title, str(n), ago=timedelta(hours=n + 100))
    town.publish("Xiaomi gewinnt Preis für Design", "prize", ago=None)
    await town.look()
    town.items.clear()
    for n, title in enumerate(titles):
        town.publish(title, f"moved/{n}", ago=timedelta(hours=n + 100))
    town.publish("Xiaomi erhält einen Preis", "moved/prize", ago=None)
    town.publish("Xiaomi: Gericht hebt Strafe auf", "moved/new", ago=timedelta(minutes=1))
    found = await town.look()
    assert [event.story.title for event in found if event.story] == [
        "Xiaomi: Gericht hebt Strafe auf"
    ]


async def test_what_was_there_before_is_told_when_somebody_else_reports_it(town: Town) -> None:
    town.publish(f"{KNOWN}", "copied", source="Kopie")
    assert await town.look() == []
    town.publish(f"{KNOWN} und plant weitere", "more", source="Handelsblatt")
    [event] = await town.look()
    assert event.what is Happening.STORY
    assert event.story
    assert event.story.revision == 0


async def test_a_restart_repeats_nothing(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    assert len(await town.look(town.watcher("before"))) == 1
    assert await town.look(town.watcher("after")) == []
    town.publish(ADS, "ads")
    assert len(await town.look(town.watcher("after"))) == 1


async def test_two_watchers_at_once_never_double(town: Town) -> None:
    one, two = town.watcher("one"), town.watcher("two")
    town.publish(CAR, "car", teaser=CAR_TEASER)
    town.now += timedelta(minutes=30)
    released = town.hang()

    slow = asyncio.create_task(one.turn())
    await town.wire.hanging.wait()
    # The first one hangs until its lease has run out; the second one takes over.
    town.now += timedelta(seconds=LEASE + 1)
    town.serve()
    await two.turn()
    released.set()
    await slow
    assert len(await town.letters()) == 1
    assert await town.look(one) == []


async def test_who_dies_before_recording_has_seen_nothing(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    town.now += timedelta(minutes=30)
    town.hang()
    dying = asyncio.create_task(town.watcher("dying").turn())
    await town.wire.hanging.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    town.serve()
    assert await town.look(minutes=0.1) == []  # its lease still runs
    assert len(await town.look(minutes=1)) == 1


class CountedWorkers(Workers):
    calls = 0

    async def run(self, *arguments: object, **details: object) -> object:  # type: ignore[override]
        self.calls += 1
        return await super().run(*arguments, **details)  # type: ignore[arg-type]


async def test_what_has_not_changed_costs_no_worker(sqlite_url: str) -> None:
    async with CountedWorkers(1) as counted, a_town(sqlite_url, counted) as town:
        town.publish(KNOWN, "known", ago=timedelta(hours=3))
        body = rss(*town.items)

        async def answer(request: web.Request) -> web.Response:
            if request.headers.get("If-None-Match") == '"1"':
                return web.Response(status=304)
            headers = {"ETag": '"1"'}
            return web.Response(text=body, content_type="application/rss+xml", headers=headers)

        town.wire.handle(FEED, answer)
        await town.subscribe()
        await town.look(minutes=0)
        assert (counted.calls, len(town.wire.asked)) == (2, 1)  # read, and told
        await town.look()
        assert (counted.calls, len(town.wire.asked)) == (2, 2)
        assert town.wire.asked[-1].headers["If-None-Match"] == '"1"'
        town.serve()  # the same body, and nothing to confirm it by
        await town.look()
        assert (counted.calls, len(town.wire.asked)) == (2, 3)


async def test_a_server_hears_only_what_it_can_read(town: Town) -> None:
    await town.audiences.change(2, languages=("en",))
    await town.subscribe(channel=22, guild=2)
    assert await town.look() == []
    town.publish(CAR, "car", teaser=CAR_TEASER)
    await town.look()
    assert [row.channel for row in town.told] == [CHANNEL]
    english = "Xiaomi to mass produce its own cars in the first half of 2024"
    town.publish(english, "english", source="Reuters")
    await town.look()
    later = {row.channel: row for row in town.told[1:]}
    assert later[CHANNEL].edits == town.told[0].dedup_key
    assert later[22].edits is None


async def test_a_source_that_answers_late_tells_only_what_came_since(
    sqlite_url: str, workers: Workers
) -> None:
    async with a_town(sqlite_url, workers) as town:
        town.wire.serve(FEED, "down", status=500)
        await town.subscribe()
        assert await town.look(minutes=0) == []
        for n, title in enumerate((KNOWN, ADS)):
            town.publish(title, str(n), ago=timedelta(hours=5))
        town.now += timedelta(minutes=30)
        town.publish(CAR, "car")
        [event] = await town.look(minutes=1)
        assert event.story
        assert event.story.title == CAR


async def test_nobody_listens_any_more(town: Town) -> None:
    await town.store.subscriptions.remove(f"s{CHANNEL}")
    await town.look(town.watcher())
    assert await town.store.watches.count() == 0


async def test_the_newest_stories_are_known_to_others(town: Town) -> None:
    town.publish(CAR, "car", teaser=CAR_TEASER)
    await town.look()
    town.now += timedelta(hours=3)
    [row] = await town.store.watches.claim(
        "news", town.now, owner="x", lease_until=town.now, limit=1
    )
    assert [one.title for one in recent_stories(row.state)] == [CAR, KNOWN]
    assert recent_stories(None) == recent_stories({"version": 99}) == []


async def test_on_both_databases(database_url: str, workers: Workers) -> None:
    async with a_town(database_url, workers) as town:
        town.publish(KNOWN, "known", ago=timedelta(hours=3))
        await town.subscribe()
        watcher = town.watcher()
        assert await town.look(watcher, minutes=0) == []
        town.publish(CAR, "car", teaser=CAR_TEASER)
        assert [event.what for event in await town.look(watcher)] == [Happening.STORY]
        town.publish(CAR_OTHER, "other", source="Handelsblatt")
        assert [event.what for event in await town.look(watcher)] == [Happening.GROWTH]
        assert await town.look(watcher) == []


async def test_a_source_that_is_down_is_told_once_and_its_recovery_once(town: Town) -> None:
    town.wire.serve(FEED, "down", status=500)
    events = [await town.look(minutes=20) for _ in range(4)]
    assert [[event.what for event in found] for found in events] == [
        [], [], [Happening.OUTAGE], [],
    ]  # fmt: skip
    assert events[2][0].source == "finanznachrichten.de"
    town.publish(CAR, "car", ago=timedelta(minutes=30))
    found = {event.what for event in await town.look()}
    assert found == {Happening.RECOVERY, Happening.STORY}
    assert await town.look() == []


async def test_a_company_that_only_others_had_found_is_found_again(
    sqlite_url: str, workers: Workers
) -> None:
    """As after a restart, or in a worker process: no list knows it."""
    isin = "DE0005190037"
    feed = f"/finanznachrichten/rss-x-aktien-{isin.lower()}"
    async with a_town(sqlite_url, workers) as town:
        town.wire.serve("/openfigi/v3/mapping", [{"data": [
            {"ticker": "MHS", "exchCode": "GY", "name": "MUSTERHAUS AG", "marketSector": "Equity"}
        ]}])  # fmt: skip
        town.wire.serve(feed, rss(), kind="application/rss+xml")
        catalogue = Catalogue(build_catalogue({}))
        sources = town.processes.pop()
        watcher = StoryWatcher(
            town.store,
            catalogue,
            News(sources=sources, workers=workers, clock=town.clock),
            town.audiences,
            clock=town.clock,
            owner="one",
            poll=POLL,
            lease=LEASE,
            lookup=Lookup(catalogue=catalogue, sources=sources),
        )
        wish = Subscription(
            id="m", guild=GUILD, channel=CHANNEL, creator=5, instrument=isin, kind=Kind.NEWS,
            created=town.now,
        )  # fmt: skip
        watch = WatchRow(key=keys.news(isin), kind="news", instrument=isin, due=town.now)
        await town.store.subscriptions.add(subscription_row(wish), [watch], limit=9)
        assert await town.look(watcher, minutes=0) == []
        news = item("Musterhaus baut ein Werk", "https://a.example/1", date=None)
        town.wire.serve(feed, rss(news), kind="application/rss+xml")
        [event] = await town.look(watcher)
        assert (event.instrument, event.name) == (isin, "Musterhaus AG")
