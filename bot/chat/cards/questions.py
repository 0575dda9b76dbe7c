"""What is asked back or refused: doubt, an unknown company, an impossible identifier, an error."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.chat.cards.escape import clip, escape, length, link, plain
from bot.chat.cards.names import shown_name
from bot.chat.cards.parts import DOWN, LABEL, Button, Card, LeftOut, Record, notice, press_id
from bot.chat.troubles import BadChoice
from bot.chat.wording.catalogue import Wording
from bot.errors import EmptyQuery, ParkettError
from bot.instruments.models import Ambiguous, Instrument, Invalid, Unknown

_ON_A_PAGE = 10
_BUTTONS = 10

PressFor = Callable[[Instrument], str]  # the id of the button that chooses this instrument


def choices(instruments: Sequence[Instrument], press: PressFor) -> tuple[Button, ...]:
    """One button a company."""
    return tuple(Button(_label(one), press(one)) for one in instruments[:_BUTTONS])


def ambiguous_card(query: str, doubt: Ambiguous, wording: Wording, press: PressFor) -> Card:
    """ "Which one?", with a button each."""
    lines = [wording.ambiguous.format(query=escape(query, 80))]
    lines += [f"• {_line(one)}" for one in doubt.candidates[:_BUTTONS]]
    return notice(
        wording.ambiguous_title, "\n".join(lines), buttons=choices(doubt.candidates, press)
    )


def unknown_card(query: str, unknown: Unknown, wording: Wording, press: PressFor) -> Card:
    """Says so, with the nearest names as buttons."""
    lines = [wording.unknown.format(query=escape(query, 80))]
    if unknown.silent:
        lines.append(f"-# ⚠️ {wording.unknown_silent}")
    if unknown.nearest:
        lines += [wording.unknown_nearest, *(f"• {_line(one)}" for one in unknown.nearest)]
    return notice(
        wording.unknown_title,
        "\n".join(lines),
        buttons=choices(unknown.nearest, press),
        personal=not unknown.nearest,
    )


def invalid_card(invalid: Invalid, wording: Wording) -> Card:
    """An ISIN or WKN that cannot be one, with the reason."""
    details = {
        "value": escape(invalid.value, 40),
        "kind": invalid.kind,
        "reason": wording.reasons.get(invalid.reason, escape(invalid.reason, 80)),
    }
    return notice(
        wording.invalid_title.format(kind=invalid.kind),
        wording.errors["invalid_identifier"].format(**details),
        colour=DOWN,
        personal=True,
    )


def error_card(error: ParkettError, wording: Wording, example: str = "") -> Card:
    """One sentence in the reader's language, and an example where something was missing."""
    lines = [sentence_of(error, wording)]
    if example and isinstance(error, EmptyQuery):
        lines.append(wording.example.format(example=example))
    return notice(wording.error_title, "\n".join(lines), colour=DOWN, personal=True)


def sentence_of(error: ParkettError, wording: Wording) -> str:
    """The error in this language; its details are foreign text and are escaped."""
    if isinstance(error, BadChoice):
        return str(error)  # written for this person already, with all foreign text escaped
    template = wording.errors.get(error.code, wording.errors["error"])
    details = {name: _shown(value, wording) for name, value in error.details.items()}
    try:
        return template.format_map(details)
    except (KeyError, ValueError, IndexError):
        return wording.errors["error"]


def _shown(value: object, wording: Wording) -> object:
    """A detail of an error: figures as they are written here, all else as foreign text."""
    match value:
        case Decimal():
            return f"{value:f}".replace(".", wording.numbers.decimal)
        case int() | float():
            return value
        case _:
            return escape(str(value), 300)


def left_out_card(record: Record, page: int, wording: Wording) -> Card:
    """What a card does not show and why, ten a page."""
    items = record.left_out
    title = wording.left_out_title.format(name=escape(record.name, 120))
    if not items:
        return notice(title, wording.left_out_none, personal=True)
    pages = (len(items) - 1) // _ON_A_PAGE + 1
    page = min(max(page, 0), pages - 1)
    first = page * _ON_A_PAGE
    shown = items[first : first + _ON_A_PAGE]
    buttons: list[Button] = []
    if page > 0:
        buttons.append(Button(wording.page_back, press_id("leftpage", record.id, str(page - 1))))
    if page < pages - 1:
        buttons.append(Button(wording.page_on, press_id("leftpage", record.id, str(page + 1))))
    footer = wording.left_out_page.format(
        first=first + 1, last=first + len(shown), count=len(items)
    )
    return notice(
        title,
        _listed(shown, wording),
        buttons=buttons,
        footer=footer if pages > 1 else "",
        personal=True,
    )


def _listed(items: Sequence[LeftOut], wording: Wording) -> str:
    """One line each; a link is given up before the sum becomes too long."""
    lines: list[str] = []
    room = 3_800
    for item in items:
        reason = wording.reason_of.get(item.reason, escape(item.reason, 40))
        rest = f" – {escape(item.publisher, 60)}" if item.publisher else ""
        line = f"• **{reason}**: {link(item.title, item.url, 120)}{rest}"
        if length(line) > room // max(1, len(items) - len(lines)):
            line = f"• **{reason}**: {escape(item.title, 120)}{rest}"
        room -= length(line) + 1
        lines.append(line)
    return "\n".join(lines)


def _label(instrument: Instrument) -> str:
    symbol = f" · {plain(instrument.home.symbol, 16)}"
    return (
        clip(plain(shown_name(instrument), LABEL - length(symbol)), LABEL - length(symbol)) + symbol
    )


def _line(instrument: Instrument) -> str:
    parts = [f"**{escape(shown_name(instrument), 80)}**", escape(instrument.home.symbol, 20)]
    parts.append(escape(instrument.home.venue, 40))
    if instrument.isin:
        parts.append(escape(instrument.isin, 16))
    return " · ".join(parts)
