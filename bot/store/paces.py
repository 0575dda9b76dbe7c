"""When may the next request start? One row for each thing that is paced, shared by all processes.

The row holds the moment from which the next slot is free (GCRA without a burst), and until when
nothing may start at all. Its clock is the database's, so that processes whose clocks differ keep
one pace.
"""

import hashlib
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import schema
from bot.store.engines import Database
from bot.turns import Turn

_PACE = schema.pace
_STATE = (_PACE.c.free_at, _PACE.c.paused_until, _PACE.c.pause)
_LONGEST_NAME = 60  # characters
_KEPT = 24 * 3600.0  # seconds since a row was last needed; a host may never be asked again


class Paces:
    """All moments are seconds since 1970 by the database's clock, all intervals seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(
        self, name: str, *, interval: float, count: int = 1, not_before: float | None = None
    ) -> tuple[float, float]:
        """Takes the next `count` slots; gives the present moment and when the first one starts.

        Slot i starts at that moment + i * interval, never before `not_before`.
        """
        length = interval * count
        async with self._database.write() as connection:
            now, end = await self._push(connection, name, not_before or 0.0, length)
        return now, end - length

    async def note(self, name: str, *, interval: float, count: int = 1) -> None:
        """Counts `count` requests that did not wait for a slot; later ones wait for them."""
        async with self._database.write() as connection:
            await self._push(connection, name, 0.0, interval * count)

    async def take(self, name: str, *, interval: float, within: float) -> Turn:
        """Takes the next slot if it starts within so many seconds and nothing is paused."""
        name, span = _short(name), sa.literal(interval, sa.Double)
        async with self._database.write(lasting=False) as connection:
            now = self._now()
            soon = (_PACE.c.free_at <= now + within) & (_PACE.c.paused_until <= now)
            change = (
                self._database.upsert(_PACE)
                .values(name=name, free_at=now + span)
                .on_conflict_do_update(
                    index_elements=["name"],
                    set_={"free_at": self._latest(now, _PACE.c.free_at) + span},
                    where=soon,
                )
                .returning(now.label("now"), *_STATE)
            )
            row = (await connection.execute(change)).one_or_none()
            if row is None:
                return await self._peek(connection, name)
        return Turn(taken=True, wait=max(row.free_at - interval - row.now, 0.0), pause=row.pause)

    async def peek(self, name: str) -> Turn:
        """When the next slot starts, and what is paused."""
        async with self._database.read() as connection:
            return await self._peek(connection, _short(name))

    async def pause(self, name: str, *, seconds: float, length: float = 0.0) -> None:
        """Nothing starts for so long. Slots that were given out already stay as they are.

        length: kept for whoever reckons the next pause from this one.
        """
        async with self._database.write(lasting=False) as connection:
            now = self._now()
            until = now + seconds
            change = (
                self._database.upsert(_PACE)
                .values(name=_short(name), free_at=now, paused_until=until, pause=length)
                .on_conflict_do_update(
                    index_elements=["name"],
                    set_={
                        "paused_until": self._latest(_PACE.c.paused_until, until),
                        "pause": length,
                    },
                )
            )
            await connection.execute(change)

    async def resume(self, name: str) -> None:
        """The next pause is reckoned anew, unless one has begun meanwhile."""
        async with self._database.write(lasting=False) as connection:
            over = (_PACE.c.name == _short(name)) & (_PACE.c.paused_until <= self._now())
            await connection.execute(sa.update(_PACE).where(over).values(pause=0.0))

    async def purge(self) -> int:
        """Deletes the rows of what was not asked for a day: without one, all is free."""
        async with self._database.write(lasting=False) as connection:
            old = self._now() - _KEPT
            gone = (_PACE.c.free_at < old) & (_PACE.c.paused_until < old)
            return (await connection.execute(sa.delete(_PACE).where(gone))).rowcount

    async def _push(
        self, connection: AsyncConnection, name: str, not_before: float, length: float
    ) -> tuple[float, float]:
        now = self._now()
        first = self._latest(now, sa.literal(not_before, sa.Double))
        span = sa.literal(length, sa.Double)
        change = (
            self._database.upsert(_PACE)
            .values(name=_short(name), free_at=first + span)
            .on_conflict_do_update(
                index_elements=["name"],
                set_={"free_at": self._latest(first, _PACE.c.free_at, _PACE.c.paused_until) + span},
            )
            .returning(now.label("now"), _PACE.c.free_at)
        )
        row = (await connection.execute(change)).one()
        return row.now, row.free_at

    async def _peek(self, connection: AsyncConnection, name: str) -> Turn:
        query = sa.select(self._now().label("now"), *_STATE).where(_PACE.c.name == name)
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            return Turn(taken=False, wait=0.0)
        return Turn(
            taken=False,
            wait=max(row.free_at - row.now, 0.0),
            paused=max(row.paused_until - row.now, 0.0),
            pause=row.pause,
        )

    def _latest(self, *moments: sa.ColumnElement[float]) -> sa.ColumnElement[float]:
        pick: Any = sa.func.max if self._database.is_sqlite else sa.func.greatest
        return pick(*moments)

    def _now(self) -> sa.ColumnElement[float]:
        """To be read within the transaction: a moment from before the wait for a lock would be
        too early."""
        if self._database.is_sqlite:
            return sa.literal(time.time(), sa.Double)
        epoch: Any = sa.extract("epoch", sa.func.clock_timestamp())
        return sa.cast(epoch, sa.Double)


def _short(name: str) -> str:
    """A host may have a long name."""
    if len(name) <= _LONGEST_NAME:
        return name
    return name[:20] + hashlib.blake2b(name.encode(), digest_size=20).hexdigest()
