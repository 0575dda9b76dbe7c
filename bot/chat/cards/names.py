"""What a share is called, for people: a bank's list ends its names with the nominal value."""

import re

from bot.instruments.models import Instrument

# "TWITTER INC. DL-,5", "AIR LIQUIDE INH. EO 5,50", "AUREA S.A.  O.N."
_NOMINAL = re.compile(
    r"(?<=[\s.])(?:(?:DL|EO|HD|YC|LS|RL|SK|DK|NK|SF|YN|CD|AD|ZY|RC|SD)\s?-?\s?[\d.,]+|O\.\s?N\.?)\s*$"
)
_KIND = re.compile(r"\s(?:INH|NAM|NOM|REG)\.?\s*$")


def shown_name(instrument: Instrument) -> str:
    """The name without nominal value and kind of share; never empty where the name is not."""
    bare = _NOMINAL.sub("", instrument.name).rstrip()
    if bare == instrument.name:
        return bare
    return _KIND.sub("", bare).rstrip() or instrument.name
