"""The form of a body: what must be text, a number, an object or a list, wherever it stands.

Discord refuses the wrong kind of value with 50035 before it looks at anything else; behind this
check the rest of the house may rely on it.
"""

from typing import Any, cast

from bot.playground.discord.refusals import Json, Mistakes

DEEPEST = 24
_TEXT = frozenset(
    {"content", "title", "description", "text", "label", "custom_id", "url", "name", "icon_url"}
    | {"placeholder", "topic", "filename"}
)
_NUMBERS = frozenset({"style", "color", "flags", "min_values", "max_values"})
_OBJECTS = frozenset(
    {"footer", "author", "image", "thumbnail", "provider", "video", "allowed_mentions", "data"}
    | {"message_reference", "poll", "question", "poll_media", "emoji", "media", "accessory"}
    | {"component", "message", "name_localizations", "description_localizations"}
)
_LISTS_OF_OBJECTS = frozenset(
    {"embeds", "components", "attachments", "fields", "options", "answers", "items", "choices"}
)
_LISTS = frozenset({"parse", "users", "roles", "values", "sticker_ids", "contexts", "messages"})


def check(body: object) -> None:
    """Raises Refusal 50035 with every value that is of the wrong kind."""
    mistakes = Mistakes()
    if isinstance(body, list):
        _each(cast("list[Any]", body), "", mistakes, 0)
    elif isinstance(body, dict):
        _walk(cast("Json", body), "", mistakes, 0)
    elif body is not None:
        mistakes.add("", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    mistakes.refuse()


def _walk(node: Json, path: str, mistakes: Mistakes, depth: int) -> None:
    if depth > DEEPEST:
        mistakes.add(path, "MODEL_TYPE_CONVERT", "Too deep.")
        return
    for key, value in node.items():
        at = f"{path}.{key}".strip(".")
        if value is None:
            continue
        if key in _TEXT and not isinstance(value, str):
            mistakes.add(at, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif key in _NUMBERS and not _is_whole(value):
            mistakes.add(at, "NUMBER_TYPE_COERCE", f'Value "{str(value)[:50]}" is not int.')
        elif key == "type" and not isinstance(value, int | str):  # an embed's is a word
            mistakes.choice(at, "Not a type.")
        elif key in _OBJECTS and not isinstance(value, dict):
            mistakes.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        elif key in (_LISTS | _LISTS_OF_OBJECTS) and not isinstance(value, list):
            mistakes.add(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif key in _LISTS_OF_OBJECTS:
            _each(cast("list[Any]", value), at, mistakes, depth)
        elif isinstance(value, dict):
            _walk(cast("Json", value), at, mistakes, depth + 1)


def _is_whole(value: object) -> bool:
    """A poll's hours come as 4.0 from discord.py, and Discord takes them."""
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


def _each(nodes: list[Any], path: str, mistakes: Mistakes, depth: int) -> None:
    for number, node in enumerate(nodes):
        at = f"{path}.{number}".strip(".")
        if isinstance(node, dict):
            _walk(cast("Json", node), at, mistakes, depth + 1)
        else:
            mistakes.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
