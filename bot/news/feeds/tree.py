"""From an XML tree to entries, whatever dialect of RSS or Atom it speaks.

Elements are known by their local names in lower case: feeds get namespaces and spelling wrong more
often than names. The first one of a name that says something counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice, takewhile
from urllib.parse import urljoin

from lxml import etree

from bot.news.dates import parse_date
from bot.news.feeds.entries import Entry, Feed

MOST_SEEN = 100_000  # items of one document that are looked at

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_OF_MEDIA = (
    "http://search.yahoo.com/mrss",
    "http://www.itunes.com",
    "http://www.google.com/schemas/play",
)
_DATES = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
_SUMMARIES = ("description", "summary", "encoded", "content", "body", "abstract")
_KNOWN = frozenset(
    {
        "title", "link", "guid", "id", "author", "creator", "name", "source", "publisher",
        "language", *_DATES, *_SUMMARIES,
    }
)  # fmt: skip
_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_ITEMS = frozenset({"item", "entry"})
_WITHIN = 20  # elements in which the feed must begin; some stand in a web page
_ITEM_END = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_FEED_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\s*>\s*$", re.IGNORECASE)
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\(([^()@]+)\)|([^<>@]+?)\s*<\S+@\S+>")

Fields = Mapping[str, etree.ElementBase]


def read_tree(document: bytes, *, strict: bool) -> Feed | None:
    """The feed in a UTF-8 document, None where it is none or (strict) not well-formed.

    Not strict, a document that breaks off gives the entries that are whole.
    """
    try:
        root = etree.fromstring(document, _parser(strict=strict))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or root.getroottree().docinfo.doctype:
        return None
    root = next((one for one in islice(root.iter(), _WITHIN) if _name(one.tag) in _ROOTS), None)
    if root is None:
        return None
    channel = root
    if _name(root.tag) != "feed":
        channel = next((one for one in root if _name(one.tag) == "channel"), root)
    head, links = _fields(takewhile(_is_no_item, channel))
    if "title" not in head:  # perhaps it follows the items
        head, links = _fields(channel)
    home = _link(head, links)
    language = root.get(_LANG) or channel.get(_LANG) or _text(head, "language")
    items = _items(root)  # one at a time: thousands of held elements are work for the collector
    if not strict and not _FEED_END.search(document[-200:]):
        items = islice(items, sum(1 for _ in _ITEM_END.finditer(document)))
    return Feed(_text(head, "title"), tuple(_entry(item, home, language) for item in items))


@lru_cache(maxsize=2)
def _parser(*, strict: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=not strict,
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
    )


def _items(root: etree.ElementBase) -> Iterator[etree.ElementBase]:
    """Items at any depth, in their order: some feeds nest them wrongly."""
    return islice(root.iter("{*}item", "{*}entry", "{*}Item", "{*}Entry", "{*}ITEM"), MOST_SEEN)


def _is_no_item(element: etree.ElementBase) -> bool:
    return _name(element.tag) not in _ITEMS


def _entry(item: etree.ElementBase, home: str, language: str | None) -> Entry:
    fields, links = _fields(item)
    link = _link(fields, links) or item.get(_ABOUT) or ""
    if link and "://" not in link[:12]:
        link = _join(_base(item) or home, link)
    return Entry(
        _text(fields, "title"),
        link,
        _published(fields),
        _summary(fields),
        _author(fields),
        _publisher(fields),
        item.get(_LANG) or _text(fields, "language") or language,
    )


def _published(fields: Fields) -> datetime | None:
    for name in _DATES:
        if name in fields and (moment := parse_date(_text(fields, name))) is not None:
            return moment
    return None


def _summary(fields: Fields) -> str:
    for name in _SUMMARIES:
        if name in fields and (text := _text(fields, name)):
            return text
    return ""


def _fields(
    children: Iterable[etree.ElementBase],
) -> tuple[Fields, Sequence[etree.ElementBase]]:
    """Those that say something about their parent by name, and all links."""
    fields: dict[str, etree.ElementBase] = {}
    links: list[etree.ElementBase] = []
    for child in children:
        name = _field(child.tag)
        if not name:
            continue
        if name == "link":
            links.append(child)
        if name not in fields or not (fields[name].text or len(fields[name])):
            fields[name] = child
    return fields, links


@lru_cache(maxsize=1024)
def _field(tag: object) -> str:
    """The name of what we read, "" of all else."""
    name = _name(tag)
    return name if name in _KNOWN else ""


@lru_cache(maxsize=1024)
def _name(tag: object) -> str:
    """The local name; those of media and podcasts are kept apart, they describe something else."""
    if not isinstance(tag, str):  # an entity that nobody declared
        return ""
    space, _, local = tag.rpartition("}")
    name = local.rpartition(":")[2].lower()
    return f"media:{name}" if space[1:].startswith(_OF_MEDIA) else name


def _text(fields: Fields, name: str) -> str:
    return _said(fields[name]) if name in fields else ""


def _said(element: etree.ElementBase) -> str:
    if len(element):  # XHTML, or markup that should have been escaped
        return " ".join(element.itertext()).strip()
    return (element.text or "").strip()


def _named(parent: etree.ElementBase, name: str) -> str:
    """What the first child of that name says."""
    return next((_said(child) for child in parent if _name(child.tag) == name), "")


def _link(fields: Fields, links: Sequence[etree.ElementBase]) -> str:
    """Where the item is to be read; never the feed itself, a picture or a sound."""
    best, best_rank = "", 9
    if len(links) == 1 and not links[0].get("href"):  # nine of ten
        written = (links[0].text or "").strip()
        if written:
            return written
    for element in links:
        if (element.get("rel") or "alternate").lower() != "alternate":
            continue
        written = (element.get("href") or element.text or "").strip()
        rank = 0 if "html" in (element.get("type") or "html") else 1
        if written and rank < best_rank:
            best, best_rank = written, rank
    if best:
        return best
    guid = fields.get("guid")
    if guid is not None and (guid.get("isPermaLink") or "true").lower() != "false":
        written = (guid.text or "").strip()
        if written.startswith(("http://", "https://")):
            return written
    written = _text(fields, "id")
    return written if written.startswith(("http://", "https://")) else ""


def _base(item: etree.ElementBase) -> str:
    """The base that the document itself declares for this place."""
    base = item.get(_BASE) or ""
    for parent in item.iterancestors():
        if "://" in base[:12]:
            break
        base = _join(parent.get(_BASE) or "", base)
    return base


def _join(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _author(fields: Fields) -> str | None:
    """A name; an e-mail address alone is none."""
    for field in ("author", "creator"):
        element = fields.get(field)
        if element is None:
            continue
        written = (len(element) and _named(element, "name")) or _said(element)
        if "@" in written:
            match = _MAIL_AND_NAME.fullmatch(written)
            written = (match[1] or match[2]) if match else ""
        if written:
            return written
    return None


def _publisher(fields: Fields) -> str | None:
    """Whom the item is from, where the feed collects from others."""
    element = fields.get("source")
    if element is not None:
        written = _named(element, "title") if len(element) else _said(element)
        if written:
            return written
    return _text(fields, "publisher") or None
