"""What this server has chosen, shown."""

from bot.audience import Audience
from bot.chat.cards.parts import UP, Card, notice
from bot.chat.choices import shown
from bot.chat.wording.catalogue import Wording


def settings_card(audience: Audience, wording: Wording) -> Card:
    """All settings, and how one is changed."""
    values = shown(audience, wording)
    fields = [(wording.settings_names[name], value, True) for name, value in values.items()]
    example = f"{audience.prefix}{wording.commands['settings'].example}"
    return notice(
        wording.settings_title,
        wording.settings_hint.format(example=example),
        fields=fields,
    )


def changed_card(audience: Audience, field: str, wording: Wording) -> Card:
    """The new value; in the new language where that is what changed."""
    name = wording.settings_names[field]
    value = shown(audience, wording)[field]
    return notice(
        wording.settings_title,
        wording.settings_changed.format(name=name, value=f"**{value}**"),
        colour=UP,
    )
