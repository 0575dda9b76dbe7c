"""What a word says of a company: a direction, what moves, good or bad in itself.

German writes several words as one, and the last part is what the whole is: a "Rekordverlust" is a
loss, a "Gewinneinbruch" a fall. Where the part before says what fell, the two are read together.
"""

from functools import cache, lru_cache

from bot.language.wordlists import folded_words, section, table

Kinds = frozenset[str]
_WHOLE = {True: frozenset(("good", "whole")), False: frozenset(("bad", "whole"))}


@cache
def _lists() -> tuple[tuple[str, frozenset[str], dict[str, tuple[str, ...]]], ...]:
    built: list[tuple[str, frozenset[str], dict[str, tuple[str, ...]]]] = []
    for name, block in section(table("tone")["words"]).items():
        whole: set[str] = set()
        starts: dict[str, list[str]] = {}
        for word in folded_words(block):
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


@cache
def _tails() -> tuple[tuple[str, str], ...]:
    """Last parts of compounds, the longest first."""
    pairs = [
        (tail, kind)
        for kind, block in section(table("tone")["tails"]).items()
        for tail in folded_words(block)
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _exact() -> frozenset[str]:
    """Compounds that a list has in full: their last part has no say."""
    blocks = section(table("tone")["words"]).values()
    return frozenset(word for block in blocks for word in folded_words(block) if word.isalpha())


@lru_cache(maxsize=20_000)
def kinds(word: str) -> Kinds:
    """The lists that a folded word is on; of a compound, what its parts say together."""
    if whole := frozenset(name for name, words, _ in _lists() if word in words):
        return whole
    if word in _exact():
        return _listed(word)
    for tail, kind in _tails():
        first = word.removesuffix(tail)
        if first != word and len(first) >= 3:
            return _together(_listed(first.rstrip("-")), kind)
    return _listed(word)


def _listed(word: str) -> Kinds:
    return frozenset(
        name
        for name, whole, starts in _lists()
        if word in whole or any(word.startswith(one) for one in starts.get(word[:4], ()))
    )


def _together(first: Kinds, kind: str) -> Kinds:
    if kind in {"more_good", "more_bad"} and first & {"good", "strong"}:
        return _WHOLE[kind == "more_good"]  # "Rekordgewinn", "Rekordverlust"
    if kind in {"up", "down"} and "more_good" in first:
        return _WHOLE[kind == "up"]  # "Gewinneinbruch"
    if kind in {"up", "down"} and "more_bad" in first:
        return _WHOLE[kind == "down"]  # "Schuldenabbau"
    return frozenset((kind,))
