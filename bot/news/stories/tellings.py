"""What does a headline say, in a form that can be compared, also across languages?"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from bot.language.tokens import fillers, stem, words
from bot.news.stories.events import ideas, names_in_chinese
from bot.news.stories.freshness import MONTHS
from bot.news.stories.revisions import bare_title

PARTS = (3, 4, 5)  # characters of the parts of words that are compared

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)*)[\s\u00a0]?"
    r"(万|萬|亿|億|月份?|[Mm]illion(?:en)?|[Mm]illiarden?|[Bb]illion(?:en)?|[Tt]rillion|Mio|Mrd|mln|mn|bn)?"
    r"|(?<=[\u3400-\u9fff$€£])(\d+(?:[.,]\d+)*)[\s\u00a0]?(万|萬|亿|億|月份?|bn|[mb]illion)?"
)
_SCALES = {
    "万": 4, "萬": 4, "亿": 8, "億": 8, "million": 6, "millionen": 6, "mio": 6, "mln": 6, "mn": 6,
    "milliarde": 9, "milliarden": 9, "mrd": 9, "billion": 9, "bn": 9,
    "billionen": 12, "trillion": 12,
}  # fmt: skip
_NAME = re.compile(r"(?<!\w)[A-ZÄÖÜ][\w&’'-]*\w")


@dataclass(frozen=True, slots=True)
class Telling:
    """words, parts of words: how often each stands there. The rest holds in any language.

    ideas are the headline's, all_ideas and numbers also the teaser's.
    """

    words: dict[str, float]
    parts: dict[str, float]
    ideas: frozenset[str]
    all_ideas: frozenset[str]
    numbers: frozenset[str]
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
    found = ideas(bare)
    return Telling(
        words=dict(Counter(stem(token) for token in tokens)),
        parts=_parts(tokens),
        ideas=found,
        all_ideas=found | ideas(teaser),
        numbers=numbers_in(f"{bare} {teaser}"),
        names=frozenset(names - company),
        language="zh" if _HAN.search(bare) else language,
        published=published,
    )


def _parts(tokens: list[str]) -> dict[str, float]:
    """Runs of characters within words: they see that "Serienfertigung" is in "Fertigung"."""
    found: Counter[str] = Counter()
    for token in tokens:
        if not _HAN.match(token):
            padded = f" {token} "
            for size in PARTS:
                last = max(1, len(padded) - size + 1)
                found.update(padded[start : start + size] for start in range(last))
    return dict(found)


def number(written: str, scale: int = 0) -> str:
    """One spelling for "2,55", "2.55" and "1.019,80"; a lone group of three is thousands.

    `scale`: the power of ten that follows it ("7万" and "70.000" are the same).
    """
    if "," in written and "." in written:
        decimal = max(written.rfind(","), written.rfind("."))
        plain = re.sub(r"[.,]", "", written[:decimal]) + "." + written[decimal + 1 :]
    else:
        parts = re.split(r"[.,]", written)
        thousands = len(parts) > 2 or (len(parts) == 2 and len(parts[1]) == 3 and parts[0] != "0")
        plain = "".join(parts) if thousands else ".".join(parts)
    try:
        return format(Decimal(plain[:30]).scaleb(scale).normalize(), "f")
    except InvalidOperation:
        return plain


def numbers_in(text: str) -> frozenset[str]:
    """All numbers, each in one spelling, and months as "month9"."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        written = match.group(1) or match.group(3)
        unit = (match.group(2) or match.group(4) or "").casefold()
        if unit.startswith("月"):
            found.add(f"month{written.lstrip('0')}")
        else:
            found.add(number(written, _SCALES.get(unit, 0)))
    for word in _NAME.findall(text):
        if (month := MONTHS.get(word.casefold())) and len(word) > 3:
            found.add(f"month{month}")
    return frozenset(found)
