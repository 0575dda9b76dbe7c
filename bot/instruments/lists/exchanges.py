"""Lists of exchanges: Deutsche Börse, HKEX, Nasdaq Trader."""

import re

from bot.instruments.catalogue.records import Place, Record, own_isin, own_wkn, tidy
from bot.instruments.countries import home_country
from bot.instruments.lists.tables import NotThisList, Taken, table

_KINDS = {"CS": "stock", "ETF": "etf", "ETC": "etc", "ETN": "etn", "FDO": "fund", "FUN": "fund"}


def deutsche_boerse(text: str) -> Taken:
    """All tradable instruments of Xetra or Frankfurt: the raw file (`;`, preamble) or a cut one."""
    taken = Taken("deutsche_boerse")
    head = text[:4000].casefold()
    if "mnemonic" not in head or "isin" not in head or "wkn" not in head:
        raise NotThisList
    raw = head.count(";") > head.count(",")
    name_column = "instrument" if "instrument;" in head and raw else "name"
    rows = table(text, ";" if raw else ",", needs=("isin", "wkn", "mnemonic", name_column))
    for row in rows:
        isins = own_isin(row["isin"]) if row else ()
        if not row or not isins or not row[name_column]:
            taken.skipped += 1
            continue
        mic = row.get("mic code") or row.get("mic") or "XETR"
        mnemonic = row["mnemonic"].upper()
        status = (row.get("instrument status") or row.get("status") or "active").casefold()
        if not re.fullmatch(r"[A-Z0-9]{1,8}", mnemonic) or status not in {"active", ""}:
            taken.skipped += 1
            continue
        suffix = "F" if mic == "XFRA" else "DE"
        kind = row.get("instrument type") or row.get("type") or "CS"
        currency = (row.get("settlement currency") or row.get("currency") or "EUR")[:3]
        taken.records.append(
            Record(
                name=tidy(row[name_column]),
                isins=isins,
                wkn=own_wkn(row["wkn"]),
                places=(Place(f"{mnemonic}.{suffix}", mic, currency),),
                kind=_KINDS.get(kind, "stock"),
                country=home_country(isins[0]),
            )
        )
    return taken


def hkex(text: str) -> Taken:
    """HKEX list of securities, English or Chinese, as CSV or tab separated."""
    for delimiter in (",", "\t", ";"):
        for code, name, category in (
            ("stock code", "name of securities", "category"),
            ("股份代號", "股份名稱", "分類"),
            ("股份代号", "股份名称", "分类"),
        ):
            try:
                rows = table(text, delimiter, needs=(code, name))
            except NotThisList:
                continue
            taken = Taken("hkex")
            for row in rows:
                record = _hkex_record(row, code, name, category) if row else None
                if record:
                    taken.records.append(record)
                else:
                    taken.skipped += 1
            return taken
    raise NotThisList


def _hkex_record(row: object, code: str, name: str, category: str) -> Record | None:
    if not isinstance(row, dict):
        return None
    fields: dict[str, str] = row  # pyright: ignore[reportUnknownVariableType] - rows of `table`
    number = fields[code].lstrip("0")
    if not re.fullmatch(r"\d{1,5}", number) or not fields[name]:
        return None
    what = fields.get(category, "").casefold()
    isins = own_isin(next((value for key, value in fields.items() if "isin" in key), ""))
    if what and not ("equity" in what or "股本" in what or "exchange traded" in what):
        return None
    currency = (fields.get("trading currency") or fields.get("交易貨幣") or "HKD")[:3]
    return Record(
        name=tidy(fields[name]),
        isins=isins,
        places=(Place(f"{number.zfill(4)}.HK", "XHKG", currency, home=currency == "HKD"),),
        kind="etf" if "exchange traded" in what else "stock",
        country=home_country(isins[0]) if isins else None,
    )


def nasdaq_trader(text: str) -> Taken:
    """Nasdaq Trader's `nasdaqlisted.txt`, `otherlisted.txt` and `nasdaqtraded.txt` (pipes)."""
    taken = Taken("nasdaq_trader")
    for symbol in ("symbol", "act symbol"):
        try:
            rows = table(text, "|", needs=(symbol, "security name"))
            break
        except NotThisList:
            continue
    else:
        raise NotThisList
    mics = {"Q": "XNAS", "N": "XNYS", "A": "XASE", "P": "ARCX", "Z": "BATS", "V": "IEXG"}
    for row in rows:
        if row and next(iter(row.values()), "").startswith("File Creation Time"):
            continue
        ticker = row[symbol] if row else ""
        if not row or row.get("test issue") == "Y" or not re.fullmatch(r"[A-Z.$]{1,8}", ticker):
            taken.skipped += 1
            continue
        title, _, line = row["security name"].partition(" - ")
        mic = mics.get(row.get("listing exchange") or row.get("exchange") or "Q", "XNAS")
        etf = row.get("etf") == "Y"
        if not etf and re.search(r"warrant|\bunit|\bright|preferred|note", line, re.IGNORECASE):
            continue  # lines of the company that nobody means by its name
        home = "depositary" not in line.casefold()
        yahoo = ticker.replace(".", "-").replace("$", "-P")
        taken.records.append(
            Record(
                name=tidy(title),
                places=(Place(yahoo, mic, "USD", home=home),),
                kind="etf" if etf else "stock",
                country="US" if home and not etf else None,
            )
        )
    return taken
