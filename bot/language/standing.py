"""Can a sentence stand by itself? Not with half a quote, not with a word that points back."""

import re
from functools import cache

from bot.language.wordlists import table, words_in

_FIRST = re.compile(r"\W*([^\W\d_\u3400-\u9fff]+)")
_WITHIN = re.compile(r"\W*(?:\S+\s+){1,7}?(?:zudem|außerdem|ebenfalls|hingegen|dagegen|however)\b")
_NO_POINTING = re.compile(
    r"\W*(?:Es\s(?:gibt|gab|geht|sind|ist|war|waren|handelt|wird|wurde|werden)\b"
    r"|It\s(?:is|was|has\sbeen|will\sbe|takes)\b"
    r"|(?:Das|Die|Der)\s[A-ZÄÖÜ]"
    r"|(?:This|These|Dies\w*)\s(?:week|month|year|morning|quarter|Woche|Monat|Jahr|Tage)\b"
    r"|(?:Both|Beide)\s(?!sides\b|Seiten\b|of\b)\w)"
)
_CHINESE = re.compile(
    r"[\W]*(?:此外|同时|但|然而|因此|对此|其中|这|他(?!们的)|她|它|该|而且|不过|据此|为此)"
)


@cache
def _pointing() -> frozenset[str]:
    return frozenset(words_in(table("common_words")["pointing"]))


def leans(text: str) -> bool:
    """Whether it begins with a word that only the sentence before explains: "Er", "Demnach"."""
    if _NO_POINTING.match(text):
        return False
    first = _FIRST.match(text)
    if first is None:
        return _CHINESE.match(text) is not None
    return first.group(1) in _pointing() or _WITHIN.match(text) is not None


def is_torn(text: str) -> bool:
    """Whether a quote begins or ends in it and not both."""
    german, left, right = text.count("„"), text.count("“"), text.count("”")
    if german != left + right if german else left != right:
        return True
    if text.count("»") != text.count("«") or text.count("「") != text.count("」"):
        return True
    return text.count('"') % 2 == 1
