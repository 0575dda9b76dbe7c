"""What a message may be. Checks that Discord makes and its published description leaves out."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from bot.playground.discord import components, mentions, refusals
from bot.playground.discord.models import MessageFlag
from bot.playground.discord.refusals import Json, Mistakes, objects

MOST_CONTENT = 2_000
MOST_EMBED_TEXT = 6_000  # characters of all embeds of a message together
MOST_EMBEDS = 10
MOST_FILES = 10
MOST_FIELDS = 25

_LIMITS = {"title": 256, "description": 4_096, "footer.text": 2_048, "author.name": 256}
_LINKS = ("url", "image.url", "thumbnail.url", "footer.icon_url", "author.url", "author.icon_url")


def check_message(
    body: Json, *, files: int, layout: bool, prefix: str = "", longest: int = MOST_CONTENT
) -> None:
    """The body of a new message or of an edit, `layout` telling whether the message is or becomes
    one of Components V2. Raises Refusal 50035 with every mistake in it."""
    mistakes = _Prefixed(prefix)
    content = body.get("content")
    mistakes.longer("content", content, longest)
    _nonce(body, mistakes)
    mentions.check(body.get("allowed_mentions"), mistakes)
    _embeds(cast("Sequence[Any]", body.get("embeds") or ()), mistakes)
    if body.get("components"):
        components.check_message(objects(body["components"]), layout=layout, mistakes=mistakes)
    if layout:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                mistakes.add(
                    key,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    "The 'IS_COMPONENTS_V2' flag excludes this field",
                )
    kept = cast("Sequence[Any]", body.get("attachments") or ())
    if max(files, len(kept)) > MOST_FILES:
        mistakes.add("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_FILES} or fewer.")
    if body.get("poll"):
        _poll(body["poll"], mistakes)
    mistakes.refuse()


def is_empty(body: Json, *, files: int) -> bool:
    """Whether a new message would show nothing."""
    shown = any(body.get(key) for key in ("components", "poll", "sticker_ids"))
    embeds = any(embed_length(embed) or _pictures(embed) for embed in body.get("embeds") or ())
    return not (shown or embeds or files or str(body.get("content") or "").strip())


def check_not_empty(body: Json, *, files: int) -> None:
    """Raises Refusal 50006."""
    if is_empty(body, files=files):
        raise refusals.empty_message()


def is_layout(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & MessageFlag.COMPONENTS_V2)


def embed_length(embed: Mapping[str, Any]) -> int:
    """Characters that count against the sum of a message."""
    texts: list[object] = [_get(embed, path) for path in _LIMITS]
    for field in embed.get("fields") or ():
        texts += [field.get("name"), field.get("value")]
    return sum(len(text.strip()) for text in texts if isinstance(text, str))


class _Prefixed(Mistakes):
    """Mistakes below a prefix: the message of an interaction's answer is in `data`."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix

    def add(self, path: str, code: str, message: str) -> None:
        super().add(f"{self._prefix}{path}", code, message)


def _nonce(body: Json, mistakes: Mistakes) -> None:
    nonce = body.get("nonce")
    if isinstance(nonce, str):
        mistakes.longer("nonce", nonce, 25)
    elif nonce is not None and (isinstance(nonce, bool) or not isinstance(nonce, int)):
        mistakes.add("nonce", "NONCE_TYPE_INVALID_TYPE", "Nonce must be a string or an integer.")


def _get(embed: Mapping[str, Any], path: str) -> Any:
    value: Any = embed
    for part in path.split("."):
        value = cast("Json", value).get(part) if isinstance(value, dict) else None
    return value


def _pictures(embed: Mapping[str, Any]) -> bool:
    return bool(_get(embed, "image.url") or _get(embed, "thumbnail.url"))


def _embeds(embeds: Sequence[Json], mistakes: Mistakes) -> None:
    if len(embeds) > MOST_EMBEDS:
        mistakes.add("embeds", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_EMBEDS} or fewer in length.")
    for number, embed in enumerate(embeds):
        _embed(f"embeds.{number}", embed, mistakes)
    if sum(map(embed_length, embeds)) > MOST_EMBED_TEXT:
        message = f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        mistakes.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", message)


def _embed(at: str, embed: Json, mistakes: Mistakes) -> None:
    for path, limit in _LIMITS.items():
        text = _get(embed, path)
        mistakes.longer(f"{at}.{path}", text, limit)
    for path in _LINKS:
        link = _get(embed, path)
        if link is None:
            continue
        picture = path not in ("url", "author.url")
        schemes = ("http://", "https://", "attachment://") if picture else ("http://", "https://")
        if not isinstance(link, str) or not link.startswith(schemes):
            message = 'Scheme must be one of ("http", "https").'
            mistakes.add(f"{at}.{path}", "URL_TYPE_INVALID_SCHEME", message)
        mistakes.longer(f"{at}.{path}", link, 2_048)
    color = embed.get("color")
    if color is not None and not (isinstance(color, int) and 0 <= color <= 0xFFFFFF):
        mistakes.add(f"{at}.color", "NUMBER_TYPE_MAX", "int value should be at most 16777215.")
    fields = objects(embed.get("fields"))
    if len(fields) > MOST_FIELDS:
        message = f"Must be {MOST_FIELDS} or fewer in length."
        mistakes.add(f"{at}.fields", "BASE_TYPE_MAX_LENGTH", message)
    for number, field in enumerate(fields):
        for key, limit in (("name", 256), ("value", 1_024)):
            path = f"{at}.fields.{number}.{key}"
            text = field.get(key)
            if not isinstance(text, str) or not text.strip():
                mistakes.required(path)
            mistakes.longer(path, text, limit)


def _poll(poll: Json, mistakes: Mistakes) -> None:
    question = _get(poll, "question.text")
    if not question:
        mistakes.required("poll.question.text")
    mistakes.longer("poll.question.text", question, 300)
    answers = cast("Sequence[Any]", poll.get("answers") or ())
    if not 1 <= len(answers) <= 10:
        mistakes.add("poll.answers", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
    for number, answer in enumerate(answers):
        text = _get(answer, "poll_media.text")
        if not text:
            mistakes.required(f"poll.answers.{number}.poll_media.text")
        mistakes.longer(f"poll.answers.{number}.poll_media.text", text, 55)
    duration = poll.get("duration", 24)
    # discord.py sends hours as 4.0.
    whole = isinstance(duration, int | float) and duration == int(duration)
    if not whole or not 1 <= duration <= 768:
        mistakes.add("poll.duration", "NUMBER_TYPE_MAX", "int value should be at most 768.")
