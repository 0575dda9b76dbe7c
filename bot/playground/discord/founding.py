"""Setting up a Discord: people, servers, channels, roles, bots, and who may do what."""

from bot.playground.discord import shapes
from bot.playground.discord.events import Event
from bot.playground.discord.gateway.intents import PRIVILEGED
from bot.playground.discord.models import (
    Application,
    Channel,
    ChannelKind,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from bot.playground.discord.parts import Parts
from bot.playground.discord.permissions import EVERYONE


class Founding(Parts):
    """Acts of an administrator; what is already connected is told of each."""

    def add_person(self, username: str, global_name: str | None = None) -> User:
        user = User(self.state.ids.next(), username, global_name or username)
        self.state.users[user.id] = user
        return user

    def add_guild(
        self,
        name: str,
        owner: User,
        *members: User,
        locale: str = "en-US",
        everyone: int = EVERYONE,
    ) -> Guild:
        """A server without channels. `everyone`: what everybody may do there."""
        guild = Guild(self.state.ids.next(), name, owner.id, locale)
        self.state.add_guild(guild)
        guild.roles[guild.id].permissions = everyone
        for user in (owner, *members):
            self.add_member(guild, user)
        return guild

    def add_channel(
        self,
        guild: Guild,
        name: str,
        kind: ChannelKind = ChannelKind.TEXT,
        *,
        topic: str | None = None,
    ) -> Channel:
        channel = Channel(
            id=self.state.ids.next(),
            kind=kind,
            guild_id=guild.id,
            name=name,
            topic=topic,
            position=len(guild.channels),
        )
        self.state.add_channel(channel)
        self._tell_channel("CHANNEL_CREATE", channel)
        return channel

    def remove_channel(self, channel: Channel) -> None:
        self._tell_channel("CHANNEL_DELETE", channel)
        self.state.forget_channel(channel)

    def add_role(
        self, guild: Guild, name: str, permissions: int = 0, *, mentionable: bool = False
    ) -> Role:
        role = Role(
            self.state.ids.next(), name, permissions, len(guild.roles), mentionable=mentionable
        )
        guild.roles[role.id] = role
        data = {"guild_id": str(guild.id), "role": shapes.role(role)}
        self.hub.publish(Event("GUILD_ROLE_CREATE", data, guild_id=guild.id))
        return role

    def add_member(self, guild: Guild, user: User, *roles: Role) -> Member:
        member = Member(user, self.state.clock(), [role.id for role in roles])
        guild.members[user.id] = member
        data = shapes.member(member) | {"guild_id": str(guild.id)}
        self.hub.publish(Event("GUILD_MEMBER_ADD", data, guild_id=guild.id))
        return member

    def add_bot(
        self,
        token: str,
        *guilds: Guild,
        name: str = "Parkett",
        owner: User | None = None,
        privileged: int = PRIVILEGED,
        permissions: int = 0,
    ) -> Application:
        """Registers a bot and invites it. `privileged`: the intents that are switched on, as
        bits; `permissions`: what its own role adds to everyone's."""
        number = self.state.ids.next()
        user = User(number, name, bot=True)
        application = Application(
            id=number,
            user=user,
            owner=owner or self.add_person(f"{name}-owner"),
            token=token,
            privileged=privileged,
            name=name,
        )
        self.state.add_application(application)
        for guild in guilds:
            self.invite(application, guild, permissions)
        return application

    def invite(self, application: Application, guild: Guild, permissions: int = 0) -> None:
        role = self.add_role(guild, application.name, permissions)
        role.managed = True
        self.add_member(guild, application.user, role)
        self.hub.publish(
            Event("GUILD_CREATE", {}, guild_id=guild.id, application_id=application.id)
        )

    def expel(self, application: Application, guild: Guild) -> None:
        """Somebody removes the bot from the server."""
        guild.members.pop(application.user.id, None)
        gone = {"id": str(guild.id)}
        self.hub.publish(
            Event("GUILD_DELETE", gone, guild_id=guild.id, application_id=application.id)
        )

    def allow(self, channel: Channel, who: User | Role, permissions: int) -> None:
        """In this channel they may, whatever their roles say."""
        self._overwrite(channel, who, allow=permissions, deny=0)

    def deny(self, channel: Channel, who: User | Role, permissions: int) -> None:
        """In this channel they may not, whatever their roles say."""
        self._overwrite(channel, who, allow=0, deny=permissions)

    def _overwrite(self, channel: Channel, who: User | Role, *, allow: int, deny: int) -> None:
        old = next((each for each in channel.overwrites if each.id == who.id), Overwrite(who.id))
        new = Overwrite(
            id=who.id,
            allow=old.allow & ~deny | allow,
            deny=old.deny & ~allow | deny,
            member=isinstance(who, User),
        )
        channel.overwrites = [each for each in channel.overwrites if each.id != who.id] + [new]
        self._tell_channel("CHANNEL_UPDATE", channel)

    def _tell_channel(self, name: str, channel: Channel) -> None:
        described = shapes.channel(channel)
        self.hub.publish(Event(name, described, guild_id=channel.guild_id, channel_id=channel.id))
