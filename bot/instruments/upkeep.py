"""Keep the catalogue current: the exchanges' own lists once a day, and what others imported."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

from bot.clock import Clock
from bot.errors import ParkettError
from bot.instruments.catalogue import Catalogue
from bot.instruments.opening import SEED, refresh
from bot.instruments.updating import update_lists
from bot.store import Store
from bot.web.source import Sources
from bot.workers import Workers

log = logging.getLogger(__name__)

LOOK_EVERY = 600.0  # seconds between two looks at what the store holds
DUE_AFTER = timedelta(hours=23)  # the lists are published daily


async def keep_catalogue(
    catalogue: Catalogue,
    store: Store,
    workers: Workers,
    sources: Sources,
    *,
    clock: Clock,
    cache: Path,
    update: bool,
) -> None:
    """Runs until cancelled. update: whether this process fetches the lists, or only follows what
    another one imports. A list or a database that fails is told in the log and tried again."""
    tried = clock() - DUE_AFTER
    seen = await _state(store)
    while True:
        try:
            if update and clock() - tried >= DUE_AFTER and await _due(store, clock):
                tried = clock()
                async for one in update_lists(store, workers, sources, at=clock()):
                    if one.error is not None:
                        log.warning("the list %s was not updated: %s", one.name, one.error)
            if (state := await _state(store)) != seen:
                await refresh(catalogue, store, workers, cache=cache)
                seen = state
        except ParkettError as error:
            log.warning("the catalogue was not brought up to date: %s", error)
        await asyncio.sleep(LOOK_EVERY)


async def _due(store: Store, clock: Clock) -> bool:
    lists = [one for one in await store.catalogue.lists() if not one.name.startswith(SEED)]
    return not lists or clock() - max(one.imported for one in lists) >= DUE_AFTER


async def _state(store: Store) -> frozenset[tuple[str, int]]:
    return frozenset((one.name, one.version) for one in await store.catalogue.lists())
