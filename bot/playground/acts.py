"""What one person does on their page, by the names of `people`."""

import contextlib
from collections.abc import Awaitable, Callable

from bot.playground.discord import refusals, shapes
from bot.playground.discord.models import Channel, User
from bot.playground.discord.refusals import Json, Refusal, objects
from bot.playground.discord.server import Discord
from bot.playground.discord.snowflakes import parse
from bot.playground.power import Power

Act = Callable[[Json], Awaitable[object]]


class Acts:
    """tell: sends an event to the page. An act raises Refusal, or ValueError, TypeError, KeyError
    or AttributeError for what makes no sense."""

    def __init__(
        self,
        discord: Discord,
        power: Power | None,
        user: User,
        tell: Callable[[Json], Awaitable[None]],
    ) -> None:
        self._discord = discord
        self._power = power
        self._user = user
        self._send = tell
        self._ops: dict[str, Act] = {
            "say": self._say,
            "slash": self._slash,
            "menu": self._menu,
            "press": self._press,
            "modal": self._modal,
            "delete": self._delete,
            "dismiss": self._delete,
            "react": self._react,
            "vote": self._vote,
            "direct": self._direct,
            "power": self._switch,
        }

    def find(self, op: str) -> Act | None:
        return self._ops.get(op)

    def _channel(self, asked: Json) -> Channel:
        channel = self._discord.state.channel(_id(asked["channel"]))
        self._discord.state.require(channel, self._user.id, 0)
        return channel

    def _target(self, asked: Json) -> Json:
        """The message that is meant; its id and channel are all that the acts need."""
        channel = self._channel(asked)
        found = self._discord.state.message(channel.id, _id(asked["message"]))
        if found.seen_by not in (None, self._user.id):
            raise refusals.unknown(10008)
        return {"id": str(found.id), "channel_id": str(channel.id)}

    async def _say(self, asked: Json) -> None:
        channel = self._channel(asked)
        answered = None
        if asked.get("reply_to") is not None:
            answered = {"id": str(asked["reply_to"]), "channel_id": str(channel.id)}
        text = str(asked["content"])
        await self._discord.say(channel, self._user, text, reply_to=answered)

    async def _slash(self, asked: Json) -> None:
        channel = self._channel(asked)
        command = self._discord.commands.find(channel.guild_id, _id(asked["command_id"]))
        options = objects(asked.get("options"))
        locale = _locale(asked)
        await self._discord.invoke(channel, self._user, command, options, locale=locale)

    async def suggest(self, asked: Json) -> None:
        """Answers with an empty list where anything is wrong: nobody is told while typing."""
        choices: list[Json] = []
        with contextlib.suppress(Refusal, KeyError, TypeError, ValueError, AttributeError):
            channel = self._channel(asked)
            command = self._discord.commands.find(channel.guild_id, _id(asked["command_id"]))
            options = objects(asked.get("options"))
            locale = _locale(asked)
            choices = await self._discord.suggest(
                channel, self._user, command, options, locale=locale
            )
        with contextlib.suppress(ConnectionError):
            await self._send({"t": "choices", "seq": asked.get("seq"), "choices": choices})

    async def _menu(self, asked: Json) -> None:
        channel = self._channel(asked)
        command = self._discord.commands.find(channel.guild_id, _id(asked["command_id"]))
        target = _id(asked["target"])
        locale = _locale(asked)
        await self._discord.menu(channel, self._user, command, target, locale=locale)

    async def _press(self, asked: Json) -> None:
        given = asked.get("values")
        values = [str(each) for each in given] if given else None
        await self._discord.press(
            self._target(asked),
            str(asked["custom_id"]),
            self._user,
            values=values,
            locale=_locale(asked),
        )

    async def _modal(self, asked: Json) -> None:
        fields = dict(asked["fields"])
        name = str(asked["custom_id"])
        await self._discord.submit_modal(self._user, name, fields, locale=_locale(asked))

    async def _delete(self, asked: Json) -> None:
        await self._discord.delete(self._target(asked), self._user)

    async def _react(self, asked: Json) -> None:
        on = asked.get("on", True) is not False
        await self._discord.react(self._target(asked), self._user, str(asked["emoji"]), on=on)

    async def _vote(self, asked: Json) -> None:
        answers = [int(each) for each in asked["answers"]]
        await self._discord.vote(self._target(asked), self._user, *answers)

    async def _direct(self, asked: Json) -> None:
        other = self._discord.state.user(_id(asked["user"]))
        if other.id == self._user.id:
            raise refusals.cannot_message_user()
        channel = self._discord.direct(self._user, other)
        await self._send({"t": "channel", "d": shapes.channel_for(channel, self._user.id)})

    async def _switch(self, asked: Json) -> None:
        if self._power is not None:
            self._power.switch(on=asked["on"] is True)


def _id(value: object) -> int:
    """Raises ValueError for what is no id."""
    number = parse(value)
    if number is None:
        raise ValueError(value)
    return number


def _locale(asked: Json) -> str:
    return str(asked.get("locale") or "en-US")
