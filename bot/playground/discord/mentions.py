"""Whom a message pings: what its text names, within what its sender allowed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.playground.discord.models import Guild, User
from bot.playground.discord.refusals import Json, Mistakes
from bot.playground.discord.snowflakes import parse

_USER = re.compile(r"<@!?(\d{1,19})>")
_ROLE = re.compile(r"<@&(\d{1,19})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_KINDS = ("users", "roles", "everyone")


@dataclass(frozen=True, slots=True)
class Pinged:
    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False


def check(allowed: object, mistakes: Mistakes) -> None:
    """Discord refuses a list of ids beside the general leave for the same kind."""
    if not isinstance(allowed, dict):
        if allowed is not None:
            mistakes.add("allowed_mentions", "DICT_TYPE_CONVERT", "Only dictionaries may be used")
        return
    rules = cast("Json", allowed)
    kinds = cast("Sequence[Any]", rules.get("parse") or ())
    for number, kind in enumerate(kinds):
        if kind not in _KINDS:
            mistakes.choice(f"allowed_mentions.parse.{number}", f"Value must be one of {_KINDS}.")
    for kind in ("users", "roles"):
        ids = cast("Sequence[Any]", rules.get(kind) or ())
        if len(ids) > 100:
            mistakes.add(f"allowed_mentions.{kind}", "BASE_TYPE_BAD_LENGTH", "Must be 100 or fewer")
        if any(parse(each) is None for each in ids):
            mistakes.add(f"allowed_mentions.{kind}", "NUMBER_TYPE_COERCE", "Not a snowflake")
        if ids and kind in kinds:
            mistakes.add(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def pinged(
    content: str,
    allowed: Json | None,
    *,
    guild: Guild | None,
    known: dict[int, User],
    may_ping_all: bool,
    replied_to: int | None = None,
) -> Pinged:
    """`allowed` as it came and was checked; None allows all that the sender may.
    `replied_to`: the author of the message that this one answers."""
    named = [int(each) for each in _USER.findall(content)]
    roles = [int(each) for each in _ROLE.findall(content)]
    everyone = bool(_EVERYONE.search(content)) and may_ping_all and guild is not None
    replies = True
    if allowed is not None:
        kinds: Sequence[Any] = allowed.get("parse") or ()
        if "users" not in kinds:
            listed = {parse(each) for each in allowed.get("users") or ()}
            named = [each for each in named if each in listed]
        if "roles" not in kinds:
            listed = {parse(each) for each in allowed.get("roles") or ()}
            roles = [each for each in roles if each in listed]
        everyone = everyone and "everyone" in kinds
        replies = bool(allowed.get("replied_user", False))
    if replied_to is not None and replies:
        named.append(replied_to)
    users = tuple(dict.fromkeys(each for each in named if each in known))
    if guild is None:
        return Pinged(users)
    found = tuple(
        dict.fromkeys(
            each
            for each in roles
            if each in guild.roles and (guild.roles[each].mentionable or may_ping_all)
        )
    )
    return Pinged(users, found, everyone)
