"""Which words of a command name which company? Pure splitting of what a person typed."""

import re
from collections.abc import Callable
from itertools import pairwise

from bot.instruments.models import Found, Resolution
from bot.market.models import Period

_PERIODS = {
    "1d": Period.DAY,
    "1t": Period.DAY,
    "day": Period.DAY,
    "tag": Period.DAY,
    "5d": Period.WEEK,
    "5t": Period.WEEK,
    "1w": Period.WEEK,
    "week": Period.WEEK,
    "woche": Period.WEEK,
    "1m": Period.MONTH,
    "month": Period.MONTH,
    "monat": Period.MONTH,
    "6m": Period.HALF_YEAR,
    "1y": Period.YEAR,
    "1j": Period.YEAR,
    "12m": Period.YEAR,
    "year": Period.YEAR,
    "jahr": Period.YEAR,
    "5y": Period.FIVE_YEARS,
    "5j": Period.FIVE_YEARS,
}
_SEPARATOR = re.compile(r"\s*[,;\n]\s*|\s+(?:vs\.?|gegen|und|and|mit|with)\s+", re.IGNORECASE)
_WORDS_OF_A_NAME = 4
_SURE = 0.9


def period_of(word: str) -> Period | None:
    """ "1m", "1J", "woche"."""
    return _PERIODS.get(word.strip().casefold())


def split_period(text: str) -> tuple[str, Period | None]:
    """ "xiaomi 1m" → ("xiaomi", one month); a word alone is always the company."""
    company, _, last = text.strip().rpartition(" ")
    period = period_of(last) if company.strip() else None
    return (company.strip(), period) if period else (text.strip(), None)


def split_companies(text: str, resolve: Callable[[str], Resolution]) -> list[str]:
    """ "xiaomi byd apple", "Deutsche Bank, BYD", "a vs b": one entry a company, in order.

    Without separators the longest run of words that is surely one company is one.
    """
    parts = [part.strip(" \"'“”„") for part in _SEPARATOR.split(text)]
    parts = [part for part in parts if part]
    if len(parts) != 1:
        return parts
    words = parts[0].split()
    if len(words) > 20:
        return [parts[0]]
    names: list[str] = []
    while words:
        count = next(
            (
                count
                for count in range(min(_WORDS_OF_A_NAME, len(words)), 1, -1)
                if _sure(resolve(" ".join(words[:count])))
            ),
            1,
        )
        names.append(" ".join(words[:count]))
        words = words[count:]
    return names


def _sure(resolution: Resolution) -> bool:
    return isinstance(resolution, Found) and resolution.confidence >= _SURE


_TAG = re.compile(r"(?<![\w$])\$([A-Za-z][A-Za-z0-9]{0,9}(?:\.[A-Za-z]{1,3})?)(?![\w$])")
_CODE = re.compile(
    r"\b(?:[A-Z]{2}[A-Z0-9]{9}\d|(?=[A-Z0-9]*\d)[A-Z0-9]{6}|[A-Z0-9]{1,6}\.[A-Z]{1,3})\b"
)
_NAME = re.compile(r"(?:[^\W\d_][\w&.'’-]*[^\W_]|[一-鿿]{2,})")
_LOOKS = 24  # phrases of a message that are looked up; each takes a few milliseconds at worst


def cashtags(text: str) -> list[str]:
    """The symbols behind "$", in order, each once."""
    return list(dict.fromkeys(tag.upper() for tag in _TAG.findall(text[:4_000])))


def phrases(text: str) -> list[str]:
    """What in a message may name a company, surest first: cashtags, codes, capitalised words."""
    text = text[:4_000]
    found = [*_TAG.findall(text), *_CODE.findall(text)]
    words = [word for word in _NAME.findall(text) if word[0].isupper() or ord(word[0]) > 0x2E80]
    pairs = [f"{one} {two}" for one, two in pairwise(words) if f"{one} {two}" in text]
    return list(dict.fromkeys((*found, *pairs, *words)))[:_LOOKS]
