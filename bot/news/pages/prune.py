"""What is taken out of a page before its text is sought: boxes, captions, links to other articles.

By what an element is and how much of it is link, hardly by its name: names differ from site to
site, but a paragraph that is one link leads somewhere else everywhere.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import ElementBase

from bot.news.pages.leading_away import HEADINGS, box_under, is_link_list
from bot.news.pages.lines import length_of

LONGEST_POINTER = 250  # characters of a paragraph that only leads to another article
LONGEST_BOX = 800  # characters of a box that its class calls an advertisement for something
LONGEST_BYLINE = 100
LINK_SHARE = 0.8
MOST_DROP_CAPS = 100

_ALWAYS = ("aside", "figcaption", "form", "button", "iframe", "svg", "noscript", "style", "dialog")
_BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "div", "section")
_BOXES = ("div", "section", "ul", "p")
_BOX = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ation)?s?|newsletter|promo(?:tion)?|outbrain|taboola|share|sharing|social|author-?(?:bio|box|info)"
    r"|ads?|ad-?(?:box|slot|unit|wrapper|container|banner|block|content)|advert\w*|anzeigen?|werbung"
    r"|sponsor(?:ed)?|partner-?(?:box|content|offer)|cta|call-?to-?action|banner"
    r"|inline-?teaser|teaser-?(?:list|box)|info-?box|fact-?box|caption|credit|signup"
    r"|subscri\w+|comments?|breadcrumbs?|tags?|disclaimer"
    r"|bullet-?points?|key-?(?:points?|facts?|takeaways?)|at-?a-?glance"
    r"|most-?(?:read|popular|viewed)|(?:access|registration)-?wall)(?:[\s_-]|$)",
    re.IGNORECASE,
)
# Leads to other articles where there is a link in it; else it is a text that is shown bit by bit.
_MORE = re.compile(r"(?:^|[\s_-])(?:read-?more|more-?on|also-?like)(?:[\s_-]|$)", re.IGNORECASE)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:author|autor|byline)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIKE_HEADINGS = ("strong", "b", "p", "div", "span")
_DROP_CAPS = ("span", "b", "strong", "em", "big", "font", "i")


def prune(tree: ElementBase) -> None:
    """Take the elements out of the tree, in place."""
    for element in list(tree.iter(*_ALWAYS)):
        if _has(element, "h1"):  # it was never closed, or it is the whole page
            element.tag = "div"
        else:
            _remove(element)
    for link in list(tree.iter("a")):
        if _is_teaser(link):
            _remove(link)
    for heading in list(tree.iter(*HEADINGS, *_LIKE_HEADINGS)):
        if (box := box_under(heading)) is not None:
            _remove(box)
    for element in list(_unwanted(tree)):
        announcing = element.getprevious() if element.tag in ("ul", "ol") else None
        if announcing is not None and announcing.tag in HEADINGS and not _tail(announcing):
            _remove(announcing)
        _remove(element)
    for paragraph in tree.iter("p"):  # what is left of links in them are words of sentences
        for link in list(paragraph.iter("a")):
            link.tag = "span"
    letters = (element for element in tree.iter(*_DROP_CAPS) if _is_letter(element))
    for element in list(islice(letters, MOST_DROP_CAPS)):
        _join_drop_cap(element)


def _is_teaser(link: ElementBase) -> bool:
    """Whether blocks of text are within a link: they are about another page."""
    if next(link.iter("p", "h2", "h3", "h4", "h5", "div"), None) is None or _has(link, "h1"):
        return False
    return length_of(link, LONGEST_BOX) < LONGEST_BOX


def _unwanted(tree: ElementBase) -> Iterator[ElementBase]:
    for element in tree.iter(*_BLOCKS):
        style = element.get("style")
        if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
            yield element
            continue
        length = length_of(element, LONGEST_BOX)
        if not length:
            continue
        if length < LONGEST_BOX and _named_so(element, length) and not _has(element, "h1"):
            yield element
        elif element.tag not in ("div", "section") and length < LONGEST_POINTER * (
            4 if element.tag in ("ul", "ol") else 1
        ):
            linked = sum(length_of(link, LONGEST_BOX) for link in element.iter("a"))
            if is_link_list(element) or (linked >= LINK_SHARE * length and not _is_told(element)):
                yield element


def _is_told(element: ElementBase) -> bool:
    """Whether a paragraph is a sentence around its link: words before it, a full stop behind it."""
    if element.tag != "p" or not (element.text or "").strip():
        return False
    links = list(element.iter("a"))
    return bool(links) and _tail(links[-1]) in (".", "!", "?", ".”", ".“", '."')


def _named_so(element: ElementBase, length: int) -> bool:
    """Whether the page itself calls the element something else than text."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(names) < 2:
        return False
    if element.tag in _BOXES and (
        _BOX.search(names) or (_MORE.search(names) and _has(element, "a"))
    ):
        return True
    return length < LONGEST_BYLINE and bool(_BYLINE.search(names))


def _tail(element: ElementBase) -> str:
    return (element.tail or "").strip()


def _has(element: ElementBase, tag: str) -> bool:
    return next(element.iter(tag), None) is not None


def _remove(element: ElementBase) -> None:
    """Take an element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _append(element, element.tail or "")
    parent.remove(element)


def _join_drop_cap(element: ElementBase) -> None:
    """A first letter that is set larger belongs to its word: "N" + "a endlich"."""
    letter = (element.text or "").strip()
    while (parent := element.getparent()) is not None and _only(element, parent):
        element = parent
    following = element.getnext()
    tail = element.tail or ""
    if tail[:1].islower():
        _append(element, letter + tail)
    elif not tail.strip() and following is not None and (following.text or "")[:1].islower():
        following.text = letter + (following.text or "")
    else:
        return
    if parent is not None:
        parent.remove(element)


def _is_letter(element: ElementBase) -> bool:
    letter = (element.text or "").strip()
    return len(letter) == 1 and letter.isupper() and not len(element)


def _only(element: ElementBase, parent: ElementBase) -> bool:
    """Whether the parent is there for nothing but this element."""
    alone = parent.tag in _DROP_CAPS and len(parent) == 1
    return alone and not (parent.text or "").strip() and not (element.tail or "").strip()


def _append(element: ElementBase, text: str) -> None:
    """Put text where the element is, at the end of what stands before it."""
    if not text:
        return
    before = element.getprevious()
    parent = element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
