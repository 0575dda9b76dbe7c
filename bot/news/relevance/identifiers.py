"""Does a text name a company by ISIN, WKN or a symbol written as one?"""

import re

from bot.news.relevance.naming import Naming


def names_code(text: str, known: Naming) -> bool:
    upper = text.upper()
    return any(
        re.search(rf"(?<![A-Z0-9]){re.escape(code)}(?![A-Z0-9])", upper) is not None
        for code in known.codes
        if len(code) == 12 or "WKN" in upper
    )


def names_symbol(text: str, known: Naming) -> bool:
    """A symbol written as one; never a bare word."""
    for ticker in known.tickers:
        if ticker not in text:
            continue
        escaped = re.escape(ticker)
        if re.search(rf"\${escaped}(?![\w.])", text):
            return True
        if (
            re.search(rf"\((?:[A-Za-z ]{{2,12}}[:：]\s?)?{escaped}\)", text)
            and not ticker.isdigit()
        ):
            return True
        if re.search(
            rf"\b(?:NYSE|NASDAQ|Nasdaq|HKEX|HKG|SEHK|LSE|LON|XETRA|ETR|FRA|EPA)[:：]\s?{escaped}\b",
            text,
        ):
            return True
        if "." in ticker and re.search(rf"(?<![\w.]){escaped}(?!\w)", text):
            return True
    return False
