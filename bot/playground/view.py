"""What one person sees of this Discord, as their page is told."""

from bot.playground.discord import shapes, wire
from bot.playground.discord.journal import Entry
from bot.playground.discord.models import Guild, User
from bot.playground.discord.refusals import Json
from bot.playground.discord.server import Discord
from bot.playground.power import Power

MOST_SHOWN = 50  # messages of one channel at the beginning


class View:
    def __init__(self, discord: Discord, power: Power | None, user: User) -> None:
        self._discord = discord
        self._power = power
        self._user = user

    def sees(self, entry: Entry) -> bool:
        if entry.person is not None:
            return entry.person == self._user.id
        channel = self._discord.state.channels.get(entry.channel_id or 0)
        return channel is None or self._discord.state.sees(channel, self._user.id)

    def _guild(self) -> Guild | None:
        guilds = self._discord.state.guilds_of(self._user.id)
        return next(guilds, None)

    def commands(self) -> list[Json]:
        guild = self._guild()
        return self._discord.commands.visible(None if guild is None else guild.id)

    def message(self, told: Json) -> Json:
        """The message as this person sees it: own reactions and votes are marked."""
        state = self._discord.state
        found = state.find_message(int(told["channel_id"]), int(told["id"]))
        return told if found is None else wire.message(state, found, self._user.id)

    def place(self, told: Json) -> Json:
        """The channel as this person sees it: in direct messages the other one is named."""
        found = self._discord.state.channels.get(int(told["id"]))
        return told if found is None else shapes.channel_for(found, self._user.id)

    def state(self) -> Json:
        state, me = self._discord.state, self._user.id
        guild = self._guild()
        seen = [each for each in state.channels.values() if state.sees(each, me)]
        seen.sort(key=lambda each: (each.position, each.id))
        shown: Json = {}
        for channel in seen:
            kept = [each for each in state.messages(channel.id) if not each.is_ephemeral]
            shown[str(channel.id)] = [wire.message(state, each, me) for each in kept[-MOST_SHOWN:]]
        return {
            "t": "state",
            "me": str(me),
            "guild": None if guild is None else {"id": str(guild.id), "name": guild.name},
            "roles": [] if guild is None else [shapes.role(each) for each in guild.roles.values()],
            "users": [shapes.user(each) for each in state.users.values()],
            "online": [str(each) for each in self._discord.gateway.online],
            "channels": [shapes.channel_for(each, me) for each in seen],
            "messages": shown,
            "commands": self.commands(),
            "bot": self._power and self._power.state,
        }
