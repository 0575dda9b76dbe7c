"""Which lists of a page are part of its article.

A list that a colon, a heading or nothing at all announces is told in points: it stays. Points that
follow a finished sentence add to it what can be left out (features, advice, how a thing is built),
where most of the article is sentences; but never amounts, which are what our readers look for.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from bot.news.pages.lines import size

POINT = "- "
MOSTLY = 0.5  # of the text is points: then they are the article

_FINISHED = re.compile(r"[.!?…。！？][\"”“»«’'‘)\]」』]*$")
_AMOUNT = re.compile(
    r"\d\s?(?:%|€|\$|£|¥|元|亿|億|prozent|percent|per cent|euro?|dollars?|yuan|franken|chf|usd|eur"
    r"|mio|mrd|million|billion|milliarde|bn)|[€$£¥]\s?\d",
    re.IGNORECASE,
)


def without_asides(lines: Sequence[str]) -> list[str]:
    """The lines without the points that only add to a sentence."""
    text = [line for line in lines if line]
    points = [line for line in text if line.startswith(POINT)]
    if size(points) > MOSTLY * size(text):
        return text
    kept: list[str] = []
    for listed, group in groupby(text, key=lambda line: line.startswith(POINT)):
        block = list(group)
        if not (listed and kept and _FINISHED.search(kept[-1]) and not _tells_amounts(block)):
            kept += block
    return kept


def _tells_amounts(points: Sequence[str]) -> bool:
    return 2 * sum(1 for one in points if _AMOUNT.search(one)) >= len(points)
