"""Who is cancelled in the middle of a transaction leaves no lock and no thread behind."""

import asyncio
import gc
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.engines import Database

_LONG = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 300000)"
    " SELECT max(x) FROM n"
)


async def test_a_cancelled_writer_lets_go_of_the_lock(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    kept: list[object] = []  # as a traceback in a log would keep it
    under_way = asyncio.Event()

    async def write() -> None:
        async with database.write() as connection:
            raw = await connection.get_raw_connection()
            driver = raw.driver_connection
            assert driver is not None
            kept.append(await driver.execute("SELECT 1 UNION SELECT 2"))
            under_way.set()
            await connection.execute(sa.text(_LONG))

    writer = asyncio.create_task(write())
    await under_way.wait()
    await asyncio.sleep(0)
    writer.cancel()
    await asyncio.wait([writer])
    async with asyncio.timeout(5), database.write() as connection:  # a lock that stays costs 15 s
        await connection.execute(sa.text("SELECT 1"))
    await database.close()


@pytest.mark.parametrize("turns", range(0, 60, 3))
async def test_a_cancelled_writer_leaves_no_connection(tmp_path: Path, turns: int) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")

    async def write() -> None:
        async with database.write() as connection:
            await connection.execute(sa.text("SELECT 1"))

    writers = [asyncio.create_task(write()) for _ in range(3)]
    for _ in range(turns):
        await asyncio.sleep(0)
    for _ in range(2):
        for writer in writers:
            writer.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*writers, return_exceptions=True)
    await database.close()
    del writers
    gc.collect()  # what nobody closed warns now, and a warning fails
