"""Why does the database refuse? A driver's error becomes the end of one plain sentence."""

import socket
import sqlite3

from sqlalchemy.exc import SQLAlchemyError

_SQLITE = {
    "unable to open database file": "its file cannot be opened in that folder",
    "attempt to write a readonly database": "its file may only be read, not written",
    "file is not a database": "its file is not an SQLite database",
    "database disk image is malformed": "its file is damaged",
    "database or disk is full": "the disk is full",
    "database is locked": "another program keeps it locked",
    "disk i/o error": "the disk reports an error",
}
_BROKEN = "the connection to its server broke"
# By SQLSTATE (class 08 is a broken connection), https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "28P01": "its server refuses the password",
    "28000": "its server refuses the user",
    "3D000": "its server has no database of that name",
    "53300": "its server takes no more connections",
    "42501": "its user may not do that",
    "57P01": "its server is stopping",
    "57P03": "its server is starting or stopping",
}


def from_database(error: BaseException) -> bool:
    """Whether it is SQLAlchemy's, a driver's or the network's, and not a mistake of ours."""
    # asyncpg's own errors come out of a connect unwrapped; importing it only for that is dear.
    return isinstance(error, SQLAlchemyError | OSError | sqlite3.Error) or _is_asyncpg(error)


def reason_of(error: BaseException) -> str:
    """A plain reason without the address, which may hold a password."""
    cause = _drivers_own(error)
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        if state.startswith("08"):
            return _BROKEN
        return _POSTGRESQL.get(state) or f"its server says “{cause.args[0]}”"
    if isinstance(cause, sqlite3.Error):
        said = str(cause).lower()
        return next((text for part, text in _SQLITE.items() if part in said), str(cause))
    return _unreached(cause)


def _drivers_own(error: BaseException) -> BaseException:
    """What the driver raised: SQLAlchemy wraps it, asyncpg's in an error of its adapter first."""
    while error.__cause__ is not None and type(error).__module__.startswith("sqlalchemy."):
        error = error.__cause__
    return error


def _unreached(cause: BaseException) -> str:
    # A gaierror and a TimeoutError are OSErrors too: the order matters.
    if isinstance(cause, socket.gaierror):
        return "its server's name is not known"
    if isinstance(cause, TimeoutError):
        return "its server did not answer in time"
    if isinstance(cause, OSError):
        return f"its server cannot be reached ({cause.strerror or 'connection refused'})"
    if _is_asyncpg(cause):  # an InterfaceError or an InternalClientError, according to the moment
        return _BROKEN
    return f"{type(cause).__name__}: {cause}"


def _is_asyncpg(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] == "asyncpg"
