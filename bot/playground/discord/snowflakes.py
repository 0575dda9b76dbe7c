"""Ids as Discord makes them: milliseconds since 2015 above, a counter below; ever growing."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Snowflakes:
    """A source of unique ids whose time part is the clock's. Discord's own time is real time:
    discord.py compares it with the machine's clock to know when an interaction has ended."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        milliseconds = (self._clock() - EPOCH) // timedelta(milliseconds=1)
        self._last = max(self._last + 1, milliseconds << 22)
        return self._last


def time_of(snowflake: int) -> datetime:
    """When the id was made, in UTC, exact to the millisecond."""
    return EPOCH + timedelta(milliseconds=snowflake >> 22)


def parse(text: object) -> int | None:
    """An id as it came over the wire, or None for anything that cannot be one."""
    if isinstance(text, bool):
        return None
    if isinstance(text, int):
        return text if 0 <= text < 1 << 63 else None
    if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 19:
        return int(text)
    return None
