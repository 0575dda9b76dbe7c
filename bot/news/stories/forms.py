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
from typing import cast

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
    padded = _padded(text)
    if any(needle in padded for needle in _needles(of, part, name)):
        return True
    rest = f"{name}_form"
    has_form = rest in cast("Mapping[str, object]", table(of, TABLES)[part])
    return has_form and anywhere(of, part, rest).search(text) is not None


def ends(of: str, part: str, name: str, before: str) -> bool:
    """Does what stands before a name end with one of the words and phrases listed there?"""
    padded, needles = _padded(before), _needles(of, part, name)
    return padded.endswith(needles) or padded.rstrip().endswith(needles)


@lru_cache(maxsize=64)
def _padded(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


@cache
def _needles(of: str, part: str, name: str) -> tuple[str, ...]:
    return tuple(map(_needle, alternatives(form(of, part, name))))


def _needle(listed: str) -> str:
    if HAN.search(listed):
        return listed
    begins = "" if listed.startswith("*") else " "
    closes = "" if listed.endswith("*") else " "
    return f"{begins}{listed.strip('*')}{closes}"
