"""Does a text name anything that its sources do not? Latin letters and Chinese.

German writes every noun with a capital letter, so nouns that name nothing are known by a list and
by their endings; whatever else stands with a capital letter counts as a name. In doubt it is one:
an unwritten summary costs less than an invented name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.language.wordlists import section, table, words_in
from bot.news.writing.figures import TABLES

_HAN = re.compile(r"[\u3400-\u9fff]+")
_TOKEN = re.compile(r"[^\W_\u3400-\u9fff]+")
_STARTS = re.compile(r"(?:^|[.!?:]\s)[\s„“”\"»«‚‘’'(]*$")
_LETTERS_AND_DIGITS = re.compile(r"(?=.*\d)[^\W\d_]+\d+\w*|\d+[^\W\d_]{1,2}")
_SHORT_ENDINGS = ("s", "es")
_LONG_ENDINGS = ("n", "en", "e", "er", "em", "ern")


@dataclass(frozen=True, slots=True)
class _Known:
    nouns: frozenset[str]
    endings: tuple[str, ...]
    starts: frozenset[str]
    facts: dict[str, str]
    chinese: tuple[str, ...]
    chinese_facts: tuple[str, ...]


@cache
def _known() -> _Known:
    rows, common = table("words", TABLES), table("common_words")
    blocks = [rows["starts_de"], rows["starts_en"], *common.values()]
    facts = {
        word: fact for fact, words in section(rows["facts"]).items() for word in words_in(words)
    }
    chinese_facts = tuple(word for word in facts if _HAN.match(word))
    plain = words_in(section(rows["chinese"])["plain"])
    return _Known(
        nouns=frozenset(words_in(rows["nouns"]) + words_in(rows["amounts"])),
        endings=words_in(rows["endings"]),
        starts=frozenset(word for block in blocks for word in words_in(block)),
        facts=facts,
        chinese=plain,
        chinese_facts=chinese_facts,
    )


def unknown_names(text: str, sources: Sequence[str], language: str) -> Iterator[str]:
    """What `text` names and none of `sources` does; `language`: ISO 639-1 of `text`."""
    evidence = "\n".join(sources)
    told = [match[0] for match in _TOKEN.finditer(evidence)]
    lowered = frozenset(word.lower() for word in told)
    facts = _facts(evidence)
    followers = {(one.lower(), following.lower()) for one, following in pairwise(told)}
    before: tuple[str, int] | None = None  # the last name, and where it ended
    for match in _TOKEN.finditer(text):
        word, small = match[0], match[0].lower()
        fact = _known().facts.get(small)
        if fact is not None and small not in lowered and word != small:
            if fact not in facts:
                yield word
            before = None
            continue
        if any(char.isdigit() for char in word):
            if (
                _LETTERS_AND_DIGITS.fullmatch(word)
                and not _is_amount(word)
                and small not in lowered
            ):
                yield word
            before = None
            continue
        if not any(char.isupper() for char in word) or _is_plain(text, match, language):
            before = None
            continue
        base = _base(small, lowered)
        if base is None:
            yield word
            before = None
            continue
        # "Tim Cook" is not told by a text in which a Tim Miller meets a Sam Cook.
        beside = before is not None and text[before[1] : match.start()] == " "
        if beside and before and (before[0], base) not in followers:
            yield word
        before = (base, match.end())
    yield from _unknown_chinese(text, evidence, facts)


def _facts(evidence: str) -> frozenset[str]:
    """The days, months and countries that the sources name, in whatever language."""
    known = _known()
    words = {match[0].lower() for match in _TOKEN.finditer(evidence)}
    chinese = {word for word in known.chinese_facts if word in evidence}
    return frozenset(known.facts[word] for word in (words & known.facts.keys()) | chinese)


def _is_amount(word: str) -> bool:
    """ "35bn", "5m": a figure that is judged as one."""
    return word[0].isdigit() and word.lstrip("0123456789").lower() in {"bn", "m", "k", "mn"}


def _is_plain(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a capital letter stands there for another reason than a name."""
    word, small = match[0], match[0].lower()
    if len(word) > 1 and word.isupper():
        return small in {"eur", "usd", "hkd", "cny", "rmb", "ceo"}
    if _is_noun(small, language):
        return True
    return _STARTS.search(text[: match.start()]) is not None and small in _known().starts


def _is_noun(small: str, language: str) -> bool:
    if language != "de":
        return False
    known = _known()
    if small in known.nouns or (len(small) > 6 and small.endswith(known.endings)):
        return True
    # A compound of two such nouns: "Quartalsgewinn".
    return any(
        small[:cut] in known.nouns and small[cut:].removeprefix("s") in known.nouns
        for cut in range(3, len(small) - 2)
    )


def _base(small: str, told: frozenset[str]) -> str | None:
    """The form in which the sources have that word: itself, or with another ending."""
    if small in told:
        return small
    for ending in (*_SHORT_ENDINGS, *_LONG_ENDINGS):
        least = 3 if ending in _SHORT_ENDINGS else 6
        for form in (small.removesuffix(ending), small + ending):
            if form != small and min(len(form), len(small)) >= least and form in told:
                return form
    return None


def _unknown_chinese(text: str, evidence: str, facts: frozenset[str]) -> Iterator[str]:
    """Chinese has no capitals: what is neither told nor a plain word counts as a name."""
    known = _known()
    named = [word for word in known.chinese_facts if known.facts[word] in facts]
    for match in _HAN.finditer(text):
        run = match[0]
        if run in evidence:
            continue
        told = [False] * len(run)
        for start in range(len(run) - 1):
            if run[start : start + 2] in evidence:
                told[start] = told[start + 1] = True
        for word in (*known.chinese, *named):
            start = run.find(word)
            while start >= 0:
                told[start : start + len(word)] = [True] * len(word)
                start = run.find(word, start + len(word))
        if not all(told):
            yield run
