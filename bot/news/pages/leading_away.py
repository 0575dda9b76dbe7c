"""Boxes and lists within an article that lead to other articles, or offer something."""

import re

from lxml.etree import ElementBase

from bot.news.pages.lines import length_of, plain

LONGEST_HEADING = 60
LONGEST_BOX = 1_500  # characters
LONGEST_PROSE = 400  # of them in paragraphs without a link: a text about the author
LONGEST_ITEM = 250
HIGHEST = 4  # levels that a box is above its heading

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PAGE = ("html", "body", "main", "article")
_LEADS_AWAY = re.compile(
    r"^\W*(?:mehr (?:zum thema|dazu|aus \S+)|(?:auch|ebenfalls) interessant|weiteres? zum thema"
    r"|lesen sie (?:auch|dazu|mehr)|siehe auch|das könnte (?:sie|dich).{0,30}|meistgelesen\w*"
    r"|(?:unsere |weitere )?(?:lese)?empfehlung(?:en)?(?: der redaktion)?|newsletter"
    r"|weitere (?:artikel|beiträge|meldungen|nachrichten|themen)"
    r"|(?:ähnliche|verwandte) (?:artikel|beiträge|themen|meldungen)"
    r"|(?:über|zu[mr]) (?:den |die )?(?:autor(?:in)?|person)|related(?: \w+){0,2}"
    r"|(?:read|see) (?:also|more|next)|most (?:read|popular)|trending(?: now)?"
    r"|you (?:may|might) also.{0,30}|more (?:on this|from|stories|news|like this).{0,30}"
    r"|recommended(?: \w+){0,2}|about the author|editors?['’]?s? picks?|don['’]t miss"
    r"|(?:相关|推荐|延伸|更多|热门)(?:阅读|新闻|文章|报道|推荐|内容)|猜你喜欢|热点推荐)\W*$",
    re.IGNORECASE,
)


def box_under(heading: ElementBase) -> ElementBase | None:
    """The box that the heading is the first thing in, if it leads away from the article.

    heading: anything that may be one.
    """
    if len(heading) > 2 or length_of(heading, LONGEST_HEADING) > LONGEST_HEADING:
        return None
    said = plain(heading)
    if not said or not _LEADS_AWAY.match(said):
        return None
    box = heading
    for _ in range(HIGHEST):
        parent = box.getparent()
        if parent is None or parent.tag in _PAGE or not _is_box(parent, said):
            break
        box = parent
    return box


def _is_box(element: ElementBase, heading: str) -> bool:
    length = length_of(element, LONGEST_BOX)
    if length > LONGEST_BOX or next(element.iter("h1"), None) is not None:
        return False
    paragraphs = list(element.iter("p"))
    prose = [one for one in paragraphs or [element] if next(one.iter("a"), None) is None]
    said = sum(length_of(one, LONGEST_BOX) for one in prose)
    return said <= LONGEST_PROSE and plain(element).startswith(heading)


def is_link_list(element: ElementBase) -> bool:
    """Whether each item is the headline of another page, perhaps behind a word on what it is."""
    items = [child for child in element if child.tag == "li"]
    return len(items) > 1 and all(map(_is_headline, items))


def _is_headline(item: ElementBase) -> bool:
    linked = sum(length_of(link, LONGEST_ITEM) for link in item.iter("a"))
    return 2 * linked >= length_of(item, LONGEST_ITEM) > 0 and not plain(item).endswith(".")
