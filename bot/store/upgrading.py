"""Bringing a database to the schema of this program, safely beside other processes that start."""

import logging
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.engines import Database
from bot.store.schema import HEAD

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x5041524B455454  # "PARKETT": the advisory lock of whoever migrates on PostgreSQL


async def revision(database: Database) -> str | None:
    """The revision of the database's schema, None where it has none yet. Raises StoreError."""
    async with database.read() as connection:
        return await _revision(connection)


async def upgrade(database: Database, to: str = HEAD) -> str | None:
    """Migrates where necessary; returns the revision from which it came.

    All in one transaction that others wait for, so that several processes may start at once.
    Raises StoreError, also for a database that a newer program has written.
    """
    before = await revision(database)
    if before == to:
        return before
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        before = await _revision(connection)  # another process may have been faster
        if before != to:
            await connection.run_sync(_run, before, to)
    return before


async def _revision(connection: AsyncConnection) -> str | None:
    def read(sync: sa.Connection) -> str | None:
        if not sa.inspect(sync).has_table("alembic_version"):
            return None
        return sync.scalar(sa.text("SELECT version_num FROM alembic_version"))

    return await connection.run_sync(read)


def _run(connection: sa.Connection, before: str | None, to: str) -> None:
    # Alembic costs half a second to import, so only a database that needs it pays.
    # It tells of each of its own plugins, which says nothing about the database.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        if before is not None:
            ScriptDirectory.from_config(config).get_revision(before)
        command.upgrade(config, to)
    except CommandError as error:
        reason = "it was written by a newer version of this program"
        raise StoreError(reason=reason) from error
