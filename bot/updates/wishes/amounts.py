"""Which amount is meant? "2,60 €", "HK$1,234.50", "±5 %", as people of two languages type it."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_SIGNS = {
    "€": "EUR",
    "US$": "USD",
    "HK$": "HKD",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "CHF": "CHF",
    "euro": "EUR",
}
_CODES = (
    "EUR USD GBP CHF JPY HKD CNY AUD BRL CAD CZK DKK HUF IDR ILS INR ISK KRW MXN MYR NOK NZD PHP"
    " PLN RON SEK SGD THB TRY TWD ZAR"
)
_BY_SIGN = {sign.casefold(): code for sign, code in _SIGNS.items()} | {
    code.casefold(): code for code in _CODES.split()
}

NUMBER = r"\d(?:[\d.,'’]{0,20}\d)?"
CURRENCY = "|".join(re.escape(one) for one in sorted(_BY_SIGN, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<sign>[±+−-])?\s*(?P<before>{CURRENCY})?\s*(?P<number>{NUMBER})\s*"
    rf"(?P<unit>%|prozent|percent|{CURRENCY})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """value: never negative. currency: ISO 4217. signed: "±", "+" or "-" stood before it."""

    value: Decimal
    currency: str | None = None
    percent: bool = False
    signed: bool = False


def read_amount(text: str, decimal: str) -> Amount | None:
    """The amount, None where the text is none.

    decimal: the separator of the person's language, "," or ".". It decides what "1.234" means;
    where both separators stand, the last one is the decimal one.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    value = _number(found["number"], decimal)
    if value is None:
        return None
    unit = (found["unit"] or "").casefold()
    before = (found["before"] or "").casefold()
    percent = unit in ("%", "prozent", "percent")
    if percent and before:
        return None
    return Amount(value, _BY_SIGN.get(unit or before), percent, found["sign"] is not None)


def _number(text: str, decimal: str) -> Decimal | None:
    plain = re.sub(r"['’]", "", text)
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
    elif plain.count(",") + plain.count(".") == 1:
        whole, other, part = re.split(r"([.,])", plain)
        # "2.60" in German: nobody groups two digits.
        if other != decimal and not (len(part) == 3 and whole.strip("0")):
            decimal = other
    group = "." if decimal == "," else ","
    try:
        return Decimal(plain.replace(group, "").replace(decimal, "."))
    except InvalidOperation:
        return None
