"""Whose names go on where a company's name ends? "Siemens Energy" beside "Siemens".

A text that gives the longer name speaks of the other company.
"""

from collections.abc import Iterable, Iterator

from bot.instruments.catalogue.index import IndexData
from bot.instruments.models import Instrument
from bot.instruments.names import parse_name
from bot.instruments.wordsets import word_set

MOST = 80  # longer names in all
_LOOKED_AT = 600  # keys that begin with the name's letters
_STOCK = 0
# What lists put behind a name of the same company, and papers hardly.
_NO_OTHER = word_set(
    "adr gdr cdr bdr cdi cedear ads adrs gdrs unsp spons sponsored unsponsored hedged cad pref "
    "vz st na reg new old class cl common ord ordinary units unit rights right warrant warrants "
    "when issued tracking "
    "inc corp co ltd plc ag se sa nv spa ab oyj asa as kgaa gmbh company corporation limited "
    "a b c d h n r s w i ii v x and the of de on cv sab tbk bhd pcl psc jsc ojsc kg"
)
# What any company may have behind its name: "Meta data centre".
_SAID_OF_ALL = word_set(
    "data health power global international digital new green research services service technology "
    "technologies systems software online mobile cloud store stores group holding holdings motor "
    "platforms brands products network management home american european german china us"
)


def longer_names(data: IndexData, instrument: Instrument, names: Iterable[str]) -> tuple[str, ...]:
    """Names of other companies that begin with one of `names` and go on, at most `MOST`."""
    own = _companies(data, instrument)
    found = dict.fromkeys(
        longer for name in names for longer in _longer(data, parse_name(name).words, own)
    )
    return tuple(found)[:MOST]


def _companies(data: IndexData, instrument: Instrument) -> set[int]:
    numbers = data.isins.find(instrument.isin) if instrument.isin else []
    for listing in instrument.listings:
        numbers += data.symbols.find(listing.symbol)
    return {data.company[number] for number in numbers}


def _longer(data: IndexData, words: tuple[str, ...], own: set[int]) -> Iterator[str]:
    beginning = " ".join(words) + " "
    for _, number in data.keys.beginning("".join(words), _LOOKED_AT):
        owner = data.owners[number]
        if data.kinds[owner] != _STOCK or data.company[owner] in own:
            continue
        text = data.names.text(number).partition("\t")[0]
        if text.startswith(beginning):
            rest = text[len(beginning) :].split()
            while rest and (rest[-1] in _NO_OTHER or not rest[-1].isalpha()):
                rest.pop()
            if not rest or rest[0] in _NO_OTHER or len(rest[0]) < 3 or not rest[0].isalpha():
                continue
            said_of_all = rest[0] in _SAID_OF_ALL
            if len(rest) > 1 or not said_of_all:
                yield beginning + " ".join(rest)
            if len(rest) > 1 and len(rest[0]) > 3 and not said_of_all:
                yield beginning + rest[0]  # "Tencent Music" for "Tencent Music Entertainment"
