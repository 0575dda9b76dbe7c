"""HTML to a tree, within limits."""

from lxml import html
from lxml.etree import ElementBase, ParserError

from bot.errors import BadAnswer

DEEPEST = 200  # levels; real pages have some forty
MOST_ELEMENTS = 60_000


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
    level = [tree]
    seen = 0
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        seen += len(level)
        if seen > MOST_ELEMENTS:
            raise BadAnswer(source=source, reason=f"it has more than {MOST_ELEMENTS} elements")
        if not level:
            return
    raise BadAnswer(source=source, reason=f"it is nested more than {DEEPEST} levels deep")
