"""Who wrote the article: names as the page declares them, else as it shows them."""

import re
from collections.abc import Iterable, Iterator
from typing import cast

from lxml.etree import ElementBase

from bot.news.markup import plain_text
from bot.news.pages.declared import Declared, strings
from bot.news.pages.headline import Line, lines_around

LONGEST_NAME = 100
MOST_AUTHORS = 10

_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
)
_AUTHOR_CARD = frozenset({"author", "vcard"})  # the microformat that blogs use
_AND = re.compile(
    r"\s*;\s*|(?<=[\u4e00-\u9fff])[\s、，]+(?=[\u4e00-\u9fff])"
    r"|\s*(?:,|\||/|\bund\b|\band\b|&)\s+|\s+(?:und|and|&)\s+"
)
_BY = re.compile(
    r"^(?:von|by|text|autor(?:in)?|author|interview|redaktion)\s*:?\s+(?=\S)", re.IGNORECASE
)
_BYLINE = re.compile(r"^\W*(?:von|by|text|autor(?:in)?)\b\s*:?\s+(?P<names>\S.*)$", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZÄÖÜ][\w.'’-]*\s+){1,3}[A-ZÄÖÜ][\w.'’-]+")
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|autor|byline)", re.IGNORECASE)
_CHINESE_BY = re.compile(
    r"^(?:作者|记者|記者|撰文|文)\s*[:：/／丨|]\s*"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、,，]+[\u4e00-\u9fff]{2,4}){0,4})$"
)
_SLUG = re.compile(r"[a-z]{2,}(?:-[a-z]{2,}){1,3}")
_NO_AUTHOR = re.compile(
    r"https?:|www\.|@|^\W*$|^(?:admin|unknown|none|null|undefined)$", re.IGNORECASE
)
_COMPANY = re.compile(r"\b(?:gmbh|ltd|inc|llc|plc)\b", re.IGNORECASE)


def read_authors(tree: ElementBase, declared: Declared, title: str) -> tuple[str, ...]:
    """At most ten names; () where the page names nobody."""
    for found in declared.linked:
        if names := _names(_author_names(found.get("author") or found.get("creator"))):
            return names
    for name in _AUTHORS:
        if names := _names(declared.said(name)):
            return names
    shown = (
        " ".join(element.itertext())
        for element in tree.iter("a", "span", "p", "div", "address")
        if "author" in (element.get("rel"), element.get("itemprop"))
        or set((element.get("class") or "").split()) >= _AUTHOR_CARD
    )
    return _names(shown) or _names(_names_in(lines_around(tree, title)))


def _author_names(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in cast("list[object]", value)[:MOST_AUTHORS]:
            yield from _author_names(one)
    elif isinstance(value, dict):
        found = cast("dict[str, object]", value)
        parts = (found.get(part) for part in ("givenName", "familyName"))
        yield from _author_names(found.get("name") or " ".join(strings(parts)))


def _names(written: Iterable[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for text in written:
        if _COMPANY.search(text):
            continue  # the publisher, perhaps with its city
        for part in _AND.split(plain_text(text, 300)):
            name = _BY.sub("", part).strip(" .:–-")
            if _SLUG.fullmatch(name):
                name = name.replace("-", " ").title()
            if 1 < len(name) <= LONGEST_NAME and not _NO_AUTHOR.search(name):
                names[name] = None
    return tuple(names)[:MOST_AUTHORS]


def _names_in(around: list[Line]) -> list[str]:
    """The names of a line that begins with "Von", or of an element that is called author."""
    by = [match["names"] for text, _ in around if (match := _BYLINE.match(text))]
    named = [text for text, names in around if _AUTHOR_CLASS.search(names)]
    chinese = [match["names"] for text, _ in around if (match := _CHINESE_BY.match(text))]
    return [*(text for text in (*by[:1], *named[:3]) if _NAME.match(text)), *chinese[:1]]
