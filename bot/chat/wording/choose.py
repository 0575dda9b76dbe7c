"""Which language does the bot speak here?"""

from bot.audience import Audience
from bot.chat.wording.catalogue import Wording
from bot.chat.wording.english import ENGLISH
from bot.chat.wording.german import GERMAN

WORDINGS = {"de": GERMAN, "en": ENGLISH}


def wording_for(audience: Audience) -> Wording:
    """The first language of the server that the bot speaks; English where it speaks none."""
    return next((WORDINGS[code] for code in audience.languages if code in WORDINGS), ENGLISH)


def wording_of(locale: str, audience: Audience) -> Wording:
    """A person's own language ("de", "en-GB"), where the bot speaks it, else the server's."""
    return WORDINGS.get(locale.partition("-")[0].lower()) or wording_for(audience)
