"""Slash names and descriptions in a person's own language."""

import discord
from discord import app_commands

from bot.chat.wording.catalogue import CommandWords, Wording
from bot.chat.wording.choose import WORDINGS
from bot.chat.wording.english import ENGLISH

_LOCALES = {discord.Locale.german: "de"}
_Where = app_commands.TranslationContextLocation


class WordingTranslator(app_commands.Translator):
    """Looks everything up in the wording, by the command's qualified name."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        wording = WORDINGS.get(_LOCALES.get(locale, ""))
        if wording is None:
            return None
        match context.location:
            case _Where.command_name | _Where.group_name:
                if isinstance(context.data, app_commands.ContextMenu):
                    return wording.menu_lookup
                words = _words(wording, context.data)
                return words.name if words else None
            case _Where.command_description | _Where.group_description:
                words = _words(wording, context.data)
                return words.about if words else None
            case _Where.parameter_name | _Where.parameter_description:
                words = _words(wording, context.data.command)
                option = words.options.get(context.data.name) if words else None
                place = 0 if context.location is _Where.parameter_name else 1
                return option[place] if option else None
            case _:
                return _period(string.message, wording) or _kind(string.message, wording)


def _words(wording: Wording, command: object) -> CommandWords | None:
    name = getattr(command, "qualified_name", "")
    return wording.commands.get(name)


def _period(text: str, wording: Wording) -> str | None:
    """A choice of a period, which is written in English in the code."""
    for code, english in ENGLISH.periods.items():
        if text == english:
            return (
                wording.periods[code]
                .replace("Tagen", "Tage")
                .replace("Monaten", "Monate")
                .replace("Jahren", "Jahre")
            )
    return None


def _kind(text: str, wording: Wording) -> str | None:
    """A choice of what can be subscribed."""
    for kind, english in ENGLISH.subscribing.kinds.items():
        if text == english:
            return wording.subscribing.kinds[kind]
    return None
