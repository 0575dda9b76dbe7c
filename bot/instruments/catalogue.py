"""What is "xiaomi"? Answered from memory, in milliseconds, without guessing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import InputError
from bot.instruments.identifiers import (
    Wrong,
    clean_query,
    is_isin,
    judge_cashtag,
    judge_isin,
    judge_symbol,
    judge_wkn,
    split_label,
    wkn_of_isin,
)
from bot.instruments.index import IndexData, decode
from bot.instruments.matching import name_likeness
from bot.instruments.models import Ambiguous, Found, Instrument, Invalid, Resolution, Unknown
from bot.instruments.names import Name, is_chinese, parse_name
from bot.instruments.venues import GERMAN_SUFFIXES, base_of, suffix_of

_CANDIDATES = 48  # names that are compared word by word
_POSTS = 3000  # names that one word may bring in
_NEAREST = 5
_ASKED = 10
_STOCK = 0
_MOST_LEARNED = 1000


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name that may be meant. exact: the name's words are the query's."""

    number: int
    score: float
    exact: bool
    share: str


class Catalogue:
    """All instruments in memory. Pure and synchronous; safe to ask from the event loop."""

    def __init__(self, data: IndexData) -> None:
        self._learned: dict[str, Instrument] = {}
        self.load(data)

    def load(self, data: IndexData) -> None:
        """Take over a newer index, all at once."""
        self._data = data
        self._count = len(data.instruments)
        self._by_length: dict[int, list[str]] = {}
        for position in range(len(data.words.keys)):
            word = data.words.keys.text(position)
            if len(word) >= 4 and not is_chinese(word):
                self._by_length.setdefault(len(word), []).append(word)
        self._instrument = lru_cache(maxsize=2048)(self._decode)

    def __len__(self) -> int:
        """How many instruments are known."""
        return self._count

    @property
    def listings(self) -> int:
        """How many listings are known."""
        return self._data.listings

    def by_key(self, key: str) -> Instrument | None:
        """The instrument of `Instrument.key`: an ISIN, or the symbol of its home listing."""
        found = self._data.isins.find(key) if is_isin(key) else self._data.symbols.find(key)
        return self._instrument(found[0]) if found else self._learned.get(key)

    def by_symbol(self, symbol: str) -> Instrument | None:
        """The instrument with exactly this listing ("3CP.F"), in Yahoo's way of writing it."""
        plain = judge_symbol(symbol)
        found = self._by_full_symbol(plain) if plain else []
        return self._instrument(found[0]) if found else None

    def remember(self, instrument: Instrument) -> None:
        """Know an instrument that was found outside, until the process ends."""
        if len(self._learned) >= _MOST_LEARNED:
            self._learned.pop(next(iter(self._learned)))
        for key in (instrument.key, instrument.isin, instrument.wkn):
            if key:
                self._learned[key] = instrument

    def suggest(self, prefix: str, limit: int = 25) -> list[Instrument]:
        """Instruments for autocomplete while someone types; the best known first."""
        try:
            text = clean_query(prefix[:200])
        except InputError:  # nothing usable is typed yet
            return []
        return [self._instrument(n) for n in self._suggested(text, limit)]

    def resolve(self, query: str) -> Resolution:
        """What the query names; raises EmptyQuery and QueryTooLong."""
        label, text = split_label(clean_query(query))
        known = self._by_identifier(text, label)
        if known is not None:
            return known
        symbol = judge_symbol(text)
        symbols = self._by_bare_symbol(symbol) if symbol and not suffix_of(symbol) else []
        if symbol and suffix_of(symbol):
            found = self._by_full_symbol(symbol)
            if found:
                return Found(self._instrument(found[0]), 1.0)
        if label in {"symbol", "ticker"}:
            return self._choose(symbols, text, 0.95)
        return self._by_words(text, symbols, suffixed=bool(symbol and suffix_of(symbol)))

    # identifiers

    def _by_identifier(self, text: str, label: str | None) -> Resolution | None:
        isin = judge_isin(text, claimed=label == "isin")
        if isinstance(isin, Wrong):
            return Invalid(isin.kind, text, isin.reason)
        if isin:
            found = self._data.isins.find(isin)
            wkn = wkn_of_isin(isin)
            if not found and wkn:
                found = self._data.wkns.find(wkn)
            if found:
                return Found(self._instrument(found[0]), 1.0)
            learned = self._learned.get(isin)
            return Found(learned, 0.9) if learned else Unknown(())
        cashtag = judge_cashtag(text)
        if cashtag:
            full = self._by_full_symbol(cashtag) if suffix_of(cashtag) else []
            return self._choose(full or self._by_bare_symbol(cashtag), text[1:], 1.0)
        wkn = judge_wkn(text, claimed=label == "wkn")
        if isinstance(wkn, Wrong):
            if label != "wkn" and (wkn.reason == "letters" and self._data.bases.find(text.upper())):
                return None
            if label != "wkn" and self._data.keys.find(parse_name(text).key):
                return None
            return Invalid(wkn.kind, text, wkn.reason)
        if wkn:
            found = self._data.wkns.find(wkn)
            if found:
                others = [n for n in self._by_bare_symbol(wkn) if label is None]
                return self._choose([*found, *others], text, 1.0)
            if wkn in self._learned:
                return Found(self._learned[wkn], 0.9)
            if label == "wkn":
                return Unknown(())
        return None

    def _by_full_symbol(self, symbol: str) -> list[int]:
        """By a symbol with its suffix, or an American one without."""
        found = self._data.symbols.find(symbol)
        if not found and suffix_of(symbol) in GERMAN_SUFFIXES:
            # The German exchanges share the mnemonic: "3CP.F" is known from "3CP.MU".
            found = [
                number
                for number in self._data.bases.find(base_of(symbol))
                if self._has_german(number, base_of(symbol))
            ]
        return found

    def _by_bare_symbol(self, symbol: str) -> list[int]:
        """By a symbol without suffix: the American first, then the German, then all others."""
        spellings = [symbol, symbol.replace(".", "-")]
        if symbol.isdecimal() and len(symbol) <= 5:
            spellings.append(symbol.lstrip("0").zfill(4))
        found: dict[int, None] = {}
        for one in spellings:
            found |= dict.fromkeys(self._data.symbols.find(one))
        for one in spellings:
            bases = [n for n in self._data.bases.find(one) if self._data.kinds[n] != 2]
            found |= dict.fromkeys(n for n in bases if self._has_german(n, one))
            found |= dict.fromkeys(n for n in bases if self._is_home(n, one))
            if not found:
                found |= dict.fromkeys(bases)
        return list(found)

    def _has_german(self, number: int, base: str) -> bool:
        listings = self._instrument(number).listings
        return any(
            base_of(one.symbol) == base and suffix_of(one.symbol) in GERMAN_SUFFIXES
            for one in listings
        )

    def _is_home(self, number: int, base: str) -> bool:
        return base_of(self._instrument(number).home.symbol) == base

    # names

    def _by_words(self, text: str, symbols: list[int], *, suffixed: bool) -> Resolution:
        name = parse_name(text)
        hits = self._hits(name)
        exact = [hit for hit in hits if hit.exact]
        if symbols:
            joint = {self._data.company[n] for n in symbols}
            named = [hit for hit in exact if self._data.company[hit.number] in joint]
            if named:
                return self._found(named[0].number, name, exact, 1.0)
            shouted = text == text.upper()
            if not exact and (shouted or len(text) <= 3):
                return self._choose(symbols, text, 0.95)
            meant = exact or [hit for hit in hits if hit.score >= 0.62]
            if not meant:
                return self._choose(symbols, text, 0.9)
            return self._choose([*(hit.number for hit in meant[:3]), *symbols], text, 0.85, ratio=3)
        if suffixed:
            return Unknown(self._nearest(hits))
        return self._decide(name, hits, exact)

    def _decide(self, name: Name, hits: list[_Hit], exact: list[_Hit]) -> Resolution:
        if not hits or hits[0].score < 0.5:
            return Unknown(self._nearest([hit for hit in hits if hit.score >= 0.25]))
        best = hits[0]
        rivals = exact if exact else [hit for hit in hits if hit.score >= best.score - 0.05]
        if not exact and best.score < 0.58:
            return self._doubt(hits, best)
        companies = {self._data.company[hit.number] for hit in rivals}
        if len(companies) == 1:
            return self._found(best.number, name, rivals, 1.0 if exact else best.score)
        ranked = sorted(rivals, key=lambda hit: -self._data.fame[hit.number])
        first = self._data.fame[ranked[0].number]
        others = [
            h
            for h in ranked
            if self._data.company[h.number] != self._data.company[ranked[0].number]
        ]
        if first >= 3 * max(4, self._data.fame[others[0].number]):
            return self._found(ranked[0].number, name, rivals, 0.85 if exact else best.score - 0.1)
        return Ambiguous(self._distinct([*rivals, *hits]))

    def _doubt(self, hits: list[_Hit], best: _Hit) -> Resolution:
        near = self._distinct([hit for hit in hits if hit.score >= best.score - 0.12])
        return Ambiguous(near) if len(near) > 1 else Unknown(near)

    def _found(self, number: int, name: Name, hits: Sequence[_Hit], confidence: float) -> Found:
        """The main line of the company, or the share class that the query names."""
        company = self._data.company[number]
        lines = {hit.number: hit for hit in hits if self._data.company[hit.number] == company}

        def rank(line: int) -> tuple[bool, int]:
            share = lines[line].share
            fits = share == name.share if name.share else share != "adr"
            return (not fits, -self._data.fame[line])

        best = min(lines, key=rank) if lines else number
        return Found(self._instrument(best), round(max(0.0, min(1.0, confidence)), 3))

    def _hits(self, name: Name) -> list[_Hit]:
        """Names that may be meant, best first."""
        data = self._data
        exact = set(data.keys.find(name.key))
        scores: dict[int, float] = dict.fromkeys(exact, 99.0)
        for word, likely in self._expanded(name):
            for post in likely:
                weight = post[1] * self._weight(word)
                for number in data.posts[data.post_starts[post[0]] : data.post_starts[post[0] + 1]]:
                    scores[number] = scores.get(number, 0.0) + weight
        weights: dict[str, float] = {}

        def weigh(word: str) -> float:
            known = weights.get(word)
            if known is None:
                known = weights[word] = self._weight(word)
            return known

        hits: list[_Hit] = []
        fame = data.fame
        for number in nlargest(
            _CANDIDATES, scores, key=lambda n: (scores[n], fame[data.owners[n]])
        ):
            text, _, share = data.names.text(number).partition("\t")
            score = 1.0 if number in exact else name_likeness(name.words, text.split(" "), weigh)
            owner = data.owners[number]
            kind = data.kinds[owner]
            if kind != _STOCK and not name.fund:
                score -= 0.25 if kind == 2 else 0.12
            elif kind == _STOCK and name.fund:
                score -= 0.2
            hits.append(_Hit(owner, score, number in exact and score > 0.9, share))
        hits.sort(key=lambda hit: (-hit.score, -fame[hit.number]))
        return hits

    def _expanded(self, name: Name) -> list[tuple[str, list[tuple[int, float]]]]:
        """For each word of the query, words of the catalogue that it can be, rare words first."""
        found: list[tuple[int, str, list[tuple[int, float]]]] = []
        for word in dict.fromkeys(name.words):
            likely = self._likely(word)
            size = sum(self._size(position) for position, _ in likely)
            if likely:
                found.append((size, word, likely))
        found.sort(key=lambda one: one[0])
        return [
            (word, likely)
            for number, (size, word, likely) in enumerate(found)
            if number == 0 or size <= _POSTS
        ]

    def _likely(self, word: str) -> list[tuple[int, float]]:
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
        if position is None and len(word) >= 4:
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
            pool = self._by_length.get(length)
            if pool:
                found += [
                    near
                    for near, _, _ in process.extract(
                        word, pool, scorer=OSA.distance, score_cutoff=allowed, limit=12
                    )
                ]
        return found

    def _size(self, position: int) -> int:
        return self._data.post_starts[position + 1] - self._data.post_starts[position]

    def _weight(self, word: str) -> float:
        """How much a word tells: the rarer, the more."""
        position = self._data.words.first(word)
        size = self._size(position) if position is not None else 1
        return math.log(1 + len(self._data.names) / size)

    # choosing

    def _choose(
        self, numbers: Sequence[int], text: str, confidence: float, *, ratio: int = 2
    ) -> Resolution:
        """One of several instruments that an identifier or symbol can mean, if one stands out."""
        if not numbers:
            return Unknown(self._nearest(self._hits(parse_name(text))))
        companies: dict[int, int] = {}
        for number in numbers:
            companies.setdefault(self._data.company[number], number)
        best = max(companies.values(), key=lambda n: self._data.fame[n])
        others = [n for n in companies.values() if n != best]
        if not others:
            return Found(self._instrument(numbers[0]), confidence)
        if self._data.fame[best] >= ratio * max(4, *(self._data.fame[n] for n in others)):
            return Found(self._instrument(best), min(confidence, 0.9))
        ordered = sorted(companies.values(), key=lambda n: -self._data.fame[n])
        return Ambiguous(tuple(self._instrument(n) for n in ordered[:_ASKED]))

    def _distinct(self, hits: Sequence[_Hit], limit: int = _ASKED) -> tuple[Instrument, ...]:
        """Hits as instruments, one for each company."""
        numbers: dict[int, int] = {}
        for hit in hits:
            numbers.setdefault(self._data.company[hit.number], hit.number)
        return tuple(self._instrument(n) for n in list(numbers.values())[:limit])

    def _nearest(self, hits: Sequence[_Hit]) -> tuple[Instrument, ...]:
        return self._distinct(hits, _NEAREST)

    def _suggested(self, text: str, limit: int) -> list[int]:
        data = self._data
        found: dict[int, float] = {}
        name = parse_name(text)
        for _, number in data.keys.beginning(name.key, 400):
            owner = data.owners[number]
            found[owner] = 200.0 + data.fame[owner] - 60 * data.kinds[owner]
        plain = text.lstrip("$").upper()
        for table, bonus in ((data.symbols, 260.0), (data.wkns, 260.0), (data.isins, 260.0)):
            if len(plain) >= 2:
                for key, owner in table.beginning(plain, 60):
                    closeness = 120.0 if key == plain or base_of(key) == plain else 0.0
                    found[owner] = max(
                        found.get(owner, 0.0), bonus - 160 + closeness + data.fame[owner]
                    )
        if len(found) < limit and len(text) >= 3:
            for hit in self._hits(name):
                if hit.score >= 0.4:
                    found.setdefault(hit.number, 100 * hit.score)
        best: dict[int, int] = {}
        for owner in sorted(found, key=lambda n: (-found[n], n)):
            best.setdefault(data.company[owner], owner)
            if len(best) >= limit:
                break
        return list(best.values())

    def _decode(self, number: int) -> Instrument:
        return decode(self._data.instruments.text(number))
