"""A report on the market names many companies: what does it say of this one?"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.boilerplate import dateline, is_heading, without_boilerplate
from bot.language.sentences import sentences
from bot.language.tokens import HAN
from bot.news.models import Article

READ_AT_MOST = 20_000  # characters of one text

_MARKET = re.compile(
    r"""^\W*(?:roundup\W+|update\W+)?aktien\s(?:frankfurt|deutschland|europa|new\syork|asien|wien
        |schweiz|osteuropa|london|paris)\b
    |\b(?:[mst]|tec)?dax\b|\beuro\s?stoxx|\bdow\b|\bnasdaq\b|\bwall\sstreet\b|\bs&p\s?500\b|\bftse\b
    |\bnikkei\b|\bhang\sseng\b|\bsmi\b|\batx\b|\bbörse\sfrankfurt\b|\bxetra-handel\b|\bmarktbericht
    |\bhot\sstocks\b|\bstocks\s(?:to\swatch|making|in\sfocus)|\bheute\san\sder\sbörse
    |\b(?:morning|market)\s(?:briefing|wrap|movers)\b|恒指|港股|大盘|沪指|[aA]股""",
    re.IGNORECASE | re.VERBOSE,
)
_PARTS = re.compile(r"\s[-–—|]\s|;\s|；")


@lru_cache(maxsize=64)
def naming_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a text names the company, in the spelling of one of its names or in capitals."""
    written = {form for name in names for form in (name, name.upper()) if form}
    forms = (
        re.escape(name) if HAN.search(name) else rf"(?<!\w){re.escape(name)}(?!\w)"
        for name in sorted(written, key=len, reverse=True)
    )
    return re.compile("|".join(forms) or "(?!)")


def is_market_report(title: str, names: Collection[str]) -> bool:
    """Whether the headline is about a market; "Deutsche Börse" or "Nasdaq" may be the company."""
    return _MARKET.search(naming_pattern(tuple(names)).sub("", title)) is not None


def part_about(title: str, names: Collection[str]) -> str:
    """Those parts of a market report's headline that name the company."""
    own = naming_pattern(tuple(names))
    return " - ".join(part for part in _PARTS.split(title) if own.search(part))


def said_of(
    texts: Sequence[str], language: str | None, names: Collection[str]
) -> Iterator[tuple[str, int]]:
    """The sentences that name the company, to the letter, each with its text's place."""
    own = naming_pattern(tuple(names))
    for place, text in enumerate(texts):
        spans = sentences(text[:READ_AT_MOST], language)
        for span in without_boilerplate(spans, datelines=False):
            if own.search(span.text) and not is_heading(span.text):
                yield span.text, place


def narrowed(article: Article, names: Collection[str]) -> Article:
    """A market report with its dateline and what it says of the company; others as they are."""
    if not is_market_report(article.title, names):
        return article
    body = article.text or article.teaser
    about = " ".join(text for text, _ in said_of([body], article.language, names))
    return replace(article, text=None, teaser=body[: dateline(body)] + about)
