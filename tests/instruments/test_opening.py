"""The catalogue out of the store: seeded, imported into, kept in a file, and refreshed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import UnreadableFile
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.index import IndexData, build_index
from bot.instruments.catalogue.keeping import load_index, save_index
from bot.instruments.catalogue.opening import (
    current_index,
    import_list,
    keep_current,
    open_catalogue,
    refresh,
)
from bot.instruments.models import Found, Unknown
from bot.store import open_store
from bot.workers import Workers

NOW = datetime(2021, 10, 20, 9, tzinfo=UTC)
MINE = b"name,symbol,isin,country\nKranich Werke AG,KRW.DE,DE000KRW0001,Germany\n"


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers(count=1) as workers:
        yield workers


async def test_empty_database_knows_common_companies(database_url: str, workers: Workers) -> None:
    async with open_store(database_url) as store:
        catalogue = await open_catalogue(store, workers, clock=lambda: NOW)
        for query, isin in (("小米", "KYG9830T1067"), ("Vonovia", "DE000A1ML7J1")):
            answer = catalogue.resolve(query)
            assert isinstance(answer, Found)
            assert answer.instrument.isin == isin
        assert len(await store.catalogue.lists()) == 1
        again = await open_catalogue(store, workers, clock=lambda: NOW)
        assert len(again) == len(catalogue)
        assert len(await store.catalogue.lists()) == 1


async def test_import_adds_and_replaces(sqlite_url: str, workers: Workers, tmp_path: Path) -> None:
    async with open_store(sqlite_url) as store:
        catalogue = await open_catalogue(store, workers, cache=tmp_path, clock=lambda: NOW)
        assert isinstance(catalogue.resolve("DE000KRW0001"), Unknown)
        assert await import_list(store, workers, MINE, "mine", at=NOW) == ("plain", 1, 0)
        await refresh(catalogue, store, workers, cache=tmp_path)
        answer = catalogue.resolve("kranich werke")
        assert isinstance(answer, Found)
        assert answer.instrument.isin == "DE000KRW0001"
        other = MINE.replace(b"Kranich", b"Reiher").replace(b"KRW", b"RHW")
        await import_list(store, workers, other, "mine", at=NOW)
        await refresh(catalogue, store, workers, cache=tmp_path)
        assert catalogue.by_symbol("KRW.DE") is None
        assert catalogue.by_symbol("RHW.DE") is not None


class Watched(Catalogue):
    """Tells when it has taken over an index."""

    def __init__(self, data: IndexData, version: int) -> None:
        self.loaded = asyncio.Event()
        super().__init__(data, version)

    def load(self, data: IndexData, version: int = 0) -> None:
        super().load(data, version)
        self.loaded.set()


@pytest.mark.parametrize("before_the_keeper", [True, False])
async def test_import_of_another_process_is_noticed(
    sqlite_url: str, workers: Workers, tmp_path: Path, before_the_keeper: bool
) -> None:
    async with open_store(sqlite_url) as store, asyncio.timeout(30):
        version = await store.catalogue.version()
        catalogue = Watched(await current_index(store, workers, cache=tmp_path), version)
        catalogue.loaded.clear()
        if before_the_keeper:  # as between the opening of a process and its READY
            await _import_elsewhere(sqlite_url, workers)
        keeper = asyncio.create_task(
            keep_current(catalogue, store, workers, cache=tmp_path, every=0.01)
        )
        await asyncio.sleep(0)
        if not before_the_keeper:
            await _import_elsewhere(sqlite_url, workers)
        await catalogue.loaded.wait()
        assert catalogue.by_symbol("KRW.DE") is not None
        keeper.cancel()
        with pytest.raises(asyncio.CancelledError):
            await keeper


async def _import_elsewhere(address: str, workers: Workers) -> None:
    async with open_store(address) as other:
        await import_list(other, workers, MINE, "mine", at=NOW)


async def test_nothing_taken_keeps_what_was_there(sqlite_url: str, workers: Workers) -> None:
    async with open_store(sqlite_url) as store:
        await import_list(store, workers, MINE, "mine", at=NOW)
        empty = b"name,symbol\n,\n"
        assert await import_list(store, workers, empty, "mine", at=NOW) == ("plain", 0, 0)
        with pytest.raises(UnreadableFile, match="not one of the lists"):
            await import_list(store, workers, b"<html></html>", "page.html", at=NOW)
        assert [one.rows for one in await store.catalogue.lists()] == [1]


async def test_index_file_that_is_damaged_is_built_anew(
    sqlite_url: str, workers: Workers, tmp_path: Path
) -> None:
    async with open_store(sqlite_url) as store:
        await import_list(store, workers, MINE, "mine", at=NOW)
        built = await current_index(store, workers, cache=tmp_path)
        path = tmp_path / "catalogue.index"
        whole = path.read_bytes()
        for damaged in (b"", whole[:-9], whole[:40], b"x" + whole, whole.replace(b"mark", b"nark")):
            path.write_bytes(damaged)
            again = await current_index(store, workers, cache=tmp_path)
            assert again == built
            assert path.read_bytes() == whole


def test_index_file_of_another_mark_or_folder_is_ignored(tmp_path: Path) -> None:
    assert load_index(tmp_path / "none", "m") is None
    save_index(build_index([]), tmp_path / "index", "one")
    assert load_index(tmp_path / "index", "other") is None
    assert load_index(tmp_path / "index", "one") is not None
    save_index(build_index([]), Path("/proc/nowhere/index"), "one")
