"""Several processes on one database are one guest: they keep one pace and obey one refusal."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.errors import SourceLimited
from bot.services import Role, open_services
from bot.store import Store, open_store
from bot.store.schema import pace as pace_table
from bot.web.fetcher import Fetcher
from bot.web.ledger import Ledger
from bot.web.polling import polling
from bot.web.source import Source, Sources
from config.settings import load
from config.sources import SourceSettings
from tests.web.conftest import Website

ROOT = Path(__file__).parents[2]
EARLY = 0.02  # seconds by which the clocks of the database and of the test may differ
PATIENCE = 30.0  # seconds; a crowded machine is no dead database
Opening = Callable[..., Awaitable[tuple[Source, Store]]]


@pytest.fixture
async def process(website: Website, database_url: str) -> AsyncIterator[Opening]:
    """Opens what a process has of its own: a store, a session, a source of this website."""
    async with AsyncExitStack() as stack:
        opened = stack.enter_async_context

        async def open_one(**details: object) -> tuple[Source, Store]:
            store = await opened(open_store(database_url))
            fetcher = await opened(Fetcher(allowed={("127.0.0.1", website.port)}))
            settings = SourceSettings(**{"base_url": website.root, "timeout": 30, **details})
            ledger = Ledger(store.paces, patience=PATIENCE)
            sources = await opened(Sources(fetcher, {"YAHOO": settings}, ledger=ledger))
            return sources["YAHOO"], store

        yield open_one


@pytest.fixture
def arrivals(website: Website) -> list[float]:
    """When each request came; all are answered."""
    came: list[float] = []

    async def serve(_: web.Request) -> web.StreamResponse:
        came.append(now())
        return web.Response(text="here")

    website.pages |= {f"/{name}{n}": serve for name in "abc" for n in range(30)}
    return came


def now() -> float:
    return asyncio.get_running_loop().time()


def assert_paced(arrivals: list[float], pace: float, *, since: float) -> None:
    """No request came before its turn; how late each was says only how crowded the machine is."""
    for turn, arrival in enumerate(sorted(arrivals)):
        assert arrival - since > pace * turn - EARLY


async def asked(source: Source, name: str, count: int) -> None:
    await asyncio.gather(*(source.get(f"/{name}{n}") for n in range(count)))


async def polled(source: Source, name: str, count: int) -> None:
    with polling():
        await asked(source, name, count)


@pytest.mark.parametrize("ask", [asked, polled])
async def test_the_pace_holds_across_processes(
    ask: Callable[..., Awaitable[None]], process: Opening, arrivals: list[float]
) -> None:
    (one, _), (other, _) = await process(pace=0.3), await process(pace=0.3)
    since = now()
    await asyncio.gather(ask(one, "a", 4), ask(other, "b", 4))
    assert len(arrivals) == 8
    assert_paced(arrivals, 0.3, since=since)


async def test_a_person_waits_for_one_turn_of_those_who_poll_elsewhere(
    process: Opening, website: Website, arrivals: list[float]
) -> None:
    gateway, *workers = [(await process(pace=0.3))[0] for _ in range(3)]
    since = now()
    polls = [
        asyncio.create_task(polled(one, name, 4)) for one, name in zip(workers, "ab", strict=True)
    ]
    while len(arrivals) < 2:  # noqa: ASYNC110 - they wait for each other by now
        await asyncio.sleep(0.01)
    before = len(arrivals)
    await asked(gateway, "c", 1)
    # Some of the six that are left may have come while the question was on its way, not all.
    assert website.asked.index("/c0") <= before + 2
    await asyncio.gather(*polls)
    assert_paced(arrivals, 0.3, since=since)


async def test_a_refusal_is_obeyed_by_all_and_the_next_one_counts_on_from_it(
    process: Opening, website: Website
) -> None:
    website.answer("/q", status=429)
    (one, _), (other, _) = [await process(pace=0, cool_down=2) for _ in range(2)]
    with pytest.raises(SourceLimited):
        await one.get("/q")
    with pytest.raises(SourceLimited) as told:
        await other.get("/other")
    assert not told.value.details.get("queued")
    assert 0 < told.value.details["retry_after"] <= 2
    assert website.asked == ["/q"]
    await asyncio.sleep(2)
    with pytest.raises(SourceLimited) as again:
        await other.get("/q")
    assert again.value.details["retry_after"] == 4
    assert website.asked == ["/q", "/q"]


async def test_after_an_answer_the_next_pause_is_short_for_all(
    process: Opening, website: Website
) -> None:
    website.answer("/no", status=429)
    website.answer("/yes", "here")
    (one, _), (other, _) = [await process(pace=0, cool_down=0.5) for _ in range(2)]
    with pytest.raises(SourceLimited):
        await one.get("/no")
    await asyncio.sleep(0.5)
    await other.get("/yes")
    with pytest.raises(SourceLimited) as told:
        await one.get("/no")
    assert told.value.details["retry_after"] == 0.5


async def test_who_has_a_turn_obeys_a_pause_that_begins_elsewhere(
    process: Opening, website: Website, arrivals: list[float]
) -> None:
    (one, store), (other, _) = await process(pace=2), await process(pace=2)
    await one.get("/a0")
    waiting = asyncio.create_task(other.get("/b0"))
    await asyncio.sleep(0.2)
    [name] = [row for row in await _names(store) if row.startswith("source:")]
    await store.paces.pause(name, seconds=100)
    with pytest.raises(SourceLimited):
        await waiting
    assert website.asked == ["/a0"]


async def _names(store: Store) -> list[str]:
    async with store.database.read() as connection:
        return list(await connection.scalars(sa.select(pace_table.c.name)))


async def test_a_database_that_fails_stops_nobody_and_is_told_once(
    process: Opening, arrivals: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    source, store = await process(pace=0.2)
    async with store.database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE pace RENAME TO gone")
    with caplog.at_level(logging.INFO, "bot.web.ledger"):
        since = now()
        await asked(source, "a", 5)
    assert_paced(arrivals, 0.2, since=since)
    assert [one.levelname for one in caplog.records] == ["WARNING"]


async def test_a_database_that_hangs_is_not_waited_for(
    website: Website, postgres_url: str, arrivals: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    settings = {"YAHOO": SourceSettings(base_url=website.root, pace=0, timeout=30)}
    async with (
        open_store(postgres_url) as store,
        open_store(postgres_url) as other,
        Fetcher(allowed={("127.0.0.1", website.port)}) as fetcher,
        Sources(fetcher, settings, ledger=Ledger(store.paces)) as sources,
    ):
        with caplog.at_level(logging.INFO, "bot.web.ledger"):
            async with other.database.write() as connection:
                await connection.exec_driver_sql("LOCK TABLE pace IN ACCESS EXCLUSIVE MODE")
                # The lock is held until all answers are there: none of them waited for it.
                await asyncio.gather(*(sources["YAHOO"].get(f"/a{n}") for n in range(9)))
                await sources["YAHOO"].get("/a9")
    assert len(arrivals) == 10
    assert [one.levelname for one in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(("role", "rows"), [(Role.ALL, 0), (Role.WORKER, 1)])
async def test_who_is_alone_needs_no_database_for_its_pace(
    role: Role, rows: int, website: Website, sqlite_url: str, tmp_path: Path
) -> None:
    website.answer("/q", "here")
    environment = {
        "DATABASE_URL": sqlite_url,
        "PARKETT_DATA_DIR": str(tmp_path),
        "PARKETT_SOURCES__YAHOO__BASE_URL": website.root,
        "PARKETT_ALLOW_PRIVATE_NETWORKS": f"127.0.0.1:{website.port}",
    }
    async with open_services(load(environment, env_file=None), role=role) as services:
        await services.sources["YAHOO"].get("/q")
        assert len(await _names(services.store)) == rows


@asynccontextmanager
async def asker(*words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Begins to ask when it is told a line, and has ended well in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.web.asker", *words, cwd=ROOT, stdin=-1, stdout=-1
    )
    try:
        yield process
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_processes_of_their_own_are_one_guest(
    website: Website, postgres_url: str, arrivals: list[float]
) -> None:
    async with open_store(postgres_url):
        pass  # makes the tables
    settings = json.dumps({"base_url": website.root, "pace": 0.4, "timeout": 30})
    common = [postgres_url, str(website.port), settings]
    async with (
        asker(*common, "1", *(f"/a{n}" for n in range(5))) as one,
        asker(*common, "1", *(f"/b{n}" for n in range(5))) as two,
        asker(*common, "0", "/c0", "/c1", "/c2") as person,
    ):
        for process in (one, two, person):
            assert process.stdout is not None
            assert await process.stdout.readline() == b"ready\n"
        since = now()
        for process in (one, two):
            assert process.stdin is not None
            process.stdin.write(b"go\n")
        while len(arrivals) < 2:  # noqa: ASYNC110 - of other processes
            await asyncio.sleep(0.01)
        before = len(arrivals)
        assert person.stdin is not None
        person.stdin.write(b"go\n")
    assert len(arrivals) == 13
    assert_paced(arrivals, 0.4, since=since)
    places = [website.asked.index(f"/c{n}") for n in range(3)]
    assert max(places) <= before + 6  # some come before a line has reached that process
