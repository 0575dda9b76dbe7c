"""Reads the words of a wish, one after the other."""

import re
from dataclasses import replace
from datetime import time
from decimal import Decimal

from bot.updates.models import EVERY_DAY, Direction, Kind
from bot.updates.wishes import refusals
from bot.updates.wishes.amounts import Amount, read_amount
from bot.updates.wishes.vocabulary import DAY_OF, DAYS_OF, FILLERS, KIND_OF, VERB_OF, WAY_OF
from bot.updates.wishes.wish import Want, Wish

LEAST_PERCENT, MOST_PERCENT = Decimal("0.5"), Decimal(100)
_MOST_LEVEL = Decimal(1_000_000_000)

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{1,2}))?\s*(uhr|am|pm)?", re.IGNORECASE)
_RANGE = re.compile(r"(\w+?)\s*(?:-|–|\bbis\b|\bto\b)\s*(\w+)", re.IGNORECASE)
_CLOCK_LIKE = re.compile(r"\d{1,2}\.\d{2}")


class Parser:
    """Takes token after token; a figure belongs to the kind that was named before it.

    In "price above 2.60" the price is no wish of its own, only what goes there.
    """

    def __init__(self, decimal: str) -> None:
        self._decimal = decimal
        self._wants: list[Want] = []
        self._channel: int | None = None
        self._role: int | None = None
        self._at: time | None = None
        self._days: frozenset[int] = frozenset()
        self._moves = False  # whether it was moves that go above or below something

    def take(self, token: re.Match[str]) -> None:
        text = token[0].strip()
        match token.lastgroup:
            case "channel":
                self._channel = int(token["channel"])
            case "role":
                self._role = int(token["role"])
            case "everybody":
                raise refusals.EverybodyMentioned
            case "high":
                self._wants.append(Want(Kind.HIGH))
            case "low":
                self._wants.append(Want(Kind.LOW))
            case "time":
                self._at = _time(text)
            case "days":
                self._days |= _days(text)
            case "amount":
                self._amount(text)
            case "subject":
                self._moves = KIND_OF[text.casefold()] is Kind.MOVE
            case _:
                self._word(text)

    def wish(self) -> Wish:
        wants = list(dict.fromkeys(self._wants))
        timed = self._at is not None or bool(self._days)
        if timed and not wants:
            wants.append(Want(Kind.CLOSE))
        return Wish(
            wants=tuple(wants),
            channel=self._channel,
            role=self._role,
            at=self._at,
            days=self._days or EVERY_DAY,
        )

    def _word(self, text: str) -> None:
        word = text.casefold()
        if way := WAY_OF.get(word):
            self._way(way, is_verb=word in VERB_OF)
        elif word in KIND_OF:
            if not self._is_open(KIND_OF[word]):
                self._wants.append(Want(KIND_OF[word]))
        elif word in DAYS_OF:
            self._days |= DAYS_OF[word]
        elif word in DAY_OF:
            self._days |= {DAY_OF[word]}
        elif word not in FILLERS:
            raise refusals.NotUnderstood(word=text)

    def _way(self, way: Direction, *, is_verb: bool) -> None:
        if self._is_open(Kind.LEVEL):  # "falls below", "level above"
            self._wants[-1] = replace(self._wants[-1], direction=way)
            return
        last = self._wants[-1] if self._wants else None
        if last is None or not is_verb or (last.kind, last.direction) != (Kind.LEVEL, way):
            self._wants.append(Want(Kind.LEVEL, direction=way))  # but for "über 2,60 steigt"

    def _is_open(self, *kinds: Kind) -> bool:
        """Whether the last that was named is of these and has no figure yet."""
        last = self._wants[-1] if self._wants else None
        return last is not None and last.kind in kinds and not (last.percent or last.level)

    def _amount(self, text: str) -> None:
        last = self._wants[-1] if self._wants else None
        if last is not None and last.kind is Kind.CLOSE and _CLOCK_LIKE.fullmatch(text):
            self._at = _time(text)
            return
        amount = read_amount(text, self._decimal)
        if amount is None:
            raise refusals.NotUnderstood(word=text)
        if last is None or last.kind not in (Kind.MOVE, Kind.LEVEL):
            kind = _kind_of(amount)
            if kind is None:
                raise refusals.NotUnderstood(word=text)
            last = Want(kind)
        elif self._is_open(Kind.MOVE, Kind.LEVEL):
            self._wants.pop()
            if amount.percent and self._moves:
                last = Want(Kind.MOVE)
        self._moves = False
        if last.kind is Kind.MOVE:
            if amount.currency:
                raise bad_percent(text)
            self._wants.append(Want(Kind.MOVE, percent=checked_percent(amount)))
        elif amount.percent or amount.signed or not 0 < amount.value <= _MOST_LEVEL:
            raise refusals.BadLevel(value=text)
        else:
            self._wants.append(replace(last, level=amount.value, currency=amount.currency))


def _kind_of(amount: Amount) -> Kind | None:
    """What a figure means by itself: "5 %" is a move, "2,60 €" a level, "5" nothing."""
    if amount.percent or amount.signed:
        return Kind.MOVE
    return Kind.LEVEL if amount.currency else None


def checked_percent(amount: Amount) -> Decimal:
    if not LEAST_PERCENT <= amount.value <= MOST_PERCENT:
        raise bad_percent(f"{amount.value.normalize():f} %")
    return amount.value


def bad_percent(text: str) -> refusals.BadPercent:
    return refusals.BadPercent(value=text, least=LEAST_PERCENT, most=MOST_PERCENT)


def _time(text: str) -> time:
    found = _TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "").casefold() if found else ""
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise refusals.BadWhen(value=text)
    return time(hour, minute)


def _days(text: str) -> frozenset[int]:
    """ "mo-fr", "sa bis mo"."""
    found = _RANGE.fullmatch(text)
    first = DAY_OF.get(found[1].casefold()) if found else None
    last = DAY_OF.get(found[2].casefold()) if found else None
    if first is None or last is None:
        raise refusals.BadWhen(value=text)
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
