"""Everything that this Discord knows, in memory, and how to find it.

Finders raise the Refusal that Discord gives for the missing thing. Nobody is told of changes here:
`events.Hub` does that; who may change what is asked in `posting`, `rest` and `people`.
"""

from collections import OrderedDict
from collections.abc import Iterator

from bot.clock import Clock
from bot.playground.discord import permissions, refusals
from bot.playground.discord.models import (
    Application,
    Attachment,
    Channel,
    ChannelKind,
    Guild,
    Member,
    Message,
    Role,
    User,
)
from bot.playground.discord.permissions import Can
from bot.playground.discord.snowflakes import Snowflakes

MOST_MESSAGES = 10_000  # kept in one channel; older ones are forgotten
MOST_FILE_BYTES = 256 << 20  # kept of all attachments together


class State:
    """The tables, and the ids and times that new rows get."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.users: dict[int, User] = {}
        self.applications: dict[int, Application] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.files: OrderedDict[int, Attachment] = OrderedDict()
        self._file_bytes = 0
        self._messages: dict[int, OrderedDict[int, Message]] = {}
        self._tokens: dict[str, Application] = {}

    # -- finding

    def guild(self, guild_id: int) -> Guild:
        if guild_id not in self.guilds:
            raise refusals.unknown(10004)
        return self.guilds[guild_id]

    def channel(self, channel_id: int) -> Channel:
        if channel_id not in self.channels:
            raise refusals.unknown(10003)
        return self.channels[channel_id]

    def user(self, user_id: int) -> User:
        if user_id not in self.users:
            raise refusals.unknown(10013)
        return self.users[user_id]

    def member(self, guild: Guild, user_id: int) -> Member:
        if user_id not in guild.members:
            raise refusals.unknown(10007 if user_id in self.users else 10013)
        return guild.members[user_id]

    def find_message(self, channel_id: int, message_id: int) -> Message | None:
        kept = self._messages.get(channel_id)
        return None if kept is None else kept.get(message_id)

    def message(self, channel_id: int, message_id: int) -> Message:
        found = self.find_message(channel_id, message_id)
        if found is None:
            raise refusals.unknown(10008)
        return found

    def messages(self, channel_id: int) -> list[Message]:
        """All kept messages of a channel, oldest first, ephemeral ones too."""
        kept = self._messages.get(channel_id)
        return [] if kept is None else list(kept.values())

    def guild_of(self, channel: Channel) -> Guild | None:
        return None if channel.guild_id is None else self.guilds.get(channel.guild_id)

    def application_by_token(self, token: str) -> Application | None:
        return self._tokens.get(token)

    def application_of(self, user_id: int) -> Application | None:
        return next((app for app in self.applications.values() if app.user.id == user_id), None)

    def guilds_of(self, user_id: int) -> Iterator[Guild]:
        return (guild for guild in self.guilds.values() if user_id in guild.members)

    # -- who may

    def permissions(self, channel: Channel, user_id: int) -> int:
        return permissions.in_channel(self.guild_of(channel), channel, user_id, self.clock())

    def sees(self, channel: Channel, user_id: int) -> bool:
        return bool(self.permissions(channel, user_id) & Can.VIEW_CHANNEL)

    def require(self, channel: Channel, user_id: int, needed: int) -> int:
        """What this user may do there. Raises Refusal 50001 if the channel cannot be seen, 50013
        if anything of `needed` is missing."""
        allowed = self.permissions(channel, user_id)
        if not allowed & Can.VIEW_CHANNEL:
            raise refusals.missing_access()
        if needed & ~allowed:
            raise refusals.missing_permissions()
        return allowed

    # -- changing

    def add_application(self, application: Application) -> None:
        self.applications[application.id] = application
        self.users[application.user.id] = application.user
        self._tokens[application.token] = application

    def replace_token(self, application: Application, token: str) -> None:
        """As when the owner presses "Reset Token": the old one is worth nothing at once."""
        self._tokens.pop(application.token, None)
        application.token = token
        self._tokens[token] = application

    def add_guild(self, guild: Guild) -> None:
        self.guilds[guild.id] = guild
        guild.roles.setdefault(guild.id, Role(guild.id, "@everyone", permissions.EVERYONE, 0))

    def add_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        guild = self.guild_of(channel)
        if guild is not None:
            guild.channels[channel.id] = channel

    def forget_channel(self, channel: Channel) -> None:
        """The channel, its threads and all their messages."""
        guild = self.guild_of(channel)
        for child in [c for c in self.channels.values() if c.is_thread]:
            if child.parent_id == channel.id:
                self.forget_channel(child)
        self.channels.pop(channel.id, None)
        if guild is not None:
            guild.channels.pop(channel.id, None)
        for message in self.messages(channel.id):
            self.forget_message(message)
        self._messages.pop(channel.id, None)

    def direct_channel(self, one: User, other: User) -> Channel:
        """The direct messages of two, opened at the first use."""
        both = {one.id, other.id}
        for channel in self.channels.values():
            if channel.kind is ChannelKind.DIRECT and {u.id for u in channel.recipients} == both:
                return channel
        channel = Channel(self.ids.next(), ChannelKind.DIRECT, recipients=[one, other])
        self.add_channel(channel)
        return channel

    def add_message(self, message: Message) -> None:
        kept = self._messages.setdefault(message.channel_id, OrderedDict())
        kept[message.id] = message
        if len(kept) > MOST_MESSAGES:
            _, oldest = kept.popitem(last=False)
            self._forget_files(oldest)
        if not message.is_ephemeral:
            channel = self.channels[message.channel_id]
            channel.last_message_id = message.id
            channel.sent += 1

    def forget_message(self, message: Message) -> None:
        self._messages[message.channel_id].pop(message.id, None)
        self._forget_files(message)

    def add_file(self, attachment: Attachment) -> None:
        self.files[attachment.id] = attachment
        self._file_bytes += len(attachment.body)
        while self._file_bytes > MOST_FILE_BYTES:
            _, oldest = self.files.popitem(last=False)
            self._file_bytes -= len(oldest.body)

    def forget_file(self, attachment: Attachment) -> None:
        if self.files.pop(attachment.id, None) is not None:
            self._file_bytes -= len(attachment.body)

    def _forget_files(self, message: Message) -> None:
        for attachment in (*message.attachments, *message.embedded):
            self.forget_file(attachment)
