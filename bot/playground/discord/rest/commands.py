"""The registry of application commands, global and of one server."""

from typing import cast

from bot.playground.discord import refusals
from bot.playground.discord.commands import Commands
from bot.playground.discord.models import Application
from bot.playground.discord.refusals import Refusal, objects
from bot.playground.discord.rest.frame import Answer, Call, Route
from bot.playground.discord.state import State


class CommandRegistry:
    def __init__(self, state: State, commands: Commands) -> None:
        self._state = state
        self._commands = commands

    def routes(self) -> list[Route]:
        everywhere = "/applications/{application_id}/commands"
        in_guild = "/applications/{application_id}/guilds/{guild_id}/commands"
        made: list[Route] = []
        for scope in (everywhere, in_guild):
            one = scope + "/{command_id}"
            made += [
                Route("GET", scope, self.list),
                Route("PUT", scope, self.replace),
                Route("POST", scope, self.put),
                Route("GET", one, self.get),
                Route("PATCH", one, self.edit),
                Route("DELETE", one, self.delete),
            ]
        return made

    async def list(self, call: Call) -> Answer:
        return self._commands.all(*self._scope(call))

    async def replace(self, call: Call) -> Answer:
        wanted = call.body.json
        if not isinstance(wanted, list):
            raise Refusal(400, 50035, "Invalid Form Body")
        return self._commands.replace(*self._scope(call), objects(cast("object", wanted)))

    async def put(self, call: Call) -> Answer:
        made, new = self._commands.put(*self._scope(call), call.json)
        return (201 if new else 200), made

    async def get(self, call: Call) -> Answer:
        return self._commands.get(*self._scope(call), call.id("command_id"))

    async def edit(self, call: Call) -> Answer:
        return self._commands.edit(*self._scope(call), call.id("command_id"), call.json)

    async def delete(self, call: Call) -> Answer:
        self._commands.remove(*self._scope(call), call.id("command_id"))

    def _scope(self, call: Call) -> tuple[Application, int | None]:
        """Whose commands and where. Raises Refusal for another bot's or an unknown server's."""
        if call.id("application_id") != call.app.id:
            raise refusals.Refusal(403, 20012, "You are not authorized to perform this action")
        if "guild_id" not in call.params:
            return call.app, None
        guild = self._state.guild(call.id("guild_id"))
        if call.me not in guild.members:
            raise refusals.missing_access()
        return call.app, guild.id
