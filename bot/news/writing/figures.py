"""Every number of a text with its unit and sign, whatever its language writes it like.

"2,35 €", "2.35 euros" and "2.35欧元" are one figure; "1,2 Mrd." is 1,200,000,000 and "3 Jahre"
is "three years". Where a text's language is unknown, a doubtful number has two readings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from bot.language.wordlists import section, table, words_in

TABLES = Path(__file__).parent / "tables"
_COMMA = frozenset(("de", "fr", "es", "it", "nl", "pt", "pl", "da", "sv", "fi", "nb", "cs", "tr"))
_POINT = frozenset(("en", "zh", "ja", "ko"))
_DIGITS = r"\d+(?:[.,'\u2019\u00a0\u202f]\d+)*"
_MOST_DIGITS = 30
_OPPOSITE = {"+": "-", "-": "+"}


@dataclass(frozen=True, slots=True)
class Figure:
    """values: the ways to read it. unit: "" where none is said. sign: "+", "-" or ""."""

    values: frozenset[Decimal]
    unit: str = ""
    sign: str = ""

    def backed_by(self, told: "Figure") -> bool:
        """Whether `told` says the same: the value, and no other unit or sign."""
        return (
            not self.values.isdisjoint(told.values)
            and (not self.unit or not told.unit or self.unit == told.unit)
            and (not self.sign or told.sign != _OPPOSITE[self.sign])
        )


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, Decimal]
    scales: dict[str, dict[str, Decimal]]  # by language, "" for those that all share
    units: dict[str, str]
    pattern: re.Pattern[str]


@cache
def _words() -> _Words:
    rows = table("figures", TABLES)
    numbers = {
        word: Decimal(value)
        for value, words in section(rows["numbers"]).items()
        for word in words_in(words)
    }
    scales: dict[str, dict[str, Decimal]] = {}
    for name, words in section(rows["scales"]).items():
        exponent, _, language = name.partition("_")
        found = scales.setdefault(language, {})
        found.update((word, Decimal(10) ** int(exponent)) for word in words_in(words))
    units = {
        word.replace("_", " "): unit
        for unit, words in section(rows["units"]).items()
        for word in words_in(words)
    }
    every = sorted({word for one in scales.values() for word in one}, key=len, reverse=True)
    signs = sorted(units, key=len, reverse=True)
    ends = r"(?![^\W\d_\u3400-\u9fff])"  # no letter of an alphabet follows

    def any_of(words: list[str]) -> str:
        return "|".join(
            re.escape(word) + (ends if word[-1].isalpha() and word.isascii() else "")
            for word in words
        )

    spelled = any_of(sorted(numbers, key=len, reverse=True))
    pattern = re.compile(
        rf"(?P<before>{any_of(signs)})?\s?(?P<sign>(?<!\w)[+\u2212\u2013-](?=\d))?"
        rf"(?:(?<![^\W_\u3400-\u9fff])(?P<digits>{_DIGITS})|(?<![^\W\d_\u3400-\u9fff])(?P<spelled>{spelled}))"
        rf"(?:[\s\u00a0-]?(?P<scale>{any_of(every)})\.?)?(?:[\s\u00a0-]?(?P<after>{any_of(signs)}))?"
        rf"|(?<![^\W\d_\u3400-\u9fff])(?P<bare>{any_of(every)})",
        re.IGNORECASE,
    )
    return _Words(numbers, scales, units, pattern)


def figures(text: str, language: str | None) -> Iterator[Figure]:
    """All figures of the text in order; `language` says what its comma and its point mean."""
    known = _words()
    for match in known.pattern.finditer(text):
        found = match.groupdict()
        scale = _scale(known, found["scale"] or found["bare"], language)
        if found["bare"]:
            # A scale without a number is a figure too: "a billion", "Milliarden".
            yield Figure(frozenset((scale,)))
            continue
        if found["spelled"]:
            values = {known.numbers[found["spelled"].lower()]}
        else:
            values = _readings(found["digits"], language)
        unit = known.units.get((found["after"] or found["before"] or "").lower(), "")
        sign = "" if not found["sign"] else "+" if found["sign"] == "+" else "-"
        yield Figure(frozenset(value * scale for value in values), unit, sign)


def _scale(known: _Words, word: str | None, language: str | None) -> Decimal:
    """Ten to which power; a German Billion is an English trillion."""
    if not word:
        return Decimal(1)
    lowered = word.lower()
    own = known.scales.get(language or "", {})
    for scales in (own, known.scales[""], *known.scales.values()):
        if lowered in scales:
            return scales[lowered]
    return Decimal(1)


def _readings(digits: str, language: str | None) -> set[Decimal]:
    if len(digits) > _MOST_DIGITS:
        return {Decimal(-1)}  # no source's figure; equal to none that is asked about
    plain = re.sub(r"['\u2019\u00a0\u202f]", "", digits)
    comma = _value(plain, ",")
    point = _value(plain, ".")
    preferred = comma if language in _COMMA else point if language in _POINT else None
    if preferred is not None:
        return {preferred}
    readings = {value for value in (comma, point) if value is not None}
    return readings or {Decimal(int(part)) for part in re.split(r"[.,]", plain) if part}


def _value(digits: str, decimal: str) -> Decimal | None:
    """The number with that decimal mark; the other mark must stand before three digits."""
    other = "." if decimal == "," else ","
    whole, mark, rest = digits.partition(decimal)
    groups = whole.split(other)
    if decimal in rest or other in rest or any(len(group) != 3 for group in groups[1:]):
        return None
    return Decimal("".join(groups) + (f".{rest}" if mark else ""))
