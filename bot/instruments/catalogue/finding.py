"""Which names of the catalogue can a name mean? Words first, then the names that have them."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.instruments.catalogue.index import IndexData
from bot.instruments.catalogue.matching import Comparison
from bot.instruments.names import Name, is_chinese

_CANDIDATES = 30  # names that are compared word by word
_POSTS = 2000  # names that the words of a query may bring in, the rare words first
_STOCK = 0
_MOST_WORDS = 10  # of a query; bank spellings of funds have no more that tell
_MOST_TYPOS = 3  # words of a query in which typos are looked for


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that may be meant. exact: the name's words are the query's."""

    number: int
    score: float
    exact: bool
    share: str
    form: str
    pays: str = ""


def pays(words: Collection[str]) -> str:
    """What a fund does with its income: "dist" pays it out, "acc" keeps it; "" where unsaid."""
    return "dist" if "dist" in words else "acc" if "acc" in words else ""


def _best(scores: Mapping[int, float]) -> list[int]:
    """The numbers with the best scores; names are numbered by fame, so of equals the first.

    Sorting bare numbers is many times faster than with a key.
    """
    if len(scores) <= _CANDIDATES:
        return list(scores)
    least = sorted(scores.values(), reverse=True)[_CANDIDATES - 1]
    sure = [number for number, score in scores.items() if score > least]
    equal = sorted(number for number, score in scores.items() if score == least)
    return sure + equal[: _CANDIDATES - len(sure)]


class Finder:
    """Finds names; see the module."""

    def __init__(self, data: IndexData) -> None:
        self._data = data
        self._pools: dict[int, list[str]] = {}
        self._weight = lru_cache(maxsize=32768)(self._weigh)

    def hits(self, name: Name) -> list[Hit]:
        """Names that may be meant, best first."""
        data = self._data
        exact = set(data.keys.find(name.key))
        words = name.words[:_MOST_WORDS]
        scores: dict[int, float] = dict.fromkeys(exact, 99.0)
        for word, likely in self._expanded(name):
            for position, likeness in likely:
                weight = likeness * self._weight(word)
                posts = data.posts[data.post_starts[position] : data.post_starts[position + 1]]
                for number in posts:
                    scores[number] = scores.get(number, 0.0) + weight
        compared = Comparison(words, self._weight, shortened=name.fund)
        asked = pays(name.words)
        hits: list[Hit] = []
        fame = data.fame
        for number in _best(scores):
            text, share, form = data.names.text(number).split("\t")
            score = 1.0 if number in exact else compared.likeness(text.split(" "))
            owner = data.owners[number]
            kind = data.kinds[owner]
            if kind != _STOCK and not name.fund:
                score -= 0.25 if kind == 2 else 0.12
            elif kind == _STOCK and name.fund:
                score -= 0.2
            told = pays(text.split(" ")) if name.fund else ""
            if told and asked and told != asked:
                score *= 0.5  # another fund, however much else is alike
            hits.append(Hit(owner, score, number in exact and score > 0.9, share, form, told))
        hits.sort(key=lambda hit: (-hit.score, -fame[hit.number]))
        return hits

    def _expanded(self, name: Name) -> list[tuple[str, list[tuple[int, float]]]]:
        """For each word of the query, words of the catalogue that it can be, rare words first."""
        found: list[tuple[int, str, list[tuple[int, float]]]] = []
        typos = _MOST_TYPOS
        for word in list(dict.fromkeys(name.words))[:_MOST_WORDS]:
            strange = self._is_strange(word, least=6 if name.fund else 4)
            typos -= strange
            likely = self._likely(word, typos=strange and typos >= 0)
            size = sum(self._size(position) for position, _ in likely)
            if likely:
                found.append((size, word, likely))
        found.sort(key=lambda one: one[0])
        chosen: list[tuple[str, list[tuple[int, float]]]] = []
        total = 0
        for size, word, likely in found:
            total += size
            if chosen and total > _POSTS:
                break
            chosen.append((word, likely))
        return chosen

    def _is_strange(self, word: str, *, least: int) -> bool:
        """Whether it may be mistyped; strange short words of funds are abbreviations."""
        return len(word) >= least and word.isalpha() and self._data.words.first(word) is None

    def _likely(self, word: str, *, typos: bool) -> list[tuple[int, float]]:
        words = self._data.words
        likely: dict[int, float] = {}
        position = words.first(word)
        if position is not None:
            likely[position] = 1.0
        if len(word) >= 3:
            for key, number in words.beginning(word, 60):
                likely.setdefault(number, 0.7 + 0.2 * len(word) / len(key))
        for length in range(max(3, len(word) // 3), len(word)):
            start = words.first(word[:length])
            if start is not None:
                likely.setdefault(start, 0.6 + 0.2 * length / len(word))
        if typos:
            for near in self._near(word):
                start = words.first(near)
                if start is not None:
                    likely.setdefault(start, 0.8)
        if is_chinese(word) and len(word) > 2:
            for start in range(len(word) - 1):
                pair = words.first(word[start : start + 2])
                if pair is not None:
                    likely.setdefault(pair, 0.6)
        return list(likely.items())

    def _near(self, word: str) -> list[str]:
        """Words of the catalogue one typo away, two where the word is long."""
        allowed = 1 if len(word) < 8 else 2
        found: list[str] = []
        for length in range(len(word) - 1, len(word) + 2):
            pool = self._pool(length)
            if pool:
                found += [
                    near
                    for near, _, _ in process.extract(
                        word, pool, scorer=OSA.distance, score_cutoff=allowed, limit=12
                    )
                ]
        return found

    def _pool(self, length: int) -> list[str]:
        """All words of this length."""
        pool = self._pools.get(length)
        if pool is None:
            pools = self._data.pools
            pool = pools.text(length).split("\n") if length < len(pools) else []
            self._pools[length] = pool
        return pool

    def _size(self, position: int) -> int:
        return self._data.post_starts[position + 1] - self._data.post_starts[position]

    def _weigh(self, word: str) -> float:
        """How much a word tells: the rarer, the more."""
        position = self._data.words.first(word)
        size = self._size(position) if position is not None else 1
        return math.log(1 + len(self._data.names) / size)
