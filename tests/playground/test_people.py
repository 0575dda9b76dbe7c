"""The protocol between the playground and its page, and the real bot behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from bot.playground.people import PATH
from tests.loopback import Place


class Opened:
    """A page: what it got, and what it does."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def do(self, op: str, **more: Any) -> None:
        await self._socket.send_json({"op": op, **more})

    async def get(self, t: str) -> Any:
        """The next event of that kind; others before it are passed over."""
        while True:
            event = await self._socket.receive_json(timeout=5)
            if event["t"] == t:
                return event.get("d", event)


@asynccontextmanager
async def page(place: Place, who: int | None = None) -> AsyncIterator[tuple[Opened, Any]]:
    """An open page with the state that it was given first."""
    query = {} if who is None else {"as": str(who)}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(place.discord.base + PATH, params=query) as socket,
    ):
        opened = Opened(socket)
        yield opened, await opened.get("state")


class Bot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all(), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.tree.add_command(news)
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.content == "!hello":
            await message.add_reaction("👋")
            await message.reply("hello")


class Agree(discord.ui.View):
    @discord.ui.button(label="Yes", custom_id="yes")
    async def yes(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.edit_message(content="agreed", view=None)


@app_commands.command(description="News about a company")
async def news(interaction: discord.Interaction, company: str, silent: bool = False) -> None:
    text = f"{interaction.locale}: news of {company}"
    await interaction.response.send_message(text, view=Agree(), ephemeral=silent)


@news.autocomplete("company")
async def _companies(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name="Xiaomi", value="xiaomi")] if typed else []


async def test_a_page_talks_with_the_bot(place: Place) -> None:
    async with page(place) as (mine, state):
        channel = str(place.general.id)
        assert state["me"] == str(place.ann.id)
        assert [each["name"] for each in state["channels"]] == ["general", "trading"]
        assert state["online"] == []
        async with place.connected(Bot()):
            command = (await mine.get("commands"))[0]
            assert (await mine.get("presence"))["status"] == "online"

            await mine.do("say", channel=channel, content="!hello")
            assert (await mine.get("message_create"))["content"] == "!hello"
            assert (await mine.get("reaction"))["emoji"]["name"] == "👋"
            assert (await mine.get("message_create"))["content"] == "hello"

            typed = {"name": "company", "type": 3, "value": "xi", "focused": True}
            await mine.do(
                "autocomplete",
                channel=channel,
                command_id=command["id"],
                options=[typed],
                seq=7,
            )
            offered = await mine.get("choices")
            assert (offered["seq"], offered["choices"][0]["value"]) == (7, "xiaomi")

            chosen = {"name": "company", "type": 3, "value": "xiaomi"}
            await mine.do(
                "slash", channel=channel, command_id=command["id"], options=[chosen], locale="de"
            )
            assert (await mine.get("interaction"))["state"] == "sent"
            card = await mine.get("message_create")
            assert card["content"] == "de: news of xiaomi"
            assert (await mine.get("interaction"))["state"] == "answered"

            await mine.do("press", channel=channel, message=card["id"], custom_id="yes")
            changed = await mine.get("message_update")
            assert (changed["content"], changed["components"]) == ("agreed", [])
        assert (await mine.get("presence"))["status"] == "offline"


async def test_what_is_for_one_person_is_not_seen_by_another(place: Place) -> None:
    async with (
        place.connected(Bot()),
        page(place, place.bob.id) as (theirs, state),
        page(place) as (mine, _),
    ):
        options = [
            {"name": "company", "type": 3, "value": "byd"},
            {"name": "silent", "type": 5, "value": True},
        ]
        channel = str(place.general.id)
        command = state["commands"][0]["id"]
        await mine.do("slash", channel=channel, command_id=command, options=options)
        secret = await mine.get("message_create")
        assert secret["flags"] & 64
        await mine.do("say", channel=channel, content="done")
        assert (await theirs.get("message_create"))["content"] == "done"
        await theirs.do("press", channel=channel, message=secret["id"], custom_id="yes")
        assert (await theirs.get("refused"))["code"] == 10008
        await mine.do("dismiss", channel=channel, message=secret["id"])
        assert (await mine.get("message_delete"))["id"] == secret["id"]


async def test_direct_messages_are_opened_from_either_side(place: Place) -> None:
    bot = Bot()
    async with place.connected(bot), page(place) as (mine, _):
        await (await bot.fetch_user(place.ann.id)).send("psst")
        opened = await mine.get("channel")
        assert [each["username"] for each in opened["recipients"]] == ["Parkett"]
        assert (await mine.get("message_create"))["channel_id"] == opened["id"]
        await mine.do("direct", user=str(place.bot.user.id))
        assert (await mine.get("channel"))["id"] == opened["id"]
        await mine.do("say", channel=opened["id"], content="!hello")
        assert (await mine.get("message_create"))["content"] == "!hello"
        assert (await mine.get("message_create"))["content"] == "hello"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"op": "fly"}, 50035),
        ({"op": "say"}, 50035),
        ({"op": "say", "channel": "1", "content": "x"}, 10003),
        ({"op": "say", "channel": "x", "content": "x"}, 50035),
        ({"op": "slash", "channel": "GENERAL", "command_id": "1", "options": 5}, 10063),
        ({"op": "say", "channel": "GENERAL", "content": ""}, 50006),
        ({"op": "say", "channel": "GENERAL", "content": "x" * 4_001}, 50035),
        ({"op": "delete", "channel": "GENERAL", "message": "1"}, 10008),
    ],
)
async def test_a_page_is_told_what_cannot_be_done(
    place: Place, asked: dict[str, Any], code: int
) -> None:
    general = str(place.general.id)
    sent = {key: general if value == "GENERAL" else value for key, value in asked.items()}
    async with page(place) as (mine, _):
        await mine.do(**sent)
        assert (await mine.get("refused"))["code"] == code


async def test_a_page_of_another_site_is_not_let_in(place: Place) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(
                place.discord.base + PATH, headers={"Origin": "https://elsewhere.example"}
            )
    assert refused.value.status == 403
