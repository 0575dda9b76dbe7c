"""What only feedparser still understands."""

import io
from collections.abc import Mapping
from typing import cast

import feedparser

from bot.news.dates import parse_date
from bot.news.feeds.entries import Entry, Feed

_DATES = ("published", "issued", "created", "updated", "modified")


def read_anything(document: bytes, url: str) -> Feed | None:
    """The feed in a UTF-8 document, None where feedparser finds none.

    Bytes go in as a file: as a string, feedparser would take an address or a path for a question.
    """
    found = feedparser.parse(
        io.BytesIO(document),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
    )
    if not found.entries and not found.get("version"):
        return None
    language = _string(found.feed, "language")
    return Feed(_string(found.feed, "title"), tuple(_entry(one, language) for one in found.entries))


def _entry(item: Mapping[str, object], language: str) -> Entry:
    dates = (parse_date(_string(item, name)) for name in _DATES)
    source = cast("Mapping[str, object]", item.get("source") or {})
    return Entry(
        title=_string(item, "title"),
        link=_string(item, "link"),
        published=next(filter(None, dates), None),
        summary=_string(item, "summary"),
        author=_string(item, "author") or None,
        publisher=_string(source, "title") or None,
        language=language or None,
    )


def _string(item: Mapping[str, object], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
