"""Is the headline good or bad news for this one company?"""

import re
from collections.abc import Collection
from functools import lru_cache

from bot.language.tokens import HAN
from bot.language.tone import NEUTRAL, tone
from bot.news.models import Tone

_SOMEBODY = "Xy"  # on no list of words that have a tone
_CAUSE = re.compile(
    r"\s(?:after|amid|as|because\sof|due\sto|following|infolge|nach|nachdem|weil|wegen)\s",
    re.IGNORECASE,
)


def tone_of(title: str, language: str | None, names: Collection[str]) -> Tone | None:
    """The tone where it is sure. names: the company's; they are no words ("Target", "Fielmann").

    None too where the company is only the cause of what happens to another ("Nordwerk falls after
    Kranbau's results").
    """
    own = _own(tuple(names))
    parts = _CAUSE.split(title, maxsplit=1)
    if len(parts) > 1 and not own.search(parts[0]) and own.search(parts[1]):
        return None
    guess = tone(own.sub(_SOMEBODY, title), language)
    return None if guess.label == NEUTRAL else Tone(guess.label, guess.confidence)


@lru_cache(maxsize=64)
def _own(names: tuple[str, ...]) -> re.Pattern[str]:
    written = {form for name in names for form in (name, name.upper()) if form}
    longest_first = sorted(written, key=len, reverse=True)
    forms = (
        re.escape(name) if HAN.search(name) else rf"(?<!\w){re.escape(name)}(?!\w)"
        for name in longest_first
    )
    return re.compile("|".join(forms) or "(?!)")
