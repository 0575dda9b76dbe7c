"""One row of a list as every importer hands it on, before rows of several lists are merged."""

from dataclasses import dataclass

from bot.instruments.identifiers import is_isin, is_wkn

# How far a list is trusted on who owns an ISIN or a symbol, best first; an exchange knows its
# own symbols, collections mix years and share lines.
TRUST = ("aliases", "openfigi", "plain", "deutsche_boerse", "hkex", "nasdaq_trader", "shares",
         "pytickersymbols", "sp500", "financedatabase")  # fmt: skip
MAX_NAME = 160  # characters; longer ones are cut


@dataclass(frozen=True, slots=True)
class Place:
    """A listing in a list: symbol in Yahoo style, MIC or "" where the list does not say."""

    symbol: str
    mic: str = ""
    currency: str = ""
    home: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What one row of one list says of an instrument.

    isins: the first is its own; further ones are other lines of the company that the list did not
    tell apart. names: further names. country: ISO 3166 alpha-2 of the company.
    """

    name: str
    isins: tuple[str, ...] = ()
    wkn: str | None = None
    places: tuple[Place, ...] = ()
    names: tuple[str, ...] = ()
    kind: str = "stock"
    country: str | None = None
    cik: int | None = None


def tidy(text: str, limit: int = MAX_NAME) -> str:
    """A text out of a list: one line, printable, at most `limit` characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:limit]


def own_isin(text: str) -> tuple[str, ...]:
    """The valid ISIN in a list's field, as `Record.isins` takes it, or nothing."""
    text = text.strip().upper()
    return (text,) if is_isin(text) else ()


def own_wkn(text: str) -> str | None:
    """The WKN in a list's field; lists fill it with zeros to nine characters."""
    text = text.strip().upper()
    if len(text) == 9 and text.startswith("000"):
        text = text[3:]
    return text if is_wkn(text) else None
