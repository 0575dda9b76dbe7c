"""Collections that others made of many exchanges: FinanceDatabase, S&P 500, pytickersymbols."""

import json
import re
from collections.abc import Mapping
from typing import cast

from bot.instruments.catalogue.records import Place, Record, own_isin, own_wkn, tidy
from bot.instruments.countries import country_code, home_country
from bot.instruments.lists.tables import MAX_ROWS, NotThisList, Taken, table
from bot.instruments.venues import by_word, suffix_of, venue_of

_SYMBOL = re.compile(r"[A-Z0-9][A-Z0-9&-]{0,15}(?:\.[A-Z]{1,3})?")
_CURRENCY = re.compile(r"[A-Z]{3}|GBp|ILA|ZAc")
_MINOR = {"GBp": "GBP", "ILA": "ILS", "ZAc": "ZAR"}


_DERIVATIVE = re.compile(
    r"%|\d{1,2}/\d{1,2}/\d{2,4}|\bSNR\b|\bBDS\b|\b(?:TURBO|WTS?|CERT|BONUS)\b|\d,\d .*\d,\d"
    r"|\bOE\s+T[LS]|\bT[LS]\.Z\.|\b(?:LG|SH)\b.*\bOP?(?:EN?)?$"
)


def us_symbol(symbol: str) -> str:
    """The Yahoo form of a share class's symbol: "BRK.B" is "BRK-B"."""
    if suffix_of(symbol):
        return symbol
    return symbol.replace(".", "-").replace("/", "-")


def place(symbol: str, mic: str = "", currency: str = "", *, home: bool = False) -> Place | None:
    """A listing out of a collection, or None where the symbol cannot be one."""
    symbol = us_symbol(symbol.strip().upper())
    if not _SYMBOL.fullmatch(symbol):
        return None
    venue = venue_of(symbol, mic)
    if not _CURRENCY.fullmatch(currency):
        currency = venue.currency if venue else ""
    return Place(symbol, venue.mic if venue else "", _MINOR.get(currency, currency), home)


def finance_database(text: str) -> Taken:
    """FinanceDatabase's equities: symbol, name, currency, exchange, mic?, country, isin, figi."""
    rows = table(text, ",", needs=("symbol", "name", "currency", "exchange", "country"))
    taken = Taken("financedatabase")
    for row in rows:
        one = (
            place(row["symbol"], row.get("mic") or row["exchange"], row["currency"])
            if row
            else None
        )
        if not row or not one or not row["name"]:
            taken.skipped += 1
            continue
        isins = own_isin(row.get("isin", ""))
        taken.records.append(
            Record(
                name=tidy(row["name"]),
                isins=isins,
                places=(one,),
                kind=_kind(row["name"], one.symbol, row["country"], isins),
                country=country_code(row["country"]) or home_country(isins[0] if isins else None),
            )
        )
    return taken


def _kind(name: str, symbol: str, country: str, isins: tuple[str, ...]) -> str:
    """Bonds, certificates and funds among the equities: they have no country."""
    if re.search(r"\b(?:ETF|UCITS|ETC|ETN)\b|\bFUND\b|\(LOF\)", name, re.IGNORECASE):
        return "fund"
    # Milan and Vienna list more certificates than shares, and shares have a country there.
    derivative = suffix_of(symbol) in {"MI", "TI", "VI"} or _DERIVATIVE.search(name.upper())
    listed = isins and not isins[0].startswith(("AT0000A", "DE000"))  # their issuers' ISINs
    return "other" if derivative and not country and not listed else "stock"


def sp500(text: str) -> Taken:
    """The S&P 500's constituents: Symbol, Security, …, CIK."""
    taken = Taken("sp500")
    for row in table(text, ",", needs=("symbol", "security", "cik")):
        one = place(row["symbol"], "", "USD", home=True) if row else None
        if not row or not one or not row["security"]:
            taken.skipped += 1
            continue
        cik = row["cik"]
        taken.records.append(
            Record(
                name=tidy(row["security"]),
                places=(one,),
                cik=int(cik) if cik.isdecimal() and len(cik) <= 10 else None,
            )
        )
    return taken


def plain(text: str) -> Taken:
    """A list of one's own: a CSV with `name` and `symbol`; isin, wkn, mic, currency, country,
    names (separated by `|`), kind and home where known."""
    for delimiter in (",", ";", "\t"):
        try:
            rows = table(text, delimiter, needs=("name", "symbol"))
        except NotThisList:
            continue
        taken = Taken("plain")
        for row in rows:
            mic = (row.get("mic") or row.get("venue") or "") if row else ""
            home = bool(row) and row.get("home", "").casefold() in {"1", "true", "yes", "ja", "x"}
            venue = by_word(mic) if mic else None
            one = (
                place(row["symbol"], venue.mic if venue else "", row.get("currency", ""), home=home)
                if row
                else None
            )
            if not row or not one or not row["name"]:
                taken.skipped += 1
                continue
            isins = own_isin(row.get("isin", ""))
            taken.records.append(
                Record(
                    name=tidy(row["name"]),
                    isins=isins,
                    wkn=own_wkn(row.get("wkn", "")),
                    places=(one,),
                    names=tuple(tidy(n) for n in row.get("names", "").split("|")[:20] if n.strip()),
                    kind=row.get("kind") or "stock",
                    country=country_code(row.get("country", ""))
                    or home_country(isins[0] if isins else None),
                )
            )
        return taken
    raise NotThisList


def pytickersymbols_lines(text: str) -> Taken:
    """Members of indices as JSON lines: {"name", "symbol", "country", "isins", "yahoo"}."""
    if not text.lstrip().startswith("{"):
        raise NotThisList
    taken = Taken("pytickersymbols")
    for line in text.splitlines()[:MAX_ROWS]:
        if not line.strip():
            continue
        try:
            value: object = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        record = member(cast("Mapping[str, object]", value)) if isinstance(value, dict) else None
        if record:
            taken.records.append(record)
        else:
            taken.skipped += 1
    if not taken.records:
        raise NotThisList
    return taken


def member(row: Mapping[str, object]) -> Record | None:
    """One member of an index as pytickersymbols has it, or None where it is of no use."""
    name, symbol = row.get("name"), row.get("symbol")
    if not isinstance(name, str) or not isinstance(symbol, str) or not name.strip():
        return None
    symbols: list[str] = [symbol]
    for field in ("yahoo", "symbols"):
        for one in _strings(row.get(field)):
            if one not in symbols:
                symbols.append(one)
    isins = tuple(i for text in _strings(row.get("isins")) for i in own_isin(text))
    # The list's own symbol lacks its suffix now and then ("1U1", "ABB"): the first counts as home
    # only where the company is at home in its venue's country.
    country = country_code(str(row.get("country") or "")) or _country(isins, symbol)
    if home_country(isins[0] if isins else None) and len({i[:2] for i in isins}) == 1:
        country = isins[0][:2] if isins[0][:2] != "US" or country is None else country
    exchanges = _exchanges(row.get("symbols"))
    places = [place(one, exchanges.get(one, "")) for one in _one_class(symbols[:40])]
    found = tuple(one for one in places if one is not None)
    if country and country != "US" and len(found) > 1 and not suffix_of(found[0].symbol):
        found = tuple(one for one in found[1:] if one.symbol != found[0].symbol) or found
    return Record(tidy(name), isins, None, found, (), "stock", country) if found else None


_GOOGLE = {
    "NASDAQ": "XNAS",
    "NYSE": "XNYS",
    "NYSEAMERICAN": "XASE",
    "NYSEARCA": "ARCX",
    "OTCMKTS": "OTCM",
}


def _exchanges(symbols: object) -> dict[str, str]:
    """The MIC of American symbols, which Google's way of writing tells: "NASDAQ:AAPL"."""
    found: dict[str, str] = {}
    entries = cast("list[Mapping[str, object]]", symbols) if isinstance(symbols, list) else []
    for entry in entries:
        if not isinstance(entry, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
            continue
        yahoo, google = entry.get("yahoo"), entry.get("google")
        if isinstance(yahoo, str) and isinstance(google, str):
            mic = _GOOGLE.get(google.partition(":")[0].strip().upper())
            if mic and not suffix_of(yahoo):
                found[yahoo] = mic
    return found


def _one_class(symbols: list[str]) -> list[str]:
    """Of an American company's share classes ("BRK.A", "BRK.B") only the first: each is another
    share at another price."""
    seen: dict[str, str] = {}
    kept: list[str] = []
    for symbol in symbols:
        match = re.fullmatch(r"([A-Z]{1,5})[.-]([A-Z])", symbol)
        if not match or suffix_of(symbol) or seen.setdefault(match[1], match[2]) == match[2]:
            kept.append(symbol)
    return kept


def _country(isins: tuple[str, ...], symbol: str) -> str | None:
    if isins:
        return home_country(isins[0])
    suffix = suffix_of(symbol)
    venue = venue_of(symbol)
    return venue.country if suffix and venue else "US"


def _strings(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    found: list[str] = []
    for one in cast("list[object]", value)[:100]:
        text = one.get("yahoo") if isinstance(one, dict) else one  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if isinstance(text, str):
            found.append(text)
    return found
