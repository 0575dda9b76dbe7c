"""What stands between a page's headline and its first paragraph: who wrote it, and when.

Only looked at where the page declares neither; there a date is the date of the article, and a
short line that begins with "Von" names its author.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree
from lxml.etree import ElementBase

from bot.news.dates import parse_date

MOST_ELEMENTS = 120
FIRST_PARAGRAPH = 160  # characters of a paragraph at which the article has begun
LONGEST_LINE = 100

_LABELS = re.compile(
    r"(?:[\W_]|\b(?:stand|veröffentlicht|publi(?:shed|ziert|é)|erschienen|erstellt|posted|datum|date"
    r"|am|on|um|at|vom|den|the|uhr|von|by|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday)\b)*",
    re.IGNORECASE,
)
_DATE_START = re.compile(
    r"\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d", re.IGNORECASE
)
_BY = re.compile(r"^\W*(?:von|by|text|autor(?:in)?)\b\s*:?\s+(?P<names>\S.*)$", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZÄÖÜ][\w.'’-]*\s+){1,3}[A-ZÄÖÜ][\w.'’-]+")
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|autor|byline)", re.IGNORECASE)
_SKIPPED = ("script", "style", "figcaption", "figure", "nav", "option")


def lines(tree: ElementBase) -> list[tuple[str, str]]:
    """The short texts behind the headline, each with the classes of its element."""
    return list(_lines(tree))


def date_in(head: list[tuple[str, str]]) -> datetime | None:
    """The first line that is a date and hardly anything else."""
    for text, _ in head:
        labels = _LABELS.match(text)
        rest = text[labels.end() :] if labels else text
        if _DATE_START.match(rest) and (moment := parse_date(rest)) is not None:
            return moment
    return None


def names_in(head: list[tuple[str, str]]) -> list[str]:
    """The names of a line that begins with "Von", or of an element that is called author."""
    by = [match["names"] for text, _ in head if (match := _BY.match(text))]
    named = [text for text, classes in head if _AUTHOR_CLASS.search(classes)]
    return [text for text in (*by[:1], *named[:3]) if _NAME.match(text)]


def _lines(tree: ElementBase) -> Iterator[tuple[str, str]]:
    begun = False
    seen = 0
    for element in tree.iter(etree.Element):
        if element.tag == "h1":
            begun = True
            continue
        if not begun or element.tag in _SKIPPED:
            continue
        text = " ".join((element.text or "").split())
        if element.tag == "p" and len(" ".join(element.itertext())) >= FIRST_PARAGRAPH:
            return
        if 3 < len(text) <= LONGEST_LINE:
            yield text, element.get("class") or ""
        seen += 1
        if seen == MOST_ELEMENTS:
            return
