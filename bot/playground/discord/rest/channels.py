"""Channels and threads: read, change, open, join, delete."""

from bot.playground.discord import refusals, shapes, wire
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.models import Channel, ChannelKind
from bot.playground.discord.permissions import Can
from bot.playground.discord.posting import Posting
from bot.playground.discord.refusals import Json, Mistakes, Refusal
from bot.playground.discord.rest.frame import Answer, Call, Route
from bot.playground.discord.state import State

ARCHIVE_AFTER = (60, 1_440, 4_320, 10_080)  # minutes


class Channels:
    def __init__(self, state: State, hub: Hub, posting: Posting) -> None:
        self._state = state
        self._hub = hub
        self._posting = posting

    def routes(self) -> list[Route]:
        one = "/channels/{channel_id}"
        members = "/channels/{channel_id}/thread-members"
        of_message = "/channels/{channel_id}/messages/{message_id}/threads"
        return [
            Route("GET", one, self.get),
            Route("PATCH", one, self.edit),
            Route("DELETE", one, self.delete),
            Route("POST", f"{one}/threads", self.open_thread),
            Route("POST", of_message, self.open_thread),
            Route("GET", members, self.list_members),
            Route("PUT", f"{members}/@me", self.join),
            Route("DELETE", f"{members}/@me", self.leave),
        ]

    async def get(self, call: Call) -> Answer:
        return shapes.channel_for(self._channel(call, 0), call.me)

    async def edit(self, call: Call) -> Answer:
        channel = self._channel(call, 0)
        own = channel.is_thread and channel.owner_id == call.me
        if not own:
            needed = Can.MANAGE_THREADS if channel.is_thread else Can.MANAGE_CHANNELS
            self._state.require(channel, call.me, needed)
        body = call.json
        mistakes = Mistakes()
        if "name" in body and not 1 <= len(str(body["name"] or "")) <= 100:
            mistakes.add("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        mistakes.longer("topic", body.get("topic"), 1_024)
        mistakes.refuse()
        channel.name = str(body.get("name", channel.name))
        channel.topic = body.get("topic", channel.topic)
        channel.archived = bool(body.get("archived", channel.archived))
        channel.locked = bool(body.get("locked", channel.locked))
        minutes = int(body.get("auto_archive_duration") or channel.auto_archive_minutes)
        channel.auto_archive_minutes = minutes
        channel.slowmode = int(body.get("rate_limit_per_user") or 0)
        self._tell("UPDATE", channel)
        return shapes.channel(channel)

    async def delete(self, call: Call) -> Answer:
        channel = self._state.channel(call.id("channel_id"))
        described = shapes.channel_for(channel, call.me)
        if channel.kind is ChannelKind.DIRECT:
            return described
        needed = Can.MANAGE_THREADS if channel.is_thread else Can.MANAGE_CHANNELS
        self._state.require(channel, call.me, needed)
        self._tell("DELETE", channel)
        self._state.forget_channel(channel)
        return described

    async def open_thread(self, call: Call) -> Answer:
        parent = self._channel(call, 0)
        body = call.json
        forum = parent.kind is ChannelKind.FORUM
        kind = ChannelKind.PUBLIC_THREAD
        if not forum and "message_id" not in call.params and body.get("type", 12) == 12:
            kind = ChannelKind.PRIVATE_THREAD
        needed = Can.CREATE_PUBLIC_THREADS
        if kind is ChannelKind.PRIVATE_THREAD:
            needed = Can.CREATE_PRIVATE_THREADS
        self._state.require(parent, call.me, Can.SEND_MESSAGES if forum else needed)
        if parent.kind not in (ChannelKind.TEXT, ChannelKind.NEWS, ChannelKind.FORUM):
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        thread = self._new_thread(call, parent, kind)
        described = shapes.channel(thread)
        if forum:
            message = self._posting.create(
                thread,
                call.app.user,
                body.get("message") or {},
                files=call.files,
                prefix="message.",
            )
            described["message"] = wire.message(self._state, message, call.me)
        return 201, described

    def _new_thread(self, call: Call, parent: Channel, kind: ChannelKind) -> Channel:
        body = call.json
        mistakes = Mistakes()
        if not 1 <= len(str(body.get("name") or "")) <= 100:
            mistakes.add("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        minutes = body.get("auto_archive_duration") or 1_440
        if minutes not in ARCHIVE_AFTER:
            mistakes.choice("auto_archive_duration", f"Value must be one of {ARCHIVE_AFTER}.")
        mistakes.refuse()
        number = self._state.ids.next()
        if "message_id" in call.params:
            message = self._state.message(parent.id, call.id("message_id"))
            if message.thread_id is not None:
                text = "A thread has already been created for this message"
                raise Refusal(400, 160004, text)
            number = message.thread_id = message.id
            self._posting.changed(message)
        thread = Channel(
            id=number,
            kind=kind,
            guild_id=parent.guild_id,
            name=str(body["name"]),
            parent_id=parent.id,
            owner_id=call.me,
            members={call.me},
            auto_archive_minutes=minutes,
            changed=self._state.clock(),
            slowmode=int(body.get("rate_limit_per_user") or 0),
        )
        self._state.add_channel(thread)
        self._tell("CREATE", thread)
        return thread

    async def list_members(self, call: Call) -> Answer:
        thread = self._thread(call)
        return [shapes.thread_member(thread, each) for each in sorted(thread.members)]

    async def join(self, call: Call) -> Answer:
        self._thread(call).members.add(call.me)

    async def leave(self, call: Call) -> Answer:
        self._thread(call).members.discard(call.me)

    def _thread(self, call: Call) -> Channel:
        channel = self._channel(call, 0)
        if not channel.is_thread:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        return channel

    def _channel(self, call: Call, needed: int) -> Channel:
        channel = self._state.channel(call.id("channel_id"))
        if channel.kind is ChannelKind.DIRECT and not self._state.sees(channel, call.me):
            raise refusals.unknown(10003)
        self._state.require(channel, call.me, needed)
        return channel

    def _tell(self, what: str, channel: Channel) -> None:
        described: Json = shapes.channel(channel)
        if channel.is_thread and what == "CREATE":
            described |= {"newly_created": True, "member_ids_preview": []}
        family = "THREAD" if channel.is_thread else "CHANNEL"
        name = f"{family}_{what}"
        event = Event(name, described, guild_id=channel.guild_id, channel_id=channel.id)
        self._hub.publish(event)
