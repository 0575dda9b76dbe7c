"""How alike are two names? Words are compared one by one and weighed by how rare they are."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.instruments.names import is_weak

Weigh = Callable[[str], float]


@lru_cache(maxsize=16384)
def word_likeness(one: str, other: str) -> float:
    """0 to 1: equal, beginning of the other, a typo away, or an abbreviation of the other."""
    if one == other:
        return 1.0
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if long.startswith(short):
        return 0.4 if len(short) < 2 else 0.55 + 0.42 * len(short) / len(long)
    if not (one.isalpha() and other.isalpha()):
        return 0.0
    allowed = 0 if len(short) < 4 else 1 if len(long) < 8 else 2
    if allowed:
        distance = OSA.distance(one, other, score_cutoff=allowed)
        if distance <= allowed and (one[0] == other[0] or distance == 1):
            return 1.0 - 1.3 * distance / len(long)
    if len(short) >= 3 and short[0] == long[0] and _contained(short, long):
        return 0.55 + 0.2 * len(short) / len(long)
    return 0.0


def _evenly(_: str) -> float:
    return 1.0


@lru_cache(maxsize=16384)
def _shortened(one: str, other: str) -> float:
    likeness = word_likeness(one, other)
    if 0 < likeness < 1 and (one.startswith(other) or other.startswith(one)):
        return 0.7 + 0.3 * likeness
    return likeness


def _contained(short: str, long: str) -> bool:
    """Whether the letters occur in this order: "hldg" in "holding"."""
    rest = iter(long)
    return all(char in rest for char in short)


def name_likeness(
    query: Sequence[str], name: Sequence[str], weigh: Weigh, *, shortened: bool = False
) -> float:
    """0 to 1: how much of the query's weight the name explains, and the other way round.

    What was typed must be explained; what the name has beyond it costs less, because people
    shorten names. shortened: lists shorten nearly every word of this kind of name (funds).
    """
    if shortened:  # every word of a fund's name counts: "USA" is as common as it is decisive
        weigh = _evenly
    weights_q = [weigh(word) * (0.25 if is_weak(word) else 1.0) for word in query]
    weights_n = [weigh(word) * (0.25 if is_weak(word) else 1.0) for word in name]
    if "".join(query) == "".join(name):
        return 1.0
    pairs = sorted(
        (
            (likeness, i, j)
            for i, one in enumerate(query)
            for j, other in enumerate(name)
            if (likeness := _shortened(one, other) if shortened else word_likeness(one, other)) > 0
        ),
        reverse=True,
    )
    used_q: set[int] = set()
    used_n: set[int] = set()
    got_q = got_n = 0.0
    for likeness, i, j in pairs:
        if i in used_q or j in used_n:
            continue
        used_q.add(i)
        used_n.add(j)
        got_q += likeness * weights_q[i]
        got_n += likeness * weights_n[j]
    if not used_q:
        return 0.0
    query_told = got_q / sum(weights_q)
    name_told = got_n / sum(weights_n)
    if shortened:
        return query_told**1.5 * (0.4 + 0.6 * name_told)
    score = query_told**1.5 * (0.6 + 0.4 * name_told)
    return score if 0 in used_n else score * 0.93
