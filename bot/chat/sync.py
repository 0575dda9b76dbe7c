"""Are the slash commands that Discord knows the ones we have? Only then they are not sent again.

Discord allows 200 creations a day and shows changed commands late; a restart changes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import discord
from discord import app_commands


async def sync_if_changed(tree: "app_commands.CommandTree[Any]", application: int) -> bool:
    """Compares with what Discord has; sends all where something differs. Returns whether it did.

    Raises discord.HTTPException.
    """
    translator = tree.translator
    ours: list[dict[str, Any]] = []
    for command in tree.get_commands():
        if translator is None:
            ours.append(command.to_dict(tree))
        else:
            ours.append(await command.get_translated_payload(tree, translator))
    theirs = await tree.client.http.get_global_commands(application)
    if same_commands(ours, cast("Sequence[Mapping[str, Any]]", theirs)):
        return False
    await tree.sync()
    return True


def same_commands(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether Discord's answer means what we would send; its additions and defaults aside."""

    def name_of(command: Mapping[str, Any]) -> tuple[int, str]:
        return command.get("type", discord.AppCommandType.chat_input.value), command["name"]

    have = {name_of(one): one for one in theirs}
    wanted = {name_of(one): one for one in ours}
    return have.keys() == wanted.keys() and all(_means(wanted[name], have[name]) for name in wanted)


def _means(ours: object, theirs: object) -> bool:
    if isinstance(ours, Mapping):
        mine = cast("Mapping[str, object]", ours)
        other = _mapping(theirs)
        # An option or a translation that we no longer have must go too.
        gone = {name for name, value in other.items() if value and name in _OWN} - mine.keys()
        return not gone and all(
            (value or {}) == (other.get(name) or {})
            if name in _TRANSLATIONS
            else _means(value, other.get(name))
            for name, value in mine.items()
        )
    if isinstance(ours, Sequence) and not isinstance(ours, str):
        mine_list = list(cast("Sequence[object]", ours))
        other_list = list(cast("Sequence[object]", theirs)) if isinstance(theirs, Sequence) else []
        if all(isinstance(one, int) for one in mine_list):
            return not mine_list or sorted(map(str, mine_list)) == sorted(map(str, other_list))
        return len(mine_list) == len(other_list) and all(map(_means, mine_list, other_list))
    if not ours:
        return not theirs
    # Permissions come back as strings, types as numbers.
    return str(ours) == str(theirs) or (ours is True and theirs is None)


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


_TRANSLATIONS = frozenset({"name_localizations", "description_localizations"})
_OWN = _TRANSLATIONS | {"options", "choices"}
