"""What `config/aliases/` knows: nicknames and home listings, and WKNs of further shares."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from bot.errors import UnreadableFile
from bot.instruments.catalogue.records import Place, Record
from bot.instruments.identifiers import is_isin, is_wkn
from bot.instruments.venues import suffix_of, venue_of

ALIASES = Path(__file__).parents[3] / "config" / "aliases"
_SHARES = "shares.csv"
_COLUMNS = ["isin", "wkn", "symbol", "country", "name", "names"]


def alias_files(path: Path = ALIASES) -> list[Path]:
    """The files of a folder of aliases in a fixed order, or the one file that it is."""
    return sorted(path.glob("*.toml")) if path.is_dir() else [path]


def kept_files(folder: Path = ALIASES) -> list[Path]:
    """All files of the folder that are read, in a fixed order; what explains them is not."""
    return [*alias_files(folder), *folder.glob(_SHARES)]


def read_aliases(path: Path = ALIASES) -> list[Record]:
    """The companies of the files; raises UnreadableFile, naming the first mistake."""
    return [record for file in alias_files(path) for record in _read(file)]


def read_shares(folder: Path = ALIASES) -> list[Record]:
    """The shares of `shares.csv`, those that were called otherwise before a split or a move last.

    Nothing where the folder has no such file. Raises UnreadableFile, naming the first mistake.
    """
    path = folder / _SHARES
    try:
        lines = list(csv.reader(path.read_text("utf-8").splitlines()))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(path=path.name, reason=str(error)) from error
    if lines[:1] != [_COLUMNS]:
        raise UnreadableFile(path=path.name, reason=f"its first line is not {','.join(_COLUMNS)}")
    records = [_share(line, path) for line in lines[1:]]
    return sorted(records, key=lambda record: not record.places)


def _share(line: Sequence[str], path: Path) -> Record:
    if len(line) != len(_COLUMNS):
        raise UnreadableFile(
            path=path.name, reason=f"“{','.join(line)}” has too few or many fields"
        )
    isin, wkn, symbol, country, name, more = line
    if not (is_isin(isin) and is_wkn(wkn) and symbol and name):
        raise UnreadableFile(path=path.name, reason=f"“{','.join(line)}” is not a share")
    if is_isin(symbol):  # the ISIN of today, where this one is of before
        return Record(name=name, isins=(symbol, isin), wkn=wkn)
    listing = _place(symbol, "", home=False)  # whether it is the home, the other lists may tell
    return Record(
        name=name,
        isins=(isin,),
        wkn=wkn,
        places=(listing,),
        names=tuple(filter(None, more.split("|"))),
        country=country or None,
    )


def _read(path: Path) -> list[Record]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UnreadableFile(path=path.name, reason=error.strerror or "cannot be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(path=path.name, reason=str(error)) from error
    companies = document.get("company", [])
    return [_record(cast("Mapping[str, object]", one), path) for one in companies]


def _record(company: Mapping[str, object], path: Path) -> Record:
    name = str(company.get("name", ""))
    isin, wkn, home = (str(company.get(field, "")) for field in ("isin", "wkn", "home"))
    if not name or not home:
        raise UnreadableFile(path=path.name, reason=f"“{name}” lacks a name or a home listing")
    if (isin and not is_isin(isin)) or (wkn and not is_wkn(wkn)):
        raise UnreadableFile(path=path.name, reason=f"{name} has an ISIN or WKN that is wrong")
    mic = str(company.get("mic", ""))  # of the home listing, where its symbol does not tell
    german = str(company.get("german", ""))
    symbols = [home, *([f"{german}.DE", f"{german}.F"] if german else [])]
    symbols += cast("list[str]", company.get("symbols", []))
    return Record(
        name=name,
        isins=(isin, *cast("list[str]", company.get("former", []))) if isin else (),
        wkn=wkn or None,
        places=tuple(
            _place(symbol, mic if symbol == home else "", home=symbol == home)
            for symbol in dict.fromkeys(symbols)
        ),
        names=tuple(cast("list[str]", company.get("names", []))),
        kind=str(company.get("kind", "stock")),
        country=str(company.get("country", "")) or None,
    )


def _place(symbol: str, mic: str, *, home: bool) -> Place:
    """A listing; which exchange an American symbol without suffix is on, other lists may tell."""
    venue = venue_of(symbol, mic)
    if venue:
        return Place(symbol, venue.mic, venue.currency, home)
    over_the_counter = not suffix_of(symbol) and len(symbol) == 5 and symbol[-1] in "FY"
    return Place(symbol, "OTCM" if over_the_counter else "", "USD", home)
