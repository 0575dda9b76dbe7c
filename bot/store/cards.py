"""Cards that were posted, so that their buttons work after a restart and they can be edited."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from bot.store import schema
from bot.store.engines import Database
from bot.store.rows import CardRow

_CARD = schema.card


class Cards:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, row: CardRow) -> None:
        """Keeps the card, replacing an earlier one of the same id."""
        insert = self._database.upsert(_CARD).values(**asdict(row))
        change = insert.on_conflict_do_update(
            index_elements=["id"],
            set_={
                column.name: insert.excluded[column.name]
                for column in _CARD.c
                if column.name != "id"
            },
        )
        async with self._database.write() as connection:
            await connection.execute(change)

    async def get(self, card: str) -> CardRow | None:
        async with self._database.read() as connection:
            found = await connection.execute(sa.select(_CARD).where(_CARD.c.id == card))
            row = found.one_or_none()
        return None if row is None else CardRow(*row)

    async def purge(self, before: datetime) -> int:
        """Deletes the cards made before that moment; returns how many."""
        async with self._database.write() as connection:
            done = await connection.execute(sa.delete(_CARD).where(_CARD.c.created < before))
            return done.rowcount
