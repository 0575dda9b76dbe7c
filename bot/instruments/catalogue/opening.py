"""Open the catalogue: from its file where that is current, else built in a worker process.

On a new database the members of twenty indices are stored first, so that common names are known
out of the box. Lists are imported and updated here too, because they change the same rows.
"""

import asyncio
import hashlib
import logging
import pickle
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import cast

from bot.clock import Clock, utc_now
from bot.errors import ParkettError
from bot.instruments.catalogue.aliases import ALIASES
from bot.instruments.catalogue.building import (
    Pages,
    build_from_pages,
    fingerprint,
    read_pages,
    seed_pages,
)
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.index import IndexData
from bot.instruments.catalogue.keeping import load_index, save_index
from bot.instruments.catalogue.storing import Row, plain, restored
from bot.store.rows import CatalogueRow
from bot.store.store import Store
from bot.workers import Workers

log = logging.getLogger(__name__)

SEED = "pytickersymbols"
_BUILD_SECONDS = 120.0
_PAGE = 2000


async def open_catalogue(
    store: Store, workers: Workers, *, cache: Path | None = None, clock: Clock = utc_now
) -> Catalogue:
    """The catalogue of everything that was imported, seeded where nothing was yet.

    cache: a folder where the built index is kept between starts, None to build it each time.
    Raises StoreError, WorkError and UnreadableFile (for the aliases).
    """
    await seed(store, workers, at=clock())
    # Before the lists are read: what is imported meanwhile makes a newer version.
    version = await store.catalogue.version()
    return Catalogue(await current_index(store, workers, cache=cache), version)


async def seed(store: Store, workers: Workers, *, at: datetime) -> None:
    """Store the members of twenty indices, where they are not there yet."""
    if SEED in {one.name for one in await store.catalogue.lists()}:
        return
    kind, pages, _, _ = await workers.run(
        seed_pages, seconds=_BUILD_SECONDS, task="Reading the index members"
    )
    await store.catalogue.replace(kind, _rows(pages), at=at)


async def refresh(
    catalogue: Catalogue, store: Store, workers: Workers, *, cache: Path | None = None
) -> None:
    """Take over what was imported since, by this process or another."""
    version = await store.catalogue.version()
    catalogue.load(await current_index(store, workers, cache=cache), version)


async def keep_current(
    catalogue: Catalogue,
    store: Store,
    workers: Workers,
    *,
    cache: Path | None = None,
    every: float = 300.0,
) -> None:
    """Refresh whenever a list has changed, until cancelled; looks every so many seconds.

    A look that fails is logged, and the catalogue stays as it was.
    """
    while True:
        await asyncio.sleep(every)
        try:
            if await store.catalogue.version() != catalogue.version:
                await refresh(catalogue, store, workers, cache=cache)
        except ParkettError as error:
            log.warning("the catalogue stays as it was: %s", error)


async def current_index(store: Store, workers: Workers, *, cache: Path | None) -> IndexData:
    """The index of the store's rows as they are now."""
    lists = await store.catalogue.lists()
    digest = hashlib.blake2b(digest_size=12)
    digest.update((await asyncio.to_thread(fingerprint)).encode())
    for one in lists:
        digest.update(f"{one.name}|{one.version}|{one.rows}|{one.imported}".encode())
    mark = digest.hexdigest()
    path = cache / "catalogue.index" if cache else None
    if path:
        kept = await asyncio.to_thread(load_index, path, mark)
        if kept:
            return kept
    data = await workers.run(
        build_from_pages,
        await _stored(store),
        str(ALIASES),
        seconds=_BUILD_SECONDS,
        task="Building the catalogue",
    )
    if path:
        await asyncio.to_thread(save_index, data, path, mark)
    return data


async def import_list(
    store: Store, workers: Workers, data: bytes, name: str, *, at: datetime
) -> tuple[str, int, int]:
    """Put a list's content into the store: (kind of list, instruments taken, lines skipped).

    name: a short name of where it came from; the same name replaces the same list. Raises
    UnreadableFile where it is no list that we know.
    """
    kind, pages, taken, skipped = await workers.run(
        read_pages, data, name, seconds=_BUILD_SECONDS, task=f"Reading {name}"
    )
    if taken:
        await store.catalogue.replace(f"{kind}:{name}"[:64], _rows(pages), at=at)
    return kind, taken, skipped


async def _stored(store: Store) -> Pages:
    """The store's rows in pages, each with its list's name."""
    lists = [(one.name, one.rows) for one in await store.catalogue.lists() if one.rows]
    pages: Pages = []
    page: list[Row] = []
    left = 0
    name = ""
    async for row in store.catalogue.rows():
        if not left and lists:
            if page:
                pages.append((name, pickle.dumps(page)))
                page = []
            name, left = lists.pop(0)
        page.append(plain(row))
        left -= 1
        if len(page) >= _PAGE:
            pages.append((name, pickle.dumps(page)))
            page = []
            await asyncio.sleep(0)
    if page:
        pages.append((name, pickle.dumps(page)))
    return pages


def _rows(pages: Pages) -> Iterable[CatalogueRow]:
    for _, page in pages:
        for row in cast("list[Row]", pickle.loads(page)):  # noqa: S301 - our own worker wrote it
            yield restored(row)
