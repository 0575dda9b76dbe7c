"""The ECB's reference rates, day by day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from bot.store import schema
from bot.store.engines import Database
from bot.store.rows import RatesRow

_RATE = schema.rate


class Rates:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, day: date, rates: Mapping[str, Decimal]) -> None:
        """Keeps what one euro was worth on `day`, by currency; a later word replaces."""
        if not rates:
            return
        insert = self._database.upsert(_RATE)
        change = insert.on_conflict_do_update(
            index_elements=["day", "currency"], set_={"rate": insert.excluded.rate}
        )
        values = [{"day": day, "currency": name, "rate": rate} for name, rate in rates.items()]
        async with self._database.write() as connection:
            await connection.execute(change, values)

    async def latest(self, on_or_before: date | None = None) -> RatesRow | None:
        """The rates of the last known day, or of the last one not after `on_or_before`."""
        newest = sa.select(sa.func.max(_RATE.c.day))
        if on_or_before is not None:
            newest = newest.where(_RATE.c.day <= on_or_before)
        query = sa.select(_RATE.c.day, _RATE.c.currency, _RATE.c.rate).where(
            _RATE.c.day == newest.scalar_subquery()
        )
        async with self._database.read() as connection:
            found = (await connection.execute(query)).all()
        if not found:
            return None
        return RatesRow(day=found[0].day, rates={row.currency: row.rate for row in found})
