"""Figures in a headline: value, scale and unit, however German, English and Chinese write them.

"9,7 Milliarden Dollar", "$9.7 billion" and "97亿美元" are one figure; "9.7 %" is another. A figure
with several digits is all but a name of its event: reports that share it tell the same, reports
whose figures of one kind all differ hardly do. Days, months, years, quarters are no such figures.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.news.stories.freshness import MONTHS

PERCENT = "%"
YEAR = "year"
MONTH = "month"
CALENDAR = frozenset({YEAR, MONTH})
PLAIN = ""  # a count, or money whose currency is not said
ROUNDED_FROM = 2  # digits, from which on a rounded figure is the same as the exact one
TELLING_FROM = 2  # digits of a figure whose difference says something

_SCALES = {
    "万": 4, "萬": 4, "亿": 8, "億": 8, "million": 6, "millions": 6, "millionen": 6, "mio": 6,
    "mln": 6, "mn": 6, "m": 6, "milliarde": 9, "milliarden": 9, "mrd": 9, "billion": 9,
    "billions": 9, "bln": 9, "bn": 9, "b": 9, "billionen": 12, "trillion": 12, "trn": 12,
    "万亿": 12, "萬億": 12, "k": 3, "thousand": 3, "tausend": 3, "cent": -2, "cents": -2,
    "美分": -2,
}  # fmt: skip
_UNITS = {
    "%": "% prozent percent prozentpunkte 个百分点",
    "EUR": "€ eur euro euros 欧元 歐元",
    "HKD": "hk$ hkd hongkong-dollar 港元 港币",
    "USD": "$ us$ usd dollar dollars us-dollar us-dollars 美元",
    "CNY": "yuan rmb cny renminbi 人民币 元",
    "JPY": "yen jpy 日元 円",
    "GBP": "£ gbp pfund pound pounds 英镑",
    "CHF": "chf franken francs 瑞士法郎 瑞郎",
    "KRW": "won krw 韩元",
    "INR": "rupee rupees rupien inr 卢比",
    "krone": "krone kronen kroner kronor sek nok dkk 克朗",
    MONTH: "月",
    YEAR: "年",
    "skip": "日 号 季度 周",
}
_KINDS = {word: kind for kind, block in _UNITS.items() for word in block.split()}


def _any(words: Iterable[str]) -> str:
    return "|".join(
        re.escape(word) + (r"(?![A-Za-zÀ-ÿ])" if word[-1].isascii() and word[-1].isalpha() else "")
        for word in sorted(words, key=lambda word: (-len(word), word))
    )


_BEFORE = ("us$", "hk$", "$", "€", "£", "eur", "usd", "chf", "hkd", "rmb")
_GAP = r"[\s\u00a0\u202f-]?"
_NUMBER = re.compile(
    rf"(?:(?<![A-Za-zÀ-ÿ])(?P<before>{_any(_BEFORE).replace('(?![A-Za-zÀ-ÿ])', '')}){_GAP})?"
    r"(?<![A-Za-zÀ-ÿ0-9.,:/_-])(?<![A-Za-z]-)(?P<written>\d++(?:[.,]\d++)*+)(?![:/]\d)"
    rf"(?:{_GAP}(?P<scale>{_any(_SCALES)})\.?)?"
    rf"(?:{_GAP}(?P<unit>per cent|{_any(_KINDS)}))?"
    r"(?=(?:\.?\s?(?P<word>[A-Za-zÀ-ÿ]+))?)",
    re.IGNORECASE,
)
_SPELLED = {
    word: str(value)
    for value, block in enumerate(
        ("one ein eine einer", "two zwei", "three drei", "four vier", "five fünf", "six sechs",
         "seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwölf"), 1
    )
    for word in block.split()
}  # fmt: skip
_SPELLED_NUMBER = re.compile(
    rf"(?<!\w)(?:{_any(_SPELLED)})(?=[\s-](?:milli|billi|trilli|tausend|thousand|prozent|percent))",
    re.IGNORECASE,
)  # "acht Milliarden"; "one of two plants" is no figure
_NAME = re.compile(r"(?<!\w)[A-ZÄÖÜ][a-zäé]{2,}(?:\.?\s(?=\d{1,2}(?!\d)))?")


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """kind: "%", a currency, "year", "month", or "" where the text names none."""

    kind: str
    value: Decimal
    step: Decimal  # what its last written digit stands for

    @property
    def digits(self) -> int:
        """Those that say something: 34,200 has three."""
        return len(str(int(self.value / self.step))) if self.step else 0

    @property
    def weight(self) -> float:
        """How much two reports agree that share it: each digit makes chance less likely."""
        if self.kind in CALENDAR:
            return 0.7
        return 0.5 * self.digits + (0.0 if self.kind == PLAIN and self.value < 1_000 else 0.5)


def scales() -> frozenset[str]:
    """Words that are part of a figure: they say nothing without its digits."""
    units = (word for word, kind in _KINDS.items() if kind not in (*CALENDAR, "skip"))
    return frozenset(word for word in (*_SCALES, *units) if len(word) > 1 and word.isalpha())


def number(written: str, scale: int = 0) -> str:
    """One spelling for "2,55", "2.55" and "1.019,80"; a lone group of three is thousands.

    `scale`: the power of ten that follows it ("7万" and "70.000" are the same). Nobody counts
    thousands of billions: "1.496亿" and "1,496 Milliarden" are decimals.
    """
    if "," in written and "." in written:
        decimal = max(written.rfind(","), written.rfind("."))
        plain = re.sub(r"[.,]", "", written[:decimal]) + "." + written[decimal + 1 :]
    else:
        parts = re.split(r"[.,]", written)
        thousands = len(parts) > 2 or (
            len(parts) == 2 and len(parts[1]) == 3 and parts[0] != "0" and scale < 8
        )
        plain = "".join(parts) if thousands else ".".join(parts)
    try:
        return format(Decimal(plain[:30]).scaleb(scale).normalize(), "f")
    except InvalidOperation:
        return plain


def figures_in(text: str) -> frozenset[Figure]:
    """All figures of a text; days of the month are none."""
    text = _SPELLED_NUMBER.sub(lambda match: _SPELLED[match.group().casefold()], text)
    found: set[Figure] = set()
    days: set[int] = set()
    for match in _NAME.finditer(text):
        word = match.group().rstrip(". \u00a0")
        if month := MONTHS.get(word.casefold()):
            if len(word) > 3:
                found.add(Figure(MONTH, Decimal(month), Decimal(1)))
            if match.group() != word:
                days.add(match.end())  # "Feb. 1"
    for match in _NUMBER.finditer(text):
        if match.start("written") not in days and (one := _figure(match)) is not None:
            found.add(one)
    return frozenset(found)


def _figure(match: re.Match[str]) -> Figure | None:
    scale = (match["scale"] or "").casefold()
    unit = (match["unit"] or match["before"] or "").casefold()
    if scale in ("m", "b") and not match["before"]:
        return None  # metres, or anything
    kind = PERCENT if unit == "per cent" else _KINDS.get(unit, PLAIN)
    if kind == "skip":
        return None
    if not unit and not scale and (match["word"] or "").casefold() in MONTHS:
        return None  # "1. Februar"
    written = match["written"]
    try:
        value = Decimal(number(written, _SCALES.get(scale, 0)))
    except InvalidOperation:
        return None
    if kind == PLAIN and not scale and len(written) == 4 and 1990 <= value <= 2100:
        kind = YEAR
    if not value:
        return None
    exponent = value.normalize().as_tuple().exponent
    return Figure(kind, value, Decimal(1).scaleb(int(exponent)))


def same(one: Figure, other: Figure) -> bool:
    """Equal, or one is the other rounded to what it writes; of kinds that can be one."""
    if one.kind != other.kind and (
        PLAIN not in (one.kind, other.kind) or {one.kind, other.kind} & {PERCENT, *CALENDAR}
    ):
        return False
    if one.value == other.value:
        return True
    coarse = one if one.step > other.step else other
    return (
        one.kind not in CALENDAR
        and coarse.digits >= ROUNDED_FROM
        and abs(one.value - other.value) * 2 <= coarse.step
    )


def shared(left: Iterable[Figure], right: Iterable[Figure]) -> list[Figure]:
    """The figures that both tell, as the coarser writes them, the most telling first."""
    others = sorted(right)
    found = {
        max(one, other, key=lambda figure: (figure.step, figure.kind))
        for one in left
        for other in others
        if same(one, other)
    }
    return sorted(found, key=lambda figure: (-figure.weight, figure))


def differ(left: Iterable[Figure], right: Iterable[Figure]) -> bool:
    """Both tell figures of one kind, and none is the same."""
    ours = [one for one in left if _tells(one)]
    others = [one for one in right if _tells(one)]
    kinds = {one.kind for one in ours} & {one.kind for one in others}
    return bool(kinds) and not any(same(one, other) for one in ours for other in others)


def _tells(one: Figure) -> bool:
    if one.kind in CALENDAR:
        return False
    return one.kind != PLAIN or one.digits >= TELLING_FROM
