"""Who may subscribe? Asked with every command and again with every press."""

from typing import Any, NamedTuple

import discord
from discord.ext import commands

from bot.audience import Audience
from bot.chat.troubles import NeedsRole, NotAllowed, OnlyInServer

Asked = commands.Context[Any] | discord.Interaction[Any]


class Standing(NamedTuple):
    """Somebody in a server that the bot is in. channel: where they are."""

    guild: discord.Guild
    member: discord.Member
    channel: int

    def has(self, one: int) -> bool:
        """Whether the server has that channel, thread or role, as far as is known here."""
        guild = self.guild
        return guild.get_channel_or_thread(one) is not None or guild.get_role(one) is not None


def standing_of(asked: Asked) -> Standing:
    """Raises OnlyInServer."""
    person = asked.author if isinstance(asked, commands.Context) else asked.user
    if asked.guild is None or not isinstance(person, discord.Member):
        raise OnlyInServer
    channel = asked.channel.id if asked.channel is not None else 0
    return Standing(asked.guild, person, channel)


def may_subscribe(asked: Asked, audience: Audience) -> bool:
    """Whoever manages the server, and whoever has the role that was chosen for it."""
    allowed = asked.permissions
    if allowed.manage_guild or allowed.administrator:
        return True
    person = asked.author if isinstance(asked, commands.Context) else asked.user
    role = audience.subscribers
    return role is not None and isinstance(person, discord.Member) and has_role(person, role)


def require_subscriber(asked: Asked, audience: Audience) -> Standing:
    """Raises OnlyInServer, NotAllowed, NeedsRole."""
    standing = standing_of(asked)
    if not may_subscribe(asked, audience):
        role = standing.guild.get_role(audience.subscribers or 0)
        if role is None:
            raise NotAllowed
        raise NeedsRole(role=role.name)
    return standing


def has_role(member: discord.Member, role: int) -> bool:
    return any(one.id == role for one in member.roles)
