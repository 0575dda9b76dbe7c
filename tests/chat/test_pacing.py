"""What the bot asks of Discord for people is counted, and waits only while the door is closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest

from bot import tally
from bot.chat.pacing import tracing
from bot.playground.discord.faults import Fault, Rule
from bot.store import open_store
from bot.updates.delivery.pace import Pace
from tests.loopback import Place

POST = {"method": "POST", "path": "/messages$"}


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def connected(
    place: Place, address: str, now: Clock
) -> AsyncIterator[tuple[Pace, discord.abc.Messageable]]:
    async with open_store(address) as store:
        pace = Pace(store.paces, now=now)
        client = discord.Client(
            intents=discord.Intents.none(), http_trace=tracing(pace), guild_ready_timeout=0.01
        )
        async with place.connected(client):
            yield pace, client.get_partial_messageable(place.general.id)


def counted() -> float:
    return tally.REQUESTS.values.get((), 0.0)


async def test_each_request_counts_and_none_for_interactions(place: Place, sqlite_url: str) -> None:
    before = counted()
    async with connected(place, sqlite_url, Clock()) as (_, channel):
        login = counted() - before
        place.discord.faults.add(Rule(Fault.STATUS, **POST, status=500))
        sent = await channel.send("once failed, then sent")
        await sent.edit(content="changed")
        assert counted() - before - login == 3, "the library's own retry counts as well"
    asked = [one for one in place.discord.recorder.exchanges if one.template != "/gateway"]
    assert counted() - before == len(asked)
    assert "/interactions" not in {one.path[:13] for one in asked}


async def test_webhooks_and_interactions_do_not_count(place: Place, sqlite_url: str) -> None:
    async with connected(place, sqlite_url, Clock()) as (_, channel):
        before = counted()
        state = channel._state  # type: ignore[attr-defined]  # the session of the client's own
        webhook = discord.Webhook.partial(
            place.bot.id, "token-of-an-interaction", session=state.http._HTTPClient__session
        )
        with pytest.raises(discord.NotFound):
            await webhook.send("to an interaction that is long over")
        assert counted() == before


async def test_the_limit_of_the_whole_bot_closes_the_door_for_all(
    place: Place, sqlite_url: str
) -> None:
    now = Clock()
    async with connected(place, sqlite_url, now) as (pace, channel):
        place.discord.faults.add(Rule(Fault.LIMITED, **POST, seconds=0.01, scope="global"))
        await channel.send("the library waits and tries again")
        assert pace.paused == pytest.approx(1.0), "Retry-After is in whole seconds"
        now.seconds += 1.0

        place.discord.faults.add(Rule(Fault.LIMITED, **POST, seconds=0.01, scope="shared"))
        await channel.send("one channel's own limit is none of the others' business")
        assert pace.paused == 0.0

        place.discord.faults.add(Rule(Fault.BLOCKED, **POST))
        with pytest.raises(discord.HTTPException):
            await channel.send("Cloudflare says no")
        assert pace.paused > 0.0


async def test_who_would_wait_for_long_is_told_at_once(place: Place, sqlite_url: str) -> None:
    now = Clock()
    async with connected(place, sqlite_url, now) as (pace, channel):
        pace.pause(600.0)
        asked = len(place.discord.recorder.exchanges)
        with pytest.raises(discord.RateLimited):
            await channel.send("in ten minutes perhaps")
        assert len(place.discord.recorder.exchanges) == asked

        now.seconds += 599.99
        async with asyncio.timeout(5):
            await channel.send("a moment is no trouble")
