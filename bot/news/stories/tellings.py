"""What does a headline say, in a form that can be compared, also across languages?"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.language.tokens import HAN, fillers, stem, words
from bot.news.stories.events import ideas, names_in_chinese
from bot.news.stories.figures import Figure, figures_in
from bot.news.stories.freshness import MONTHS
from bot.news.stories.revisions import bare_title

PARTS = (3, 4, 5)  # characters of the parts of words that are compared

_NAME = re.compile(r"(?<!\w)[A-ZÄÖÜ][\w&’'-]*\w")


@dataclass(frozen=True, slots=True)
class Telling:
    """words, parts of words: how often each stands there. The rest holds in any language.

    ideas and figures are the headline's, the others also the teaser's.
    """

    words: dict[str, float]
    parts: dict[str, float]
    ideas: frozenset[str]
    all_ideas: frozenset[str]
    figures: frozenset[Figure]
    all_figures: frozenset[Figure]
    names: frozenset[str]
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
    empty = fillers() | company
    tokens = [token for token in words(bare) if token not in empty]
    names = {
        match.casefold().removesuffix("'s").removesuffix("’s") for match in _NAME.findall(bare)
    }
    names |= {part for name in names for part in name.split("-") if len(part) > 2}
    names.update(names_in_chinese(bare))
    found, figures = ideas(bare), figures_in(bare)
    return Telling(
        words=dict(Counter(stem(token) for token in tokens)),
        parts=_parts(tokens),
        ideas=found,
        all_ideas=found | ideas(teaser),
        figures=figures,
        all_figures=figures | figures_in(teaser),
        names=frozenset(names - company - MONTHS.keys()),
        language="zh" if HAN.search(bare) else language,
        published=published,
    )


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
