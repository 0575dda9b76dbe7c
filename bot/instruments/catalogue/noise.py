"""Words of a query that do not tell which company is meant."""

from rapidfuzz.distance import OSA

from bot.instruments.wordsets import word_set

# What people type around a company's name without meaning it.
_NOISE = word_set(
    "aktie aktien aktienkurs kurs news nachrichten share shares stock price von der die das of"
)


# Words of many companies; a typo in one of them must not hide the word that tells.
_COMMON = (
    "corporation", "incorporated", "limited", "company", "holdings", "technologies", "technology",
    "pharmaceuticals", "industries", "international", "financial", "resources", "systems",
    "aktiengesellschaft", "energy", "communications",
)  # fmt: skip


def _corrected(word: str) -> str:
    plain = word.strip(".,()").casefold()
    if len(plain) < 6 or plain in _COMMON:
        return word
    allowed = 1 if len(plain) < 9 else 2
    near = [one for one in _COMMON if OSA.distance(plain, one, score_cutoff=allowed) <= allowed]
    return near[0] if near else word


def without_noise(text: str) -> str:
    """Without the words around a name, and with typos in its common words corrected."""
    words = [_corrected(word) for word in text.split()]
    while len(words) > 1 and words[-1].casefold() in _NOISE:
        words.pop()
    while len(words) > 1 and words[0].casefold() in _NOISE:
        words.pop(0)
    return " ".join(words)
