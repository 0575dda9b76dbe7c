"""When do exchanges trade? A table, in each exchange's local time.

Hours change once in some years, so they stand here as they are now; days on which an exchange is
closed come from `closures.py`. An exchange that is missing here trades as `round_the_clock`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

SATURDAY_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Hours:
    """One exchange's usual week.

    timezone: IANA name. calendar: whose holidays it keeps (see `closures.py`), None for none.
    parts: local opening and closing times of the day's parts, split by the lunch break.
    early: when it closes on the calendar's half days. weekend: `date.weekday()` numbers.
    """

    timezone: str
    calendar: str | None
    parts: tuple[tuple[time, time], ...]
    early: time | None = None
    weekend: frozenset[int] = field(default=SATURDAY_SUNDAY)


def _day(opens: str, closes: str) -> tuple[tuple[time, time], ...]:
    return ((time.fromisoformat(opens), time.fromisoformat(closes)),)


def _with_lunch(*edges: str) -> tuple[tuple[time, time], ...]:
    first, last = edges[:2], edges[2:]
    return (*_day(*first), *_day(*last))


def round_the_clock(timezone: str) -> Hours:
    """For an exchange with unknown hours: working days, so that no wrong "closed" is shown."""
    return Hours(timezone, None, ((time.min, time.max),))


_ENGLAND = Hours("Europe/London", "XLON", _day("08:00", "16:30"), time(12, 30))
_NEW_YORK = Hours("America/New_York", "XNYS", _day("09:30", "16:00"), time(13, 0))
_XETRA = Hours("Europe/Berlin", "XETR", _day("09:00", "17:30"), time(14, 0))
_FLOOR = Hours("Europe/Berlin", "XETR", _day("08:00", "22:00"), time(14, 0))
_REGIONAL = Hours("Europe/Berlin", "XETR", _day("08:00", "20:00"), time(14, 0))
# Tradegate and gettex keep the same closed days but start half an hour earlier.
_EARLY_BIRDS = Hours("Europe/Berlin", "XETR", _day("07:30", "22:00"), time(14, 0))
_SHANGHAI = Hours("Asia/Shanghai", "XSHG", _with_lunch("09:30", "11:30", "13:00", "15:00"))
# Until 16:10: the closing auction makes the price that stays.
_HONG_KONG = Hours(
    "Asia/Hong_Kong", "XHKG", _with_lunch("09:30", "12:00", "13:00", "16:10"), time(12, 10)
)
_CANADA = Hours("America/Toronto", "XTSE", _day("09:30", "16:00"), time(13, 0))
_INDIA = Hours("Asia/Kolkata", "XNSE", _day("09:15", "15:30"))


def _euronext(calendar: str, timezone: str) -> Hours:
    opens_closes = {
        "Europe/Lisbon": ("08:00", "16:30"),
        "Europe/Dublin": ("08:00", "16:28"),
    }.get(timezone, ("09:00", "17:30"))
    early = time(13, 5) if timezone in {"Europe/Lisbon", "Europe/Dublin"} else time(14, 5)
    return Hours(timezone, calendar, _day(*opens_closes), early)


BY_MIC: Mapping[str, Hours] = {
    "XETR": _XETRA,
    "XFRA": _FLOOR,
    "XGAT": _EARLY_BIRDS,
    "LSSI": _EARLY_BIRDS,
    "XSTU": _FLOOR,
    "XMUN": _FLOOR,
    "XHAM": _FLOOR,
    "XHAN": _FLOOR,
    "XDUS": _FLOOR,
    "XBER": _REGIONAL,
    "XHKG": _HONG_KONG,
    "XSHG": _SHANGHAI,
    "XSHE": _SHANGHAI,
    "XTAI": Hours("Asia/Taipei", "XTAI", _day("09:00", "13:30")),
    "ROCO": Hours("Asia/Taipei", "XTAI", _day("09:00", "13:30")),
    "XTKS": Hours("Asia/Tokyo", "XJPX", _with_lunch("09:00", "11:30", "12:30", "15:30")),
    "XKRX": Hours("Asia/Seoul", "XKRX", _day("09:00", "15:30")),
    "XKOS": Hours("Asia/Seoul", "XKRX", _day("09:00", "15:30")),
    "XSES": Hours(
        "Asia/Singapore", "XSES", _with_lunch("09:00", "12:00", "13:00", "17:16"), time(12, 16)
    ),
    "XNSE": _INDIA,
    "XBOM": _INDIA,
    "XASX": Hours("Australia/Sydney", "XASX", _day("10:00", "16:10"), time(14, 10)),
    "XNZE": Hours("Pacific/Auckland", "XNZE", _day("10:00", "16:45"), time(12, 45)),
    "XNYS": _NEW_YORK,
    "XNAS": _NEW_YORK,
    "XASE": _NEW_YORK,
    "ARCX": _NEW_YORK,
    "BATS": _NEW_YORK,
    "IEXG": _NEW_YORK,
    "OTCM": _NEW_YORK,
    "XTSE": _CANADA,
    "XTSX": _CANADA,
    "NEOE": _CANADA,
    "XCNQ": _CANADA,
    "XLON": _ENGLAND,
    "AQXE": _ENGLAND,
    "XPAR": _euronext("XPAR", "Europe/Paris"),
    "XAMS": _euronext("XAMS", "Europe/Amsterdam"),
    "XBRU": _euronext("XBRU", "Europe/Brussels"),
    "XLIS": _euronext("XLIS", "Europe/Lisbon"),
    "XDUB": _euronext("XDUB", "Europe/Dublin"),
    "XMIL": _euronext("XMIL", "Europe/Rome"),
    "XOSL": Hours("Europe/Oslo", "XOSL", _day("09:00", "16:25"), time(13, 5)),
    "XMAD": Hours("Europe/Madrid", "XMAD", _day("09:00", "17:35"), time(14, 5)),
    "XSWX": Hours("Europe/Zurich", "XSWX", _day("09:00", "17:30")),
    "XWBO": Hours("Europe/Vienna", "XETR", _day("09:00", "17:33"), time(14, 8)),
    "XWAR": Hours("Europe/Warsaw", "XWAR", _day("09:00", "17:05")),
    "XCSE": Hours("Europe/Copenhagen", "DK", _day("09:00", "17:00")),
    "XSTO": Hours("Europe/Stockholm", "SE", _day("09:00", "17:30"), time(13, 0)),
    "XHEL": Hours("Europe/Helsinki", "FI", _day("10:00", "18:30")),
    "ASEX": Hours("Europe/Athens", "XATH", _day("10:15", "17:20"), time(14, 0)),
    "XIST": Hours("Europe/Istanbul", "XIST", _day("10:00", "18:10"), time(13, 0)),
    "XJSE": Hours("Africa/Johannesburg", "XJSE", _day("09:00", "17:00"), time(12, 0)),
    # Tel Aviv has traded Monday to Friday since January 2026.
    "XTAE": Hours("Asia/Jerusalem", "IL", _day("09:59", "17:25")),
    "XSAU": Hours("Asia/Riyadh", "XSAU", _day("10:00", "15:20"), weekend=frozenset({4, 5})),
    "BVMF": Hours("America/Sao_Paulo", "BVMF", _day("10:00", "17:55")),
    "XMEX": Hours("America/Mexico_City", "XMEX", _day("08:30", "15:00")),
}


def hours_of(mic: str, timezone: str = "UTC") -> Hours:
    """The usual hours of that exchange; where we do not know it, `timezone` says what it can."""
    known = BY_MIC.get(mic)
    if known is None and timezone == "America/New_York":
        return _NEW_YORK  # all American exchanges keep the same hours
    return known or round_the_clock(timezone)
