"""When an article was published: as the page declares it, else as it shows it, else nothing."""

from collections.abc import Iterator
from datetime import datetime

from lxml.etree import ElementBase

from bot.news.dates import parse_date
from bot.news.pages import head as page_head
from bot.news.pages.declared import Declared

_LINKED = ("datePublished", "dateCreated", "uploadDate")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date",
    "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date", "pubdate", "publishdate",
    "publish-date", "published_time", "publication_date", "sailthru.date", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "article:published:time", "citation_publication_date",
)  # fmt: skip


def read_published(tree: ElementBase, declared: Declared) -> datetime | None:
    """Aware UTC, never the time of a change or of the fetch. None where no date is told."""
    for written in _written(tree, declared):
        if moment := parse_date(written):
            return moment
    return page_head.date_in(page_head.lines(tree))


def _written(tree: ElementBase, declared: Declared) -> Iterator[str]:
    yield from declared.linked_strings(*_LINKED)
    yield from declared.said(*_DATES)
    for element in tree.iter("time"):
        yield element.get("datetime") or " ".join(element.itertext())
