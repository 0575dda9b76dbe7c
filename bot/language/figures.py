"""Did it grow? Two figures of one thing set against each other: "EUR 13.1 mn, compared to 8.7"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST_RATIO = 50.0  # beyond it, the two do not measure one thing


@dataclass(frozen=True, slots=True)
class Change:
    """The later figure stands at text[start:stop] and before the earlier; `grew` compares them."""

    start: int
    stop: int
    grew: bool


_CURRENCY = (
    r"(?:eur(?:o|os)?|usd|gbp|sek|nok|dkk|chf|hk\$|us\$|[€$£¥]|rmb|cny|yuan|dollars?|franken)"
)
_SCALES = {
    "thousand": 1e3, "tsd": 1e3, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6,
    "millions": 1e6, "mio": 1e6, "millionen": 1e6, "bn": 1e9, "billion": 1e9, "billions": 1e9,
    "mrd": 1e9, "milliarden": 1e9, "bio": 1e12, "billionen": 1e12, "trillion": 1e12,
}  # fmt: skip
_UNIT = (
    rf"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))}"
    r"|%|percent|per\scent|pct|prozent|cents?)"
)


def _figure(name: str) -> str:
    return (
        rf"(?P<c{name}>{_CURRENCY})?\s?(?<![\w.,])(?P<n{name}>[-–]?\d+(?:[.,]\d+)*)\s?"
        rf"(?P<u{name}>{_UNIT})?(?!\w)\.?\s?(?P<d{name}>{_CURRENCY})?(?!\w)"
    )


_PAIR = re.compile(
    _figure("1") + r"(?P<gap>[^\d;!?]{0,70}?)\b"
    r"(?P<than>compared\s(?:to|with)|versus|vs\.?|against|(?:up|down|increased?)?\s?from"
    r"|verglichen\smit|im\svergleich\szu|gegenüber|nach|statt)\s"
    r"[^\d;!?]{0,60}?" + _figure("2")
)
_MONTH = re.compile(
    r"\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|days?|months?|years?"
    r"|monat|jahr|tage|people|employees|mitarbeiter|uhr)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$")


def changes(text: str) -> Iterator[Change]:
    """Every such pair of the folded text whose figures are of one kind."""
    for match in _PAIR.finditer(text):
        later, earlier = _value(match, "1"), _value(match, "2")
        if later is None or earlier is None:
            continue
        (now, kind), (before, other) = later, earlier
        if {kind, other} == {""} or (kind and other and kind != other):
            continue
        if _MONTH.match(text, match.end()) or not 0 < abs(before) < abs(now) * LARGEST_RATIO:
            continue
        if abs(now) >= abs(before) * LARGEST_RATIO or now == before:
            continue
        yield Change(match.start("n1"), match.end("n2"), now > before)


def _value(match: re.Match[str], name: str) -> tuple[float, str] | None:
    """The number with its scale, and what it counts: money, a share, or nothing named."""
    number = match[f"n{name}"].replace("–", "-")
    unit, other = match[f"u{name}"], match["u1" if name == "2" else "u2"]
    money = match[f"c{name}"] or match[f"d{name}"]
    if not unit and not money and re.fullmatch(r"(?:19|20)\d\d", number):
        return None  # a year
    if _THOUSANDS.fullmatch(number.lstrip("-")):
        number = re.sub(r"[.,]", "", number)
    whole, _, part = number.replace(",", ".").rpartition(".")
    value = float(f"{whole.replace('.', '')}.{part}" if whole else part)
    percent = unit is not None and unit not in _SCALES and not unit.startswith("cent")
    scale = _SCALES.get(unit or other or "", 1.0)
    kind = "share" if percent else "money" if unit or money else ""
    return value * scale, kind
