"""Where every question comes in: and no failure leaves it without a word."""

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord.ext import commands

from bot.audiences import Audiences
from bot.chat.answering.owned import Owned
from bot.chat.answering.reply import InteractionReply, MessageReply, Reply
from bot.chat.cards.parts import DOWN, notice
from bot.chat.cards.questions import error_card
from bot.chat.troubles import NotAllowed, OnlyInServer
from bot.errors import ParkettError

Asked = commands.Context[Any] | discord.Message | discord.Interaction[Any]
_log = logging.getLogger(__name__)


class Desk:
    """new_id: makes the reference under which the operator finds a failure in the log."""

    def __init__(self, audiences: Audiences, owned: Owned, new_id: Callable[[], str]) -> None:
        self.audiences = audiences
        self._owned = owned
        self._new_id = new_id

    @asynccontextmanager
    async def answering(
        self,
        asked: Asked,
        command: str = "",
        *,
        in_place: bool = False,
        private: bool = False,
    ) -> AsyncGenerator[Reply]:
        """The reply to one question; a person gets a sentence for whatever is raised inside.

        command: whose example is shown where something was missing ("news").
        """
        reply = self._reply(asked, in_place=in_place, private=private)
        with self._owned.answering():
            try:
                yield reply
            except ParkettError as error:
                await self.refuse(reply, error, command)
            except Exception:
                reference = self._new_id()[:8]
                # The traceback has no message text in it: names of functions and lines only.
                _log.exception("an answer failed, reference %s", reference)
                if not reply.shown or reply.provisional:
                    words = reply.personal
                    text = words.unexpected.format(reference=reference)
                    await reply.show(notice(words.error_title, text, colour=DOWN, personal=True))

    async def refuse(self, reply: Reply, error: ParkettError, command: str = "") -> None:
        """Says in one sentence why not."""
        words = reply.personal.commands.get(command)
        example = f"{reply.audience.prefix}{words.example}" if words else ""
        if not reply.shown or reply.provisional:
            await reply.show(error_card(error, reply.personal, example))
        else:
            # A card stands there already; what ended it too early is for the operator.
            _log.warning("an answer ended early: %s", error.code)

    def _reply(
        self,
        asked: Asked,
        *,
        in_place: bool,
        private: bool,
    ) -> Reply:
        message: discord.Message | None = None
        interaction: discord.Interaction[Any] | None = None
        if isinstance(asked, commands.Context):
            message, interaction = asked.message, asked.interaction
        elif isinstance(asked, discord.Interaction):
            interaction = asked
        else:
            message = asked
        if interaction is not None:
            audience = self.audiences.of(interaction.guild_id)
            return InteractionReply(interaction, audience, in_place=in_place, private=private)
        if message is None:
            raise TypeError("neither a message nor an interaction")
        return MessageReply(message, self.audiences.of(message.guild.id if message.guild else None))


def require_manager(asked: "commands.Context[Any] | discord.Interaction[Any]") -> int:
    """The server's id, where the person may manage it; the same on both command paths.

    Raises OnlyInServer, NotAllowed.
    """
    if isinstance(asked, commands.Context):
        guild, allowed = (asked.guild.id if asked.guild else None), asked.permissions
    else:
        guild, allowed = asked.guild_id, asked.permissions
    if guild is None:
        raise OnlyInServer
    if not (allowed.manage_guild or allowed.administrator):
        raise NotAllowed
    return guild
