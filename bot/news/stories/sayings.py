"""Does a sentence say something where it stands alone?"""

import re

from bot.language.blocks import CLOSERS
from bot.language.standing import is_torn
from bot.language.tokens import count_words

_FEWEST_WORDS = 3
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W*$")
_ONLY_ASKS = re.compile(
    r"^(?:Was|Wie|Warum|Worauf|Wer|Wann|Wo|Why|What|How|Who|When)\b[^?!]*\.$"
)  # "Was die Kooperation für Aktionäre bedeutet."
_LEADS_ON = re.compile(
    r"^(?:(?:Doch|Und|Aber|But|And)\s)?(?:"
    r"(?:damit|das|dies)(?:\s(?:ist|war|aber|noch|jedoch|längst|auch)){0,4}\snicht\s(?:genug|alles)\b"
    r"|(?:that|this)(?:['’]s|\s(?:is|was))\snot\s(?:all|enough)\b)",
    re.IGNORECASE,
)  # "Doch damit nicht genug der schlechten Nachrichten." of what comes next, which is not shown


def is_cut(text: str) -> bool:
    """Whether somebody cut it off: "Kranbau baut ein Werk in ..."."""
    return _CUT.search(text) is not None


def tells(sentence: str) -> bool:
    """False of a fragment, half a quote, a question, and of what only promises what follows."""
    if (
        is_torn(sentence)
        or is_cut(sentence)
        or sentence.rstrip(CLOSERS).endswith(("?", "？"))
        or _ONLY_ASKS.match(sentence)
        or _LEADS_ON.match(sentence)
    ):
        return False
    return count_words(sentence) >= _FEWEST_WORDS
