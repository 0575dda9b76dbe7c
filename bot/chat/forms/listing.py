"""The list of subscriptions, and one of them with what can be done about it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from bot.audience import Audience
from bot.chat.cards.escape import clip, escape, plain
from bot.chat.cards.parts import (
    CALM,
    DOWN,
    LABEL,
    Button,
    Card,
    Menu,
    Option,
    notice,
    press_id,
)
from bot.chat.forms.phrases import (
    Clockwork,
    health_words,
    place_words,
    state_words,
    what_words,
)
from bot.chat.wording.catalogue import Wording
from bot.updates.models import State, Subscription
from bot.updates.wishes.service import Entry

LIST, ONE = "subs", "sub"  # actions of the buttons
ALL = "-"  # the scope of a whole server; else a channel's id
_ON_A_PAGE = 10
_PAGES = 1_000
_NAME = 80


class Spot(NamedTuple):
    """Where in the lists somebody is. scope: ALL, or the channel whose list it is."""

    scope: str
    page: int = 0

    @property
    def parts(self) -> tuple[str, str]:
        """As they stand at the end of a button's id."""
        return self.scope, str(self.page)

    @classmethod
    def of(cls, parts: Sequence[str]) -> Self:
        """Raises ValueError for parts that are none of ours."""
        scope, page = parts
        if scope != ALL:
            int(scope)
        return cls(scope, min(int(page), _PAGES))


def list_card(
    entries: Sequence[Entry],
    spot: Spot,
    names: Mapping[str, str],
    audience: Audience,
    clock: Clockwork,
) -> Card:
    """Ten a page, each with what, where, when, whom and how it is; a menu to choose one.

    names: of the companies, by their keys.
    """
    wording = clock.wording
    words = wording.subscribing
    title = words.list_title if spot.scope == ALL else words.list_here
    buttons: list[Button] = []
    if not entries:
        example = f"{audience.prefix}{wording.commands['subscribe'].example}"
        return notice(title, words.list_empty.format(example=example), buttons=buttons)
    pages = (len(entries) - 1) // _ON_A_PAGE + 1
    page = min(max(spot.page, 0), pages - 1)
    first = page * _ON_A_PAGE
    shown = entries[first : first + _ON_A_PAGE]
    if page > 0:
        buttons.append(Button(wording.page_back, press_id(LIST, "page", spot.scope, str(page - 1))))
    if page < pages - 1:
        buttons.append(Button(wording.page_on, press_id(LIST, "page", spot.scope, str(page + 1))))
    menu = Menu(
        press_id(LIST, "choose", spot.scope, str(page)),
        words.list_choose,
        options=tuple(_option(one.subscription, names, wording) for one in shown),
    )
    footer = words.list_page.format(first=first + 1, last=first + len(shown), count=len(entries))
    return notice(
        title,
        "\n".join(_lines(one, names, clock) for one in shown),
        menus=[menu],
        buttons=buttons,
        footer=footer if pages > 1 else "",
    )


def entry_card(entry: Entry, name: str, spot: Spot, clock: Clockwork) -> Card:
    """One subscription with its buttons."""
    words, one = clock.wording.subscribing, entry.subscription

    def press(act: str) -> str:
        return press_id(ONE, act, one.id, *spot.parts)

    rest = (words.pause, "pause") if one.state is State.ACTIVE else (words.resume, "resume")
    lines = [
        f"**{what_words(one, clock.wording)}**",
        place_words(one, clock.wording),
        state_words(one, clock.wording),
        *health_words(entry, clock),
    ]
    return notice(
        escape(name, _NAME),
        "\n".join(lines),
        colour=DOWN if one.state is State.LOST else CALM,
        buttons=[
            Button(words.preview, press("preview"), primary=True),
            Button(rest[0], press(rest[1])),
            Button(words.change, press("change")),
            Button(words.remove, press("remove"), danger=True),
            Button(words.back, press_id(LIST, "page", *spot.parts)),
        ],
    )


def remove_card(entry: Entry, name: str, spot: Spot, wording: Wording) -> Card:
    """Asks once more; only the press removes."""
    words, one = wording.subscribing, entry.subscription
    return notice(
        escape(name, _NAME),
        f"**{what_words(one, wording)}**\n{place_words(one, wording)}\n\n{words.remove_ask}",
        colour=DOWN,
        buttons=[
            Button(words.remove_yes, press_id(ONE, "really", one.id, *spot.parts), danger=True),
            Button(words.cancel, press_id(ONE, "show", one.id, *spot.parts)),
        ],
    )


def removed_card(one: Subscription, name: str, spot: Spot, wording: Wording) -> Card:
    words = wording.subscribing
    return notice(
        escape(name, _NAME),
        words.removed.format(what=f"{what_words(one, wording)} (<#{one.channel}>)"),
        buttons=[Button(words.back, press_id(LIST, "page", *spot.parts))],
    )


def _lines(entry: Entry, names: Mapping[str, str], clock: Clockwork) -> str:
    one = entry.subscription
    name = escape(names.get(one.instrument, one.instrument), 60)
    facts = [
        place_words(one, clock.wording),
        state_words(one, clock.wording),
        *health_words(entry, clock),
    ]
    return f"**{name}** · {what_words(one, clock.wording)}\n-# {' · '.join(facts)}"


def _option(one: Subscription, names: Mapping[str, str], wording: Wording) -> Option:
    name = plain(names.get(one.instrument, one.instrument), 40)
    return Option(clip(f"{name} · {what_words(one, wording)}", LABEL), one.id)
