"""What does a headline say, in a form that can be compared, also across languages?"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.language.tokens import HAN, fillers, stem, words
from bot.news.stories.events import ideas, names_in_chinese, share_words
from bot.news.stories.figures import Figure, figures_in, scales
from bot.news.stories.freshness import MONTHS
from bot.news.stories.revisions import bare_title
from bot.news.stories.sounds import in_chinese, of_names

PARTS = (3, 4, 5)  # characters of the parts of words that are compared

_NAME = re.compile(r"(?<!\w)[A-ZÄÖÜ][\w&’'-]*\w")


@dataclass(frozen=True, slots=True)
class Telling:
    """words, parts of words: how often each stands there. The rest holds in any language.

    ideas, figures, names and their sounds are the headline's, the others also the teaser's.
    """

    words: dict[str, float]
    parts: dict[str, float]
    ideas: frozenset[str]
    all_ideas: frozenset[str]
    figures: frozenset[Figure]
    all_figures: frozenset[Figure]
    names: frozenset[str]
    sounds: frozenset[str]
    language: str | None
    published: datetime | None


def telling(
    title: str,
    *,
    teaser: str = "",
    language: str | None = None,
    published: datetime | None = None,
    company: frozenset[str] = frozenset(),
) -> Telling:
    """company: folded words of the company's names; what all share says nothing."""
    bare = bare_title(title)
    empty = fillers() | company | scales()
    if company:
        empty |= share_words()  # its share is in its headlines whatever they tell
    tokens = [token for token in words(bare) if token not in empty]
    latin = HAN.sub(" ", bare)
    names = {
        match.casefold().removesuffix("'s").removesuffix("’s") for match in _NAME.findall(latin)
    }
    names |= {part for name in names for part in name.split("-") if len(part) > 2}
    names.update(names_in_chinese(bare))
    kept = frozenset(names - company - MONTHS.keys())
    found, figures = ideas(bare), figures_in(bare)
    chinese = HAN.search(bare) is not None
    return Telling(
        words=dict(Counter(stem(token) for token in tokens)),
        parts=_parts(tokens),
        ideas=found,
        all_ideas=found | ideas(teaser),
        figures=figures,
        all_figures=figures | figures_in(teaser),
        names=kept,
        sounds=in_chinese(_without(bare, company)) if chinese else of_names(kept),
        language="zh" if chinese else language,
        published=published,
    )


def _without(text: str, company: frozenset[str]) -> str:
    for name in company:
        if HAN.match(name):
            text = text.replace(name, " ")
    return text


def _parts(tokens: list[str]) -> dict[str, float]:
    """Runs of characters within words: they see that "Serienfertigung" is in "Fertigung"."""
    found: Counter[str] = Counter()
    for token in tokens:
        if not HAN.match(token):
            padded = f" {token} "
            for size in PARTS:
                last = max(1, len(padded) - size + 1)
                found.update(padded[start : start + size] for start in range(last))
    return dict(found)


def apart(one: Telling, other: Telling) -> float:
    """Seconds between them; 0 where one is undated."""
    if one.published is None or other.published is None:
        return 0.0
    return abs((one.published - other.published).total_seconds())
