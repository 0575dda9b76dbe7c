"""Prices, counts and times out of a source's answer, where anything may be of another kind.

Each function gives None for what cannot be used; whoever needs the value decides what that means.
"""

import re
from datetime import UTC, datetime
from decimal import Context, Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.web.parsing import dig, text

_LONGEST = 40  # characters of a number
_LARGEST = Decimal(10) ** 15
_SINGLE = Context(prec=7)  # what a 32-bit float can tell
_LATEST = 4_102_444_800  # 2100-01-01


def number(value: object) -> Decimal | None:
    """A finite number of any sign; digits in a string count, words and booleans do not."""
    if isinstance(value, Decimal):
        return value if value.is_finite() and abs(value) < _LARGEST else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < _LARGEST else None
    inner = dig(value, "raw")  # Yahoo's {"raw": 2.35, "fmt": "2.35"}
    if isinstance(inner, int | Decimal):
        return number(inner)
    return _written(str(value).strip()) if isinstance(value, str | float) else None


def _written(digits: str) -> Decimal | None:
    if not digits or len(digits) > _LONGEST or "_" in digits:
        return None
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < _LARGEST else None


def german_number(value: object) -> Decimal | None:
    """A number as German pages write it: "992,10", "1 019,80" with any kind of blank, 12.3."""
    if not isinstance(value, str):
        return number(value)
    written = re.sub(r"\s", "", value[:_LONGEST])
    if "," in written:
        written = written.replace(".", "").replace(",", ".")
    return number(written)


def price(value: object) -> Decimal | None:
    """A price: positive, and without the noise of a 32-bit float (166.69000244140625)."""
    amount = number(value)
    if amount is None or amount <= 0:
        return None
    if len(amount.as_tuple().digits) > 9:
        rounded = _SINGLE.create_decimal(amount)
        amount = rounded if abs(rounded - amount) < amount / 2_000_000 else amount
    return _plain(amount)


def whole(value: object) -> int | None:
    """A count, not negative."""
    amount = number(value)
    return int(amount) if amount is not None and amount >= 0 else None


def moment(value: object) -> datetime | None:
    """Seconds (or milliseconds) since 1970 as an aware UTC time."""
    seconds = number(value)
    if seconds is None:
        return None
    if seconds > _LATEST:
        seconds /= 1000
    if not 0 < seconds < _LATEST:
        return None
    return datetime.fromtimestamp(float(seconds), UTC)


def zone(value: object) -> str | None:
    """The name of a time zone that exists here."""
    name = text(value)
    if name is None or ("/" not in name and name not in {"UTC", "GMT"}):
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def written_moment(value: object) -> datetime | None:
    """An ISO 8601 time with its offset as UTC; one without an offset cannot be placed."""
    written = text(value)
    if written is None or len(written) > _LONGEST:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return None if at.tzinfo is None else at.astimezone(UTC)


def _plain(amount: Decimal) -> Decimal:
    """Without trailing zeros, and never in the form 1E+2."""
    short = amount.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short
