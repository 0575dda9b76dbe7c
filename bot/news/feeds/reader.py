"""A feed's bytes become its entries: RSS of every age, Atom, RDF and JSON Feed.

Pure and for a worker process. Well-formed feeds are read straight from the tree, in a twentieth of
feedparser's time; slightly broken ones after repair; what is still not understood is left to
feedparser. Nothing is fetched, no entity is expanded, and a date is what the feed says or None.
(Not fastfeedparser, which fills missing parts of a date from today and takes numbers in a guid for
dates.)
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from bot.errors import BadAnswer, TooLarge
from bot.news.feeds.entries import Entry, Feed
from bot.news.feeds.repair import is_plain, plain_utf8, repaired
from bot.news.markup import declared_encoding, decode, plain_text
from bot.web.unpacking import unpacked

MOST_BYTES = 8 * 1024 * 1024
MOST_ENTRIES = 1000  # of more, the newest are kept
MOST_FOR_FEEDPARSER = 2 * 1024 * 1024  # bytes; it takes a second for each megabyte
LONGEST_TITLE = 500  # characters
LONGEST_SUMMARY = 1200
LONGEST_NAME = 200
LONGEST_LINK = 2048

# Possessive: comments that could be cut in several ways are never tried again.
_HTML = re.compile(rb"^\s*(?:<!--.{0,2000}?-->\s*)*+(?:<!doctype\s+html|<html)[\s>]", re.I | re.S)
_ABSOLUTE = re.compile(r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#]\S*)?")
_BLANKS = re.compile(r"\s+")


def parse_feed(body: bytes, url: str, content_type: str | None = None) -> Feed:
    """The feed in `body`; `url` is where it came from, for relative links and errors.

    Raises BadAnswer with the reason (a web page, no feed at all, entities), TooLarge.
    """
    # Imported here, in the worker process, so that the main process never pays for lxml.
    from bot.news.feeds.tree import read_tree

    source = urlsplit(url).hostname or url
    body = unpacked(body, MOST_BYTES, source)
    if len(body) > MOST_BYTES:
        raise TooLarge(source=source, limit="8 MB")
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise BadAnswer(source=source, reason="it is empty")
    if start.startswith(b"{"):
        from bot.news.feeds.json_feed import read_json

        return _finished(read_json(body, source), url)
    if _HTML.match(start):
        raise BadAnswer(source=source, reason="it is a web page, not a feed")
    usual = body[3:] if body.startswith(b"\xef\xbb\xbf") else body
    usual = usual.lstrip()
    if is_plain(usual) and (feed := read_tree(usual, strict=True)) and feed.entries:
        return _finished(feed, url)  # nine of ten feeds
    text = decode(body, declared_encoding(body), _charset(content_type))
    document = plain_utf8(text, source)
    feed = read_tree(document, strict=True)
    if feed is None:
        feed = read_tree(repaired(document), strict=False)
        if feed is None or not feed.entries:
            feed = _by_feedparser(document, source) or feed
    if feed is None:
        raise BadAnswer(source=source, reason=_what_else(document))
    return _finished(feed, url)


def _finished(feed: Feed, url: str) -> Feed:
    """Texts plain, links absolute, the newest of too many."""
    entries = feed.entries
    if len(entries) > MOST_ENTRIES:
        oldest = datetime.min.replace(tzinfo=UTC)
        newest = sorted(
            range(len(entries)), key=lambda at: entries[at].published or oldest, reverse=True
        )
        entries = tuple(entries[at] for at in sorted(newest[:MOST_ENTRIES]))
    return Feed(
        plain_text(feed.title, LONGEST_TITLE), tuple(_finished_entry(one, url) for one in entries)
    )


def _finished_entry(entry: Entry, url: str) -> Entry:
    title, link, published, summary, author, publisher, language = entry
    return Entry(
        plain_text(title, LONGEST_TITLE),
        absolute(link, url),
        published,
        plain_text(summary, LONGEST_SUMMARY),
        author and (plain_text(author, LONGEST_NAME) or None),
        publisher and (plain_text(publisher, LONGEST_NAME) or None),
        language and _language(language),
    )


def absolute(link: str, base: str) -> str:
    """The link as an http(s) address, "" where it is none."""
    if _ABSOLUTE.fullmatch(link):
        return link if len(link) <= LONGEST_LINK else ""
    link = _BLANKS.sub("", link) if "\n" in link else link.strip().replace(" ", "%20")
    if not link or len(link) > LONGEST_LINK:
        return ""
    try:
        joined = urljoin(base, link)
        parts = urlsplit(joined)
    except ValueError:
        return ""
    return joined if parts.scheme in ("http", "https") and parts.hostname else ""


@lru_cache(maxsize=64)
def _language(code: str) -> str | None:
    short = code.strip().lower().replace("_", "-").partition("-")[0]
    return short if len(short) == 2 and short.isascii() and short.isalpha() else None


def _charset(content_type: str | None) -> str | None:
    match = re.search(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", content_type or "", re.IGNORECASE)
    return match[1] if match else None


def _what_else(document: bytes) -> str:
    """In words, what the document is instead of a feed."""
    low = document[:20_000].lower()
    if b"<html" in low or b"<body" in low or b"<head" in low:
        return "it is a web page, not a feed"
    if not document.lstrip().startswith(b"<"):
        return "it is neither a feed nor XML"
    return "it is XML, but not a feed"


def _by_feedparser(document: bytes, source: str) -> Feed | None:
    """What feedparser makes of it, None if that is nothing."""
    if len(document) > MOST_FOR_FEEDPARSER:
        return None
    from bot.news.feeds.fallback import read_anything

    return read_anything(document, source)
