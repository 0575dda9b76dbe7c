"""The whole of it: the real bot, its real services, a Discord and a sample world on loopback."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import client
from bot.chat.client import Parkett
from bot.playground.discord.limits import UNLIMITED
from bot.playground.world.world import World
from bot.services import Services, open_services
from config.settings import load
from tests.loopback import Place, a_place

Json = dict[str, Any]
PATIENCE = 20.0  # seconds until a test gives up on an answer; nothing waits for it to pass


@dataclass(slots=True)
class Town:
    """A server of ann's and the bot in it. The world's clock stands until a test moves it."""

    place: Place
    world: World
    services: Services
    bot: Parkett

    async def say(self, text: str) -> Json:
        """ann writes it in #general; the message that the bot answers with."""
        await self.place.discord.say(self.place.general, self.place.ann, text)
        return await self.answer()

    async def slash(self, name: str, locale: str = "de", **values: object) -> Json:
        await self.place.discord.slash(
            self.place.general, self.place.ann, name, values, locale=locale
        )
        return await self.answer()

    async def press(self, message: Json, label: str) -> None:
        """ann presses the button whose label begins so."""
        custom_id = next(one["custom_id"] for one in buttons(message) if label in one["label"])
        await self.place.discord.press(message, custom_id, self.place.ann, locale="de")

    async def answer(self) -> Json:
        """The next message of the bot that is not only "is thinking"."""
        discord = self.place.discord
        told = await discord.wait_for("message_create", _by_bot, timeout=PATIENCE)
        if told["flags"] & 128:
            told = await self.changed(told)
        return told

    async def until(self, message: Json, *words: str, picture: bool = False) -> Json:
        """The message once all the words stand in it, and a picture, now or after an edit."""
        while not all(word in said(message) for word in words) or (
            picture and picture_of(message) is None
        ):
            message = await self.changed(message)
        return message

    async def changed(self, message: Json) -> Json:
        """The message after its next edit."""
        return await self.place.discord.wait_for(
            "message_update", lambda one: one["id"] == message["id"], timeout=PATIENCE
        )


def _by_bot(told: Json) -> bool:
    return bool(told["author"].get("bot"))


def said(message: Json) -> str:
    """All that a reader sees, with plain blanks."""
    parts = [message["content"]]
    for embed in message["embeds"]:
        parts += [embed.get("title") or "", embed.get("description") or ""]
        parts += [f"{one['name']}: {one['value']}" for one in embed.get("fields", ())]
        parts.append((embed.get("footer") or {}).get("text", ""))
    parts += [one.get("label", "") for one in buttons(message)]
    return "\n".join(parts).replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "")


def picture_of(message: Json) -> str | None:
    """The address of the chart."""
    return next((one["image"]["url"] for one in message["embeds"] if one.get("image")), None)


def buttons(message: Json) -> list[Json]:
    return [one for row in message["components"] for one in row["components"]]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a first start leaves it, made once: its database and its catalogue."""
    folder = tmp_path_factory.mktemp("seeded")

    async def start() -> None:
        async with open_services(load({"PARKETT_DATA_DIR": str(folder)}, None)):
            return

    asyncio.run(start())
    return folder


@asynccontextmanager
async def a_town(
    folder: Path,
    changes: Mapping[str, str] | None = None,
    world: World | None = None,
    place: Place | None = None,
) -> AsyncIterator[Town]:
    """changes: settings beside those of the sample world. Everything is closed at the end, and
    what went over the wire is judged by Discord's own description. With the place and the world
    of another town this is the bot's next start in it."""
    async with AsyncExitStack() as stack:
        world = world or await stack.enter_async_context(World(running=False))
        place = place or await stack.enter_async_context(a_place(rates=UNLIMITED))
        settings = load(
            {**world.environment(), "PARKETT_DATA_DIR": str(folder), **(changes or {})}, None
        )
        services = await stack.enter_async_context(open_services(settings, clock=world.now))
        bot = client(services)
        await stack.enter_async_context(place.connected(bot))
        yield Town(place, world, services, bot)


@pytest.fixture
def folder(seeded: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    return shutil.copytree(seeded, tmp_path / "data")


@pytest.fixture
async def town(folder: Path) -> AsyncIterator[Town]:
    async with a_town(folder) as opened:
        # Slash commands are sent beside the start; people can use them once they are there.
        await opened.place.discord.wait_for("commands", timeout=PATIENCE)
        yield opened
