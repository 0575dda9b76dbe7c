"""A Discord on loopback for tests: people, a server, a registered bot, and the way to connect one.

`discord` fixtures end with the judge: whatever went over the wire must be what Discord's own
description allows.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import discord as library
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.playground.discord.limits import UNLIMITED
from bot.playground.discord.models import Application, Channel, Guild, User
from bot.playground.discord.server import Discord
from bot.playground.people import People
from tests.openapi import complaints

TOKEN = "a-token-of-the-playground"


@contextmanager
def pointed_at(server: Discord) -> Iterator[None]:
    """discord.py speaks to this Discord meanwhile, and to its own again afterwards."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, library.Asset.BASE
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    library.Asset.BASE = server.cdn_url
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, library.Asset.BASE = before


@dataclass(frozen=True, slots=True)
class Place:
    """A server of ann's, who may everything, with bob, and two channels."""

    discord: Discord
    guild: Guild
    general: Channel
    trading: Channel
    ann: User
    bob: User
    bot: Application

    @asynccontextmanager
    async def connected(self, client: library.Client, token: str = TOKEN) -> AsyncIterator[None]:
        """The client is logged in and ready meanwhile. What ends it is raised here."""
        tasks: set[asyncio.Task[None]] = set()
        try:
            await client.login(token)
            running = asyncio.create_task(client.connect())
            ready = asyncio.create_task(client.wait_until_ready())
            tasks |= {running, ready}
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED, timeout=10)
            if running.done():
                running.result()
            assert ready.done(), "the client was not ready within ten seconds"
            yield
        finally:
            await client.close()
            if tasks:
                ready.cancel()
                await asyncio.wait(tasks, timeout=10)
        if not running.cancelled():
            running.result()


@asynccontextmanager
async def a_place(**parts: object) -> AsyncIterator[Place]:
    """Opens one; what was sent meanwhile is judged at the end."""
    server = Discord(attach=[lambda app: People(server).attach(app)], **parts)
    async with server:
        ann = server.add_person("ann", "Ann")
        bob = server.add_person("bob", "Bob")
        guild = server.add_guild("Shareholders", ann, bob)
        general = server.add_channel(guild, "general")
        trading = server.add_channel(guild, "trading")
        bot = server.add_bot(TOKEN, guild, owner=ann)
        with pointed_at(server):
            yield Place(server, guild, general, trading, ann, bob, bot)
        found = complaints(server.recorder.exchanges)
    assert not found, "\n".join(found)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """Without rate limits, so that nothing waits; `a_place()` has Discord's own."""
    async with a_place(rates=UNLIMITED) as opened:
        yield opened
