"""The sources that do not answer now. `Outbox.record` writes them, with what is told of them."""

import sqlalchemy as sa

from bot.store import schema
from bot.store.engines import Database
from bot.store.rows import OutageRow

_OUTAGE = schema.outage


class Outages:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[OutageRow]:
        """The sources that are down, by name."""
        async with self._database.read() as connection:
            found = await connection.execute(sa.select(_OUTAGE).order_by(_OUTAGE.c.source))
            return [OutageRow(**row) for row in found.mappings()]
