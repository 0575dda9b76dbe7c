"""Which list is this? Asked of the content, never of the file's name."""

from bot.instruments.lists.collections import (
    finance_database,
    plain,
    pytickersymbols_lines,
    sp500,
)
from bot.instruments.lists.exchanges import deutsche_boerse, hkex, nasdaq_trader
from bot.instruments.lists.tables import NotThisList, Taken, unpack

_IMPORTERS = (
    nasdaq_trader,
    deutsche_boerse,
    hkex,
    sp500,
    finance_database,
    pytickersymbols_lines,
    plain,
)


def read_list(data: bytes) -> Taken:
    """Read a list out of a file's bytes; pure, for a worker.

    Raises ValueError with a reason where it is none of the lists that we know.
    """
    text = unpack(data)
    for importer in _IMPORTERS:
        try:
            return importer(text)
        except NotThisList:
            continue
    raise ValueError("not one of the lists that we know")
