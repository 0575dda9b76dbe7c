"""What a watch of a price remembers between two looks, and that as the JSON of its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bot.updates.firing.readings import Reading, reading_of
from bot.updates.payloads.fields import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceMemory:
    """reading: the last believed one, None before the baseline. looked: when a price was last had,
    believed or not. failures: in a row since then. checked: when it was last made sure that
    somebody still wants it. timezone: of the exchange, as the source says. All times UTC.
    """

    reading: Reading | None = None
    looked: datetime | None = None
    failures: int = 0
    checked: datetime | None = None
    timezone: str = "UTC"


def written(memory: PriceMemory) -> dict[str, object]:
    """Plain values; `memory_of` reads them."""
    return {
        "reading": memory.reading.to_json() if memory.reading else None,
        "looked": memory.looked.isoformat() if memory.looked else None,
        "failures": memory.failures,
        "checked": memory.checked.isoformat() if memory.checked else None,
        "timezone": memory.timezone,
    }


def memory_of(state: object | None) -> PriceMemory:
    """What cannot be understood is forgotten: the next look is a baseline then."""
    if not isinstance(state, Mapping):
        return PriceMemory()
    kept = cast(Mapping[str, object], state)
    failures, timezone = kept.get("failures"), kept.get("timezone")
    return PriceMemory(
        reading=reading_of(kept.get("reading")),
        looked=moment(kept.get("looked")),
        failures=failures if isinstance(failures, int) else 0,
        checked=moment(kept.get("checked")),
        timezone=timezone if isinstance(timezone, str) else "UTC",
    )
