"""The real discord.py against our Discord: what a bot does all day."""

import asyncio
import io

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.playground.discord.refusals import Json
from tests.loopback import Place, a_place

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x04\x00\x00\x00\x03\x08\x02\x00\x00\x00"
    b"\x00\x00\x00\x00"
)


class Panel(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="More", custom_id="more")
    async def more(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        button.label = "Less"
        await interaction.response.edit_message(content="more of it", view=self)

    @discord.ui.button(label="Ask", custom_id="ask")
    async def ask(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.send_modal(Question())

    @discord.ui.select(
        custom_id="period",
        options=[discord.SelectOption(label="1d"), discord.SelectOption(label="1m")],
    )
    async def period(self, interaction: discord.Interaction, menu: discord.ui.Select) -> None:
        await interaction.response.send_message(f"chosen {menu.values[0]}", ephemeral=True)


class Question(discord.ui.Modal, title="A question"):
    words = discord.ui.TextInput(label="Your question", min_length=3)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"You asked: {self.words.value}")


class Shares(commands.Cog):
    def __init__(self, bot: commands.Bot) -> None:
        self.bot = bot
        self.gate = asyncio.Event()
        self.errors: list[BaseException] = []

    async def cog_command_error(self, ctx: commands.Context, error: Exception) -> None:
        self.errors.append(getattr(error, "original", error))

    @commands.command()
    async def echo(self, ctx: commands.Context, *, words: str) -> None:
        await ctx.reply(f"{ctx.author.display_name}: {words}")

    @commands.command()
    async def card(self, ctx: commands.Context) -> None:
        embed = discord.Embed(title="Xiaomi", description="2.50 €", color=0xFF6900)
        embed.set_image(url="attachment://chart.png")
        file = discord.File(io.BytesIO(PNG), "chart.png")
        await ctx.send(embed=embed, file=file, view=Panel())

    @commands.hybrid_command(description="News about a company")
    async def news(self, ctx: commands.Context, company: str) -> None:
        async with ctx.typing():
            await self.gate.wait()
        await ctx.send(f"news of {company}", view=Panel())

    @news.autocomplete("company")
    async def _companies(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        names = ["Xiaomi", "Xilinx", "Apple"]
        return [
            app_commands.Choice(name=name, value=name.lower())
            for name in names
            if name.lower().startswith(typed)
        ]

    @app_commands.command(description="Only for who asks")
    async def secret(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("psst", ephemeral=True)
        await interaction.followup.send("and more", ephemeral=True)

    @app_commands.command(description="Never answers")
    async def silent(self, interaction: discord.Interaction) -> None:
        await self.gate.wait()
        try:
            await interaction.response.send_message("too late")
        except discord.NotFound as error:
            self.errors.append(error)


class Bot(commands.Bot):
    def __init__(self) -> None:
        intents = discord.Intents.default()
        intents.message_content = True
        super().__init__("!", intents=intents, help_command=None, guild_ready_timeout=0.01)

    async def setup_hook(self) -> None:
        self.cog = Shares(self)
        await self.add_cog(self.cog)
        self.tree.add_command(app_commands.ContextMenu(name="Look up company", callback=_look_up))
        self.add_view(Panel())
        await self.tree.sync()


async def _look_up(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"looked up “{message.content}”")


def by_bot(told: Json) -> bool:
    return bool(told["author"].get("bot"))


async def test_a_message_is_answered_with_a_reply(place: Place) -> None:
    async with place.connected(Bot()):
        asked = await place.discord.say(place.general, place.bob, "!echo Grüße <@1>")
        told = await place.discord.wait_for("message_create", by_bot)
    assert told["content"] == "Bob: Grüße <@1>"
    assert told["referenced_message"]["id"] == str(asked.id)
    assert [each["username"] for each in told["mentions"]] == ["bob"]


async def test_a_card_comes_with_its_picture(place: Place) -> None:
    async with place.connected(Bot()) as _, discord.http.aiohttp.ClientSession() as session:
        await place.discord.say(place.general, place.bob, "!card")
        told = await place.discord.wait_for("message_create", by_bot)
        picture = told["embeds"][0]["image"]
        async with session.get(picture["url"]) as answer:
            assert answer.headers["Content-Type"] == "image/png"
            assert await answer.read() == PNG
    assert (picture["width"], picture["height"]) == (4, 3)
    assert told["attachments"] == []


async def test_a_picture_named_by_its_address_is_shown_twice(place: Place) -> None:
    """As on Discord: an edit must name it `attachment://` again, or leave the embed alone."""
    bot = Bot()
    async with place.connected(bot):
        await place.discord.say(place.general, place.bob, "!card")
        told = await place.discord.wait_for("message_create", by_bot)
        message = await bot.get_channel(place.general.id).fetch_message(int(told["id"]))
        again = message.embeds[0].copy()
        await message.edit(embed=again)
        assert len(place.discord.message(told).attachments) == 1
        await message.edit(embed=again.set_image(url="attachment://chart.png"))
        assert place.discord.message(told).attachments == []
        await message.edit(content="smaller", embed=None)
        assert len(place.discord.message(told).attachments) == 1
        await message.edit(attachments=[])
        assert place.discord.message(told).attachments == []


async def test_a_slash_command_thinks_then_answers(place: Place) -> None:
    bot = Bot()
    async with place.connected(bot):
        await place.discord.slash(place.general, place.bob, "news", {"company": "xiaomi"})
        thinking = await place.discord.wait_for("message_create")
        assert thinking["flags"] & 128
        bot.cog.gate.set()
        told = await place.discord.wait_for("message_update")
    assert told["id"] == thinking["id"]
    assert told["content"] == "news of xiaomi"
    assert told["flags"] & 128 == 0
    assert told["interaction_metadata"]["user"]["username"] == "bob"


async def test_choices_come_while_typing(place: Place) -> None:
    async with place.connected(Bot()):
        choices = await place.discord.autocomplete(
            place.general, place.bob, "news", {"company": "xi"}, "company"
        )
    assert [each["name"] for each in choices] == ["Xiaomi", "Xilinx"]


async def test_buttons_menus_and_forms(place: Place) -> None:
    async with place.connected(Bot()):
        await place.discord.say(place.general, place.bob, "!card")
        card = await place.discord.wait_for("message_create", by_bot)

        await place.discord.press(card, "more", place.bob)
        changed = await place.discord.wait_for("message_update")
        assert changed["id"] == card["id"]
        assert changed["components"][0]["components"][0]["label"] == "Less"
        assert changed["embeds"][0]["image"] == card["embeds"][0]["image"]

        await place.discord.press(card, "period", place.bob, values=["1m"])
        chosen = await place.discord.wait_for("message_create", by_bot)
        assert chosen["content"] == "chosen 1m"
        assert chosen["flags"] & 64

        await place.discord.press(card, "ask", place.bob)
        asked = await place.discord.wait_for("interaction", lambda d: d["state"] == "modal")
        form = asked["modal"]
        field = form["components"][0]["components"][0]["custom_id"]
        await place.discord.submit_modal(place.bob, form["custom_id"], {field: "why?"})
        told = await place.discord.wait_for("message_create", by_bot)
        assert told["content"] == "You asked: why?"


async def test_a_message_menu_command(place: Place) -> None:
    async with place.connected(Bot()):
        said = await place.discord.say(place.general, place.bob, "Xiaomi is up")
        command = place.discord.commands.named(place.guild.id, "Look up company", 3)
        await place.discord.menu(place.general, place.bob, command, said.id)
        told = await place.discord.wait_for("message_create", by_bot)
    assert told["content"] == "looked up “Xiaomi is up”"


async def test_secrets_are_for_one_person(place: Place) -> None:
    bot = Bot()
    async with place.connected(bot):
        made = await place.discord.slash(place.general, place.bob, "secret")
        first = await place.discord.wait_for("message_create")
        second = await place.discord.wait_for("message_create")
        assert (first["content"], second["content"]) == ("psst", "and more")
        assert first["flags"] & second["flags"] & 64
        assert made.original is not None
        assert made.original.seen_by == place.bob.id
        seen = bot.get_channel(place.general.id)
        with pytest.raises(discord.NotFound):
            await seen.fetch_message(int(first["id"]))


async def test_no_answer_in_time_is_told_and_then_refused() -> None:
    bot = Bot()
    async with a_place(first_answer=0.05) as place, place.connected(bot):
        await place.discord.slash(place.general, place.bob, "silent")
        await place.discord.wait_for("interaction", lambda d: d["state"] == "failed")
        bot.cog.gate.set()
        for _ in range(100):
            if bot.cog.errors:
                break
            await asyncio.sleep(0.01)
    assert [each.code for each in bot.cog.errors] == [10062]


async def test_thinking_ends_with_the_life_of_the_token() -> None:
    bot = Bot()
    async with a_place(token_life=0.2) as place, place.connected(bot):
        await place.discord.slash(place.general, place.bob, "news", {"company": "x"})
        states = [(await place.discord.wait_for("interaction"))["state"] for _ in range(3)]
    assert states == ["sent", "thinking", "failed"]
