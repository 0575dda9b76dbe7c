"""Words as the comparison of texts needs them: folded, without endings, without fillers.

Chinese has no blanks, so its pairs of characters stand for words.
"""

import re
from functools import cache, lru_cache

from bot.language.wordlists import table, words_in

_TOKEN = re.compile(r"[\u3400-\u9fff]+|\d+(?:[.,]\d+)*|[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_]+)?")
_TOKEN_WITHOUT_HAN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*")
HAN = re.compile(r"[\u3400-\u9fff]")  # a Chinese character

_GERMAN_ENDINGS = ("ungen", "isch", "ern", "em", "en", "er", "es", "e", "s", "n")
_ENGLISH_ENDINGS = ("ing", "ies", "ied", "ed", "es", "ly", "s")


@cache
def fillers() -> frozenset[str]:
    """Words without meaning of their own, folded."""
    return frozenset(words_in(table("common_words")["fillers"]))


def words(text: str) -> list[str]:
    """All words, folded, in order; a run of Chinese gives its pairs of characters."""
    folded = text.casefold().replace("’", "'")
    if text.isascii() or not HAN.search(text):
        return _TOKEN_WITHOUT_HAN.findall(folded)
    tokens: list[str] = _TOKEN.findall(folded)
    found: list[str] = []
    for token in tokens:
        if HAN.match(token) and len(token) > 1:
            found += [token[i : i + 2] for i in range(len(token) - 1)]
        else:
            found.append(token)
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A crude common stem for German and English: good enough to compare, never to show."""
    if len(word) < 5 or word[0].isdigit():
        return word
    if word.endswith(("'s",)):
        word = word[:-2]
    for ending in (*_ENGLISH_ENDINGS[:4], *_GERMAN_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content_of(tokens: list[str]) -> list[str]:
    """The stems of those words that carry meaning, in order."""
    empty = fillers()
    return [stem(word) for word in tokens if word not in empty and len(word) > 1]


def content_words(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return content_of(words(text))


def count_words(text: str) -> int:
    """Words as a person counts them; of Chinese, every second character."""
    tokens: list[str] = _TOKEN.findall(text)
    if text.isascii() or not HAN.search(text):
        return len(tokens)
    return sum((len(token) + 1) // 2 if HAN.match(token) else 1 for token in tokens)
