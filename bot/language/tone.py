"""Is it good or bad news for the share? Said only when sure.

No single word decides. What moves ("Verlust") and where it moves ("sinkt") are read together;
a negation turns what follows it; phrases ("narrower loss", "besser als erwartet") come before
their words. Where signs of both kinds remain, or only weak ones, the answer is neutral.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from bot.language.figures import changes
from bot.language.lexicon import Kinds, kinds
from bot.language.tokens import HAN
from bot.language.verbs import joined
from bot.language.wordlists import table

READ_AT_MOST = 1_500  # characters
SURE_FROM = 1.35
SURE_OF_A_HEADLINE_FROM = 1.2  # in few words one strong word is enough
HEADLINE = 11  # words at most
ALONE = 0.7  # a direction of which nobody says what moves
ALONE_IN_A_HEADLINE = 1.2  # there it is the company whose name stands before
REACH = 7  # words between what moves and where it moves
CLOSE = 2  # the same, where the noun is only bad
REACH_OF_FIGURES = 12  # words before the first of two figures

_LONGEST_HEADLINE = 150  # characters
_ASKS = re.compile(
    r"(?:^|:\s)(?:will|is|are|can|could|should|does|do|has|have|ist|sind|kann|wird|sollte)\s"
)

POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLAUSE = re.compile(
    r"[;:!?]|\.(?=\s|$)|\s[–—]\s"
    r"|,\s(?=(?:but|while|aber|doch|jedoch|although|obwohl|während)\b)"
    r"|\s(?:as(?!\s\S+\sas\b|\s(?:feared|expected|planned|hoped))|amid|after|nach(?!\soben|\sunten)|wegen|weil)\s"
)


@dataclass(frozen=True, slots=True)
class ToneGuess:
    """label: "positive", "neutral" or "negative"; neutral also where we are not sure."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    weight: float
    decides: bool


@cache
def _phrases(name: str) -> tuple[_Phrase, ...]:
    rows = cast("list[dict[str, object]]", table(name)["phrase"])
    return tuple(
        _Phrase(
            re.compile(str(row["pattern"]).replace("ß", "ss")),
            float(str(row["weight"])),
            "decides" in row,
        )
        for row in rows
    )


def tone(text: str, language: str | None = None) -> ToneGuess:
    """The tone of a headline or short text towards the company that it is about.

    `language` is not needed: the lists do not contradict each other. Never raises.
    """
    del language
    folded = text[:READ_AT_MOST].casefold().replace("’", "'")
    good = bad = 0.0
    short = len(_WORD.findall(folded)) <= HEADLINE
    if _asks(folded):
        return ToneGuess(NEUTRAL, 0.5)
    alone = ALONE_IN_A_HEADLINE if short else ALONE
    for clause in _CLAUSE.split(folded):
        plus, minus = _weigh(clause, alone)
        good += plus
        bad += minus
    figures = _by_figures(folded)
    good, bad = good + max(figures, 0.0), bad - min(figures, 0.0)
    score, total = good - bad, good + bad
    if total == 0:
        return ToneGuess(NEUTRAL, 0.5)
    agreement = abs(score) / total
    sure = min(1.0, abs(score) / 4) * 0.5 + agreement * 0.5
    enough = SURE_OF_A_HEADLINE_FROM if short else SURE_FROM
    if abs(score) < enough or agreement < 0.6:
        return ToneGuess(NEUTRAL, round(1 - sure, 3))
    return ToneGuess(POSITIVE if score > 0 else NEGATIVE, round(0.5 + sure / 2, 3))


def _asks(headline: str) -> bool:
    """A headline that only asks claims nothing."""
    bare = headline.rstrip(" \"'”“»«’)")
    if len(headline) > _LONGEST_HEADLINE or ". " in bare:
        return False
    # A mark that stands alone is a sign that could not be written.
    return (bare.endswith("?") and not bare.endswith(" ?")) or _ASKS.search(headline) is not None


def _weigh(clause: str, alone: float) -> tuple[float, float]:
    """Good and bad found in one clause."""
    good = bad = 0.0
    clause = joined(clause)
    chinese = _phrases("tone_zh") if HAN.search(clause) else ()
    for phrase in (*chinese, *_phrases("tone")):
        for found in list(phrase.pattern.finditer(clause)):
            negated = _is_negated(_WORD.findall(clause[: found.start()])[-3:])
            value = -phrase.weight if negated else phrase.weight
            if phrase.decides:
                return max(value, 0.0), -min(value, 0.0)
            good, bad = good + max(value, 0.0), bad - min(value, 0.0)
            blank = "·".ljust(found.end() - found.start())
            clause = clause[: found.start()] + blank + clause[found.end() :]
    words = _WORD.findall(clause)
    said = [kinds(word) for word in words]
    values = [0.0] * len(words)
    spent: set[int] = set()
    for place, kind in enumerate(said):
        if place in spent:
            continue
        value = 0.0
        if kind & _DIRECTIONS:
            value, noun = _moves(said, place, alone)
            if noun is not None:
                spent.add(noun)
                values[noun] = 0.0
            if place + 2 < len(words) and words[place + 2] in {"than", "als"}:
                value = -value if "lesser" in said[place + 1] else value
                if said[place + 1] & {"lesser", "greater"}:
                    spent.add(place + 1)
        elif kind & {"good", "bad"} and not ("degree" in kind and _beside_direction(said, place)):
            value = (1.6 if "whole" in kind else 1.2) * (1 if "good" in kind else -1)
        if _is_negated(words[max(0, place - 3) : place]) or _is_negated_after(words, place):
            value = -value
        values[place] = value
    good += sum(value for value in values if value > 0)
    bad -= sum(value for value in values if value < 0)
    return good, bad


_DIRECTIONS = frozenset(("up", "down"))


def _beside_direction(said: list[Kinds], place: int) -> bool:
    near = (*said[max(0, place - 2) : place], *said[place + 1 : place + 2])
    return any(kind & _DIRECTIONS for kind in near)


def _moves(said: list[Kinds], place: int, alone: float) -> tuple[float, int | None]:
    """What a direction means: by what moves, else by itself, weakly; and the noun it uses up.

    What moves mostly stands before ("profit rose"), after those that take an object ("cuts costs").
    """
    sign = 1.0 if "up" in said[place] else -1.0
    before = range(place - 1, max(-1, place - REACH - 1), -1)
    after = range(place + 1, min(len(said), place + REACH + 1))
    sides = (after, before) if "takes_object" in said[place] else (before, after)
    if place and said[place - 1] & {"rise_noun", "fall_noun", "whole"}:
        beside = said[place - 1]  # "decline slows", "Rekordverlust schrumpft"
        grows = "rise_noun" in beside or {"good", "whole"} <= beside
        return 1.6 * (sign if grows else -sign), place - 1
    compares = bool(said[place] & {"lesser", "greater"})
    for other in (*sides[0], *sides[1]):
        if compares and said[other] & {"rise_noun", "fall_noun"}:
            return 1.6 * (sign if "rise_noun" in said[other] else -sign), other
        if "more_good" in said[other]:
            return 1.6 * sign, None
        if "more_bad" in said[other]:
            return -1.6 * sign, None
    for other in before[:CLOSE]:
        if "bad" in said[other] and not said[other] & {"degree", "whole"}:
            return -1.4 * sign, other  # "recall widens", "crisis eases"
    if "strong" in said[place]:
        return 1.4 * sign, None
    return sign * (ALONE if compares or "takes_object" in said[place] else alone), None


def _by_figures(text: str) -> float:
    """What two figures of one thing say, where nothing but they tells where it went."""
    total = 0.0
    for change in changes(text):
        before = [kinds(word) for word in _WORD.findall(text[: change.start])[-REACH_OF_FIGURES:]]
        between = [kinds(word) for word in _WORD.findall(text[change.start : change.stop])]
        first, second = _measured(reversed(before)), _measured(between)
        if first is None:
            continue
        if second is not None and second != first:
            total += 2.0 if first == "more_good" else -2.0  # a profit after a loss, or the reverse
        else:
            total += 1.6 if change.grew == (first == "more_good") else -1.6
    return total


def _measured(said: Iterable[Kinds]) -> str | None:
    for kind in said:
        for name in ("more_good", "more_bad"):
            if name in kind:
                return name
    return None


def _is_negated_after(words: list[str], place: int) -> bool:
    """ "sinkt nicht", "verlangsamt sich nicht": a German verb has its negation behind it."""
    after = words[place + 1 : place + 4]
    if after[:1] == ["sich"]:
        after = after[1:]
    return after[:1] == ["nicht"] and after[1:2] not in (["nur"], ["mehr"])


def _is_negated(before: list[str]) -> bool:
    return any("not" in kinds(word) for word in before)
