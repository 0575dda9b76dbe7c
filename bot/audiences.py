"""What has each server chosen? Known from memory, kept in the store.

Only servers that changed something take room; all others share the operator's defaults. What
another process changed is known here some seconds later.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.clock import Clock, utc_now
from bot.errors import StoreError
from bot.store import Store

_log = logging.getLogger(__name__)

FOLLOW_EVERY = 15.0  # seconds
# Read again each time: clocks of several machines differ, and a look may fail.
_OVERLAP = timedelta(minutes=10)


class Audiences:
    """In-memory map of changed servers over the store. Open with `await load()`."""

    def __init__(self, store: Store, default: Audience, clock: Clock = utc_now) -> None:
        self._store = store
        self.default = default
        self._clock = clock
        self._changed: dict[int, Audience] = {}

    async def load(self, *, since: datetime | None = None) -> None:
        """Reads all servers that chose something (since then). Raises StoreError."""
        for guild, kept in (await self._store.guilds.all(since=since)).items():
            self._changed[guild] = _read(kept, self.default)

    async def follow(self, *, every: float = FOLLOW_EVERY) -> None:
        """Takes over what other processes change, until cancelled. every: seconds."""
        while True:
            await asyncio.sleep(every)
            try:
                await self.load(since=self._clock() - _OVERLAP)
            except StoreError as error:
                _log.warning("what servers chose lately is not known: %s", error)

    def of(self, guild: int | None) -> Audience:
        """That server's settings; the defaults in a direct message."""
        return self._changed.get(guild, self.default) if guild is not None else self.default

    async def change(self, guild: int, **fields: object) -> Audience:
        """Keeps the change, then obeys it. Raises StoreError, and then nothing has changed."""
        changed = replace(self.of(guild), **fields)  # type: ignore[arg-type] # names are ours
        written = _written(changed, self.default)
        await self._store.guilds.put(guild, written, at=self._clock())
        self._changed[guild] = changed
        return changed

    async def forget(self, guild: int) -> None:
        """Deletes all that is kept of that server. Raises StoreError."""
        await self._store.guilds.forget(guild)
        self._changed.pop(guild, None)


def _written(audience: Audience, default: Audience) -> dict[str, object]:
    """Only what differs: the operator's defaults go on being obeyed in all else."""
    plain: dict[str, object] = {
        "languages": list(audience.languages),
        "currency": audience.currency,
        "venue": audience.venue,
        "timezone": audience.timezone,
        "prefix": audience.prefix,
        "cashtags": audience.cashtags,
        "quiet": [f"{one:%H:%M}" for one in audience.quiet] if audience.quiet else None,
        "subscribers": audience.subscribers,
    }
    return {
        name: value
        for name, value in plain.items()
        if getattr(audience, name) != getattr(default, name)
    }


def _read(kept: Mapping[str, object], default: Audience) -> Audience:
    """What an older or newer version has written is taken where it still makes sense."""
    audience = default
    for name, value in kept.items():
        try:
            audience = replace(audience, **{name: _typed(name, value)})
        except (TypeError, ValueError, KeyError, OSError):
            _log.warning("a server's setting %s cannot be used; the default applies", name)
    return audience


def _typed(name: str, value: object) -> object:
    match name, value:
        case "languages", list():
            languages = tuple(str(one) for one in cast(list[object], value))
            if not languages:
                raise ValueError(name)
            return languages
        case (("currency" | "venue" | "prefix"), str()) if value:
            return value
        case "timezone", str():
            return ZoneInfo(value).key
        case "cashtags", bool():
            return value
        case (("quiet" | "subscribers"), None):
            return None
        case "subscribers", int() if not isinstance(value, bool):
            return value
        case "quiet", [str() as start, str() as end]:
            return time.fromisoformat(start), time.fromisoformat(end)
        case _:
            raise ValueError(name)
