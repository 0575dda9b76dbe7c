"""Which events a session gets, and how much of them: intents, shards and what the bot may see."""

from typing import Any

from bot.playground.discord.events import Event
from bot.playground.discord.models import Application, Message
from bot.playground.discord.refusals import Json
from bot.playground.discord.state import State

GUILDS, MEMBERS, PRESENCES, CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | CONTENT
ALL = (1 << 26) - 1

# Event prefix → intent in a server, intent in direct messages; the longest prefix counts.
_NEEDED = {
    "GUILD_MEMBER": (MEMBERS, 0),
    "THREAD_MEMBERS_UPDATE": (MEMBERS, 0),
    "GUILD_": (GUILDS, 0),
    "CHANNEL_PINS_UPDATE": (GUILDS, 1 << 12),
    "CHANNEL_": (GUILDS, 0),
    "THREAD_": (GUILDS, 0),
    "MESSAGE_REACTION": (1 << 10, 1 << 13),
    "MESSAGE_POLL_VOTE": (1 << 24, 1 << 25),
    "MESSAGE_": (1 << 9, 1 << 12),
    "TYPING_START": (1 << 11, 1 << 14),
}
_REDACTED: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def wanted(name: str, intents: int, *, direct: bool) -> bool:
    """Whether these intents subscribe to the event; those without an intent always come."""
    for prefix, needed in _NEEDED.items():
        if name.startswith(prefix):
            bit = needed[1 if direct else 0]
            return not bit or bool(intents & bit)
    return True


def concerns(event: Event, state: State, application: Application, shard: tuple[int, int]) -> bool:
    """Whether this bot may know of it, and on this shard. Of an ephemeral message only the bot
    that sent it hears, as if it were a direct message."""
    if event.name.islower():
        return False
    if event.person is not None:
        message = event.message
        return message is not None and message.application_id == application.id and shard[0] == 0
    if event.application_id not in (None, application.id):
        return False
    home = 0 if event.guild_id is None else (event.guild_id >> 22) % shard[1]
    if home != shard[0]:
        return False
    if event.application_id is not None:
        return True
    channel = None if event.channel_id is None else state.channels.get(event.channel_id)
    if channel is not None:
        return state.sees(channel, application.user.id)
    guild = None if event.guild_id is None else state.guilds.get(event.guild_id)
    return guild is not None and application.user.id in guild.members


def may_read(message: Message, application: Application, intents: int) -> bool:
    """Whether the text is the bot's to read: by intent, in direct messages, its own, where it is
    mentioned."""
    bot = application.user.id
    return (
        bool(intents & CONTENT)
        or message.guild_id is None
        or message.author.id == bot
        or bot in message.mentions
    )


def redacted(described: Json, message: Message, application: Application, intents: int) -> Json:
    """The message without what this bot may not read."""
    if may_read(message, application, intents):
        return described
    shown: dict[str, Any] = described | _REDACTED
    shown.pop("poll", None)
    return shown
