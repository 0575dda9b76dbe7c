"""Lines of text as pages have them: cleaned, and how much two of them say the same."""

import re
from collections.abc import Iterable

from lxml.etree import ElementBase

_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]"
    r"|\ufffd{2,}|(?:https?://t\.co|pic\.twitter\.com)/\w+"  # broken emoji, links of embedded posts
)
_UNITS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

Shingles = frozenset[tuple[str, ...]]


def clean(text: str) -> str:
    """Without characters that nobody sees, and with one space where there were several."""
    return " ".join(_UNSEEN.sub("", text).split())


def plain(element: ElementBase) -> str:
    """The words within an element, as one line."""
    return clean("".join(element.itertext()))


def words(text: str) -> list[str]:
    """Lower-cased; a Chinese or Japanese character is a word."""
    return _UNITS.findall(text.lower())


def shingles(text: str) -> Shingles:
    """Every three words that follow each other."""
    found = words(text)
    return frozenset(zip(found, found[1:], found[2:], strict=False))


def share(text: str, known: Shingles) -> float:
    """How much of the text is known, 0 to 1."""
    ours = shingles(text)
    return len(ours & known) / len(ours) if ours else 0.0


def size(lines: Iterable[str]) -> int:
    """Characters of all lines."""
    return sum(map(len, lines))


def length_of(element: ElementBase, limit: int) -> int:
    """Characters of text within an element, counted not much further than the limit."""
    length = 0
    for piece in element.itertext():
        length += len(piece.strip())
        if length > limit:
            break
    return length
