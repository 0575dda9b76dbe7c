"""Who am I, who are they, and the door to direct messages; the gateway's address."""

from collections.abc import Callable

from bot.playground.discord import permissions, refusals, shapes
from bot.playground.discord.direct import open_direct
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.refusals import Json, Mistakes
from bot.playground.discord.rest.frame import Answer, Call, Route
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State


class Users:
    """`gateway`: the websocket's address. `concurrency`: how many shards may identify at once.
    `shards`: how many Discord recommends."""

    def __init__(
        self,
        state: State,
        hub: Hub,
        gateway: Callable[[], str],
        concurrency: Callable[[], int],
    ) -> None:
        self.shards = 1
        self._concurrency = concurrency
        self._state = state
        self._hub = hub
        self._gateway = gateway

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/users/@me", self.me),
            Route("GET", "/users/@me/guilds", self.guilds),
            Route("DELETE", "/users/@me/guilds/{guild_id}", self.leave),
            Route("POST", "/users/@me/channels", self.open_direct),
            Route("GET", "/users/{user_id}", self.get),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/applications/@me", self.application),
            Route("GET", "/gateway", self.gateway, open=True),
            Route("GET", "/gateway/bot", self.gateway_for_bots),
        ]

    async def me(self, call: Call) -> Answer:
        return shapes.own_user(call.app.user)

    async def get(self, call: Call) -> Answer:
        return shapes.user(self._state.user(call.id("user_id")))

    async def application(self, call: Call) -> Answer:
        return shapes.application(call.app, len(list(self._state.guilds_of(call.me))))

    async def gateway(self, call: Call) -> Answer:
        del call
        return {"url": self._gateway()}

    async def gateway_for_bots(self, call: Call) -> Answer:
        del call
        limit = {"total": 1_000, "remaining": 1_000, "reset_after": 86_400_000}
        limit["max_concurrency"] = self._concurrency()
        return {"url": self._gateway(), "shards": self.shards, "session_start_limit": limit}

    async def guilds(self, call: Call) -> Answer:
        return [
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": guild.owner_id == call.me,
                "permissions": str(permissions.in_guild(guild, call.me)),
                "features": [],
            }
            for guild in self._state.guilds_of(call.me)
        ]

    async def leave(self, call: Call) -> Answer:
        guild = self._state.guild(call.id("guild_id"))
        self._state.member(guild, call.me)
        del guild.members[call.me]
        gone: Json = {"id": str(guild.id)}
        self._hub.publish(
            Event("GUILD_DELETE", gone, guild_id=guild.id, application_id=call.app.id)
        )

    async def open_direct(self, call: Call) -> Answer:
        wanted = parse(call.json.get("recipient_id"))
        mistakes = Mistakes()
        if wanted is None or wanted not in self._state.users:
            mistakes.add("recipient_id", "USER_UNKNOWN", "Unknown user")
        mistakes.refuse()
        other = self._state.user(wanted or 0)
        if other.bot:
            raise refusals.cannot_message_user()
        channel = open_direct(self._state, self._hub, call.app.user, other)
        return shapes.direct_channel(channel, call.me)
