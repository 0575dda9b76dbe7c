"""A server as its bots may read it: itself, its channels, roles and members."""

from bot.playground.discord import refusals, shapes
from bot.playground.discord.gateway.intents import MEMBERS
from bot.playground.discord.models import Guild
from bot.playground.discord.rest.frame import Answer, Call, Route
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State


class Guilds:
    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/guilds/{guild_id}", self.get),
            Route("GET", "/guilds/{guild_id}/channels", self.channels),
            Route("GET", "/guilds/{guild_id}/roles", self.roles),
            Route("GET", "/guilds/{guild_id}/members", self.members),
            Route("GET", "/guilds/{guild_id}/members/search", self.search),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
            Route("GET", "/guilds/{guild_id}/threads/active", self.threads),
        ]

    async def get(self, call: Call) -> Answer:
        guild = self._guild(call)
        described = shapes.guild(guild)
        if call.flag("with_counts"):
            described["approximate_member_count"] = len(guild.members)
            described["approximate_presence_count"] = len(guild.members)
        return described

    async def channels(self, call: Call) -> Answer:
        channels = self._guild(call).channels.values()
        return [shapes.channel(each) for each in channels if not each.is_thread]

    async def roles(self, call: Call) -> Answer:
        return [shapes.role(each) for each in self._guild(call).roles.values()]

    async def member(self, call: Call) -> Answer:
        return shapes.member(self._state.member(self._guild(call), call.id("user_id")))

    async def members(self, call: Call) -> Answer:
        guild = self._guild(call)
        if not call.app.privileged & MEMBERS:
            raise refusals.missing_access()
        after = parse(call.query.get("after")) or 0
        found = sorted((each for each in guild.members.values()), key=lambda each: each.user.id)
        chosen = [each for each in found if each.user.id > after]
        return [shapes.member(each) for each in chosen[: call.number("limit", 1, 1, 1_000)]]

    async def search(self, call: Call) -> Answer:
        query = call.query.get("query", "").lower()
        found = [
            each
            for each in self._guild(call).members.values()
            if each.user.username.lower().startswith(query)
            or (each.nick or "").lower().startswith(query)
        ]
        return [shapes.member(each) for each in found[: call.number("limit", 1, 1, 1_000)]]

    async def threads(self, call: Call) -> Answer:
        seen = [
            each
            for each in self._guild(call).channels.values()
            if each.is_thread and not each.archived and self._state.sees(each, call.me)
        ]
        mine = [shapes.thread_member(each, call.me) for each in seen if call.me in each.members]
        return {
            "threads": [shapes.channel(each) for each in seen],
            "members": mine,
            "has_more": False,
        }

    def _guild(self, call: Call) -> Guild:
        guild = self._state.guild(call.id("guild_id"))
        if call.me not in guild.members:
            raise refusals.missing_access()
        return guild
