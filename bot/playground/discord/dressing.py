"""What a message wears: its files, embeds and components, in the form they are handed out in."""

import mimetypes
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from bot.playground.discord import components
from bot.playground.discord.models import Attachment, Message
from bot.playground.discord.pictures import size_of
from bot.playground.discord.refusals import Json, objects
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State

_UNSAFE = re.compile(r"[^\w.\-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class File:
    """One uploaded part: `key` is the number in `files[key]`."""

    key: str
    filename: str
    content_type: str
    body: bytes


class Dressing:
    """`cdn` gives the root of the addresses of files."""

    def __init__(self, state: State, cdn: Callable[[], str]) -> None:
        self._state = state
        self._cdn = cdn

    def apply(self, message: Message, body: Json, files: Sequence[File]) -> None:
        """Files that embeds or components name as `attachment://` are not listed again. Named by
        their address, in an edit, they are: Discord then shows such a picture twice."""
        held = [*message.attachments, *message.embedded]
        described = objects(body.get("attachments"))
        if "attachments" in body:
            wanted = {parse(each.get("id")) for each in described}
            dropped = [each for each in held if each.id not in wanted]
            held = [each for each in held if each.id in wanted]
            for gone in dropped:
                self._state.forget_file(gone)
        held += [self._store(message, file, described) for file in files]
        by_name = {each.filename: each for each in held}
        unchanged = [] if "embeds" in body else message.embeds
        unchanged = str(unchanged if "components" in body else [*unchanged, *message.components])
        used = {each.id for each in message.embedded if each.url in unchanged}

        def resolve(address: str) -> str:
            scheme, _, name = address.partition("://")
            found = by_name.get(_safe(name)) if scheme == "attachment" else None
            if found is None:
                return address
            used.add(found.id)
            return found.url

        def media(address: str) -> Json:
            picture = _picture(address, resolve, by_name)
            return picture | {"id": str(self._state.ids.next())}

        if "embeds" in body:
            message.embeds = [_embed(each, resolve, by_name) for each in objects(body["embeds"])]
        if "components" in body:
            message.components = components.numbered(objects(body["components"]), media)
        message.embedded = [each for each in held if each.id in used]
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
