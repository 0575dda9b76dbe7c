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


class Comparison:
    """One query compared with many names; what a word has in common with it is worked out once.

    shortened: lists shorten nearly every word of this kind of name (funds).
    """

    def __init__(self, query: Sequence[str], weigh: Weigh, *, shortened: bool = False) -> None:
        self._query = query
        self._glued = "".join(query)
        self._shortened = shortened
        # Every word of a fund's name counts: "USA" is as common as it is decisive.
        self._weigh = _evenly if shortened else weigh
        self._weights = [self._weight(word) for word in query]
        self._pairs: dict[str, list[tuple[float, int]]] = {}

    def likeness(self, name: Sequence[str]) -> float:
        """0 to 1: how much of the query's weight the name explains, and the other way round.

        What was typed must be explained; what the name has beyond it costs less, because people
        shorten names.
        """
        if self._glued == "".join(name):
            return 1.0
        pairs = [(like, i, j) for j, word in enumerate(name) for like, i in self._alike(word)]
        if not pairs:
            return 0.0
        pairs.sort(reverse=True)
        weights = [self._weight(word) for word in name]
        used_q: set[int] = set()
        used_n: set[int] = set()
        got_q = got_n = 0.0
        for likeness, i, j in pairs:
            if i in used_q or j in used_n:
                continue
            used_q.add(i)
            used_n.add(j)
            got_q += likeness * self._weights[i]
            got_n += likeness * weights[j]
        query_told = got_q / sum(self._weights)
        name_told = got_n / sum(weights)
        if self._shortened:
            return query_told**1.5 * (0.4 + 0.6 * name_told)
        score = query_told**1.5 * (0.6 + 0.4 * name_told)
        return score if 0 in used_n else score * 0.93

    def _alike(self, word: str) -> list[tuple[float, int]]:
        """The query's words that are like this one, with how much."""
        pairs = self._pairs.get(word)
        if pairs is None:
            alike = _shortened if self._shortened else word_likeness
            pairs = [(like, i) for i, one in enumerate(self._query) if (like := alike(one, word))]
            self._pairs[word] = pairs
        return pairs

    def _weight(self, word: str) -> float:
        return self._weigh(word) * (0.25 if is_weak(word) else 1.0)


def name_likeness(query: Sequence[str], name: Sequence[str], weigh: Weigh) -> float:
    """0 to 1: how alike a query and one name are; see `Comparison`."""
    return Comparison(query, weigh).likeness(name)
