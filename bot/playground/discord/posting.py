"""How a message comes to be, changes and goes: the same for bots, interactions and persons.

Callers have asked whether the author may; here is checked what the message may be.
"""

import mimetypes
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from bot.playground.discord import components, mentions, refusals, validation, wire
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.models import Attachment, Channel, Message, MessageFlag, Poll, User
from bot.playground.discord.pictures import size_of
from bot.playground.discord.refusals import Json, Mistakes, objects
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State

_SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | (MessageFlag.COMPONENTS_V2)
)
_UNSAFE = re.compile(r"[^\w.\-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class File:
    """One uploaded part: `key` is the number in `files[key]`."""

    key: str
    filename: str
    content_type: str
    body: bytes


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
        self._cdn = cdn

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
        self._dress(message, body, files)
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
        self._dress(message, body, files)
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
                described["member"] = wire.member(author, with_user=False)
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

    def _dress(self, message: Message, body: Json, files: Sequence[File]) -> None:
        """Files, embeds and components. Files that an embed shows are not listed again."""
        held = [*message.attachments, *message.embedded]
        described = objects(body.get("attachments"))
        if "attachments" in body:
            wanted = {parse(each.get("id")) for each in described}
            dropped = [each for each in held if each.id not in wanted]
            held = [each for each in held if each.id in wanted]
            for gone in dropped:
                self._state.files.pop(gone.id, None)
        held += [self._store(message, file, described) for file in files]
        by_name = {each.filename: each for each in held}
        used: set[int] = set()

        def resolve(address: str) -> str:
            found = by_name.get(_safe(address.removeprefix("attachment://")))
            if found is None:
                return address
            used.add(found.id)
            return found.url

        if "embeds" in body:
            message.embeds = [_embed(each, resolve, by_name) for each in objects(body["embeds"])]
        if "components" in body:
            message.components = components.numbered(objects(body["components"]), resolve)
        shown = str(message.embeds) + str(message.components)
        message.embedded = [each for each in held if each.id in used or each.url in shown]
        message.attachments = [each for each in held if each not in message.embedded]

    def _store(self, message: Message, file: File, described: Sequence[Json]) -> Attachment:
        nothing: Json = {}
        notes = next((each for each in described if str(each.get("id")) == file.key), nothing)
        number = self._state.ids.next()
        filename = _safe(str(notes.get("filename") or file.filename)) or "file"
        kind = file.content_type
        if not kind or kind == "application/octet-stream":
            kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        address = f"{self._cdn()}/attachments/{message.channel_id}/{number}/{filename}"
        attachment = Attachment(
            id=number,
            filename=filename,
            content_type=kind,
            body=file.body,
            url=address,
            description=notes.get("description"),
            size=size_of(file.body),
            ephemeral=message.is_ephemeral,
        )
        self._state.add_file(attachment)
        return attachment

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


def check_files(files: Sequence[File]) -> None:
    """Raises Refusal 413/40005 for a file beyond what a server without boosts takes."""
    if any(len(file.body) > wire.MAX_UPLOAD for file in files):
        raise refusals.Refusal(413, 40005, "Request entity too large")


def _safe(filename: str) -> str:
    """Discord keeps letters, digits, dots, dashes and underscores of a file's name."""
    return _UNSAFE.sub("_", filename.rpartition("/")[2])


def _embed(embed: Json, resolve: Callable[[str], str], by_name: dict[str, Attachment]) -> Json:
    """An embed as it is handed out: what is known, trimmed, pictures with their address."""
    made: Json = {"type": "rich"}
    for key in ("title", "description", "url", "color", "timestamp"):
        value = embed.get(key)
        if value is not None and value != "":
            made[key] = value.strip() if isinstance(value, str) else value
    if embed.get("fields"):
        made["fields"] = [
            {
                "name": field["name"].strip(),
                "value": field["value"].strip(),
                "inline": bool(field.get("inline", False)),
            }
            for field in objects(embed["fields"])
        ]
    for key in ("image", "thumbnail"):
        picture = cast("Json", embed.get(key) or {})
        if picture.get("url"):
            made[key] = _picture(picture["url"], resolve, by_name)
    for key in ("author", "footer", "provider"):
        part: Json = {
            name: resolve(value) if name == "icon_url" else value
            for name, value in cast("Json", embed.get(key) or {}).items()
            if value and name in ("name", "text", "url", "icon_url")
        }
        if "icon_url" in part:
            part["proxy_icon_url"] = part["icon_url"]
        if part:
            made[key] = part
    return made


def _picture(address: str, resolve: Callable[[str], str], by_name: dict[str, Attachment]) -> Json:
    url = resolve(address)
    picture: Json = {"url": url, "proxy_url": url, "width": 0, "height": 0, "flags": 0}
    shown = next((each for each in by_name.values() if each.url == url), None)
    if shown is not None:
        picture["content_type"] = shown.content_type
        if shown.size is not None:
            picture["width"], picture["height"] = shown.size
    return picture
