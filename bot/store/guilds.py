"""What servers (guilds) chose: one JSON object each, whose keys are the business of who asks."""

from collections.abc import Mapping

import sqlalchemy as sa

from bot.store import schema
from bot.store.engines import Database
from bot.store.forgetting import forget_letters


class Guilds:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild: int) -> dict[str, object] | None:
        """What that server chose, None where it chose nothing."""
        query = sa.select(schema.guild.c.settings).where(schema.guild.c.id == guild)
        async with self._database.read() as connection:
            return await connection.scalar(query)

    async def put(self, guild: int, settings: Mapping[str, object]) -> None:
        """Replaces what that server chose. settings: JSON values only."""
        insert = self._database.upsert(schema.guild).values(id=guild, settings=dict(settings))
        change = insert.on_conflict_do_update(
            index_elements=["id"], set_={"settings": insert.excluded.settings}
        )
        async with self._database.write() as connection:
            await connection.execute(change)

    async def all(self) -> dict[int, dict[str, object]]:
        """What every server chose, by its id."""
        query = sa.select(schema.guild.c.id, schema.guild.c.settings)
        async with self._database.read() as connection:
            return {row.id: row.settings for row in await connection.execute(query)}

    async def forget(self, guild: int) -> None:
        """Deletes all that is kept of that server: choices, cards, subscriptions, what goes out."""
        async with self._database.write() as connection:
            await forget_letters(connection, guild)
            await connection.execute(sa.delete(schema.card).where(schema.card.c.guild == guild))
            await connection.execute(sa.delete(schema.guild).where(schema.guild.c.id == guild))
