"""What servers (guilds) chose: one JSON object each, whose keys are the business of who asks."""

from collections.abc import Mapping
from datetime import datetime

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

    async def put(self, guild: int, settings: Mapping[str, object], *, at: datetime) -> None:
        """Replaces what that server chose. settings: JSON values only. at: now, UTC."""
        insert = self._database.upsert(schema.guild).values(
            id=guild, settings=dict(settings), changed=at
        )
        change = insert.on_conflict_do_update(
            index_elements=["id"],
            set_={name: insert.excluded[name] for name in ("settings", "changed")},
        )
        async with self._database.write() as connection:
            await connection.execute(change)

    async def all(self, *, since: datetime | None = None) -> dict[int, dict[str, object]]:
        """What every server chose, by its id, or only those that chose at that moment or later."""
        query = sa.select(schema.guild.c.id, schema.guild.c.settings)
        if since is not None:
            query = query.where(schema.guild.c.changed >= since)
        async with self._database.read() as connection:
            return {row.id: row.settings for row in await connection.execute(query)}

    async def forget(self, guild: int) -> None:
        """Deletes all that is kept of that server: choices, cards, subscriptions, what goes out."""
        async with self._database.write() as connection:
            await forget_letters(connection, guild)
            await connection.execute(sa.delete(schema.card).where(schema.card.c.guild == guild))
            await connection.execute(sa.delete(schema.guild).where(schema.guild.c.id == guild))
