"""Messages of a channel: create, read, change, delete, pins, typing."""

from bot.playground.discord import refusals, shapes, validation, wire
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.gateway import intents
from bot.playground.discord.models import Channel, ChannelKind, Message
from bot.playground.discord.nonce import Nonces
from bot.playground.discord.permissions import Can
from bot.playground.discord.posting import Posting
from bot.playground.discord.refusals import Json, Refusal
from bot.playground.discord.rest.frame import Answer, Call, Route
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State


class Messages:
    """Handlers; every one asks first whether the bot may."""

    def __init__(self, state: State, hub: Hub, posting: Posting, nonces: Nonces) -> None:
        self._state = state
        self._hub = hub
        self._posting = posting
        self._nonces = nonces

    def routes(self) -> list[Route]:
        one = "/channels/{channel_id}/messages/{message_id}"
        pin, old_pin = (
            "/channels/{channel_id}/messages/pins/{message_id}",
            "/channels/{channel_id}/pins/{message_id}",
        )
        return [
            Route("POST", "/channels/{channel_id}/messages", self.create, "message"),
            Route("GET", "/channels/{channel_id}/messages", self.list),
            Route("POST", "/channels/{channel_id}/messages/bulk-delete", self.delete_many),
            Route("GET", one, self.get),
            Route("PATCH", one, self.edit, "edit"),
            Route("DELETE", one, self.delete, "delete"),
            Route("POST", "/channels/{channel_id}/typing", self.typing),
            Route("GET", "/channels/{channel_id}/messages/pins", self.pins),
            Route("PUT", pin, self.pin),
            Route("DELETE", pin, self.unpin),
            Route("PUT", old_pin, self.pin),
            Route("DELETE", old_pin, self.unpin),
        ]

    async def create(self, call: Call) -> Answer:
        channel = self._state.channel(call.id("channel_id"))
        allowed = self._require_sending(channel, call)
        body = _without_embeds(call.json, allowed)
        if validation.is_empty(body, files=len(call.files)) and body != call.json:
            raise refusals.missing_permissions()
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            made = self._nonces.find(call.me, nonce)
            if made is not None:
                first = self._state.message(*made)
                return wire.message(self._state, first, call.me)
        message = self._posting.create(
            channel,
            call.app.user,
            body,
            files=call.files,
            may_ping_all=bool(allowed & Can.MENTION_EVERYONE),
        )
        if nonce is not None and body.get("enforce_nonce"):
            self._nonces.remember(call.me, nonce, channel.id, message.id)
        return wire.message(self._state, message, call.me)

    async def list(self, call: Call) -> Answer:
        channel = self._channel(call, 0)
        limit = call.number("limit", 50, 1, 100)
        if not self._state.permissions(channel, call.me) & Can.READ_MESSAGE_HISTORY:
            return []
        known = [each for each in self._state.messages(channel.id) if not each.is_ephemeral]
        marks = {key: parse(call.query.get(key)) for key in ("before", "after", "around")}
        before, after, around = marks["before"], marks["after"], marks["around"]
        if after is not None:
            chosen = [each for each in known if each.id > after][:limit]
        elif before is not None:
            chosen = [each for each in known if each.id < before][-limit:]
        elif around is not None:
            earlier = [each for each in known if each.id < around][-(limit // 2) :]
            later = [each for each in known if each.id >= around]
            chosen = earlier + later[: limit - len(earlier)]
        else:
            chosen = known[-limit:]
        return [self._read(call, each) for each in reversed(chosen)]

    async def get(self, call: Call) -> Answer:
        return self._read(call, self._message(call, Can.READ_MESSAGE_HISTORY))

    async def edit(self, call: Call) -> Answer:
        message = self._message(call, 0)
        channel = self._state.channel(message.channel_id)
        if message.author.id != call.me:
            others = set(call.json) - {"flags"}
            if others:
                raise refusals.not_the_author()
            self._state.require(channel, call.me, Can.MANAGE_MESSAGES)
        else:
            self._require_content(channel, call)
        allowed = self._state.permissions(channel, call.me)
        edited = self._posting.edit(
            message,
            _without_embeds(call.json, allowed),
            files=call.files,
            may_ping_all=bool(allowed & Can.MENTION_EVERYONE),
        )
        return wire.message(self._state, edited, call.me)

    async def delete(self, call: Call) -> Answer:
        message = self._message(call, 0)
        if message.author.id != call.me:
            channel = self._state.channel(message.channel_id)
            self._state.require(channel, call.me, Can.MANAGE_MESSAGES)
        self._posting.delete(message)

    async def delete_many(self, call: Call) -> Answer:
        channel = self._channel(call, Can.MANAGE_MESSAGES)
        wanted = [parse(each) for each in call.json.get("messages") or ()]
        if not 2 <= len(wanted) <= 100:
            raise Refusal(400, 50016, "Provided too few or too many messages to delete.")
        for each in wanted:
            found = None if each is None else self._state.find_message(channel.id, each)
            if found is not None:
                self._posting.delete(found)

    async def typing(self, call: Call) -> Answer:
        channel = self._state.channel(call.id("channel_id"))
        self._require_sending(channel, call, content=False)
        data: Json = {
            "channel_id": str(channel.id),
            "user_id": str(call.me),
            "timestamp": int(self._state.clock().timestamp()),
        }
        guild = self._state.guild_of(channel)
        if guild is not None:
            data["guild_id"] = str(guild.id)
            data["member"] = shapes.member(guild.members[call.me])
        where = Event("TYPING_START", data, guild_id=channel.guild_id, channel_id=channel.id)
        self._hub.publish(where)

    async def pins(self, call: Call) -> Answer:
        channel = self._channel(call, Can.READ_MESSAGE_HISTORY)
        pinned = [(each.pinned, each) for each in self._state.messages(channel.id) if each.pinned]
        pinned.sort(key=lambda each: each[0], reverse=True)
        items = [
            {"pinned_at": shapes.stamp(when), "message": self._read(call, each)}
            for when, each in pinned
        ]
        limit = call.number("limit", 50, 1, 50)
        return {"items": items[:limit], "has_more": len(items) > limit}

    async def pin(self, call: Call) -> Answer:
        message = self._message(call, Can.PIN_MESSAGES)
        message.pinned = self._state.clock()
        self._pinned(message)

    async def unpin(self, call: Call) -> Answer:
        message = self._message(call, Can.PIN_MESSAGES)
        message.pinned = None
        self._pinned(message)

    def _pinned(self, message: Message) -> None:
        channel = self._state.channel(message.channel_id)
        channel.last_pin = message.pinned or channel.last_pin
        data: Json = {
            "channel_id": str(channel.id),
            "last_pin_timestamp": shapes.maybe_stamp(channel.last_pin),
        }
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
        self._posting.changed(message)
        self._hub.publish(
            Event("CHANNEL_PINS_UPDATE", data, guild_id=channel.guild_id, channel_id=channel.id)
        )

    def _channel(self, call: Call, needed: int) -> Channel:
        channel = self._state.channel(call.id("channel_id"))
        self._state.require(channel, call.me, needed)
        return channel

    def _message(self, call: Call, needed: int) -> Message:
        channel = self._channel(call, needed)
        found = self._state.message(channel.id, call.id("message_id"))
        if found.is_ephemeral:
            raise refusals.unknown(10008)
        return found

    def _read(self, call: Call, message: Message) -> Json:
        described = wire.message(self._state, message, call.me)
        return intents.redacted(described, message, call.app, call.app.privileged)

    def _require_sending(self, channel: Channel, call: Call, *, content: bool = True) -> int:
        """What the bot may do there. Raises Refusal where it may not write what it wants to."""
        if channel.kind in (ChannelKind.FORUM, ChannelKind.CATEGORY):
            self._state.require(channel, call.me, 0)
            raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
        needed = Can.SEND_MESSAGES_IN_THREADS if channel.is_thread else Can.SEND_MESSAGES
        allowed = self._state.require(channel, call.me, needed)
        if channel.is_thread and channel.locked and not allowed & Can.MANAGE_THREADS:
            raise refusals.missing_permissions()
        if channel.is_thread and channel.archived:
            channel.archived = False
        if content:
            self._require_content(channel, call)
        return allowed

    def _require_content(self, channel: Channel, call: Call) -> None:
        body = call.json
        needed = 0
        if call.files:
            needed |= Can.ATTACH_FILES
        if body.get("poll"):
            needed |= Can.SEND_POLLS
        if body.get("message_reference"):
            needed |= Can.READ_MESSAGE_HISTORY
        if body.get("tts"):
            needed |= Can.SEND_TTS_MESSAGES
        if not validation.is_empty(body, files=len(call.files)) or needed:
            self._state.require(channel, call.me, needed)


def _without_embeds(body: Json, allowed: int) -> Json:
    """Who may not embed links loses the embeds silently; of a new message something must stay."""
    if allowed & Can.EMBED_LINKS or "embeds" not in body:
        return body
    return {key: value for key, value in body.items() if key != "embeds"}
