"""Reactions and polls as bots use them."""

from collections.abc import Collection
from urllib.parse import unquote

from bot.playground.discord import refusals, shapes, wire
from bot.playground.discord.models import Message
from bot.playground.discord.permissions import Can
from bot.playground.discord.posting import Posting
from bot.playground.discord.reacting import Reacting, open_poll
from bot.playground.discord.refusals import Json
from bot.playground.discord.rest.frame import Answer, Call, Route
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State


class Reactions:
    def __init__(self, state: State, reacting: Reacting, posting: Posting) -> None:
        self._state = state
        self._reacting = reacting
        self._posting = posting

    def routes(self) -> list[Route]:
        every = "/channels/{channel_id}/messages/{message_id}/reactions"
        one = every + "/{emoji_name}"
        poll = "/channels/{channel_id}/polls/{message_id}"
        return [
            Route("DELETE", every, self.clear, "reaction"),
            Route("GET", one, self.users),
            Route("DELETE", one, self.clear, "reaction"),
            Route("PUT", one + "/@me", self.add, "reaction"),
            Route("DELETE", one + "/@me", self.remove, "reaction"),
            Route("DELETE", one + "/{user_id}", self.remove, "reaction"),
            Route("GET", poll + "/answers/{answer_id}", self.voters),
            Route("POST", poll + "/expire", self.close_poll),
        ]

    async def add(self, call: Call) -> Answer:
        emoji = self._emoji(call)
        message = self._message(call, Can.READ_MESSAGE_HISTORY)
        if emoji not in message.reactions:
            channel = self._state.channel(message.channel_id)
            self._state.require(channel, call.me, Can.ADD_REACTIONS)
        self._reacting.add(message, emoji, call.app.user)

    async def remove(self, call: Call) -> Answer:
        user = call.app.user
        needed = 0
        if "user_id" in call.params:
            user = self._state.user(call.id("user_id"))
            needed = Can.MANAGE_MESSAGES
        self._reacting.remove(self._message(call, needed), self._emoji(call), user)

    async def clear(self, call: Call) -> Answer:
        message = self._message(call, Can.MANAGE_MESSAGES)
        self._reacting.clear(message, self._emoji(call) if "emoji_name" in call.params else None)

    async def users(self, call: Call) -> Answer:
        message = self._message(call, Can.READ_MESSAGE_HISTORY)
        return self._page(call, message.reactions.get(self._emoji(call), []))

    async def voters(self, call: Call) -> Answer:
        poll = open_poll(self._message(call, 0))
        return {"users": self._page(call, poll.votes.get(call.id("answer_id"), set()))}

    def _page(self, call: Call, users: Collection[int]) -> list[Json]:
        after = parse(call.query.get("after")) or 0
        chosen = sorted(each for each in users if each > after)
        limit = call.number("limit", 25, 1, 100)
        return [shapes.user(self._state.users[each]) for each in chosen[:limit]]

    async def close_poll(self, call: Call) -> Answer:
        message = self._message(call, 0)
        poll = open_poll(message)
        if message.author.id != call.me:
            raise refusals.not_the_author()
        poll.closed = True
        poll.expires = self._state.clock()
        self._posting.changed(message)
        return wire.message(self._state, message, call.me)

    def _message(self, call: Call, needed: int) -> Message:
        channel = self._state.channel(call.id("channel_id"))
        self._state.require(channel, call.me, needed)
        found = self._state.message(channel.id, call.id("message_id"))
        if found.is_ephemeral:
            raise refusals.unknown(10008)
        return found

    def _emoji(self, call: Call) -> str:
        return unquote(call.params["emoji_name"])
