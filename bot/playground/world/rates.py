"""What does a euro cost? Daily reference rates of the sample, in units of the currency per euro.

Like the ECB's they are made on its working days at 16:00 Berlin, and valid until the next.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.playground.world.walk import ordinal_points, through

_BERLIN = ZoneInfo("Europe/Berlin")
_PUBLISHED = time(16, 0)
_FIRST, _LAST = date(2016, 6, 1), date(2025, 1, 31)

_HKD = [
    (date(2016, 6, 1), 8.66),
    (date(2018, 2, 1), 9.71),
    (date(2020, 3, 23), 8.36),
    (date(2020, 10, 20), 9.1610),
    (date(2021, 1, 5), 9.5215),
    (date(2021, 3, 31), 9.1153),
    (date(2021, 5, 31), 9.4620),
    (date(2021, 8, 31), 9.1930),
    (date(2021, 10, 6), 9.0030),
    (date(2021, 10, 15), 9.0230),
    (date(2021, 10, 18), 9.0248),
    (date(2021, 10, 19), 9.0211),
    (date(2021, 10, 20), 9.0196),
]
_HKD_PER_DOLLAR = 7.7785
# The others as multiples of the dollar or fixed to the euro; one figure each is enough here.
_PER_DOLLAR = {
    "JPY": 114.2,
    "CNY": 6.395,
    "AUD": 1.338,
    "CAD": 1.237,
    "INR": 75.1,
    "KRW": 1178.0,
    "SGD": 1.346,
    "TWD": 27.95,
    "BRL": 5.52,
    "MXN": 20.3,
    "ZAR": 14.6,
    "ILS": 3.21,
    "TRY": 9.28,
    "THB": 33.4,
}
_PER_EURO = {
    "GBP": 0.8436,
    "CHF": 1.0722,
    "DKK": 7.4397,
    "SEK": 10.0488,
    "NOK": 9.7330,
    "PLN": 4.5880,
    "CZK": 25.470,
    "HUF": 362.05,
    "BGN": 1.9558,
    "RON": 4.9480,
}


@lru_cache(maxsize=1)
def _hkd() -> dict[date, float]:
    days = [
        _FIRST + timedelta(days=step)
        for step in range((_LAST - _FIRST).days)
        if (_FIRST + timedelta(days=step)).weekday() < 5
    ]
    places = [float(day.toordinal()) for day in days]
    values = through(ordinal_points(_HKD), places, seed="ecb", noise=0.0016)
    return dict(zip(days, values, strict=True))


def rates(day: date) -> dict[str, str]:
    """All rates made on or before `day`'s last working day, as the ECB prints them."""
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    table = _hkd()
    hkd = table[min(max(day, _FIRST), max(table))]
    dollar = hkd / _HKD_PER_DOLLAR
    found = {"USD": f"{dollar:.4f}", "HKD": f"{hkd:.4f}"}
    found |= {code: _print(dollar * factor) for code, factor in _PER_DOLLAR.items()}
    found |= {code: _print(value) for code, value in _PER_EURO.items()}
    return found


def _print(value: float) -> str:
    return f"{value:.2f}" if value >= 100 else f"{value:.4f}"


@lru_cache(maxsize=20_000)
def rate(currency: str, day: date) -> float:
    """Units of `currency` for one euro on that day; only what the sample trades in."""
    if currency == "EUR":
        return 1.0
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    hkd = _hkd()[day]
    return {"HKD": hkd, "USD": hkd / _HKD_PER_DOLLAR}[currency]


def latest_day(moment: datetime) -> date:
    """The date of the newest table that is out at `moment`."""
    local = moment.astimezone(_BERLIN)
    day = local.date()
    if local.time() < _PUBLISHED:
        day -= timedelta(days=1)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return day


def days_until(moment: datetime, count: int) -> list[date]:
    """The dates of the newest `count` tables, newest first."""
    day, found = latest_day(moment), list[date]()
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found
