"""Who may do what: Discord's own arithmetic over role permissions and channel overwrites."""

from datetime import datetime
from enum import IntFlag

from bot.playground.discord.models import Channel, Guild


class Can(IntFlag):
    """The permission bits that a chat bot meets."""

    KICK_MEMBERS = 1 << 1
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51


EVERYTHING = (1 << 53) - 1

EVERYONE = int(
    Can.VIEW_CHANNEL
    | Can.SEND_MESSAGES
    | Can.ADD_REACTIONS
    | Can.EMBED_LINKS
    | Can.ATTACH_FILES
    | Can.READ_MESSAGE_HISTORY
    | Can.USE_APPLICATION_COMMANDS
    | Can.CREATE_PUBLIC_THREADS
    | Can.SEND_MESSAGES_IN_THREADS
    | Can.SEND_POLLS
    | Can.USE_EXTERNAL_EMOJIS
)

_DIRECT = int(
    Can.VIEW_CHANNEL
    | Can.SEND_MESSAGES
    | Can.ADD_REACTIONS
    | Can.EMBED_LINKS
    | Can.ATTACH_FILES
    | Can.READ_MESSAGE_HISTORY
    | Can.USE_APPLICATION_COMMANDS
    | Can.MENTION_EVERYONE
    | Can.SEND_POLLS
    | Can.PIN_MESSAGES
)

# A member in a timeout keeps only these.
_TIMED_OUT = int(Can.VIEW_CHANNEL | Can.READ_MESSAGE_HISTORY)


def in_guild(guild: Guild, user_id: int) -> int:
    """What a member may do by the roles alone; nothing for someone who is not there."""
    member = guild.members.get(user_id)
    if member is None:
        return 0
    if guild.owner_id == user_id:
        return EVERYTHING
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= guild.roles[role].permissions
    return EVERYTHING if allowed & Can.ADMINISTRATOR else allowed


def in_channel(guild: Guild | None, channel: Channel, user_id: int, now: datetime) -> int:
    """What this user may do in this channel: roles, then overwrites for everyone, for the roles
    together, for the member. A thread has its parent's. Without VIEW_CHANNEL nothing is left."""
    if guild is None:
        return _DIRECT if any(user.id == user_id for user in channel.recipients) else 0
    allowed = in_guild(guild, user_id)
    if allowed == EVERYTHING or not allowed:
        return allowed
    home = channel
    if channel.is_thread and channel.parent_id in guild.channels:
        home = guild.channels[channel.parent_id]
    member = guild.members[user_id]
    roles = set(member.roles)
    role_allow = role_deny = own_allow = own_deny = 0
    for overwrite in home.overwrites:
        if overwrite.member:
            if overwrite.id == user_id:
                own_allow, own_deny = overwrite.allow, overwrite.deny
        elif overwrite.id == guild.id:
            allowed = allowed & ~overwrite.deny | overwrite.allow
        elif overwrite.id in roles:
            role_allow |= overwrite.allow
            role_deny |= overwrite.deny
    allowed = allowed & ~role_deny | role_allow
    allowed = allowed & ~own_deny | own_allow
    if not allowed & Can.VIEW_CHANNEL:
        return 0
    writing = Can.SEND_MESSAGES_IN_THREADS if channel.is_thread else Can.SEND_MESSAGES
    if not allowed & writing:
        allowed &= ~(Can.EMBED_LINKS | Can.ATTACH_FILES | Can.MENTION_EVERYONE | Can.SEND_POLLS)
    if member.timeout_until is not None and member.timeout_until > now:
        allowed &= _TIMED_OUT
    return allowed
