"""In which servers is a company followed?"""

from collections.abc import Collection

import sqlalchemy as sa

from bot.store import schema
from bot.store.batches import parts
from bot.store.engines import Database

_SUBSCRIPTION = schema.subscription


class Readers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, kind: str, instruments: Collection[str]) -> dict[str, dict[int, int]]:
        """For each instrument the servers with active subscriptions of that kind, and how many."""
        columns = (_SUBSCRIPTION.c.instrument, _SUBSCRIPTION.c.guild)
        query = sa.select(*columns, sa.func.count()).group_by(*columns)
        active = sa.and_(_SUBSCRIPTION.c.kind == kind, _SUBSCRIPTION.c.state == "active")
        found: dict[str, dict[int, int]] = {instrument: {} for instrument in instruments}
        async with self._database.read() as connection:
            for part in parts(sorted(found)):
                chosen = query.where(_SUBSCRIPTION.c.instrument.in_(part), active)
                for instrument, guild, count in await connection.execute(chosen):
                    found[instrument][guild] = count
        return found
