"""How a message comes to be, changes and goes: the same for bots, interactions and persons.

Callers have asked whether the author may; here is checked what the message may be.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from bot.playground.discord import mentions, shapes, validation, wire
from bot.playground.discord.dressing import Dressing, File
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.models import Channel, Message, MessageFlag, Poll, User
from bot.playground.discord.refusals import Json, Mistakes, objects
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State

_SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.COMPONENTS_V2
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whence a message comes, other than from its author typing it. `person`: the only one who
    sees it; `metadata` and `command`: the interaction that it answers."""

    application_id: int | None = None
    webhook_id: int | None = None
    metadata: Json | None = None
    command: str | None = None
    person: int | None = None
    loading: bool = False
    kind: int = 0


class Posting:
    """Makes, changes and deletes messages and tells the hub."""

    def __init__(self, state: State, hub: Hub, cdn: Callable[[], str]) -> None:
        self._state = state
        self._hub = hub
        self._dressing = Dressing(state, cdn)

    def create(
        self,
        channel: Channel,
        author: User,
        body: Json,
        *,
        files: Sequence[File] = (),
        may_ping_all: bool = False,
        origin: Origin | None = None,
        prefix: str = "",
        longest: int = validation.MOST_CONTENT,
    ) -> Message:
        """Raises Refusal for a body that Discord would not take; `prefix` is where in the request
        the message is. A thinking message (`origin.loading`) is empty. `longest` is in characters
        of content; paying persons may write more than bots."""
        origin = origin or Origin()
        flags = int(body.get("flags") or 0) & _SETTABLE
        if not origin.loading:
            layout = validation.is_layout(flags)
            validation.check_message(
                body, files=len(files), layout=layout, prefix=prefix, longest=longest
            )
            validation.check_not_empty(body, files=len(files))
        state = self._state
        message = Message(
            id=state.ids.next(),
            channel_id=channel.id,
            guild_id=channel.guild_id,
            author=author,
            content=str(body.get("content") or "").strip(),
            created=state.clock(),
            kind=origin.kind,
            nonce=body.get("nonce"),
            tts=bool(body.get("tts")),
            application_id=origin.application_id,
            webhook_id=origin.webhook_id,
            interaction=origin.metadata,
            command=origin.command,
            seen_by=origin.person,
        )
        if origin.person is not None:
            flags |= MessageFlag.EPHEMERAL
        message.flags = flags | (MessageFlag.LOADING if origin.loading else 0)
        replied_to = self._refer(message, body.get("message_reference"))
        self._ping(message, channel, body, may_ping_all=may_ping_all, replied_to=replied_to)
        self._dressing.apply(message, body, files)
        if body.get("poll"):
            message.poll = self._poll(body["poll"])
        state.add_message(message)
        self._tell("MESSAGE_CREATE", message)
        return message

    def edit(
        self,
        message: Message,
        body: Json,
        *,
        files: Sequence[File] = (),
        may_ping_all: bool = False,
        prefix: str = "",
    ) -> Message:
        """Changes what the body names and leaves the rest. The answer to a thinking message comes
        this way too. Raises Refusal as `create` does."""
        wanted = body.get("flags")
        was_layout = validation.is_layout(message.flags)
        layout = was_layout or validation.is_layout(wanted)
        validation.check_message(body, files=len(files), layout=layout, prefix=prefix)
        after = {
            "content": body.get("content", message.content),
            "embeds": body.get("embeds", message.embeds),
            "components": body.get("components", message.components),
            "poll": message.poll,
        }
        kept = objects(body["attachments"]) if "attachments" in body else message.attachments
        validation.check_not_empty(after, files=len(files) + len(kept) + len(message.embedded))
        channel = self._state.channel(message.channel_id)
        thinking = message.flags & MessageFlag.LOADING
        message.flags &= ~MessageFlag.LOADING
        if isinstance(wanted, int):
            message.flags &= ~MessageFlag.SUPPRESS_EMBEDS
            message.flags |= wanted & (MessageFlag.SUPPRESS_EMBEDS | MessageFlag.COMPONENTS_V2)
        if "content" in body:
            message.content = str(body["content"] or "").strip()
            self._ping(message, channel, body, may_ping_all=may_ping_all, replied_to=None)
        self._dressing.apply(message, body, files)
        if not thinking:
            message.edited = self._state.clock()
        self._tell("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        self._state.forget_message(message)
        gone = {"id": str(message.id), "channel_id": str(message.channel_id)}
        self._publish("MESSAGE_DELETE", gone, message)

    def changed(self, message: Message) -> None:
        """Tells that something about the message is other than it was, such as its pin."""
        self._tell("MESSAGE_UPDATE", message)

    def _tell(self, name: str, message: Message) -> None:
        described = wire.message(self._state, message, message.seen_by)
        guild = None if message.guild_id is None else self._state.guilds[message.guild_id]
        if guild is not None:
            author = guild.members.get(message.author.id)
            if author is not None:
                described["member"] = shapes.member(author, with_user=False)
        self._publish(name, described, message)

    def _publish(self, name: str, data: Json, message: Message) -> None:
        if message.guild_id is not None:
            data["guild_id"] = str(message.guild_id)
        self._hub.publish(
            Event(
                name,
                data,
                guild_id=message.guild_id,
                channel_id=message.channel_id,
                message=message,
                person=message.seen_by,
            )
        )

    def _refer(self, message: Message, reference: Any) -> int | None:
        """Makes it an answer; returns the author of what it answers."""
        if not isinstance(reference, dict):
            return None
        wanted = cast("Json", reference)
        target = parse(wanted.get("message_id"))
        found = None if target is None else self._state.find_message(message.channel_id, target)
        if found is None or found.is_ephemeral:
            if wanted.get("fail_if_not_exists", True):
                mistakes = Mistakes()
                text = "Unknown message"
                mistakes.add("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", text)
                mistakes.refuse()
            return None
        message.kind = 19
        message.reference = {
            "type": 0,
            "channel_id": str(found.channel_id),
            "message_id": str(found.id),
        }
        if found.guild_id is not None:
            message.reference["guild_id"] = str(found.guild_id)
        return found.author.id

    def _ping(
        self,
        message: Message,
        channel: Channel,
        body: Json,
        *,
        may_ping_all: bool,
        replied_to: int | None,
    ) -> None:
        found = mentions.pinged(
            message.content,
            body.get("allowed_mentions"),
            guild=self._state.guild_of(channel),
            known=self._state.users,
            may_ping_all=may_ping_all,
            replied_to=replied_to,
        )
        message.mentions = list(found.users)
        message.mention_roles = list(found.roles)
        message.mention_everyone = found.everyone

    def _poll(self, wanted: Json) -> Poll:
        answers = [
            {"answer_id": number, "poll_media": each["poll_media"]}
            for number, each in enumerate(objects(wanted["answers"]), start=1)
        ]
        return Poll(
            question=wanted["question"]["text"],
            answers=answers,
            expires=self._state.clock() + timedelta(hours=wanted.get("duration", 24)),
            multiple=bool(wanted.get("allow_multiselect")),
            votes={each["answer_id"]: set() for each in answers},
        )
