"""Twenty-four hours of a busy community in the sample world, from due to due.

Prices jump, Reuters publishes, an agency corrects, a source is away for hours, nights are quiet.
What was told, read back from Discord and from the outbox, is compared with `expected.py`.
"""

import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.playground.discord.limits import UNLIMITED
from bot.playground.discord.server import Discord
from bot.playground.world.newsroom import items
from bot.playground.world.world import World
from bot.services import Services, open_services
from bot.store import Store, schema
from bot.store.rows import EventRow
from bot.updates.models import Event, Happening
from bot.updates.payloads.events import event_of
from config.settings import load
from tests.bench.community import WATCHED, Community, found, settle
from tests.bench.expected import DAY, Label, Tape, expected
from tests.bench.report import Figure
from tests.faults.processes import child

START = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)  # Wednesday, 11:00 in Berlin
END = START + DAY
TOKEN = "a-token-of-a-busy-community"
SOURCE = "FINANZNACHRICHTEN"
# What happens, by the world's clock; each takes three minutes of it.
SCRIPT: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("20 10:02", "price_jump", {"instrument": "xiaomi", "percent": 6}),
    ("20 10:31", "reuters_publishes", {"instrument": "xiaomi"}),
    ("20 11:17", "price_jump", {"instrument": "byd", "percent": -8}),
    ("20 12:03", "source_down", {"source": SOURCE}),
    ("20 13:44", "price_jump", {"instrument": "xiaomi", "percent": -5}),
    ("20 15:08", "source_up", {"source": SOURCE}),
    ("20 16:21", "correction", {}),
    ("20 17:33", "price_jump", {"instrument": "tencent", "percent": 11}),
    ("20 18:40", "reuters_publishes", {"instrument": "byd"}),
    ("20 21:12", "reuters_publishes", {"instrument": "xiaomi"}),  # quiet in Berlin
    ("21 02:47", "price_jump", {"instrument": "xiaomi", "percent": 9}),  # Hong Kong trades
    ("21 03:30", "hostile_headline", {}),
    ("21 06:25", "price_jump", {"instrument": "byd", "percent": 13}),
    ("21 07:15", "reuters_publishes", {"instrument": "xiaomi"}),
)
PUBLISHED = (
    "reuters-1", "correction-1", "reuters-byd", "reuters-2", "hostile-1", "reuters-3",
)  # fmt: skip
_STEP = timedelta(seconds=1)  # at least; a due moment has microseconds

Ask = Callable[[datetime], Awaitable[datetime | None]]


@dataclass(slots=True)
class Day:
    """A day that is over. told: what each channel was told, by the outbox; posts: how many
    messages stand in each channel, parcels: how many the outbox knows of. at_night: how many
    were posted while it is quiet in Berlin."""

    community: Community
    expected: Counter[tuple[int, Label]]
    told: Counter[tuple[int, Label]]
    states: Counter[str]
    posts: Counter[int]
    parcels: Counter[int]
    at_night: Counter[int] = field(default_factory=Counter[int])
    moments: int = 0

    def missing(self) -> Counter[tuple[int, Label]]:
        return self.expected - self.told

    def unexpected(self) -> Counter[tuple[int, Label]]:
        return self.told - self.expected


@asynccontextmanager
async def a_day(
    folder: Path,
    discord: Discord,
    servers: int,
    *,
    poll: float,
    news: float,
    database: str | None = None,
) -> AsyncIterator[tuple["Stage", Services]]:
    """A community that has settled, before anything was looked at. folder: of the bot's data, and
    of its database where no address of another one is given."""
    async with World(start=START, running=False) as world:
        owner = discord.add_person("ann", "Ann")
        homes = found(discord, owner, servers)
        discord.add_bot(TOKEN, *(one.guild for one in homes))
        environment = {
            **world.environment(),
            "PARKETT_DATA_DIR": str(folder),
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": discord.api_url,
            "PARKETT_POLL__PRICES": str(poll),
            "PARKETT_POLL__NEWS": str(news),
        }
        if database is not None:
            environment["DATABASE_URL"] = database
        async with open_services(load(environment, None), clock=world.now) as services:
            community = await settle(services, world, homes, owner)
            yield Stage(discord, world, community, environment, poll), services


@dataclass(slots=True)
class Stage:
    discord: Discord
    world: World
    community: Community
    environment: dict[str, str]
    poll: float

    async def play(
        self,
        ask: Ask,
        store: Store,
        *,
        away: tuple[str, str] = ("21 09:00", "21 09:00"),
        hourly: Callable[[], None] | None = None,
    ) -> Day:
        """Lives through it. ask: does what is due by a moment, tells when something is next.

        away: from when to when nobody runs.
        """
        stop, again = map(_moment, away)
        tape = Tape(self.world, timedelta(seconds=self.poll))
        symbols = sorted({one.symbol for one in self.community.subscriptions if one.symbol})
        symbols = [one for one in symbols if any(one in pair for pair in WATCHED.values())]
        script = [(_moment(when), action, details) for when, action, details in SCRIPT]
        night: list[Counter[int]] = []
        moments = 0
        hour = START
        while self.world.now() < END:
            now = self.world.now()
            if not night and now >= _moment("20 20:01"):
                night.append(self._posts())
            if len(night) == 1 and now >= _moment("21 04:50"):
                night.append(self._posts())
            if stop <= now < again:
                due = again
            else:
                tape.look(symbols)
                due = await ask(now)
            moments += 1
            if hourly is not None and now >= hour:
                hourly()
                hour += timedelta(hours=1)
            if script and script[0][0] <= now:
                _, action, details = script.pop(0)
                await self.world.do(action, **details)
                continue
            coming = [END, *(one for one, _, _ in script[:1]), *([due] if due else [])]
            step = max(min(coming) - now, _STEP)
            await self.world.do("advance", minutes=step / timedelta(minutes=1))
        await ask(self.world.now())
        told, states, parcels = await _outbox(store)
        wanted = expected(self.community, tape, PUBLISHED, 1, START)
        return Day(
            community=self.community,
            expected=wanted,
            told=told,
            states=states,
            posts=self._posts(),
            parcels=parcels,
            at_night=night[1] - night[0],
            moments=moments,
        )

    def _posts(self) -> Counter[int]:
        state = self.discord.state
        return Counter({one.id: len(state.messages(one.id)) for one in self.community.channels})


def _moment(when: str) -> datetime:
    return datetime.strptime(f"2021-10-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


async def _outbox(
    store: Store,
) -> tuple[Counter[tuple[int, Label]], Counter[str], Counter[int]]:
    """What each channel was told, the states of all rows, and the messages of each channel."""
    outbox, event = schema.outbox, schema.event
    query = sa.select(outbox, event.c.payload, event.c.created.label("at")).join(
        event, event.c.key == outbox.c.event
    )
    async with store.database.read() as connection:
        rows = list((await connection.execute(query)).mappings())
    told: Counter[tuple[int, Label]] = Counter()
    parcels: dict[int, set[str]] = {}
    for row in rows:
        if row["edits"] is None and row["state"] == "sent":
            happened = event_of(
                EventRow(key=row["event"], created=row["at"], payload=row["payload"])
            )
            told[row["channel"], _label(happened)] += 1
            parcels.setdefault(row["channel"], set()).add(row["parcel"])
    states = Counter(row["state"] + (f" {row['reason']}" if row["reason"] else "") for row in rows)
    return told, states, Counter({one: len(each) for one, each in parcels.items()})


def _label(event: Event) -> Label:
    symbol = event.price.symbol if event.price else ""
    threshold = f"{event.threshold:f}".rstrip("0").rstrip(".") if event.threshold else ""
    match event.what:
        case Happening.STORY | Happening.GROWTH:
            return "story", _published_as(event)
        case Happening.CLOSE:
            return "close", symbol, event.key.rpartition(":")[2]
        case Happening.MOVE | Happening.LEVEL:
            return event.what.value, symbol, threshold, str(event.direction)
        case Happening.HIGH | Happening.LOW:
            return event.what.value, symbol, str(event.stage)
        case _:
            return (event.what.value,)


def _published_as(event: Event) -> str:
    """The newsroom's event that the story tells, else its headline."""
    assert event.story is not None
    titles = {one.title for one in event.story.articles} | {event.story.title}
    known = {one.event for one in items().values() if one.event and one.title in titles}
    return "+".join(sorted(known)) or event.story.title


async def figures(servers: int = 200) -> list[Figure]:
    """The bot in a process of its own, so that its memory is only its own."""
    memory: list[int] = []
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        async with Discord(rates=UNLIMITED) as discord:
            began = time.perf_counter()
            async with (
                a_day(data, discord, servers, poll=60, news=600) as (stage, services),
                child(
                    "tests.bench.engines", environment=stage.environment, now=START.isoformat()
                ) as bot,
            ):

                async def ask(now: datetime) -> datetime | None:
                    nonlocal told
                    told = await bot.ask(now=now.isoformat())
                    return datetime.fromisoformat(told["due"]) if told["due"] else None

                day = await stage.play(
                    ask, services.store, hourly=lambda: memory.append(told["memory"])
                )
            took = time.perf_counter() - began
    missing, unexpected = day.missing(), day.unexpected()
    doubled = sum((day.posts - day.parcels).values())
    mib = [one / 1024 / 1024 for one in memory]
    growth = max(mib[-4:]) - max(mib[4:8])
    return [
        Figure("subscriptions in servers", f"{len(day.community.subscriptions):,} in {servers}"),
        Figure(
            "told to channels", f"{sum(day.told.values()):,} in {sum(day.posts.values()):,} posts"
        ),
        Figure("missing", str(sum(missing.values())), "0", not missing),
        Figure("unexpected", str(sum(unexpected.values())), "0", not unexpected),
        Figure("posted twice", str(doubled), "0", doubled == 0),
        Figure(
            "memory, hours 4 to 8 and 20 to 24",
            f"{max(mib[4:8]):.0f} and {max(mib[-4:]):.0f} MiB",
            "flat",
            growth < 0.05 * max(mib[4:8]),
        ),
        Figure("processor", f"{told['seconds']:.0f} s in {took:.0f} s for 24 hours"),
    ]
