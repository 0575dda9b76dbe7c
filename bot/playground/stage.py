"""Everything around the bot for a demonstration: a Discord, a world, a page, on one address.

async with Stage(port=8420) as stage:
    await stage.keep_bot(folder, end=stop_by_signal())
"""

import asyncio
import os
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from aiohttp import web

from bot.clock import Clock, utc_now
from bot.playground.discord.events import Event
from bot.playground.discord.models import Application, Channel, ChannelKind
from bot.playground.discord.server import Discord
from bot.playground.page.server import attach as attach_page
from bot.playground.people import People
from bot.playground.power import Power, PowerState
from bot.playground.world.http_controls import PATH as CONTROLS
from bot.playground.world.http_controls import control_routes
from bot.playground.world.world import World
from config.settings import DATABASE_FILE, Settings, load
from config.values import sqlite_address

_TOPIC = "Hier antwortet Parkett: !news xiaomi"


async def _no_world(_: web.Request) -> web.Response:
    """There are no controls over the real world."""
    return web.Response(status=204)


class Stage:
    """A server with two people, three channels, a forum, a role and an invited bot, which is not
    yet connected.

    live: no sample world; the real sources answer. Raises OSError where the port is taken.
    """

    def __init__(self, *, port: int = 0, live: bool = False, world: World | None = None) -> None:
        self.world = None if live else world or World()
        self.discord = Discord(port=port, attach=[self._attach])
        self.power = Power(self._tell_power)
        self._people = People(self.discord, self.power)
        self._stack = AsyncExitStack()
        self._token = secrets.token_hex(24)
        self.general: Channel
        self.bot: Application

    async def __aenter__(self) -> Self:
        try:
            # The Discord first: a taken port is told at once.
            await self._stack.enter_async_context(self.discord)
            if self.world is not None:
                await self._stack.enter_async_context(self.world)
        except BaseException:
            await self._stack.aclose()
            raise
        self._furnish()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def _attach(self, app: web.Application) -> None:
        self._people.attach(app)
        attach_page(app)
        if self.world is not None:
            app.router.add_routes(control_routes(self.world.controls))
        else:
            app.router.add_get(CONTROLS, _no_world)

    def _furnish(self) -> None:
        discord = self.discord
        lena = discord.add_person("lena", "Lena")
        tom = discord.add_person("tom", "Tom")
        guild = discord.add_guild("Xiaomi Aktionäre", lena, tom, locale="de")
        self.general = discord.add_channel(guild, "börse", topic=_TOPIC)
        discord.add_channel(guild, "e-autos")
        discord.add_channel(guild, "bot-ecke")
        discord.add_channel(guild, "firmen", ChannelKind.FORUM)
        discord.add_role(guild, "Anleger", mentionable=True)
        self.bot = discord.add_bot(self._token, guild, owner=lena)

    def _tell_power(self, state: PowerState) -> None:
        self.discord.hub.publish(Event("bot", {"state": state}))

    async def keep_bot(
        self, folder: Path, *, end: asyncio.Event, on_ready: Callable[[], None] = lambda: None
    ) -> None:
        """The unchanged bot, on or off as the page's switch says, until `end` is set.

        on_ready: called each time it has come up. Raises what `bot.app.run` raises.
        """
        from bot.app import run

        settings = self.settings(folder)

        async def once(ready: Callable[[], None], stop: asyncio.Event) -> None:
            def told() -> None:
                ready()
                on_ready()

            await run(settings, clock=self.clock, on_ready=told, stop=stop)

        async def ending() -> None:
            await end.wait()
            self.power.end()

        waiting = asyncio.create_task(ending())
        try:
            await self.power.keep(once)
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    @property
    def url(self) -> str:
        """The page's address."""
        return self.discord.base + "/"

    @property
    def clock(self) -> Clock:
        """What time it is for the bot."""
        return utc_now if self.world is None else self.world.now

    def settings(self, folder: Path) -> Settings:
        """The bot's settings: this Discord, this world, its data in `folder`.

        With real sources the operator's own environment and `.env` count; in the sample nothing
        of them does, so that a demo is the same everywhere. Raises SettingsError.
        """
        ours = {
            "DISCORD_TOKEN": self._token,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "PARKETT_DATA_DIR": str(folder),
            # Said, so that a demo never writes to the database that .env names.
            "DATABASE_URL": sqlite_address(str(folder), DATABASE_FILE),
        }
        if self.world is not None:
            return load(ours | self.world.environment(), None)
        return load(dict(os.environ) | ours)
