"""What a text claims to go up or down, to be done or undone, and what of it is denied.

Folded words of German, English and Chinese; what is not understood is no claim.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from bot.language.lexicon import kinds
from bot.language.tokens import HAN, content_of
from bot.language.verbs import joined
from bot.language.wordlists import folded_words, section, table
from bot.news.writing.figures import TABLES

REACH = 8  # words between a thing and where it goes

_CLAUSE = re.compile(
    r"[;:!?。；，！？]|\.(?=\s|$)|,\s|\s[–—-]\s"
    r"|\s(?:und|and|während|while|but|obwohl|although|nach(?!\s(?:oben|unten)\b)|after"
    r"|wegen|as)\s",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’-][^\W\d_\u3400-\u9fff]+)*")
_WAY = re.compile(r"\bnach\s(?=(?:oben|unten)\b)")
_SIGNED = re.compile(r"(?<![\w.,])([+−–-])\d")
_NOT_IN_CHINESE = re.compile(r"未(?!来)|不(?![断过仅少久同])|没有?|并非|无法|否认")
_DENIED_IN_CHINESE = re.compile(
    r"(?:未|不|没|无法|并非)(?:会|有|能|再|将|曾|打算|考虑)*([\u3400-\u9fff]{2})"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """thing: what moves or what is done, None where nobody says. rises: or is done, for a deed;
    None where it stays as it was.
    """

    thing: str | None
    rises: bool | None
    denied: bool = False
    deed: bool = False


def clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause.strip()]


def claims(text: str) -> Iterator[Claim]:
    """All claims of a text, those of signed figures ("-3 %") included."""
    for clause in clauses(text):
        folded = clause.casefold()
        if HAN.search(folded):
            yield from _chinese_claims(folded)
        yield from _latin_claims(_WAY.sub("nach-", joined(folded)))
    for match in _SIGNED.finditer(text):
        yield Claim(None, match[1] == "+")


def _latin_claims(clause: str) -> Iterator[Claim]:
    words = _WORD.findall(clause)
    things = [thing_of(word) for word in words]
    denials = [place for place, word in enumerate(words) if _denies(word)]
    moves = [None if thing else _direction(word) for thing, word in zip(things, words, strict=True)]
    if not any(rises is not None for rises in moves):
        moves = [_directions().get(f"={word}") for word in words]
    for place, word in enumerate(words):
        denied = any(-2 <= place - at <= 3 or at + 2 >= len(words) for at in denials)
        if deed := _deeds().get(word):
            yield Claim(deed[0], deed[1], denied, deed=True)
        rises = moves[place]
        if rises is None and word not in _steady():
            continue
        before = things[max(0, place - REACH) : place][::-1]
        after = things[place + 1 : place + 1 + REACH]
        sides = (after, before) if "takes_object" in kinds(word) else (before, after)
        thing = next((one for one in (*sides[0], *sides[1]) if one), None)
        if rises is not None or thing is not None:
            yield Claim(thing, rises, denied)


def _direction(word: str) -> bool | None:
    if word in _directions():
        return _directions()[word]
    kind = kinds(word)
    rises = "up" in kind
    return None if rises == ("down" in kind) or kind & {"lesser", "greater"} else rises


def _chinese_claims(clause: str) -> Iterator[Claim]:
    things = sorted(
        (at, thing)
        for word, thing in _things().items()
        if HAN.match(word) and (at := clause.find(word)) >= 0
    )
    for at, rises in _chinese_directions(clause).items():
        before = [thing for place, thing in things if place < at]
        after = [thing for place, thing in things if place > at]
        thing = before[-1] if before else after[0] if after else None
        if rises is not None or thing is not None:
            yield Claim(thing, rises, _denied_in_chinese(clause, at))
    for word, (deed, done) in _deeds().items():
        if HAN.match(word) and (at := clause.find(word)) >= 0:
            yield Claim(deed, done, _denied_in_chinese(clause, at), deed=True)


def _chinese_directions(clause: str) -> dict[int, bool | None]:
    rows = section(_rows()["chinese"])
    found = dict[int, bool | None]()
    for name, rises in (("up", True), ("down", False)):
        for word in folded_words(rows[name]):
            if (at := clause.find(word)) >= 0:
                found.setdefault(at, rises)
    if not found:
        steady = (clause.find(word) for word in _steady() if HAN.match(word))
        found.update((at, None) for at in steady if at >= 0)
    if not found:
        for word, rises in _directions().items():
            if word.startswith("=") and HAN.match(word, 1) and (at := clause.find(word[1:])) >= 0:
                found[at] = rises
    return found


def _denied_in_chinese(clause: str, at: int) -> bool:
    return _NOT_IN_CHINESE.search(clause[max(0, at - 3) : at]) is not None


def _rows() -> Mapping[str, object]:
    return table("claims", TABLES)


@cache
def _things() -> dict[str, str]:
    """Which thing a word is."""
    rows = section(_rows()["things"])
    return {word: thing for thing, block in rows.items() for word in folded_words(block)}


@cache
def _deeds() -> dict[str, tuple[str, bool]]:
    """Which deed a word is, and whether it is done."""
    rows = cast("Mapping[str, Mapping[str, str]]", _rows()["deeds"])
    return {
        word: (deed, name == "done")
        for deed, lists in rows.items()
        for name, block in lists.items()
        for word in folded_words(block)
    }


@cache
def _directions() -> dict[str, bool]:
    """By word whether it says up; with "=" before it, what says so only where nothing else does."""
    rows = section(_rows()["directions"])
    return {
        word if name in {"up", "down"} else f"={word}": name in {"up", "strong"}
        for name, block in rows.items()
        if name != "steady"
        for word in folded_words(block)
    }


@cache
def _steady() -> frozenset[str]:
    return frozenset(folded_words(section(_rows()["directions"])["steady"]))


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted((word for word in _things() if len(word) > 3), key=len, reverse=True))


def thing_of(word: str) -> str | None:
    """Of a folded word: "quartalsgewinn" is a profit."""
    if found := _things().get(word):
        return found
    ending = next((one for one in _longest_first() if word.endswith(one)), None)
    return _things()[ending] if ending else None


def things_in(text: str) -> frozenset[str]:
    folded = text.casefold()
    latin = {thing_of(word) for word in _WORD.findall(folded)}
    chinese = {thing for word, thing in _things().items() if HAN.match(word) and word in folded}
    return frozenset(one for one in latin | chinese if one is not None)


@cache
def _negations() -> frozenset[str]:
    return frozenset(folded_words(section(_rows()["negation"])["words"]))


def _denies(word: str) -> bool:
    return word in _negations() or word.endswith(("n't", "n’t"))


def denies_anything(texts: Sequence[str]) -> bool:
    return any(
        _NOT_IN_CHINESE.search(text) or any(map(_denies, _WORD.findall(text.casefold())))
        for text in texts
    )


def polarities(texts: Sequence[str]) -> tuple[set[str], set[str]]:
    """The stems of the words, of Chinese the pairs, that are denied, and of those that are not."""
    denied, plain = set[str](), set[str]()
    for text in texts:
        for clause in clauses(text.casefold()):
            words = _WORD.findall(clause)
            scope = _denied_places(words)
            for place, word in enumerate(words):
                (denied if place in scope else plain).update(content_of([word]))
            pairs = _DENIED_IN_CHINESE.findall(clause)
            denied.update(pairs)
            rest = _DENIED_IN_CHINESE.sub("", clause)
            plain.update(rest[at : at + 2] for at in range(len(rest) - 1) if HAN.match(rest, at))
    return denied, plain


def _denied_places(words: Sequence[str]) -> set[int]:
    """A negation reaches the next words that mean something, at the end the one before it."""
    places = set[int]()
    for at, word in enumerate(words):
        if not _denies(word) or words[at + 1 : at + 2] in (["nur"], ["only"]):
            continue
        if at + 2 >= len(words):  # "die Übernahme ist nicht geplant", "sie kommt nicht"
            before = (place for place in range(at - 1, -1, -1) if content_of([words[place]]))
            places.update([*before][:1])
        for place in range(at + 1, min(len(words), at + 4)):
            if content_of([words[place]]):
                places.add(place)
            elif places & {place - 1}:
                break
    return places
