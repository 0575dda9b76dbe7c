"""Forms of wording that tell what part a name plays: `tables/<table>.toml`, each compiled once.

A form is a verbose regular expression in which blanks mean nothing; letters count alike in both
cases. Where words and phrases do, they are listed between "|", folded and without marks: "*" stands
for any letters at an end ("klage*", "*räuber"), and a form of the same name with "_form" has the
rest. That is ten times as fast, and texts are many. Tables are read at first use.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from bot.language.tokens import HAN
from bot.language.wordlists import alternatives, section, table

TABLES = Path(__file__).parent / "tables"
_FLAGS = re.VERBOSE | re.IGNORECASE
_WORD = re.compile(r"[^\W_]+")


@cache
def form(of: str, part: str, name: str) -> str:
    """The words of that form, as written in the table."""
    rows = cast("Mapping[str, Mapping[str, str]]", table(of, TABLES))
    return section(rows[part])[name].strip()


@cache
def behind(of: str, part: str, name: str) -> re.Pattern[str]:
    """To be matched where the name ends."""
    return re.compile(rf"^(?:{form(of, part, name)})", _FLAGS)


@cache
def before(of: str, part: str, name: str) -> re.Pattern[str]:
    """To be searched in what stands before the name."""
    return re.compile(rf"(?:{form(of, part, name)})$", _FLAGS)


@cache
def anywhere(of: str, part: str, name: str) -> re.Pattern[str]:
    """To be searched in the sentence or the whole text."""
    return re.compile(form(of, part, name), _FLAGS)


def tells(of: str, part: str, name: str, text: str) -> bool:
    """Does the text have one of the words and phrases listed there, or the form beside them?"""
    padded, (words, others) = _padded(text), _needles(of, part, name)
    if not words.isdisjoint(padded.words):
        return True
    for needle in others:  # a generator takes half as long again
        if needle in padded.text:
            return True
    rest = _rest(of, part, name)
    return rest is not None and rest.search(text) is not None


def count(of: str, part: str, name: str, text: str) -> int:
    """How many of the words and phrases listed there does the text have, the form as one?"""
    padded, (words, others) = _padded(text), _needles(of, part, name)
    found = len(words & padded.words) + sum(needle in padded.text for needle in others)
    rest = _rest(of, part, name)
    return found + (rest is not None and rest.search(text) is not None)


def ends(of: str, part: str, name: str, before: str) -> bool:
    """Does what stands before a name end with one of the words and phrases listed there?"""
    padded, (words, others) = _padded(before).text, _needles(of, part, name)
    return padded[padded.rfind(" ", 0, -1) + 1 : -1] in words or (
        padded.endswith(others) or padded.rstrip().endswith(others)
    )


class _Padded(NamedTuple):
    """text: the words of a text between blanks, folded."""

    text: str
    words: frozenset[str]


@lru_cache(maxsize=64)
def _padded(text: str) -> _Padded:
    words = _WORD.findall(text.casefold())
    return _Padded(f" {' '.join(words)} ", frozenset(words))


@cache
def _needles(of: str, part: str, name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, which a set finds at once, and what has to be looked for."""
    listed = alternatives(form(of, part, name).casefold())
    whole = frozenset(one for one in listed if _WORD.fullmatch(one) and not HAN.search(one))
    return whole, tuple(_needle(one) for one in listed if one not in whole)


def _needle(listed: str) -> str:
    if HAN.search(listed):
        return listed
    begins = "" if listed.startswith("*") else " "
    closes = "" if listed.endswith("*") else " "
    return f"{begins}{listed.strip('*')}{closes}"


@cache
def _rest(of: str, part: str, name: str) -> re.Pattern[str] | None:
    rest = f"{name}_form"
    rows = cast("Mapping[str, object]", table(of, TABLES)[part])
    return anywhere(of, part, rest) if rest in rows else None
