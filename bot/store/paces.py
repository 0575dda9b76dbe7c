"""When may the next request start? One row for each thing that is paced, shared by all processes.

The row holds the moment from which the next slot is free (GCRA without a burst). Its clock is the
database's, so that processes whose clocks differ keep one pace.
"""

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import schema
from bot.store.engines import Database

_PACE = schema.pace


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

    async def pause(self, name: str, until: float) -> None:
        """Nothing starts before `until`. Slots that were given out already stay as they are."""
        insert = self._database.upsert(_PACE).values(name=name, free_at=until)
        change = insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"free_at": _later(_PACE.c.free_at, insert.excluded.free_at)},
        )
        async with self._database.write() as connection:
            await connection.execute(change)

    async def _push(
        self, connection: AsyncConnection, name: str, not_before: float, length: float
    ) -> tuple[float, float]:
        # Read where the row is already locked: a moment from before the wait would be too early.
        now: sa.ColumnElement[float]
        if self._database.is_sqlite:
            now = sa.literal(time.time(), sa.Double)
        else:
            epoch: Any = sa.extract("epoch", sa.func.clock_timestamp())
            now = sa.cast(epoch, sa.Double)
        first = _later(now, sa.literal(not_before, sa.Double))
        span = sa.literal(length, sa.Double)
        change = (
            self._database.upsert(_PACE)
            .values(name=name, free_at=first + span)
            .on_conflict_do_update(
                index_elements=["name"], set_={"free_at": _later(_PACE.c.free_at, first) + span}
            )
            .returning(now.label("now"), _PACE.c.free_at)
        )
        row = (await connection.execute(change)).one()
        return row.now, row.free_at


def _later(one: sa.ColumnElement[float], other: sa.ColumnElement[float]) -> sa.ColumnElement[float]:
    return sa.case((one > other, one), else_=other)
