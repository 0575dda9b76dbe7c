"""Buttons, menus and pages of questions that work after a restart: what to do stands in their id.

discord.py knows buttons and menus by `PressItem`; pages of questions it knows only while it
remembers having sent them, so that the client hands those on itself (`submitted`).
"""

import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, Self, cast

import discord

_OURS = "pk|"
_log = logging.getLogger(__name__)

Handler = Callable[[discord.Interaction[Any], tuple[str, ...]], Awaitable[None]]


class Presses:
    """Which action is handled by whom; filled by the cogs as they are loaded."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def on(self, action: str, handler: Handler) -> None:
        """Raises ValueError where the action has a handler already."""
        if action in self._handlers:
            raise ValueError(f"the button {action} is handled twice")
        self._handlers[action] = handler

    def off(self, *actions: str) -> None:
        for action in actions:
            self._handlers.pop(action, None)

    async def press(self, interaction: discord.Interaction[Any], press: str) -> None:
        """Hands a press, or a choice in a menu, to its handler. One of a future or past version is
        acknowledged and does nothing."""
        action, *arguments = press.split("|")
        handler = self._handlers.get(action)
        if handler is None:
            _log.warning("a button with the unknown action %r was pressed", action[:20])
            await interaction.response.defer()
            return
        await handler(interaction, tuple(arguments))

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        """The same for a page of questions that was filled in; one that is not ours is let be."""
        custom_id = str((interaction.data or {}).get("custom_id", ""))
        if custom_id.startswith(_OURS):
            await self.press(interaction, custom_id.removeprefix(_OURS))


def chosen(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """What was chosen in the menu: values of its options, or ids as text."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    return tuple(str(one) for one in data.get("values") or ())


def filled_in(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """What stands in the fields of the page, by their ids; of a menu the first choice, or ""."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    found: dict[str, str] = {}
    for field in _fields(cast("Sequence[Mapping[str, Any]]", data.get("components") or ())):
        values = field.get("values") or ()
        text = field["value"] if field.get("value") is not None else next(iter(values), "")
        found[str(field["custom_id"])] = str(text)
    return found


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The fields inside rows and labels."""
    for component in components:
        inner = [*component.get("components", ())]
        if component.get("component"):
            inner.append(component["component"])
        if "custom_id" in component:
            yield component
        yield from _fields(inner)


class _Client(Protocol):
    presses: Presses


class PressItem(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"pk\|(?P<press>.{1,97})"):
    """How discord.py recognises our buttons and menus on any message, old ones too."""

    def __init__(self, item: discord.ui.Item[Any], press: str) -> None:
        super().__init__(item)
        self._press = press

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        return cls(item, match["press"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        # discord.py makes this object out of the id alone; the client is all that it hands on.
        await cast("_Client", interaction.client).presses.press(interaction, self._press)
