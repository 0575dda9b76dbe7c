"""What a page declares about itself: its meta elements and its linked data (schema.org)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml.etree import ElementBase

MOST_LINKED_DATA = 300_000  # characters of JSON-LD that are looked at
LONGEST_META = 5_000

_ARTICLES = frozenset(
    {
        "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "techarticle",
        "backgroundnewsarticle", "opinionnewsarticle", "reviewnewsarticle", "blogposting",
        "askpublicnewsarticle", "liveblogposting", "scholarlyarticle", "report",
        "socialmediaposting", "webpage",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """meta: what each name says, lower-cased. linked: the objects that are articles, news first."""

    meta: Mapping[str, list[str]]
    linked: list[Mapping[str, object]]

    def said(self, *names: str) -> Iterator[str]:
        """What the meta elements of these names say, in that order."""
        return (one for name in names for one in self.meta.get(name, ()))

    def linked_strings(self, *names: str) -> Iterator[str]:
        """The texts under these names in the linked data, name by name."""
        return strings(one.get(name) for name in names for one in self.linked)


def read_declared(tree: ElementBase) -> Declared:
    """Only what is well-formed; the rest is passed over."""
    return Declared(_meta(tree), list(_linked_data(tree)))


def _meta(tree: ElementBase) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name and content and len(content) < LONGEST_META:
                found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _linked_data(tree: ElementBase) -> Iterator[Mapping[str, object]]:
    """Every object that says it is an article, articles before mere pages."""
    objects: list[Mapping[str, object]] = []
    left = MOST_LINKED_DATA
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        written = (script.text or "").strip().removesuffix(";")
        left -= len(written)
        if left < 0:
            break
        try:
            objects.extend(_objects(json.loads(written, strict=False)))
        except (ValueError, RecursionError):
            continue
    articles = [one for one in objects if _kinds(one) & _ARTICLES]
    yield from sorted(articles, key=lambda one: not is_news(one))


def _objects(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for one in cast("list[object]", value)[:100]:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        found = cast("dict[str, object]", value)
        yield found
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(found.get(name), depth + 1)


def _kinds(found: Mapping[str, object]) -> set[str]:
    kind = found.get("@type")
    kinds = cast("list[object]", kind) if isinstance(kind, list) else [kind]
    return {one.lower() for one in kinds if isinstance(one, str)}


def is_news(found: Mapping[str, object]) -> bool:
    """Whether it is more than a mere page."""
    return bool(_kinds(found) & (_ARTICLES - {"webpage"}))


def strings(values: Iterable[object]) -> Iterator[str]:
    """Those that are texts."""
    return (one for one in values if isinstance(one, str))


def first(values: Iterable[str]) -> str:
    """The first that is not empty, else ""."""
    return next(filter(None, values), "")
