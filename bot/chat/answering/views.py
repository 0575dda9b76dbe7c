"""Buttons and menus as Discord takes them, kept nowhere.

A view is over before it is sent: nothing stays in memory for it, and a press is recognised by its
id alone, so that it works after a restart.
"""

from collections.abc import Sequence
from typing import Any

import discord

from bot.chat.cards.escape import clip
from bot.chat.cards.parts import Button, Menu, Offers

CHANNELS = (  # what a menu of channels offers
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
    discord.ChannelType.forum,
)
_IN_A_MENU = 25
_OPTION = 100
_HINT = 150


def view_of(buttons: Sequence[Button], menus: Sequence[Menu] = ()) -> discord.ui.View | None:
    """None where there is nothing to press."""
    if not buttons and not menus:
        return None
    view = discord.ui.View(timeout=None)
    for row, menu in enumerate(menus):
        view.add_item(select_of(menu, row=row))
    # Six periods stand as three and three, not as five and one.
    in_a_row = 3 if len(buttons) == 6 else 5
    for place, button in enumerate(buttons):
        style = (
            discord.ButtonStyle.danger
            if button.danger
            else discord.ButtonStyle.primary
            if button.primary
            else discord.ButtonStyle.secondary
        )
        view.add_item(
            discord.ui.Button(
                style=style,
                label=button.label,
                custom_id=button.press,
                disabled=button.disabled,
                row=len(menus) + place // in_a_row,
            )
        )
    view.stop()
    return view


def select_of(
    menu: Menu, *, row: int | None = None, required: bool = True
) -> discord.ui.Select[Any] | discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any]:
    """required: in a page of questions, whether something must be chosen."""
    hint = clip(menu.hint, _HINT)
    given = [discord.Object(one) for one in menu.given]
    match menu.offers:
        case Offers.CHANNELS:
            return discord.ui.ChannelSelect(
                custom_id=menu.press,
                channel_types=list(CHANNELS),
                placeholder=hint,
                min_values=menu.least,
                max_values=menu.most,
                default_values=[discord.SelectDefaultValue.from_channel(one) for one in given],
                required=required,
                row=row,
            )
        case Offers.ROLES:
            return discord.ui.RoleSelect(
                custom_id=menu.press,
                placeholder=hint,
                min_values=menu.least,
                max_values=menu.most,
                default_values=[discord.SelectDefaultValue.from_role(one) for one in given],
                required=required,
                row=row,
            )
        case Offers.WORDS:
            return discord.ui.Select(
                custom_id=menu.press,
                placeholder=hint,
                min_values=menu.least,
                max_values=min(menu.most, len(menu.options)),
                options=[
                    discord.SelectOption(
                        label=clip(one.label, _OPTION),
                        value=one.value,
                        description=clip(one.note, _OPTION) or None,
                        default=one.chosen,
                    )
                    for one in menu.options[:_IN_A_MENU]
                ],
                required=required,
                row=row,
            )
