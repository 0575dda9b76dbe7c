"""How a name is spelled in texts: accents, umlauts, hyphens, genitives."""

import re
from functools import lru_cache

from bot.language.tokens import HAN
from bot.news.relevance.naming import fold

_DECLINED = re.compile(r"^\w+(?:sche|ische|utsche)\s")


@lru_cache(maxsize=2048)
def pattern(name: str) -> re.Pattern[str]:
    """Finds the name, its genitive too, and never as a part of a word."""
    if HAN.search(name):
        return re.compile(re.escape(name))
    first, *rest = (_spelled(word) for word in re.split(r"[\s-]+", name))
    if rest and _DECLINED.match(name):
        first += "n?"  # "Aktie der Deutschen Börse"
    words = r"[\s\u00a0-]+".join((first, *rest))
    # A Chinese character next to it is no part of it: "母公司Alphabet第三季". Its range costs a
    # compiler that ignores case milliseconds, so the case counts there.
    before, behind = r"(?-i:(?<![^\W\u3400-\u9fff])(?<!&))", r"(?-i:(?![^\W_\u3400-\u9fff]))"
    return re.compile(rf"{before}{words}(?:['’]?s)?{behind}", re.IGNORECASE)


_ACCENTS = ("aàáâ", "cç", "eéèê", "ií", "nñ", "oóôø", "uú")
_EITHER = str.maketrans({one: f"[{letters}]" for letters in _ACCENTS for one in letters})


def _spelled(word: str) -> str:
    """With and without accents, umlauts also in two letters, apostrophes and "&" in all forms."""
    if fold(word) in {"&", "and", "und"}:
        return "(?:&|and|und)"
    written = re.escape(word).translate(_EITHER)
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        written = re.sub(umlaut, f"(?:{umlaut}|{letters})", written, flags=re.IGNORECASE)
    return re.sub(r"['’]", "['’]", written)
