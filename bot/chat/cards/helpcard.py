"""What the bot can do, what it is, and what it keeps."""

from bot.audience import Audience
from bot.chat.cards.escape import escape
from bot.chat.cards.parts import DOWN, Button, Card, notice, press_id
from bot.chat.wording.catalogue import CommandWords, Wording
from bot.chat.wording.choose import WORDINGS


def help_card(command: str, audience: Audience, wording: Wording) -> Card:
    """All commands, or one in detail with its subcommands; named in any language."""
    wanted = " ".join(command.casefold().removeprefix(audience.prefix).removeprefix("/").split())
    if not wanted:
        return _overview(audience, wording)
    name = _find(wanted)
    if name is None:
        unknown = wording.help_unknown.format(name=escape(command, 40))
        return notice(wording.error_title, unknown, colour=DOWN, personal=True)
    words = wording.commands[name]
    lines = [words.about, *_options(words)]
    lines.append(wording.help_usage.format(example=audience.prefix + words.example))
    for sub, sub_words in wording.commands.items():
        if sub.startswith(f"{name} "):
            lines.append(f"`{audience.prefix}{sub_words.example}` – {sub_words.about}")
    return notice(f"{audience.prefix}{_title(name, wording)}", "\n".join(lines))


def about_card(wording: Wording) -> Card:
    return notice(wording.about_title, wording.about)


def privacy_card(days: int, audience: Audience, wording: Wording) -> Card:
    """days: how long records of cards are kept."""
    example = f"{audience.prefix}{wording.commands['data delete'].example}"
    return notice(wording.privacy_title, wording.privacy.format(days=days, example=example))


def delete_card(wording: Wording) -> Card:
    """Asks once more; only the press deletes."""
    return notice(
        wording.delete_title,
        wording.delete_ask,
        colour=DOWN,
        buttons=[Button(wording.delete_yes, press_id("delete"), danger=True)],
        personal=True,
    )


def _overview(audience: Audience, wording: Wording) -> Card:
    lines = [wording.help_text.format(prefix=audience.prefix), ""]
    for name, words in wording.commands.items():
        if " " not in name:
            lines.append(f"`{audience.prefix}{words.example}` – {words.about}")
    return notice(wording.help_title, "\n".join(lines), footer=wording.disclaimer)


def _find(wanted: str) -> str | None:
    """The qualified name behind "kurs", "settings börse", "price"."""
    for wording in WORDINGS.values():
        for name in wording.commands:
            if wanted in (name, _title(name, wording)):
                return name
    return None


def _title(name: str, wording: Wording) -> str:
    parts = name.split(" ")
    return " ".join(
        wording.commands[" ".join(parts[: place + 1])].name for place in range(len(parts))
    )


def _options(words: CommandWords) -> list[str]:
    return [f"`{name}`: {about}" for name, about in words.options.values()]
