"""What sort of event does a headline tell? The same idea in German, English and Chinese.

Ideas join reports across languages ("Serienfertigung", "mass production", "量产") and keep two
events of one company on one day apart ("Quartalszahlen" and "Rückruf").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from bot.language.tokens import HAN
from bot.language.wordlists import section, table, words_in

_TABLES = Path(__file__).parent / "tables"
_US = re.compile(r"(?<![A-Za-z])US(?![A-Za-z$])")  # "us" is a word
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Lists:
    prefixes: dict[str, list[tuple[str, str]]]
    wholes: dict[str, str]
    chinese: list[tuple[str, str]]
    tails: Mapping[str, str]


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(words_in(table("events", _TABLES)[name]))


@cache
def _lists() -> _Lists:
    rows = table("events", _TABLES)
    found = _Lists({}, {}, [], section(rows["tails"]))
    for idea, block in section(rows["ideas"]).items():
        for word in words_in(block.casefold()):
            if HAN.match(word):
                found.chinese.append((word, idea))
            elif word.startswith("="):
                found.wholes[word[1:]] = idea
            elif len(word) <= 4:
                found.wholes[word] = idea
            else:
                found.prefixes.setdefault(word[:4], []).append((word, idea))
    return found


def events() -> frozenset[str]:
    """The ideas that name an event by themselves."""
    return _listed("events")


@cache
def deals() -> tuple[frozenset[str], ...]:
    """Events that may be one deal, put in two ways."""
    blocks = cast("list[str]", table("events", _TABLES)["one_deal"])
    return tuple(frozenset(words_in(block)) for block in blocks)


def places() -> frozenset[str]:
    """The ideas that are countries, regions and cities."""
    return _listed("places")


def accounts() -> frozenset[str]:
    """The ideas of a company's accounts: one kind of event."""
    return _listed("accounts")


def share_words() -> frozenset[str]:
    """Words for a share, which tell no event of a company."""
    return _listed("shares")


def market_words() -> tuple[str, ...]:
    """Words of market reports that name no one, folded."""
    return words_in(table("events", _TABLES)["markets"])


@lru_cache(maxsize=20_000)
def _ideas_of(word: str) -> tuple[str, ...]:
    lists = _lists()
    found = [idea for start, idea in lists.prefixes.get(word[:4], ()) if word.startswith(start)]
    if word in lists.wholes:
        found.append(lists.wholes[word])
    if len(word) > 7:
        found += [
            idea
            for tail, idea in lists.tails.items()
            if word.endswith(tail) and len(word) > len(tail) + 2
        ]
    if "-" in word:
        for part in word.split("-"):
            found += _ideas_of(part)
    return tuple(dict.fromkeys(found))


def ideas(text: str) -> frozenset[str]:
    """The ideas that a headline or short text speaks of."""
    found: set[str] = set()
    folded = text.casefold()
    for word in _WORDS.findall(folded):
        found.update(_ideas_of(word))
    if "half" in folded or "hälfte" in folded or "halbjahr" in folded:
        if re.search(r"first[\s-]half|erste[nr]?\s(?:jahres)?h(?:älfte|albjahr)", folded):
            found.add("half1")
        if re.search(r"second[\s-]half|zweite[nr]?\s(?:jahres)?h(?:älfte|albjahr)", folded):
            found.add("half2")
    if _US.search(text):
        found.add("usa")
    if HAN.search(text):
        found.update(idea for word, idea in _lists().chinese if word in text)
    return frozenset(found)


def names_in_chinese(text: str) -> list[str]:
    """Latin spellings of the names that a Chinese text contains."""
    if not HAN.search(text):
        return []
    spellings = section(table("events", _TABLES)["latin"])
    return list(dict.fromkeys(latin for han, latin in spellings.items() if han in text))
