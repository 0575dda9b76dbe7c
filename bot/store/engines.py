"""One database behind one address: SQLite (WAL) or PostgreSQL, the same code for both."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import aiosqlite
import sqlalchemy as sa
from sqlalchemy import AsyncAdaptedQueuePool, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.reasons import from_database, reason_of

_BUSY_MS = 15_000  # how long an SQLite writer waits for another one
_CONNECT_SECONDS = 10.0
_STATEMENT_SECONDS = 60.0
_GOODBYE_SECONDS = 5.0
# libpq's options that asyncpg would hand to the server as settings, which refuses them.
_NOT_ASYNCPG = frozenset({"channel_binding", "connect_timeout", "gssencmode", "keepalives"})

Upsert = sqlite.Insert | postgresql.Insert


class Database:
    """An engine with its two kinds of transactions. All that fails is a StoreError."""

    def __init__(self, address: str) -> None:
        """address: `sqlite:///path` or `postgresql://…`, as `config` gives it. Opens nothing."""
        self.is_sqlite = address.startswith("sqlite:")
        self._opened: set[_SqliteConnection] = set()
        engine = _sqlite(address, self._opened) if self.is_sqlite else _postgresql(address)
        self._reader = engine
        self._writer = engine.execution_options(writing=True)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        with _told():
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, *, lasting: bool = True) -> AsyncGenerator[AsyncConnection]:
        """One transaction: committed at the end, rolled back by any exception.

        lasting: False where a crash of the server may undo it, which spares the wait for its disk.
        """
        with _told():
            async with self._writer.begin() as connection:
                if not lasting and not self.is_sqlite:  # which never waits for it here
                    await connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                yield connection

    def upsert(self, table: sa.Table) -> Upsert:
        """An INSERT that can say `on_conflict_do_update`, which both engines spell alike."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    async def close(self) -> None:
        """Closes all connections and waits until they are gone."""
        await self._reader.dispose()
        # The pool forgets a connection whose task was cancelled at the wrong moment, and its
        # thread still reports to this event loop: it must not find it closed.
        # All are told before one is waited for: one may wait for a lock that another holds.
        for connection in self._opened:
            connection.leave()
        for connection in self._opened:
            await connection.gone()
        self._opened.clear()


class _Sqlite(sqlite3.Connection):
    def close(self) -> None:
        # Closed with a cursor that still lives somewhere (in a cancelled task's traceback), SQLite
        # would keep the transaction, and with it the lock of all writers.
        with contextlib.suppress(sqlite3.Error):
            self.rollback()
        super().close()


class _SqliteConnection(aiosqlite.Connection):
    """A connection that can be ended from outside, whatever became of who opened it."""

    def __init__(self, path: Path) -> None:
        def connector() -> sqlite3.Connection:
            return sqlite3.connect(
                path, timeout=_BUSY_MS / 1000, isolation_level=None, factory=_Sqlite
            )

        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True

    def __del__(self) -> None:
        # aiosqlite would warn. What is left here is of a task that was destroyed together with its
        # event loop, in which nobody can close anything any more.
        if self._connection is not None:
            self.stop()  # pyright: ignore[reportUnknownMemberType] -- a Future of anything

    @property
    def ended(self) -> bool:
        return self._thread.ident is not None and not self._thread.is_alive()

    def leave(self) -> None:
        """Has it closed after what is under way."""
        if not self.ended:
            self.stop()  # pyright: ignore[reportUnknownMemberType] -- a Future of anything

    async def gone(self) -> None:
        """Waits until its thread has ended."""
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join, _GOODBYE_SECONDS)


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except Exception as error:
        if not from_database(error):
            raise
        raise StoreError(reason=reason_of(error)) from error


def _sqlite(address: str, opened: set[_SqliteConnection]) -> AsyncEngine:
    path = Path(address.removeprefix("sqlite:///"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"the folder {path.parent} cannot be made ({error.strerror})"
        raise StoreError(reason=reason) from error

    async def connect() -> aiosqlite.Connection:
        opened.difference_update([connection for connection in opened if connection.ended])
        connection = _SqliteConnection(path)
        # Known before it runs: who is cancelled while connecting leaves a thread behind as well.
        opened.add(connection)
        await connection
        try:
            await _prepare_sqlite(connection)
        except BaseException:
            await connection.close()
            raise
        return connection

    engine = create_async_engine(
        "sqlite+aiosqlite://", async_creator=connect, poolclass=AsyncAdaptedQueuePool
    )
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


async def _prepare_sqlite(connection: aiosqlite.Connection) -> None:
    # isolation_level=None above: the driver's own BEGINs come too late for DDL and never say
    # IMMEDIATE, so we say them.
    # Read to their end: a statement that is still open forbids what SQLAlchemy does next, which is
    # to give the connection functions of its own.
    await connection.execute_fetchall("PRAGMA synchronous = NORMAL")
    await connection.execute_fetchall("PRAGMA foreign_keys = ON")
    # Two programs that make the file at once: SQLite refuses this one without waiting.
    for wait in (*(0.05,) * 100, None):
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if wait is None or "locked" not in str(error):
                raise
            await asyncio.sleep(wait)
        else:
            return


def _begin_sqlite(connection: sa.Connection) -> None:
    # A reader that turns writer can be refused at once whatever the timeout, so writers say so.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql(address: str) -> AsyncEngine:
    # asyncpg reads the address itself: sslmode, sockets and several hosts as people write them.
    arguments = {
        "dsn": _dsn(address),
        "timeout": _CONNECT_SECONDS,
        "command_timeout": _STATEMENT_SECONDS,
    }
    return create_async_engine(
        "postgresql+asyncpg://", connect_args=arguments, pool_pre_ping=True, pool_recycle=1800
    )


def _dsn(address: str) -> str:
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] not in _NOT_ASYNCPG]
    return urlunsplit(parts._replace(query=urlencode(query)))
