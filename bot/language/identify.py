"""Which language is this? Deterministic, and an answer for every text.

The script decides first (Chinese, Japanese, Korean, Cyrillic …). For Latin text the words that
only one language has vote together with py3langid; where the two leave a doubt and the text is
long enough, langdetect (seeded, with a prior) has the last word. Names of shares are not words:
"ETF" is no Spanish and "Q3" no Vietnamese, so figures, tickers and addresses are taken out first.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from bot.language.wordlists import folded_words, table

UNDETERMINED = "und"
HEADLINE = 14  # words, up to which every telling word counts
SHARE_OF_PROSE = 0.15  # telling words in a longer text of that language, at least
READ_AT_MOST = 2_000  # characters; more never changed an answer, only its cost


@dataclass(frozen=True, slots=True)
class Language:
    """code: ISO 639-1 ("de"), or "und" where nothing can be said. confidence: 0 to 1."""

    code: str
    confidence: float


class _Engines(Protocol):
    def by_langid(self, text: str, allowed: frozenset[str] | None) -> dict[str, float]: ...
    def by_langdetect(self, text: str, allowed: frozenset[str] | None) -> dict[str, float]: ...


@cache
def _engines() -> _Engines:
    return cast("_Engines", import_module("bot.language.engines"))


@cache
def _only_in(language: str) -> frozenset[str]:
    return frozenset(folded_words(table("common_words")[language]))


_NOISE = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|[$#@][\w.]+|\b[A-Z0-9]{2,5}\.[A-Z]{1,3}\b"
    r"|(?<![^\W\u3400-\u9fff])[^\W\u3400-\u9fff]*\d[^\W\u3400-\u9fff]*"  # no Chinese beside it
    r"|\bDeutsche[nr]?(?=\s(?:Bank|Boerse|Börse|Post|Telekom|Wohnen|Pfandbriefbank|EuroShop)\b)"
)
_WORD = re.compile(r"[^\W\d_]+")
_TICKERS = re.compile(r"[A-Z]{2,5}(?:[ ,;/+-]{1,3}[A-Z]{2,5})+")  # "AAPL MSFT TSLA"
_SCRIPTS = (
    ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("HANGUL", "ko"), ("CJK", "zh"), ("THAI", "th"),
    ("HEBREW", "he"), ("GREEK", "el"), ("ARABIC", "arabic"), ("CYRILLIC", "cyrillic"),
    ("DEVANAGARI", "devanagari"), ("LATIN", "latin"),
)  # fmt: skip
_OF_SCRIPT = {
    "cyrillic": frozenset(("ru", "uk", "bg", "sr", "mk", "be", "kk")),
    "arabic": frozenset(("ar", "fa", "ur")),
    "devanagari": frozenset(("hi", "mr", "ne")),
}
_NOT_LATIN = frozenset(("zh", "ja", "ko", "th", "he", "el", "am", "ka", "hy", "bn", "ta", "te"))


@cache
def _script(character: str) -> str | None:
    name = unicodedata.name(character, "")
    return next((script for prefix, script in _SCRIPTS if name.startswith(prefix)), None)


def _scripts(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha() and (script := _script(character)):
            counts[script] = counts.get(script, 0) + 1
    return counts


def _of_script(counts: dict[str, int]) -> str | None:
    """The script that carries the text. An ideograph says as much as several Latin letters."""
    if not counts:
        return None
    kana, han, hangul = counts.get("ja", 0), counts.get("zh", 0), counts.get("ko", 0)
    latin = counts.get("latin", 0)
    if kana * 8 > han and (kana + han) * 3 > latin and kana > 0:
        return "ja"
    if hangul * 3 > latin and hangul > han:
        return "ko"
    if han * 3 > latin:
        return "zh"
    return max(counts, key=lambda script: (counts[script], script))


def _votes(text: str) -> dict[str, float]:
    """How strongly words that only one language has speak for it, up to 6.

    In a headline each such word counts. In a longer text their share does: German prose has one
    in three words, Spanish has some by chance ("as", "a", "des"), and few of them prove nothing.
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    german_words, english_words = _only_in("german"), _only_in("english")
    german = sum(word in german_words for word in words)
    german += sum("ß" in word or "ä" in word for word in words)
    english = sum(word in english_words for word in words)
    scale = min(1.0, HEADLINE / max(1, len(words)))
    counts = {"de": german * scale, "en": english * scale}
    if len(words) > HEADLINE:
        counts = {
            code: count for code, count in counts.items() if count >= SHARE_OF_PROSE * HEADLINE
        }
    return {code: min(count, 6.0) for code, count in counts.items() if count}


def detect(text: str, languages: Iterable[str] | None = None) -> Language:
    """The language of `text`; `languages` limits the answer to these ISO 639-1 codes.

    Never raises. A text without words is Language("und", 0.0).
    """
    allowed = frozenset(languages) if languages is not None else None
    text = unicodedata.normalize("NFC", text[:READ_AT_MOST])
    cleaned = " ".join(_NOISE.sub(" ", text).split())
    if _TICKERS.fullmatch(cleaned) and not _votes(cleaned):
        return Language(UNDETERMINED, 0.0)
    counts = _scripts(cleaned) or _scripts(text)
    script = _of_script(counts)
    if script is None:
        return Language(UNDETERMINED, 0.0)
    if script in {"ja", "ko", "zh", "th", "he", "el"}:
        if allowed is not None and script not in allowed:
            return Language(UNDETERMINED, 0.0)
        return Language(script, round(min(1.0, 0.8 + 0.02 * counts.get(script, 0)), 3))
    return _latin_or_other(cleaned or text, script, allowed)


def _latin_or_other(text: str, script: str, allowed: frozenset[str] | None) -> Language:
    wanted = allowed
    if script in _OF_SCRIPT:
        wanted = _OF_SCRIPT[script] if allowed is None else _OF_SCRIPT[script] & allowed
        if not wanted:
            return Language(UNDETERMINED, 0.0)
    if text.isupper():
        text = text.lower()
    shares = _engines().by_langid(text, wanted)
    if script == "latin":
        shares = {code: share for code, share in shares.items() if code not in _NOT_LATIN}
        for code, votes in _votes(text).items():
            if wanted is None or code in wanted:
                shares[code] = max(shares.get(code, 0.0), 0.01) * 5.0**votes
    best, confidence = _best(shares)
    if confidence < 0.9 and len(text) >= 20:
        total = sum(shares.values()) or 1.0
        shares = {code: share / total for code, share in shares.items()}
        for code, share in _engines().by_langdetect(text, wanted).items():
            if code not in _NOT_LATIN or script != "latin":
                shares[code] = shares.get(code, 0.0) + share
        best, confidence = _best(shares)
    return Language(best, round(confidence, 3))


def _best(shares: dict[str, float]) -> tuple[str, float]:
    total = sum(shares.values())
    if total <= 0:
        return UNDETERMINED, 0.0
    best = max(shares, key=lambda code: (shares[code], code))
    return best, shares[best] / total
