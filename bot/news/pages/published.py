"""When an article was published: as the page declares it, else as it shows it, else nothing."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from lxml.etree import ElementBase

from bot.news.dates import parse_date
from bot.news.pages.declared import Declared
from bot.news.pages.headline import Line, find_headline, lines_around
from bot.news.pages.lines import words

MOST_TIMES = 100  # of a page that are looked at
LONGEST_DATE = 40  # characters behind the name of a place

_LINKED = ("datePublished", "dateCreated", "uploadDate")
_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date",
    "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date", "pubdate", "publishdate",
    "publish-date", "published_time", "publication_date", "sailthru.date", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "article:published:time", "citation_publication_date",
)  # fmt: skip
_HOMES = {"de": "Europe/Berlin", "zh": "Asia/Shanghai"}  # of times that say no zone
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
_PLACE = re.compile(r"[A-ZÄÖÜ][^\d,.;:]{2,40},\s+(?:den\s+)?(?=\d)")
_PUBLISHED = re.compile(r"publish|pub-?date|posted|entry-date", re.IGNORECASE)
_OF_OTHERS = re.compile(r"comment|related|teaser|updat|modif", re.IGNORECASE)
_ELSEWHERE = ("a", "nav", "aside", "footer")


def read_published(
    tree: ElementBase, declared: Declared, title: str, language: str | None
) -> datetime | None:
    """Aware UTC, never the time of a change or of the fetch. None where no date is told.

    A time without a zone is meant in the country of the language.
    """
    home = _HOMES.get(language or "")
    for written in _declared(declared, title):
        if moment := parse_date(written, home):
            return moment
    for written in _times(tree, find_headline(tree, title)):
        if moment := parse_date(written, home):
            return moment
    return _shown(lines_around(tree, title), home)


def _declared(declared: Declared, title: str) -> Iterator[str]:
    known = set(words(title))
    ours = [one for one in declared.linked if _is_about(one.get("headline"), known)]
    yield from Declared({}, ours).linked_strings(*_LINKED)
    yield from declared.said(*_META)


def _is_about(headline: object, title: set[str]) -> bool:
    """Whether linked data can be of this article: pages describe others as well."""
    return not isinstance(headline, str) or not title or bool(title & set(words(headline)))


def _times(tree: ElementBase, headline: ElementBase | None) -> Iterator[str]:
    """Of all times on the page that of the article: the one called so, else one in its place."""
    others: list[str] = []
    articles = list(tree.iter("article"))
    home = _article(headline) if headline is not None else None
    if home is None and len(articles) == 1:
        home = articles[0]
    for element in islice(tree.iter("time"), MOST_TIMES):
        written = element.get("datetime") or " ".join(element.itertext())
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
        above = list(element.iterancestors())
        if _OF_OTHERS.search(" ".join((names, *(one.get("class") or "" for one in above[:4])))):
            continue
        if _PUBLISHED.search(names) or element.get("pubdate") is not None:
            yield written
        elif _article(element) in (home, None) and not any(one.tag in _ELSEWHERE for one in above):
            others.append(written)
    yield from others


def _article(element: ElementBase) -> ElementBase | None:
    return next((one for one in element.iterancestors() if one.tag == "article"), None)


def _shown(around: list[Line], home: str | None) -> datetime | None:
    """The first line that is a date and hardly anything else."""
    for text, _ in around:
        labels = _LABELS.match(text)
        rest = text[labels.end() :] if labels else text
        place = _PLACE.match(text)
        if place and len(text) - place.end() <= LONGEST_DATE:
            rest = text[place.end() :]
        if _DATE_START.match(rest) and (moment := parse_date(rest, home)) is not None:
            return moment
    return None
