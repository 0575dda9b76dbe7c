"""How much of one text is in another? For copies of one agency text, in any order of magnitude."""

from bot.language.tokens import words

SHINGLE = 4  # words; measured best among 3 to 6
SAME_TEXT = 0.5  # containment from which two texts are one


def shingles(text: str, size: int = SHINGLE) -> frozenset[int]:
    """Hashes of all runs of `size` words; of a shorter text, of the whole."""
    tokens = words(text)
    if len(tokens) <= size:
        return frozenset((hash(tuple(tokens)),)) if tokens else frozenset()
    return frozenset(hash(tuple(tokens[i : i + size])) for i in range(len(tokens) - size + 1))


def containment(one: frozenset[object], other: frozenset[object]) -> float:
    """Share of the smaller set that is in the larger: a shortened copy scores like a full one."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))
