"""What a page says about itself: title, authors, language, text. Only what it declares."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.etree import ElementBase

from bot.news.markup import plain_text
from bot.news.pages.declared import Declared, first, is_news, strings
from bot.news.pages.lines import words
from bot.news.pages.people import read_authors

LONGEST_TITLE = 500  # characters
SHORTEST_TITLE = 4  # words, below which it may be the end of another
LONGEST_BODY = 100_000
LONGEST_DESCRIPTION = 1_500

_DESCRIPTIONS = ("description", "og:description", "twitter:description", "dc.description")
_TITLES = ("og:title", "twitter:title", "dc.title", "title")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.I)
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")
_CHINESE_TAIL = re.compile(
    r"(?<=[\u3400-\u9fff？！”」])(?:(?:_[^_]{2,30})+"
    r"|\s?[-–—|]\s?[^-–—|]{0,20}(?:网|網|新闻|新聞|报|報|频道|客户端|在线|财经|通讯社))+$"
)
_SITE_TAIL = re.compile(r"\s+(?:[|–—-]|::)\s+(?P<site>[^|–—]{2,40})$")


@dataclass(frozen=True, slots=True)
class Facts:
    """language: ISO 639-1 or None, as declared.

    body: the article's text, where the page declares it too; "" where it does not.
    described: what it says in a sentence or two, as declared for other sites.
    """

    title: str
    authors: tuple[str, ...]
    language: str | None
    body: str = ""
    described: tuple[str, ...] = ()


def meta_charset(body: bytes) -> str | None:
    """The encoding that the page itself names in its first kilobytes."""
    match = _CHARSET.search(body[:4096])
    return match[1].decode("ascii") if match else None


def read_facts(tree: ElementBase, declared: Declared) -> Facts:
    """Linked data first, then meta elements, then what stands on the page."""
    bodies = declared.linked_strings("articleBody")
    described = (*declared.said(*_DESCRIPTIONS), *declared.linked_strings("description"))
    title = _title(tree, declared).replace(" : ", ": ")
    return Facts(
        title=title,
        authors=read_authors(tree, declared, title),
        language=_declared_language(tree, declared),
        body=plain_text(first(bodies), LONGEST_BODY),
        described=tuple(plain_text(one, LONGEST_DESCRIPTION) for one in dict.fromkeys(described)),
    )


def _title(tree: ElementBase, declared: Declared) -> str:
    """The headline as the page shows it; the site's name behind it is cut off."""
    shown = [
        plain_text(" ".join(element.itertext()), LONGEST_TITLE)
        for element in tree.iter("h1")
        if not _leads_home(element)
    ]
    named = first(plain_text(one, LONGEST_TITLE) for one in declared.said(*_TITLES))
    tab = first(
        plain_text(" ".join(element.itertext()), LONGEST_TITLE) for element in tree.iter("title")
    )
    news = (one.get("headline") or one.get("name") for one in declared.linked if is_news(one))
    said = plain_text(first(strings(news)), LONGEST_TITLE)
    known = [one for one in (said, named, tab) if one]
    for heading in shown:  # the heading that the page's own words for its title confirm
        if len(heading) > 10 and any(_alike(heading, one) for one in known):
            return _without_kicker(heading, (said, named, _SITE_TAIL.sub("", tab)))
    title = said or named or _CHINESE_TAIL.sub("", tab) or first(shown)
    site = first(declared.said("og:site_name"))
    match = _SITE_TAIL.search(title)
    if match and (
        match["site"].strip().lower() == site.lower() or (title == tab and len(title) > 30)
    ):
        return title[: match.start()].strip()
    return title


def _without_kicker(heading: str, titles: Iterable[str]) -> str:
    """The title that a heading ends with, where the page knows it without what stands before."""
    ours = words(heading)
    for title in titles:
        theirs = words(title)
        if SHORTEST_TITLE <= len(theirs) < len(ours) and ours[-len(theirs) :] == theirs:
            return title
    return heading


def _leads_home(heading: ElementBase) -> bool:
    """Whether it is the name of the site, which is a link to its first page."""
    link = next(heading.iter("a"), None)
    address = (link.get("href") or "-") if link is not None else "-"
    try:
        return urlsplit(address).path in ("", "/") and not address.startswith("#")
    except ValueError:
        return False


def _alike(heading: str, title: str) -> bool:
    ours, theirs = set(words(heading)), set(words(title))
    return len(ours & theirs) >= 0.6 * min(len(ours), len(theirs))


def _declared_language(tree: ElementBase, declared: Declared) -> str | None:
    html = next(iter(tree.iter("html")), tree)
    said = declared.said("content-language", "og:locale")
    for written in (html.get("lang"), html.get("xml:lang"), *said):
        match = _LANGUAGE.match((written or "").strip().lower())
        if match:
            return match[0]
    return None
