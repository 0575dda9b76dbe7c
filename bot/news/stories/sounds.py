"""Is a Chinese spelling this name? Foreign names are written by sound, and their consonants stay.

"坎蒂诺" and "Cantino" are both K, N, T, N. What is compared is rough on purpose (p is b, l is r),
so it needs three consonants, or two that are all of a spelling, and counts no more than a common
name. "Kairo" and "Cairo" are one name by it, too.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from bot.language.wordlists import section, table

FEWEST = 3  # consonants of a spelling within other characters
LONGEST = 8  # characters of a spelling
SHORT = 2  # consonants of a spelling between characters that write no names

_TABLES = Path(__file__).parent / "tables"
_LATIN = (
    (re.compile(r"sch|sh|ch|cz|tz|c(?=[eiy])|[szjßçšž]"), "S"),
    (re.compile(r"ph|[fvw]"), "V"),
    (re.compile(r"th|[td]"), "T"),
    (re.compile(r"x"), "KS"),
    (re.compile(r"ck|gh|qu|[cgkq]"), "K"),
    (re.compile(r"[pb]"), "P"),
    (re.compile(r"ng(?![aeiouy])"), "N"),
    (re.compile(r"[lr]"), "L"),
    (re.compile(r"m"), "M"),
    (re.compile(r"[nñ]"), "N"),
    (re.compile(r"[^A-Z]"), ""),
)
_SILENT = re.compile(r"r(?![aeiouyäöü])")  # Chinese leaves most of them out
_TWICE = re.compile(r"(.)\1+")


@cache
def _consonants() -> dict[str, str]:
    groups = section(table("sounds", _TABLES)["sounds"])
    return {sign: code.strip("-") for code, signs in groups.items() for sign in signs}


def of_names(names: Iterable[str]) -> frozenset[str]:
    """The consonants of folded names in Latin letters; a silent r may be there, th be t or s."""
    spelled = {one for name in names for one in (name[:40], _SILENT.sub("", name[:40]))}
    found = {_of_name(one) for name in spelled for one in (name, name.replace("th", "s"))}
    return frozenset(sound for sound in found if len(sound) >= SHORT)


def in_chinese(text: str) -> frozenset[str]:
    """The consonants of all that may write a foreign name in a Chinese text."""
    found: set[str] = set()
    run: list[str] = []
    for sign in [*text[:200], ""]:
        if (code := _consonants().get(sign)) is not None:
            run.append(code)
            continue
        if len(run) > 1 and len(whole := _plain(run)) >= SHORT:
            found.add(whole)
        for start in range(len(run)):
            for end in range(start + 2, min(len(run), start + LONGEST) + 1):
                if len(part := _plain(run[start:end])) >= FEWEST:
                    found.add(part)
        run = []
    return frozenset(found)


def _plain(codes: Iterable[str]) -> str:
    return _TWICE.sub(r"\1", "".join(codes))


@lru_cache(maxsize=20_000)
def _of_name(name: str) -> str:
    for letters, code in _LATIN:
        name = letters.sub(code, name)
    return _plain(name)
