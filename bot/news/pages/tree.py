"""HTML to a tree, within limits."""

from collections.abc import Iterable

from lxml import html
from lxml.etree import ElementBase, ParserError

from bot.errors import BadAnswer

DEEPEST = 200  # levels; real pages have some forty
MOST_ELEMENTS = 60_000
MOST_NESTED = 1_500_000  # elements, each counted once for every level it is deep
LONGEST_NAME = 2_000  # characters of a class, an identifier or a style that are kept

_NAMES = ("class", "id", "style")


def parse_page(text: str, source: str) -> ElementBase:
    """The tree of a page. Raises BadAnswer where there is none, or one that would bury us."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (ParserError, ValueError, AssertionError):
        raise BadAnswer(source=source, reason="it is not a web page") from None
    _check_size(tree, source)
    return tree


def _check_size(tree: ElementBase, source: str) -> None:
    """Also bounds what it costs to look at the text of every element."""
    level = [tree]
    seen = nested = 0
    for depth in range(DEEPEST):
        level = [child for element in level for child in element]
        seen += len(level)
        nested += depth * len(level)
        if seen > MOST_ELEMENTS or nested > MOST_NESTED:
            reason = f"it has more than {MOST_ELEMENTS} elements, or too many within each other"
            raise BadAnswer(source=source, reason=reason)
        if not level:
            return
        _shorten_names(level)
    raise BadAnswer(source=source, reason=f"it is nested more than {DEEPEST} levels deep")


def _shorten_names(elements: Iterable[ElementBase]) -> None:
    for element in elements:
        for name in _NAMES:
            if len(written := element.get(name) or "") > LONGEST_NAME:
                element.set(name, written[:LONGEST_NAME])
