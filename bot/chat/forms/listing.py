"""The list of subscriptions, and one of them with what can be done about it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
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
    MARKS,
    Clockwork,
    failed_words,
    next_words,
    place_words,
    sent_words,
    state_words,
    what_words,
    whom_words,
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
    """Ten a page, by company, with what is not the same for all; a menu to choose one.

    entries: all of them, those of a company side by side. names: of the companies, by their keys.
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
        "\n".join(_lines(entries, shown, spot, names, clock)),
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
        f"{MARKS[one.state]} {state_words(one, clock.wording)}",
        sent_words(one, clock),
        *failed_words(one, clock),
        *next_words(entry, clock),
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


def _lines(
    entries: Sequence[Entry],
    shown: Iterable[Entry],
    spot: Spot,
    names: Mapping[str, str],
    clock: Clockwork,
) -> list[str]:
    """Where it comes is said once for all, once for a company, or for each."""
    everywhere = _one_place(entries)
    above = _place(everywhere, spot, clock)
    lines = [f"-# {' · '.join(above)}"] if above else []
    for company, group in groupby(shown, key=lambda one: one.subscription.instrument):
        theirs = [one for one in entries if one.subscription.instrument == company]
        place = everywhere or _one_place(theirs)
        name = f"**{escape(names.get(company, company), 60)}**"
        if lines:
            lines.append("")
        lines.append(" · ".join([name, *([] if everywhere else _place(place, spot, clock))]))
        for entry in group:
            own = [] if place else _place(entry.subscription, spot, clock)
            lines += _entry_lines(entry, own, clock)
    return lines


def _entry_lines(entry: Entry, place: Sequence[str], clock: Clockwork) -> list[str]:
    """What comes, with what is to be known of it: nothing where all is as it should be."""
    one, wording = entry.subscription, clock.wording
    active = one.state is State.ACTIVE
    facts = [
        what_words(one, wording),
        *place,
        *([] if active else [state_words(one, wording)]),
        *([sent_words(one, clock)] if one.last_sent else []),
        *next_words(entry, clock),
    ]
    failed = [] if one.state is State.LOST else failed_words(one, clock)
    mark = "•" if active else MARKS[one.state]
    return [f"{mark} {' · '.join(facts)}", *(f"-# {words}" for words in failed)]


def _one_place(entries: Iterable[Entry]) -> Subscription | None:
    """One of them, where all come to one channel and mention the same."""
    found = {(one.subscription.channel, one.subscription.role): one for one in entries}
    return next(iter(found.values())).subscription if len(found) == 1 else None


def _place(one: Subscription | None, spot: Spot, clock: Clockwork) -> list[str]:
    """Where it comes and whom it mentions; the list of a channel need not name the channel."""
    if one is None:
        return []
    if spot.scope == ALL:
        return [place_words(one, clock.wording)]
    return whom_words(one, clock.wording)


def _option(one: Subscription, names: Mapping[str, str], wording: Wording) -> Option:
    name = plain(names.get(one.instrument, one.instrument), 40)
    return Option(clip(f"{name} · {what_words(one, wording)}", LABEL), one.id)
