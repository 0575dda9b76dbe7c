"""What a page says about itself: title, authors, date, language. Only what it declares."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

from lxml.etree import ElementBase

from bot.news.dates import parse_date
from bot.news.markup import plain_text
from bot.news.pages import head as page_head

LONGEST_TITLE = 500  # characters
LONGEST_NAME = 100
LONGEST_BODY = 100_000
MOST_AUTHORS = 10
MOST_LINKED_DATA = 300_000  # characters of JSON-LD that are looked at

_ARTICLES = frozenset(
    {
        "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "techarticle",
        "backgroundnewsarticle", "opinionnewsarticle", "reviewnewsarticle", "blogposting",
        "askpublicnewsarticle", "liveblogposting", "scholarlyarticle", "report",
        "socialmediaposting", "webpage",
    }
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "dc.title", "title")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date",
    "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date", "pubdate", "publishdate",
    "publish-date", "published_time", "publication_date", "sailthru.date", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "article:published:time", "citation_publication_date",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
)
_AUTHOR_CARD = frozenset({"author", "vcard"})  # the microformat that blogs use
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.I)
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")
_AND = re.compile(r"\s*;\s*|\s*(?:,|\||/|\bund\b|\band\b|&)\s+|\s+(?:und|and|&)\s+")
_BY = re.compile(
    r"^(?:von|by|text|autor(?:in)?|author|interview|redaktion)\s*:?\s+(?=\S)", re.IGNORECASE
)
_SLUG = re.compile(r"[a-z]{2,}(?:-[a-z]{2,}){1,3}")
_NO_AUTHOR = re.compile(
    r"https?:|www\.|@|^\W*$|^(?:admin|unknown|none|null|undefined)$", re.IGNORECASE
)
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+")
_CHINESE_TAIL = re.compile(r"(?<=[\u3400-\u9fff？！”」])(?:_[^_]{2,30})+$")
_COMPANY = re.compile(r"\b(?:gmbh|ltd|inc|llc|plc)\b", re.IGNORECASE)
_SITE_TAIL = re.compile(r"\s+(?:[|–—-]|::)\s+(?P<site>[^|–—]{2,40})$")


@dataclass(frozen=True, slots=True)
class Facts:
    """published: aware UTC or None. language: ISO 639-1 or None, as declared.

    body: the article's text, where the page declares it too; "" where it does not.
    """

    title: str
    authors: tuple[str, ...]
    published: datetime | None
    language: str | None
    body: str = ""


def meta_charset(body: bytes) -> str | None:
    """The encoding that the page itself names in its first kilobytes."""
    match = _CHARSET.search(body[:4096])
    return match[1].decode("ascii") if match else None


def read_facts(tree: ElementBase, url: str) -> Facts:
    """Linked data first, then meta elements, then what stands on the page."""
    meta = _meta(tree)
    linked = list(_linked_data(tree))
    headline = _first(
        _strings(one.get("headline") or one.get("name") for one in linked if _is_news(one))
    )
    return Facts(
        title=_title(tree, meta, headline).replace(" : ", ": "),
        authors=_authors(tree, meta, linked),
        published=_published(tree, meta, linked),
        language=_declared_language(tree, meta),
        body=plain_text(_first(_strings(one.get("articleBody") for one in linked)), LONGEST_BODY),
    )


def _meta(tree: ElementBase) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name and content and len(content) < 5000:
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
    yield from sorted(articles, key=lambda one: not _is_news(one))


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


def _is_news(found: Mapping[str, object]) -> bool:
    return bool(_kinds(found) & (_ARTICLES - {"webpage"}))


def _title(tree: ElementBase, meta: Mapping[str, list[str]], headline: str) -> str:
    """The headline as the page shows it; the site's name behind it is cut off."""
    shown = [
        plain_text(" ".join(element.itertext()), LONGEST_TITLE)
        for element in tree.iter("h1")
        if not _leads_home(element)
    ]
    declared = _first(
        plain_text(one, LONGEST_TITLE) for name in _TITLES for one in meta.get(name, ())
    )
    tab = _first(
        plain_text(" ".join(element.itertext()), LONGEST_TITLE) for element in tree.iter("title")
    )
    said = plain_text(headline, LONGEST_TITLE)
    known = [one for one in (said, declared, tab) if one]
    for heading in shown:  # the heading that the page's own words for its title confirm
        if len(heading) > 10 and any(_alike(heading, one) for one in known):
            return heading
    title = said or declared or _CHINESE_TAIL.sub("", tab) or _first(shown)
    site = _first(meta.get("og:site_name", ()))
    match = _SITE_TAIL.search(title)
    if match and (
        match["site"].strip().lower() == site.lower() or (title == tab and len(title) > 30)
    ):
        return title[: match.start()].strip()
    return title


def _leads_home(heading: ElementBase) -> bool:
    """Whether it is the name of the site, which is a link to its first page."""
    link = next(heading.iter("a"), None)
    address = (link.get("href") or "-") if link is not None else "-"
    try:
        return urlsplit(address).path in ("", "/") and not address.startswith("#")
    except ValueError:
        return False


def _alike(heading: str, title: str) -> bool:
    ours, theirs = set(_WORDS.findall(heading.lower())), set(_WORDS.findall(title.lower()))
    return len(ours & theirs) >= 0.6 * min(len(ours), len(theirs))


def _authors(
    tree: ElementBase, meta: Mapping[str, list[str]], linked: Iterable[Mapping[str, object]]
) -> tuple[str, ...]:
    for found in linked:
        if names := _names(_author_names(found.get("author") or found.get("creator"))):
            return names
    for name in _AUTHORS:
        if names := _names(meta.get(name, ())):
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
        yield from _author_names(found.get("name") or " ".join(_strings(parts)))


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


def _published(
    tree: ElementBase, meta: Mapping[str, list[str]], linked: Iterable[Mapping[str, object]]
) -> datetime | None:
    for field in ("datePublished", "dateCreated", "uploadDate"):
        for found in linked:
            value = found.get(field)
            if isinstance(value, str) and (moment := parse_date(value)):
                return moment
    for name in _DATES:
        for written in meta.get(name, ()):
            if moment := parse_date(written):
                return moment
    for element in tree.iter("time"):
        written = element.get("datetime") or " ".join(element.itertext())
        if moment := parse_date(written):
            return moment
    return page_head.date_in(page_head.lines(tree))


def _declared_language(tree: ElementBase, meta: Mapping[str, list[str]]) -> str | None:
    html = next(iter(tree.iter("html")), tree)
    declared = (*meta.get("content-language", ()), *meta.get("og:locale", ()))
    for written in (html.get("lang"), html.get("xml:lang"), *declared):
        match = _LANGUAGE.match((written or "").strip().lower())
        if match:
            return match[0]
    return None


def _strings(values: Iterable[object]) -> Iterator[str]:
    return (one for one in values if isinstance(one, str))


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")
