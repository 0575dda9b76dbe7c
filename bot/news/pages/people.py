"""Who wrote the article: names as the page declares them, else as it shows them."""

import re
from collections.abc import Iterable, Iterator
from typing import cast

from lxml.etree import ElementBase

from bot.news.markup import plain_text
from bot.news.pages import head as page_head
from bot.news.pages.declared import Declared, strings

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
_AND = re.compile(r"\s*;\s*|\s*(?:,|\||/|\bund\b|\band\b|&)\s+|\s+(?:und|and|&)\s+")
_BY = re.compile(
    r"^(?:von|by|text|autor(?:in)?|author|interview|redaktion)\s*:?\s+(?=\S)", re.IGNORECASE
)
_SLUG = re.compile(r"[a-z]{2,}(?:-[a-z]{2,}){1,3}")
_NO_AUTHOR = re.compile(
    r"https?:|www\.|@|^\W*$|^(?:admin|unknown|none|null|undefined)$", re.IGNORECASE
)
_COMPANY = re.compile(r"\b(?:gmbh|ltd|inc|llc|plc)\b", re.IGNORECASE)


def read_authors(tree: ElementBase, declared: Declared) -> tuple[str, ...]:
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
    return _names(shown) or _names(page_head.names_in(page_head.lines(tree)))


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
