"""What is this bot, and what does it keep? `help`, `about`, `privacy`, `data delete`."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answering.desk import Desk, require_manager
from bot.chat.answering.presses import Presses
from bot.chat.answering.records import KEPT, Records
from bot.chat.cards.helpcard import about_card, delete_card, help_card, privacy_card
from bot.chat.cards.parts import notice
from bot.chat.client import Parkett
from bot.chat.wording.english import ENGLISH

_WORDS = ENGLISH.commands


class MetaCog(commands.Cog):
    def __init__(self, *, desk: Desk, records: Records, presses: Presses) -> None:
        self._desk = desk
        self._records = records
        self._presses = presses

    async def cog_load(self) -> None:
        self._presses.on("delete", self.really_delete)

    async def cog_unload(self) -> None:
        self._presses.off("delete")

    @commands.hybrid_command(name="help", aliases=["hilfe"], description=_WORDS["help"].about)
    @app_commands.describe(command=_WORDS["help"].options["command"][1])
    async def help(self, context: "commands.Context[Any]", *, command: str = "") -> None:
        async with self._desk.answering(context, "help") as reply:
            words = reply.personal if context.interaction else reply.wording
            await reply.show(help_card(command, reply.audience, words))

    @commands.hybrid_command(name="about", aliases=["info"], description=_WORDS["about"].about)
    async def about(self, context: "commands.Context[Any]") -> None:
        async with self._desk.answering(context, "about") as reply:
            await reply.show(about_card(reply.personal))

    @commands.hybrid_command(
        name="privacy", aliases=["datenschutz"], description=_WORDS["privacy"].about
    )
    async def privacy(self, context: "commands.Context[Any]") -> None:
        async with self._desk.answering(context, "privacy") as reply:
            await reply.show(privacy_card(KEPT.days, reply.audience, reply.personal))

    @commands.hybrid_group(
        name="data",
        aliases=["daten"],
        description=_WORDS["data"].about,
        case_insensitive=True,
    )
    async def data(self, context: "commands.Context[Any]") -> None:
        """Typed without a subcommand; as a slash command only the subcommands exist."""
        async with self._desk.answering(context, "data") as reply:
            await reply.show(privacy_card(KEPT.days, reply.audience, reply.personal))

    @data.command(
        name="delete", aliases=["löschen", "loeschen"], description=_WORDS["data delete"].about
    )
    async def delete(self, context: "commands.Context[Any]") -> None:
        async with self._desk.answering(context, "data delete") as reply:
            require_manager(context)
            await reply.show(delete_card(reply.personal))

    async def really_delete(
        self, interaction: discord.Interaction, _arguments: tuple[str, ...]
    ) -> None:
        """Pressed by somebody who may; whoever asked for the button."""
        async with self._desk.answering(interaction, "data delete", in_place=True) as reply:
            guild = require_manager(interaction)
            await self._desk.audiences.forget(guild)
            self._records.forget()
            await reply.show(notice(reply.personal.deleted))


async def setup(bot: Parkett) -> None:
    await bot.add_cog(
        MetaCog(desk=bot.staff.desk, records=bot.staff.records, presses=bot.staff.presses)
    )
