"""Does a text say of a thing what its sources say? Up for up, not for not, a loss for a loss.

A number that occurs in a source can still be told of another thing, the other way round or denied.
Only contradictions count, and directions that no source tells of anything: words are many, and
what is not understood is left to the other checks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.language.lexicon import kinds
from bot.language.tokens import HAN, content_of
from bot.language.verbs import joined
from bot.language.wordlists import folded_words, section, table
from bot.news.writing.figures import TABLES, figures

REACH = 8  # words between a thing and where it goes
# Of these a source's sum is one and no other.
_SUMS = frozenset(("revenue", "loss", "profit", "costs", "debt", "orders", "dividend", "target"))

_CLAUSE = re.compile(
    r"[;:!?。；，！？]|\.(?=\s|$)|,\s|\s[–—-]\s"
    r"|\s(?:und|and|während|while|aber|but|doch|obwohl|although|nach|after|wegen|as)\s"
)
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’-][^\W\d_\u3400-\u9fff]+)*")
_NEGATED_IN_CHINESE = re.compile(r"未(?!来)|不(?![断过仅少久同])|没有?|并非|无法|否认")
_SIGNED = re.compile(r"(?<![\w.,])([+−–-])\d")


class Contradiction(StrEnum):
    """What of the sources a text turns round."""

    DIRECTION = "direction"
    NEGATION = "negation"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class _Claim:
    """thing: what moves, None where nobody says."""

    thing: str | None
    rises: bool
    denied: bool = False


def contradiction(
    text: str, sources: Sequence[str], language: str, told_in: str | None
) -> Contradiction | None:
    """What `text` in `language` turns round of its `sources` in `told_in`; None where nothing."""
    if _turns_directions(text, sources):
        return Contradiction.DIRECTION
    if _turns_negations(text, sources, same_language=language == told_in):
        return Contradiction.NEGATION
    if _moves_sums(text, sources, language, told_in):
        return Contradiction.SUM
    return None


def _turns_directions(text: str, sources: Sequence[str]) -> bool:
    told = {claim for source in sources for claim in _claims(source)}
    things = {claim.thing for claim in told}
    directions = {claim.rises for claim in told}
    for claim in _claims(text):
        if claim.thing is not None and claim.thing in things:
            if claim not in told:
                return True
        elif claim.rises not in directions:
            return True
    return False


def _claims(text: str) -> Iterator[_Claim]:
    folded = text.casefold()
    for clause in _CLAUSE.split(folded):
        if HAN.search(clause):
            yield from _chinese_claims(clause)
        yield from _latin_claims(joined(clause))
    for match in _SIGNED.finditer(folded):
        yield _Claim(None, match[1] == "+")


def _latin_claims(clause: str) -> Iterator[_Claim]:
    words = _WORD.findall(clause)
    things = [_thing(word) for word in words]
    denials = [place for place, word in enumerate(words) if _denies(word)]
    for place, word in enumerate(words):
        kind = kinds(word)
        rises = "up" in kind
        if rises == ("down" in kind) or kind & {"lesser", "greater"} or things[place]:
            continue
        before = things[max(0, place - REACH) : place][::-1]
        after = things[place + 1 : place + 1 + REACH]
        sides = (after, before) if "takes_object" in kind else (before, after)
        thing = next((one for one in (*sides[0], *sides[1]) if one), None)
        denied = any(-2 <= place - at <= 3 for at in denials)
        yield _Claim(thing, rises, denied)


def _chinese_claims(clause: str) -> Iterator[_Claim]:
    rows = section(table("claims", TABLES)["chinese"])
    things = sorted(
        (at, thing)
        for word, thing in _things().items()
        if HAN.match(word) and (at := clause.find(word)) >= 0
    )
    found = dict[int, bool]()
    for name, rises in (("up", True), ("down", False)):
        for word in folded_words(rows[name]):
            if (at := clause.find(word)) >= 0:
                found.setdefault(at, rises)
    for at, rises in found.items():
        before = [thing for place, thing in things if place < at]
        after = [thing for place, thing in things if place > at]
        thing = before[-1] if before else after[0] if after else None
        denied = _NEGATED_IN_CHINESE.search(clause[max(0, at - 3) : at]) is not None
        yield _Claim(thing, rises, denied)


@cache
def _things() -> dict[str, str]:
    """Which thing a word is."""
    rows = section(table("claims", TABLES)["things"])
    return {word: thing for thing, block in rows.items() for word in folded_words(block)}


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted((word for word in _things() if len(word) > 3), key=len, reverse=True))


def _thing(word: str) -> str | None:
    """Of a folded word: "quartalsgewinn" is a profit."""
    if found := _things().get(word):
        return found
    ending = next((one for one in _longest_first() if word.endswith(one)), None)
    return _things()[ending] if ending else None


def _denies(word: str) -> bool:
    return word in _negations() or word.endswith(("n't", "n’t"))


@cache
def _negations() -> frozenset[str]:
    return frozenset(folded_words(section(table("claims", TABLES)["negation"])["words"]))


def _turns_negations(text: str, sources: Sequence[str], *, same_language: bool) -> bool:
    """Whether the text denies what no source denies, or tells what the sources only deny."""
    denied, plain = _polarities([text])
    denied_there, plain_there = _polarities(sources)
    chinese = _NEGATED_IN_CHINESE.search(text) is not None
    if (denied or chinese) and not (
        denied_there or any(_NEGATED_IN_CHINESE.search(one) for one in sources)
    ):
        return True
    if not same_language:
        return False
    turned = (denied & plain_there) - denied_there
    return bool(turned or (plain & denied_there) - plain_there)


def _polarities(texts: Sequence[str]) -> tuple[set[str], set[str]]:
    """The stems of the words that are denied, and of those that are not."""
    denied, plain = set[str](), set[str]()
    for text in texts:
        for clause in _CLAUSE.split(text.casefold()):
            words = _WORD.findall(clause)
            scope = _denied_places(words)
            for place, word in enumerate(words):
                (denied if place in scope else plain).update(content_of([word]))
    return denied, plain


def _denied_places(words: Sequence[str]) -> set[int]:
    """A negation reaches the next words that mean something, at the end the one before it."""
    places = set[int]()
    for at, word in enumerate(words):
        if not _denies(word) or words[at + 1 : at + 2] in (["nur"], ["only"]):
            continue
        if at + 1 == len(words):
            places.add(at - 1)
        for place in range(at + 1, min(len(words), at + 4)):
            if content_of([words[place]]):
                places.add(place)
            elif places & {place - 1}:
                break
    return places


def _moves_sums(text: str, sources: Sequence[str], language: str, told_in: str | None) -> bool:
    """Whether a sum of money that the sources tell of one thing is told of another."""
    told = [(figure, _sums(one)) for one in sources for figure in figures(one, told_in)]
    for clause in _CLAUSE.split(text):
        named = _sums(clause)
        if len(named) != 1:
            continue
        for figure in figures(clause, language):
            there = [things for one, things in told if figure.backed_by(one) and things]
            if figure.unit and there and not any(named <= things for things in there):
                return True
    return False


def _sums(text: str) -> frozenset[str]:
    """Which things a text names that have an amount."""
    folded = text.casefold()
    latin = {_thing(word) for word in _WORD.findall(folded)}
    chinese = {thing for word, thing in _things().items() if HAN.match(word) and word in folded}
    return frozenset(one for one in latin | chinese if one in _SUMS)
