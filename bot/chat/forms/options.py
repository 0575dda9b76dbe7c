"""Options of the slash command that the library has no type for."""

from typing import Any

import discord
from discord import app_commands

from bot.chat.answering.views import CHANNELS


class PlaceOption(app_commands.Transformer):
    """A channel by its id alone: an archived thread is in nobody's memory, and yet a place."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return list(CHANNELS)

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> int:
        return int(value.id)
