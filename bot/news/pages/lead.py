"""The lead of an article: the sentences above its text that tell beforehand what it says.

A page sets it apart from the text: by a name of its own (`lead`, `intro`, `teaser-text`, the
microdata property `description`), as the only bold paragraph, or it looks unlike the others and
says what the page declares as its description. A first paragraph like all others is no lead.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from lxml.etree import ElementBase

from bot.language.boilerplate import is_boilerplate
from bot.news.pages.headline import find_headline
from bot.news.pages.lines import Shingles, length_of, plain, share, shingles, size

SHORTEST, LONGEST = 30, 1_000  # characters
MOST_PARTS = 4  # paragraphs or points
LARGEST_SHARE = 0.5  # of all the text; more is the text itself
ALIKE = 0.6  # of three words in a row that two texts have in common
MOST_DESCRIBED = 8  # descriptions that are compared
MOST_LOOKED_AT = 10_000  # elements above the text

_HASH = re.compile(r"_{1,3}(?=[\w-]*[A-Z\d])[\w-]{4,8}$")  # that a build tool puts behind a class
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME = re.compile(
    r"(?:^|[-_])(?:lead|lede|intro|introduction|preface|standfirst|dek|deck|summary|excerpt"
    r"|abstract|(?:lead|intro|teaser|short)[-_]?text|vorspann|anriss|einleitung)"
    r"(?:[-_]+(?:text|list|bullets|content|wrapper|paragraph|copy))?$"
)
_FIRST = re.compile(r"first|initial|drop-?cap", re.IGNORECASE)
_BLOCKS = ("p", "div", "section", "h2", "h3", "h4", "span", "ul")
_PARTS = ("p", "li", "h2", "h3", "h4")
_BOLD = ("strong", "b")


def find_lead(
    tree: ElementBase, title: str, lines: Sequence[str], described: Sequence[str]
) -> list[str]:
    """The paragraphs of the lead, [] where the page has none.

    tree: without the boxes. lines: the text, perhaps with the lead on top. described: what the
    page declares about itself.
    """
    body = frozenset(lines[1:] or lines)
    longest = max(map(len, body), default=0)
    same = [
        element
        for element in tree.iter(*_PARTS, "div")
        if length_of(element, longest) <= longest and plain(element) in body
    ]
    if not same:
        return []
    said = [shingles(one) for one in described[:MOST_DESCRIBED]]
    looks = {_look(element) for element in same}
    bold = any(map(_is_bold, same))
    for element in _above(tree, title, same[0]):
        if length_of(element, LONGEST) > LONGEST:
            continue
        parts = _parts(element)
        text = " ".join(parts)
        fits = SHORTEST <= len(text) <= min(LONGEST, LARGEST_SHARE * size(lines))
        if not fits or len(parts) > MOST_PARTS or is_boilerplate(text):
            continue
        if not bold and _is_bold(element):
            return parts
        if _look(element) not in looks and (_is_named(element) or _is_said(text, said)):
            return parts
    return []


def without_lead(lines: Sequence[str], lead: Sequence[str]) -> list[str]:
    """The lines behind those that are the lead."""
    known = shingles(" ".join(lead))
    on_top = list(takewhile(lambda line: not line or share(line, known) >= ALIKE, lines))
    return list(lines[len(on_top) :])


def _above(tree: ElementBase, title: str, text: ElementBase) -> Iterator[ElementBase]:
    """The elements between the headline and the text."""
    headline = find_headline(tree, title)
    begun = False
    for seen, element in enumerate(tree.iter("h1", *_BLOCKS)):
        if element is text or seen == MOST_LOOKED_AT:
            return
        if element is headline:
            begun = True
        elif begun:
            yield element


def _parts(element: ElementBase) -> list[str]:
    inner = [plain(one) for one in element.iter(*_PARTS) if one is not element]
    return [one for one in inner if one] or [plain(element)]


def _look(element: ElementBase) -> tuple[object, ...]:
    """By what the page tells how an element looks: those with the same look are of one kind."""
    parent = element.getparent()
    around = (parent.tag, parent.get("class")) if parent is not None else ("", None)
    names = [one for one in (element.get("class") or "").split() if not _FIRST.search(one)]
    return (element.tag, *sorted(names), *around)


def _is_named(element: ElementBase) -> bool:
    if element.get("itemprop") == "description":
        return True
    names = (_HASH.sub("", one) for one in (element.get("class") or "").split())
    return any(_NAME.search(_CAMEL.sub("-", one).lower()) for one in names)


def _is_bold(element: ElementBase) -> bool:
    """Whether all of a paragraph is set bold."""
    if element.tag != "p":
        return False
    inner = sum(len(plain(one)) for one in element.iter(*_BOLD))
    return inner > 0 and inner >= 0.9 * len(plain(element))


def _is_said(text: str, descriptions: Iterable[Shingles]) -> bool:
    ours = shingles(text)
    return any(
        len(ours & one) >= ALIKE * max(len(ours), len(one)) for one in descriptions if ours and one
    )
