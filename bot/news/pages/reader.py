"""A page's bytes become an article: title, authors, date, language and the text alone.

Pure and for a worker process. Nothing is fetched and no date is
guessed; a page that shows a consent wall, a check for robots or no text at all is an error that
says so, since nothing true can be told from it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.errors import BadAnswer, TooLarge
from bot.language.identify import detect
from bot.news.markup import decode
from bot.web.unpacking import unpacked

MOST_BYTES = 6 * 1024 * 1024
LONGEST_TEXT = 100_000  # characters; the longest reports; a summary needs far less
ENOUGH = 500  # characters; with less, the rest of the page is looked at too
TELLING = 600  # characters that are enough to know the language
SHORTEST_TEXT = 40  # characters; less is a caption
# Filings come as PDF, reports as office files (zip), and each holds a "<" somewhere.
_OTHER_FORMATS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
)
_FEED = re.compile(
    r"\s*(?:<\?[^>]{0,400}\?>\s*|<!--.{0,2000}?-->\s*)*+<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a page says. published: aware UTC or None. language: ISO 639-1 or None.

    lead: what stands set apart above the text and is no part of it, "" where nothing does.
    """

    title: str
    authors: tuple[str, ...]
    published: datetime | None
    language: str | None
    lead: str
    text: str


def read_page(body: bytes, url: str, charset: str | None = None) -> ReadPage:
    """The article on the page; `url` is where it came from, `charset` what HTTP said.

    Raises BadAnswer with the reason (consent wall, robot check, no article, no page), TooLarge.
    """
    # Imported here, in the worker process, so that the main process never pays for them.
    from bot.news.pages.declared import read_declared
    from bot.news.pages.facts import meta_charset, read_facts
    from bot.news.pages.published import read_published
    from bot.news.pages.text import extract
    from bot.news.pages.tree import parse_page
    from bot.news.pages.walls import shown, wall

    source = urlsplit(url).hostname or url
    body = unpacked(body, MOST_BYTES, source)
    if len(body) > MOST_BYTES:
        raise TooLarge(source=source, limit="6 MB")
    html = decode(body, charset, meta_charset(body))
    if "<" not in html or body.startswith(_OTHER_FORMATS):
        raise BadAnswer(source=source, reason="it is not a web page")
    if _FEED.match(html):
        raise BadAnswer(source=source, reason="it is a feed, not a web page")
    tree = parse_page(html, source)
    declared = read_declared(tree)
    facts = read_facts(tree, declared)
    found = extract(tree, facts.title, facts.body, facts.described)
    text = found.text[:LONGEST_TEXT]
    if (reason := wall(facts.title, text if len(text) > ENOUGH else shown(tree))) is not None:
        raise BadAnswer(source=source, reason=reason)
    if len(text) < SHORTEST_TEXT:
        raise BadAnswer(source=source, reason="no article was found on it")
    language = _language(f"{facts.title}. {text[:TELLING]}", facts.language)
    return ReadPage(
        title=facts.title,
        authors=facts.authors,
        published=read_published(tree, declared, facts.title, language),
        language=language,
        lead=found.lead,
        text=text,
    )


def _language(text: str, declared: str | None) -> str | None:
    """As the text is written; what the page declares where the text is too short to say."""
    found = detect(text)
    if found.code != "und" and (found.confidence >= 0.5 or declared is None):
        return found.code
    return declared
