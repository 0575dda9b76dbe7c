"""One field, written and read: what cannot be read is absent, never an error."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, cast

from bot.updates.models import EVERY_DAY, Direction, Happening, Stage, State

E = TypeVar("E", Happening, Direction, Stage, State)
Stored = Mapping[str, Any]


def compact(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def text_of(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def string(value: object) -> str:
    return value if isinstance(value, str) else ""


def integer(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def items(value: object) -> list[object]:
    return cast(list[object], value) if isinstance(value, list) else []


def mapping(value: object) -> Stored | None:
    return cast(Stored, value) if isinstance(value, dict) else None


def decimal(value: object) -> Decimal | None:
    try:
        found = Decimal(string(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(string(value))
    except ValueError:
        return None
    return None if found.tzinfo is None else found.astimezone(UTC)


def clock_time(value: object) -> time | None:
    try:
        return time.fromisoformat(string(value))
    except ValueError:
        return None


def weekdays(value: object) -> frozenset[int]:
    days = frozenset(day for day in map(integer, items(value)) if day in EVERY_DAY)
    return days or EVERY_DAY


def member(kind: type[E], value: object) -> E | None:
    try:
        return kind(value)
    except ValueError:
        return None
