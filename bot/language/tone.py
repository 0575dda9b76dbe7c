"""Is it good or bad news for the share? Said only when sure.

No single word decides. What moves ("Verlust") and where it moves ("sinkt") are read together;
a negation turns what follows it; phrases ("narrower loss", "besser als erwartet") come before
their words. Where signs of both kinds remain, or only weak ones, the answer is neutral.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from bot.language.wordlists import alternatives, section, table, words_in

READ_AT_MOST = 1_500  # characters
SURE_FROM = 1.5
SURE_OF_A_HEADLINE_FROM = 1.2  # in few words one strong word is enough
HEADLINE = 11  # words at most
REACH = 7  # words between what moves and where it moves

POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLAUSE = re.compile(
    r"[;:!?]|\.(?=\s|$)"
    r"|,\s(?=(?:but|while|aber|doch|jedoch|although|obwohl|während)\b)"
    r"|\s(?:as|amid|after|nach|wegen|weil)\s"
)


# "legt … zu" and the like: the end of the verb says where it goes.
_SEPARABLE = re.compile(
    r"\b(leg|zieh|zog|nimm|nehm|nahm|geh|ging|gib|geb|gab|fahr|fähr|fuhr|brech|brich|brach|sack|stock)"
    r"(\w*)\b([^.;:]{0,60}?)\s(zu|an|nach|zurück|ein|ab|auf)(?=$|[\s,.;:!?-])"
)


def _together(found: re.Match[str]) -> str:
    pair = f"{found.group(1)} {found.group(4)}"
    directions = section(table("tone")["separable"])
    if pair in alternatives(directions["rising"]):
        return f"{found.group(3)} steigt"
    return (
        f"{found.group(3)} sinkt" if pair in alternatives(directions["falling"]) else found.group()
    )


@dataclass(frozen=True, slots=True)
class ToneGuess:
    """label: "positive", "neutral" or "negative"; neutral also where we are not sure."""

    label: str
    confidence: float


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], float], ...]:
    rows = cast("list[dict[str, object]]", table("tone")["phrase"])
    return tuple((re.compile(str(row["pattern"])), float(str(row["weight"]))) for row in rows)


@cache
def _lists() -> tuple[tuple[str, frozenset[str], dict[str, tuple[str, ...]]], ...]:
    built: list[tuple[str, frozenset[str], dict[str, tuple[str, ...]]]] = []
    for name, block in section(table("tone")["words"]).items():
        whole: set[str] = set()
        starts: dict[str, list[str]] = {}
        for word in words_in(block):
            if word.startswith("="):
                whole.add(word[1:])
            elif word.endswith("*"):
                starts.setdefault(word[:4].rstrip("*"), []).append(word[:-1])
            elif len(word) < 5 or (word.isascii() and word[-1] in "sd" and len(word) < 6):
                whole.add(word)
            else:
                starts.setdefault(word[:4], []).append(word)
        built.append((name, frozenset(whole), {key: tuple(value) for key, value in starts.items()}))
    return tuple(built)


@lru_cache(maxsize=20_000)
def _kinds(word: str) -> frozenset[str]:
    found = {
        name
        for name, whole, starts in _lists()
        if word in whole or any(word.startswith(one) for one in starts.get(word[:4], ()))
    }
    if not found and len(word) > 8:  # German compounds end in what they are
        for tail, kind in section(table("tone")["tails"]).items():
            if word.endswith(tail):
                found.add(kind)
    return frozenset(found)


def tone(text: str, language: str | None = None) -> ToneGuess:
    """The tone of a headline or short text towards the company that it is about.

    `language` is not needed: the lists do not contradict each other. Never raises.
    """
    del language
    folded = text[:READ_AT_MOST].casefold().replace("’", "'")
    good = bad = 0.0
    for clause in _CLAUSE.split(folded):
        plus, minus = _weigh(clause)
        good += plus
        bad += minus
    score, total = good - bad, good + bad
    if total == 0:
        return ToneGuess(NEUTRAL, 0.5)
    agreement = abs(score) / total
    sure = min(1.0, abs(score) / 4) * 0.5 + agreement * 0.5
    short = len(_WORD.findall(folded)) <= HEADLINE
    enough = SURE_OF_A_HEADLINE_FROM if short else SURE_FROM
    if abs(score) < enough or agreement < 0.6:
        return ToneGuess(NEUTRAL, round(1 - sure, 3))
    return ToneGuess(POSITIVE if score > 0 else NEGATIVE, round(0.5 + sure / 2, 3))


def _weigh(clause: str) -> tuple[float, float]:
    """Good and bad found in one clause."""
    good = bad = 0.0
    clause = _SEPARABLE.sub(_together, clause)
    for pattern, weight in _phrases():
        for found in list(pattern.finditer(clause)):
            negated = _is_negated(_WORD.findall(clause[: found.start()])[-3:])
            value = -weight if negated else weight
            good, bad = good + max(value, 0.0), bad - min(value, 0.0)
            blank = "·".ljust(found.end() - found.start())
            clause = clause[: found.start()] + blank + clause[found.end() :]
    words = _WORD.findall(clause)
    kinds = [_kinds(word) for word in words]
    for place, kind in enumerate(kinds):
        value = 0.0
        if kind & {"up", "down"}:
            value = _moves(kinds, place)
        elif "good" in kind:
            value = 1.2
        elif "bad" in kind:
            value = -1.2
        if value and _is_negated(words[max(0, place - 3) : place]):
            value = -value
        if value > 0:
            good += value
        else:
            bad -= value
    return good, bad


def _moves(kinds: list[frozenset[str]], place: int) -> float:
    """What a direction means: by what moves, else by itself, weakly.

    What moves mostly stands before ("profit rose"), after those that take an object ("cuts costs").
    """
    sign = 1.0 if "up" in kinds[place] else -1.0
    before = range(place - 1, max(-1, place - REACH - 1), -1)
    after = range(place + 1, min(len(kinds), place + REACH + 1))
    sides = (after, before) if "takes_object" in kinds[place] else (before, after)
    for other in (*sides[0], *sides[1]):
        if "more_good" in kinds[other]:
            return 1.6 * sign
        if "more_bad" in kinds[other]:
            return -1.6 * sign
    return (1.4 if "strong" in kinds[place] else 0.7) * sign


def _is_negated(before: list[str]) -> bool:
    return any("not" in _kinds(word) for word in before)
