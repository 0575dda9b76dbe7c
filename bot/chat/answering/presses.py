"""Buttons that work after a restart: what to do stands in the button's own id."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, Self, cast

import discord

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
        """Hands the press to its handler. A button of a future or past version is acknowledged
        and does nothing."""
        action, *arguments = press.split("|")
        handler = self._handlers.get(action)
        if handler is None:
            _log.warning("a button with the unknown action %r was pressed", action[:20])
            await interaction.response.defer()
            return
        await handler(interaction, tuple(arguments))


class _Client(Protocol):
    presses: Presses


class PressItem(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"pk\|(?P<press>.{1,97})"):
    """How discord.py recognises our buttons on any message, old ones too."""

    def __init__(self, button: discord.ui.Button[Any], press: str) -> None:
        super().__init__(button)
        self._press = press

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        return cls(cast("discord.ui.Button[Any]", item), match["press"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        # discord.py makes this object out of the id alone; the client is all that it hands on.
        await cast("_Client", interaction.client).presses.press(interaction, self._press)
