"""Is the headline good or bad news for this one company?"""

import re
from collections.abc import Collection

from bot.language.tone import NEUTRAL, tone
from bot.news.models import Tone
from bot.news.stories.markets import is_market_report, naming_pattern, part_about

_SOMEBODY = "Xy"  # on no list of words that have a tone
_CAUSE = re.compile(
    r"\s(?:after|amid|as|because\sof|due\sto|following|infolge|nach|nachdem|weil|wegen)\s",
    re.IGNORECASE,
)


def tone_of(title: str, language: str | None, names: Collection[str]) -> Tone | None:
    """The tone where it is sure. names: the company's; they are no words ("Target", "Fielmann").

    Of a market report, only what it says of the company counts. None too where the company is only
    the cause of what happens to another ("Nordwerk falls after Kranbau's results").
    """
    own = naming_pattern(tuple(names))
    if is_market_report(title, names):
        title = part_about(title, names)
    parts = _CAUSE.split(title, maxsplit=1)
    if len(parts) > 1 and not own.search(parts[0]) and own.search(parts[1]):
        return None
    guess = tone(own.sub(_SOMEBODY, title), language)
    return None if guess.label == NEUTRAL else Tone(guess.label, guess.confidence)
