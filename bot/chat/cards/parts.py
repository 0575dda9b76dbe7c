"""What a card is made of, and how it is cut to what Discord takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import discord

from bot.chat.cards.escape import clip, length

DESCRIPTION = 4_096
TITLE = 256
FIELD_NAME = 256
FIELD = 1_024
FOOT = 300  # of a footer; Discord takes 2,048
EMBED = 5_900  # the sum Discord takes is 6,000; ours leaves room for another way of counting
CONTENT = 2_000
LABEL = 80
CUSTOM_ID = 100

UP = 0x2E9E6B
DOWN = 0xD1495B
CALM = 0x5B6B7F

_MARK = "pk"  # what all our buttons' ids begin with


@dataclass(frozen=True, slots=True)
class Button:
    """One button. It says what to do in its own id, so that it works after a restart."""

    label: str
    press: str
    primary: bool = False
    danger: bool = False
    disabled: bool = False


class Offers(StrEnum):
    """What is chosen in a menu."""

    WORDS = "words"  # out of `options`
    CHANNELS = "channels"  # text and news channels, threads, forums
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a menu. value: what a choice of it brings."""

    label: str
    value: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A select menu; like a button it says what to do in its own id.

    given: the ids that are chosen already, of channels and roles.
    """

    press: str
    hint: str
    offers: Offers = Offers.WORDS
    options: tuple[Option, ...] = ()
    given: tuple[int, ...] = ()
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG to be attached."""

    name: str
    png: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that a card does not show, and why (the code of a DropReason)."""

    title: str
    url: str
    publisher: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a posted card, so that its buttons work after a restart."""

    id: str
    key: str
    name: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One message: `embed` where embeds are allowed, else `text`; both already cut to size.

    lead: stands above the embed, a mention; it pings nobody. menus: one to a row, above the
    buttons.
    """

    embed: discord.Embed
    text: str
    buttons: tuple[Button, ...] = ()
    menus: tuple[Menu, ...] = ()
    lead: str = ""
    picture: Picture | None = None
    record: Record | None = None
    complete: bool = True
    personal: bool = False  # shown to the one who asked alone, where Discord can do that
    provisional: bool = False  # says only that something is to come

    def looks_like(self, other: "Card") -> bool:
        """Whether a reader would see no difference."""
        return (
            self.picture is other.picture
            and self.buttons == other.buttons
            and self.menus == other.menus
            and self.text == other.text
            and self.embed.to_dict() == other.embed.to_dict()
        )


def press_id(action: str, *arguments: str) -> str:
    """The id of a button: an action and its arguments, which must not hold a "|"."""
    text = "|".join((_MARK, action, *arguments))
    if len(text) > CUSTOM_ID:
        raise ValueError(f"a button's id may have {CUSTOM_ID} characters, not {len(text)}")
    return text


def embed_of(
    title: str,
    description: str = "",
    *,
    colour: int = CALM,
    fields: Sequence[tuple[str, str, bool]] = (),
    footer: str = "",
    picture: Picture | None = None,
) -> discord.Embed:
    """An embed that Discord takes, whatever it is given: each part and the sum are cut."""
    left = EMBED
    title = clip(title, TITLE)
    footer = clip(footer, FOOT)
    left -= length(title) + length(footer)
    description = clip_lines(description, min(DESCRIPTION, left))
    left -= length(description)
    embed = discord.Embed(title=title, description=description or None, colour=colour)
    for name, value, inline in fields[:25]:
        short_name, short = clip(name, FIELD_NAME), clip_lines(value, FIELD)
        left -= length(short_name) + length(short)
        if left < 0:
            break
        embed.add_field(name=short_name or "\u200b", value=short or "\u200b", inline=inline)
    if footer:
        embed.set_footer(text=footer)
    if picture is not None:
        embed.set_image(url=f"attachment://{picture.name}")
    return embed


def age_of(moment: datetime) -> str:
    """Discord counts it for each reader, in the reader's language."""
    return f"<t:{int(moment.timestamp())}:R>"


def clip_lines(text: str, limit: int) -> str:
    """At most `limit` characters: whole lines, because a cut line may be a cut link."""
    if length(text) <= limit:
        return text
    kept: list[str] = []
    used = 1
    for line in text.split("\n"):
        used += length(line) + 1
        if used > limit:
            break
        kept.append(line)
    return "\n".join(kept).rstrip() + "…" if kept else clip(text, limit)


def notice(
    title: str,
    description: str = "",
    *,
    buttons: Sequence[Button] = (),
    menus: Sequence[Menu] = (),
    colour: int = CALM,
    fields: Sequence[tuple[str, str, bool]] = (),
    footer: str = "",
    personal: bool = False,
) -> Card:
    """A card without figures: a question back, a refusal, a page of help."""
    lines = [f"**{title}**", description]
    lines += [f"**{name}**: {value}" for name, value, _ in fields]
    lines += [footer]
    return Card(
        embed=embed_of(title, description, colour=colour, fields=fields, footer=footer),
        text=clip_lines("\n".join(line for line in lines if line), CONTENT),
        buttons=tuple(buttons),
        menus=tuple(menus),
        personal=personal,
    )
