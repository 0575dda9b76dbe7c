"""Pages of questions (modals): the figures of a form, and everything that can be changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.chat.answering.views import select_of
from bot.chat.cards.escape import clip
from bot.chat.cards.parts import Menu, Offers, Option
from bot.chat.forms.phrases import EITHER_WAY, days_words
from bot.chat.wording.catalogue import Wording
from bot.updates.models import EVERY_DAY, Direction, Kind, Subscription
from bot.updates.wishes.wish import Want, Wish, want_of
from bot.updates.wishes.words import level_of, parse_when, percent_of

_TITLE = 45
_HINT = 100
_LONGEST = 40  # characters of an answer

Field = discord.ui.Label[Any]


def figures_page(press: str, wish: Wish, wording: Wording) -> discord.ui.Modal:
    """Percent, level and its direction, time and days, as far as they are known filled in."""
    words = wording.subscribing
    fields = [
        _text("percent", words.field_percent, words.hint_percent, _percent(wish.wants, wording)),
        *_leveled(wish.wants, wording),
        *_when(wish, wording),
    ]
    return _page(press, words.details_title, fields)


def change_page(
    press: str, subscription: Subscription, wording: Wording, there: Callable[[int], bool]
) -> discord.ui.Modal:
    """Where, whom, and the figures of its kind. there: as `form_card` has it."""
    words, one, want = wording.subscribing, subscription, want_of(subscription)
    fields = [
        _menu(
            words.field_where,
            Menu(
                "where",
                words.ask_where,
                Offers.CHANNELS,
                given=(one.channel,) if there(one.channel) else (),
            ),
        ),
        _menu(
            words.field_whom,
            Menu(
                "whom",
                words.ask_whom,
                Offers.ROLES,
                given=(one.role,) if one.role and there(one.role) else (),
                least=0,
            ),
        ),
    ]
    match one.kind:
        case Kind.MOVE:
            percent = _percent([want], wording)
            fields.append(_text("percent", words.field_percent, words.hint_percent, percent))
        case Kind.LEVEL:
            fields += _leveled([want], wording)
        case Kind.CLOSE:
            fields += _when(Wish(at=one.at, days=one.days), wording)
        case _:
            pass
    return _page(press, words.change_title, fields)


def with_figures(wish: Wish, answers: dict[str, str], wording: Wording) -> Wish:
    """The wish with what was filled in; a figure also wants what it is the figure of.

    Raises BadPercent, BadLevel, BadWhen.
    """
    decimal = wording.numbers.decimal
    wants = list(wish.wants)
    percent, level = answers.get("percent", "").strip(), answers.get("level", "").strip()
    if percent and percent != _percent(wants, wording):
        wants = _instead(wants, Want(Kind.MOVE, percent=percent_of(percent, decimal)))
    way = answers.get("direction") or _direction(wants)
    if level and (level, way) != (_level(wants, wording), _direction(wants)):
        want = level_of(level, decimal)
        if want.direction is None and way != EITHER_WAY:  # what stands beside the figure counts
            want = replace(want, direction=Direction(way))
        wants = _instead(wants, want)
    changed = replace(wish, wants=tuple(wants))
    if "time" not in answers:
        return changed
    at, _ = parse_when(answers["time"]) if answers["time"].strip() else (None, EVERY_DAY)
    _, days = parse_when(answers["days"]) if answers["days"].strip() else (None, EVERY_DAY)
    changed = replace(changed, at=at, days=days)
    if (at is not None or days != EVERY_DAY) and Kind.CLOSE not in changed.kinds:
        changed = replace(changed, wants=(*changed.wants, Want(Kind.CLOSE)))
    return changed


def _instead(wants: Sequence[Want], new: Want) -> list[Want]:
    """The new one in the place of those of its kind."""
    place = next((at for at, one in enumerate(wants) if one.kind is new.kind), len(wants))
    others = [one for one in wants if one.kind is not new.kind]
    return [*others[:place], new, *others[place:]]


def _percent(wants: Sequence[Want], wording: Wording) -> str:
    found = next((one.percent for one in wants if one.kind is Kind.MOVE and one.percent), None)
    return "" if found is None else f"{found.normalize():f}".replace(".", wording.numbers.decimal)


def _level(wants: Sequence[Want], wording: Wording) -> str:
    found = next((one for one in wants if one.kind is Kind.LEVEL and one.level is not None), None)
    if found is None or found.level is None:
        return ""
    figure = f"{found.level:f}".replace(".", wording.numbers.decimal)
    return f"{figure} {found.currency}" if found.currency else figure


def _direction(wants: Sequence[Want]) -> str:
    """As the menu has it: of the first level."""
    found = next((one.direction for one in wants if one.kind is Kind.LEVEL), None)
    return found or EITHER_WAY


def _leveled(wants: Sequence[Want], wording: Wording) -> list[Field]:
    words, chosen = wording.subscribing, _direction(wants)
    options = tuple(
        Option(words.directions[way], way, chosen=way == chosen) for way in (EITHER_WAY, *Direction)
    )
    return [
        _text("level", words.field_level, words.hint_level, _level(wants, wording)),
        _menu(
            words.field_direction,
            Menu("direction", words.directions[EITHER_WAY], options=options, least=0),
        ),
    ]


def _when(wish: Wish, wording: Wording) -> list[Field]:
    words = wording.subscribing
    at = f"{wish.at:%H:%M}" if wish.at else ""
    # As `parse_when` reads it: with a plain hyphen.
    days = days_words(wish.days, wording).replace("–", "-") if wish.days != EVERY_DAY else ""
    return [
        _text("time", words.field_time, words.hint_time, at),
        _text("days", words.field_days, words.hint_days, days),
    ]


def _text(name: str, label: str, hint: str, value: str) -> Field:
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=name, required=False, default=value or None, max_length=_LONGEST
    )
    return discord.ui.Label(
        text=clip(label, _TITLE), description=clip(hint, _HINT), component=field
    )


def _menu(label: str, menu: Menu) -> Field:
    return discord.ui.Label(
        text=clip(label, _TITLE), component=select_of(menu, required=menu.least > 0)
    )


def _page(press: str, title: str, fields: Sequence[Field]) -> discord.ui.Modal:
    page = discord.ui.Modal(title=clip(title, _TITLE), custom_id=press, timeout=None)
    for field in fields:
        page.add_item(field)
    page.stop()  # kept nowhere; its answers are recognised by its id
    return page
