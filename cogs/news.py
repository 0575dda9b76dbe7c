"""What happened? `news`, the menu "Look up company", cashtags, and what a card left out."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answering.answers import Answers
from bot.chat.answering.desk import Desk
from bot.chat.answering.finding import Finding
from bot.chat.answering.naming import cashtags
from bot.chat.answering.presses import Presses
from bot.chat.answering.records import Records
from bot.chat.cards.parts import notice
from bot.chat.cards.questions import left_out_card
from bot.chat.client import Parkett
from bot.chat.wording.english import ENGLISH

_NEWS = ENGLISH.commands["news"]


class NewsCog(commands.Cog):
    def __init__(
        self, *, desk: Desk, answers: Answers, finding: Finding, records: Records, presses: Presses
    ) -> None:
        self._desk = desk
        self._answers = answers
        self._finding = finding
        self._records = records
        self._presses = presses
        self.menu = app_commands.ContextMenu(name=ENGLISH.menu_lookup, callback=self.look_up)

    async def cog_load(self) -> None:
        self._presses.on("news", self.choose)
        self._presses.on("left", self.left_out)
        self._presses.on("leftpage", self.left_out)

    async def cog_unload(self) -> None:
        self._presses.off("news", "left", "leftpage")

    @commands.hybrid_command(
        name="news", aliases=["neuigkeiten", "nachrichten"], description=_NEWS.about
    )
    @app_commands.describe(company=_NEWS.options["company"][1])
    async def news(self, context: "commands.Context[Any]", *, company: str) -> None:
        async with self._desk.answering(context, "news") as reply:
            await self._answers.news(reply, company)

    @news.autocomplete("company")
    async def suggest(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._finding.choices(typed)

    async def look_up(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The message menu: which company does this message speak of?"""
        async with self._desk.answering(interaction, "news", private=True) as reply:
            await self._answers.look_up(reply, message.content)

    async def choose(self, interaction: discord.Interaction, arguments: tuple[str, ...]) -> None:
        """A press on a proposed company turns the question into its card."""
        async with self._desk.answering(interaction, "news", in_place=True) as reply:
            instrument = self._finding.known(arguments[0])
            if instrument is None:
                await reply.show(notice(reply.personal.gone, personal=True))
            else:
                await self._answers.news_of(reply, instrument)

    async def left_out(self, interaction: discord.Interaction, arguments: tuple[str, ...]) -> None:
        """The foot's button, and the pages behind it."""
        paging = bool(interaction.message and interaction.message.flags.ephemeral)
        async with self._desk.answering(
            interaction, "news", in_place=paging, private=True
        ) as reply:
            record = await self._records.find(arguments[0])
            if record is None:
                await reply.show(notice(reply.personal.left_out_gone, personal=True))
            else:
                await reply.show(left_out_card(record, int(arguments[1]), reply.personal))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """`$XIACY` inside a message, where the server has switched that on."""
        tags = cashtags(message.content)
        guild = message.guild
        if not tags or guild is None or message.author.bot:
            return
        audience = self._desk.audiences.of(guild.id)
        if not audience.cashtags or message.content.startswith((audience.prefix, "<@")):
            return
        async with self._desk.answering(message) as reply:
            await self._answers.cashtag(reply, tags)


async def setup(bot: Parkett) -> None:
    cog = NewsCog(
        desk=bot.staff.desk,
        answers=bot.staff.answers,
        finding=bot.staff.finding,
        records=bot.staff.records,
        presses=bot.staff.presses,
    )
    await bot.add_cog(cog)
    bot.tree.add_command(cog.menu)


async def teardown(bot: Parkett) -> None:
    bot.tree.remove_command(ENGLISH.menu_lookup, type=discord.AppCommandType.message)
