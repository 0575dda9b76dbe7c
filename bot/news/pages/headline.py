"""Where on a page its headline stands, and the short lines around it: who wrote it, and when."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.etree import ElementBase

from bot.news.pages.lines import length_of, plain, words

MOST_HEADINGS = 200  # of a page that are looked at
MOST_ELEMENTS = 120
FIRST_PARAGRAPH = 160  # characters of a paragraph at which the article has begun
LONGEST_LINE = 100
HIGHEST = 2  # levels above the headline in which a date before it belongs to it
LONGEST_BEFORE = 120  # characters there; a site's header has more

_SKIPPED = ("script", "style", "figcaption", "figure", "nav", "option")
_DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date(?:line)?|datum|pubdate)(?:[\s_-]|$)", re.IGNORECASE)

_BY_ALONE = re.compile(
    r"^(?:von|by|text|autor(?:in)?|author)\s*:?$", re.IGNORECASE
)  # names are links

Line = tuple[str, str]  # its text, and what its element and the one around it are called


def find_headline(tree: ElementBase, title: str) -> ElementBase | None:
    """The heading that says the title, which is not always an h1; else the first h1."""
    first: ElementBase | None = None
    named = set(words(title))
    for heading in islice(tree.iter("h1", "h2", "h3"), MOST_HEADINGS):
        if named and named <= set(words(plain(heading))):
            return heading
        if first is None and heading.tag == "h1":
            first = heading
    return first


def lines_around(tree: ElementBase, title: str) -> list[Line]:
    """Dates right above the headline, then the short texts between it and the first paragraph."""
    headline = find_headline(tree, title)
    return [] if headline is None else [*_above(headline), *_below(tree, headline)]


def _above(headline: ElementBase) -> Iterator[Line]:
    for around in list(headline.iterancestors())[:HIGHEST]:
        before: list[Line] = []
        size = 0
        for element in around.iter(etree.Element):
            if element is headline:
                break
            text = _own_text(element)
            size += len(text) + len((element.tail or "").strip())
            if _DATE_CLASS.search(element.get("class") or ""):
                before.append((text, _names(element)))
        if around.tag == "body" or size > LONGEST_BEFORE:
            return
        if before:
            yield from before
            return


def _below(tree: ElementBase, headline: ElementBase) -> Iterator[Line]:
    begun = False
    seen = 0
    for element in tree.iter(etree.Element):
        if element is headline:
            begun = True
        elif begun and element.tag not in _SKIPPED:
            if element.tag == "p" and length_of(element, FIRST_PARAGRAPH) >= FIRST_PARAGRAPH:
                return
            text = _own_text(element)
            if 3 < len(text) <= LONGEST_LINE:
                yield text, _names(element)
            seen += 1
            if seen == MOST_ELEMENTS:
                return


def _own_text(element: ElementBase) -> str:
    text = " ".join((element.text or "").split())
    return plain(element) if _BY_ALONE.match(text) else text


def _names(element: ElementBase) -> str:
    parent = element.getparent()
    both = (element,) if parent is None else (element, parent)
    return " ".join(filter(None, (one.get(name) for one in both for name in ("class", "id"))))
