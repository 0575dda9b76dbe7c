"""Figures as people of one language write them: "2,50 €" and "€2.50", "−1,96 %" and "−1.96%"."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

_SYMBOLS = {
    "EUR": "€",
    "USD": "US$",
    "HKD": "HK$",
    "GBP": "£",
    "JPY": "¥",
    "CNY": "CN¥",
    "KRW": "₩",
    "INR": "₹",
    "TWD": "NT$",
    "AUD": "A$",
    "CAD": "C$",
    "SGD": "S$",
    "NZD": "NZ$",
    "BRL": "R$",
}
_WHOLE = frozenset({"JPY", "KRW"})  # quoted without decimals
_MOST_PLACES = 6  # of a figure that somebody typed
_MINUS = "−"
_NARROW = "\u00a0"  # a figure and its unit stay on one line


@dataclass(frozen=True, slots=True)
class Numbers:
    """decimal, group: the separators. symbol_first: "€2.50". months: short names, January first."""

    decimal: str
    group: str
    symbol_first: bool
    months: tuple[str, ...]

    def figure(self, value: Decimal, places: int) -> str:
        """Rounded half up to `places`, with separators; a minus sign that is one."""
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        text = f"{abs(rounded):,.{places}f}"
        text = text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.group)
        return _MINUS + text if rounded < 0 else text

    def price(self, value: Decimal, currency: str = "") -> str:
        """As exactly as people quote it: 22.55, 2.50, 3.885, 0.0345; trailing zeros beyond two
        are noise of the source's floating point."""
        places = _places(value, currency)
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        while places > 2 and rounded == rounded.quantize(Decimal(1).scaleb(1 - places)):
            places -= 1
        return self.figure(rounded, places)

    def money(self, value: Decimal, currency: str) -> str:
        """A price with its currency, as a symbol where everybody knows it."""
        return self._with_currency(self.price(value, currency), currency)

    def _with_currency(self, figure: str, currency: str) -> str:
        symbol = _SYMBOLS.get(currency)
        if not self.symbol_first:
            return f"{figure}{_NARROW}{symbol or currency}"
        if symbol is None:
            return f"{currency}{_NARROW}{figure}"
        if figure.startswith(_MINUS):
            return f"{_MINUS}{symbol}{figure[1:]}"
        return symbol + figure

    def exact_money(self, value: Decimal, currency: str) -> str:
        """What a person typed, with every digit of it: a level of 22.555 is not 22.56."""
        digits = -int(value.normalize().as_tuple().exponent)
        places = max(0 if currency in _WHOLE else 2, min(digits, _MOST_PLACES))
        return self._with_currency(self.figure(value, places), currency)

    def exact_percent(self, value: Decimal) -> str:
        """What a person typed, without zeros that say nothing: "5 %", "2,5 %"."""
        digits = -int(value.normalize().as_tuple().exponent)
        return self.percent(value, max(0, min(digits, _MOST_PLACES)))

    def percent(self, value: Decimal, places: int = 2) -> str:
        """Without a sign unless negative."""
        return self.figure(value, places) + ("%" if self.symbol_first else f"{_NARROW}%")

    def change(self, value: Decimal) -> str:
        """With an arrow and always a sign: "▼ −1,96 %", "▲ +0,31 %", "■ ±0,00 %"."""
        rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        arrow, sign = ("▲", "+") if rounded > 0 else ("▼", "") if rounded < 0 else ("■", "±")
        return f"{arrow}{_NARROW}{sign}{self.percent(rounded)}"

    def day(self, moment: datetime, now: datetime) -> str:
        """ "19.10." or "19 Oct"; with the year where it is another one."""
        other_year = moment.year != now.year
        if self.symbol_first:
            text = f"{moment.day} {self.months[moment.month - 1]}"
            return f"{text} {moment.year}" if other_year else text
        text = f"{moment.day}.{moment.month}."
        return f"{text}{moment.year}" if other_year else text

    def clock(self, moment: datetime, now: datetime, zone: tzinfo) -> str:
        """ "11:00" today, "19.10. 17:30" on another day, both in `zone`."""
        local, today = moment.astimezone(zone), now.astimezone(zone)
        time = f"{local:%H:%M}"
        return time if local.date() == today.date() else f"{self.day(local, today)} {time}"


def _places(value: Decimal, currency: str) -> int:
    size = abs(value)
    if currency in _WHOLE:
        return 0
    if size >= 10 or size == 0:
        return 2
    if size >= 1:
        return 3
    return 4 if size >= Decimal("0.01") else 6
