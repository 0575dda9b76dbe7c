"""From an empty and from the previous schema, alone and beside others, and what cannot work."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from threading import enumerate as enumerate_threads
from urllib.parse import urlsplit, urlunsplit

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store import schema, upgrading
from bot.store.engines import Database
from bot.store.store import open_store
from bot.store.upgrading import revision, upgrade

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OLD_QUOTE = (
    "INSERT INTO quote (symbol, mic, price, currency, as_of, source, timezone)"
    " VALUES ('3CP.F', 'XFRA', '2.55', 'EUR', '2021-10-19 15:30:00+00:00', 'Yahoo', 'UTC')"
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


def test_the_named_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(upgrading.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


async def test_an_empty_database_gets_exactly_the_tables_of_the_schema(database: Database) -> None:
    assert await revision(database) is None
    assert await upgrade(database) is None
    assert await revision(database) == schema.HEAD
    assert await upgrade(database) == schema.HEAD

    def differences(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, schema.metadata))

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_previous_schema_is_brought_up_with_its_data(
    database: Database, database_url: str
) -> None:
    await upgrade(database, to="0001")
    async with database.write() as connection:
        await connection.exec_driver_sql(OLD_QUOTE)
        await connection.execute(sa.insert(schema.guild).values(id=7, settings={"prefix": "?"}))

    async with open_store(database_url) as store:
        assert await revision(store.database) == schema.HEAD
        assert await store.guilds.get(7) == {"prefix": "?"}
        kept = (await store.quotes.get_many([("3CP.F", "XFRA")]))["3CP.F", "XFRA"]
        assert (str(kept.price), kept.timed, kept.delay) == ("2.55", True, None)
        assert kept.as_of.isoformat() == "2021-10-19T15:30:00+00:00"


async def test_programs_that_start_together_do_not_disturb_each_other(database_url: str) -> None:
    async def start(guild: int) -> None:
        async with open_store(database_url) as store:
            await store.guilds.put(guild, {}, at=NOW)

    await asyncio.gather(*(start(guild) for guild in range(5)))
    async with open_store(database_url) as store:
        assert sorted(await store.guilds.all()) == [0, 1, 2, 3, 4]


async def test_a_database_of_a_newer_program_is_refused_untouched(database: Database) -> None:
    await upgrade(database)
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version of this program"):
        await upgrade(database)
    assert await revision(database) == "9999"


async def test_a_failing_migration_leaves_the_old_schema_whole(database: Database) -> None:
    await upgrade(database, to="0001")
    async with database.write() as connection:
        # What the migration wants to make is in its way.
        await connection.exec_driver_sql("CREATE INDEX ix_card_created ON quote (as_of)")
        await connection.exec_driver_sql(OLD_QUOTE)
    with pytest.raises(StoreError):
        await upgrade(database)
    assert await revision(database) == "0001"
    async with database.read() as connection:
        tables = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
        assert "card" not in tables
        assert await connection.scalar(sa.text("SELECT count(*) FROM quote")) == 1


def _no_folder(tmp_path: Path) -> str:
    (tmp_path / "file").write_text("in the way")
    return f"sqlite:///{tmp_path / 'file' / 'data' / 'parkett.db'}"


def _no_database(tmp_path: Path) -> str:
    (tmp_path / "parkett.db").write_text("this is a letter, not a database" * 100)
    return f"sqlite:///{tmp_path / 'parkett.db'}"


def _a_folder(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}"


def _no_server(_tmp_path: Path) -> str:
    return "postgresql://parkett:hunter2@127.0.0.1:9/parkett"


def _no_host(_tmp_path: Path) -> str:
    return "postgresql://parkett:hunter2@nowhere.invalid/parkett"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (_no_folder, "cannot be made"),
        (_no_database, "is not an SQLite database"),
        (_a_folder, "cannot be opened"),
        (_no_server, "cannot be reached"),
        (_no_host, "name is not known"),
    ],
)
async def test_a_database_that_cannot_be_used_says_why(
    tmp_path: Path, address: object, reason: str
) -> None:
    assert callable(address)
    with pytest.raises(StoreError, match=reason) as caught:
        async with open_store(address(tmp_path)):
            pytest.fail("it opened")
    assert "hunter2" not in str(caught.value)


async def test_what_a_postgresql_server_refuses_is_said(postgres_url: str) -> None:
    parts = urlsplit(postgres_url)
    unknown = urlunsplit(parts._replace(path="/no_such_database"))
    with pytest.raises(StoreError, match="no database of that name"):
        async with open_store(unknown):
            pytest.fail("it opened")
    stranger = urlunsplit(parts._replace(netloc=parts.netloc.replace("postgres", "stranger")))
    with pytest.raises(StoreError, match="refuses the user"):
        async with open_store(stranger):
            pytest.fail("it opened")


async def test_an_sqlite_file_that_another_program_holds_can_still_be_read(
    sqlite_url: str,
) -> None:
    async with open_store(sqlite_url) as store:
        await store.guilds.put(7, {"prefix": "?"}, at=NOW)
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert await store.guilds.get(7) == {"prefix": "?"}
        other.execute("ROLLBACK")
        other.close()


async def test_what_is_cancelled_in_the_middle_leaves_nothing_behind(database_url: str) -> None:
    threads = set(enumerate_threads())
    async with open_store(database_url) as store:
        for number in range(20):
            task = asyncio.create_task(store.guilds.put(number, {}, at=NOW))
            for _ in range(number):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await store.guilds.put(99, {}, at=NOW)
        assert await store.guilds.get(99) == {}
    left = [one for one in set(enumerate_threads()) - threads if "connection" in one.name]
    assert left == []
