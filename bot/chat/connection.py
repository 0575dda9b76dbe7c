"""Which Discord, with which rights, and what its library may say; before the first request."""

import logging
import re

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.troubles import DiscordDown, TokenMissing, TokenRefused

_TOKEN = re.compile(r"[\x21-\x7e]{20,200}")
# Their debug lines hold whole messages and the token; nobody gets to switch them on.
_TALKATIVE = ("discord.gateway", "discord.http", "discord.client", "discord.webhook.async_")


def intents() -> discord.Intents:
    """What is needed and no more: every further intent costs memory and traffic for each server."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    wanted.message_content = True
    return wanted


def point_at(api_url: str | None, gateway_url: str | None) -> None:
    """Another Discord for this process, where one is named; before the first request is built."""
    if api_url:
        Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    # The library warns that it cannot speak; this bot has no voice.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def check_token(token: str) -> None:
    """Raises TokenMissing, or TokenRefused where this cannot be one."""
    if not token.strip():
        raise TokenMissing
    if not _TOKEN.fullmatch(token.strip()):
        raise TokenRefused


def keep_secrets_out_of_logs() -> None:
    """Whatever log level the operator chose."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.INFO, logger.getEffectiveLevel()))


def down(error: Exception) -> DiscordDown:
    """What a person reads of a connection that failed."""
    # Only the kind of failure: an address may hold a proxy's password, an answer anything.
    reason = f"status {error.status}" if isinstance(error, discord.HTTPException) else ""
    return DiscordDown(
        address=yarl.URL(Route.BASE).host or "?",
        reason=reason or getattr(error, "strerror", None) or type(error).__name__,
    )
