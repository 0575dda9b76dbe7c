"""The ECB's reference rates: one euro in other currencies, once a working day about 16:00 CET."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.errors import BadAnswer
from bot.market.values import number
from bot.web.parsing import parse_xml
from bot.web.source import Source

DAILY = "/stats/eurofxref/eurofxref-daily.xml"
NINETY_DAYS = "/stats/eurofxref/eurofxref-hist-90d.xml"
_MOST_DAYS = 10_000


@dataclass(frozen=True, slots=True)
class Rates:
    """What one euro was worth on `day`, by ISO 4217 code."""

    day: date
    rates: Mapping[str, Decimal]


def read_rates(body: bytes, *, source: str) -> tuple[Rates, ...]:
    """Every day of the answer, newest first. Raises BadAnswer where there is none."""
    days: list[Rates] = []
    for cube in parse_xml(body, source).iter():
        day = _day(cube.get("time"))
        if day is None or len(days) >= _MOST_DAYS:
            continue
        rates: dict[str, Decimal] = {}
        for one in cube:
            code, rate = one.get("currency", ""), number(one.get("rate"))
            if len(code) == 3 and code.isupper() and rate is not None and rate > 0:
                rates[code] = rate
        if rates:
            days.append(Rates(day, rates))
    if not days:
        raise BadAnswer(source=source, reason="there are no rates in it")
    return tuple(sorted(days, key=lambda one: one.day, reverse=True))


class EcbRates:
    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def label(self) -> str:
        return self._source.label

    @property
    def enabled(self) -> bool:
        return self._source.enabled

    async def latest(self) -> Rates:
        """The newest day. Raises SourceError."""
        page = await self._source.get(DAILY)
        return read_rates(page.body, source=self.label)[0]

    async def on_or_before(self, day: date) -> Rates:
        """The last rates not after `day`, within 90 days. Raises BadAnswer for an older day."""
        page = await self._source.get(NINETY_DAYS)
        for one in read_rates(page.body, source=self.label):
            if one.day <= day:
                return one
        raise BadAnswer(source=self.label, reason=f"it has no rates of {day} any more")


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None
