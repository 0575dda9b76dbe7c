"""Keep the exchanges' own lists current: once a day, whoever has restarted meanwhile."""

import asyncio
import logging
from datetime import timedelta

from bot.clock import Clock
from bot.errors import ParkettError
from bot.instruments.catalogue.opening import SEED
from bot.instruments.lists.updating import update_lists
from bot.store import Store
from bot.web.source import Sources
from bot.workers import Workers

log = logging.getLogger(__name__)

LOOK_EVERY = 3600.0  # seconds between two looks at the age of the lists
DUE_AFTER = timedelta(hours=23)  # they are published daily


async def keep_lists(store: Store, workers: Workers, sources: Sources, *, clock: Clock) -> None:
    """Updates the lists whenever they are due, until cancelled.

    A list or a database that fails is told in the log and tried again the next day or hour.
    """
    tried = None
    while True:
        try:
            now = clock()
            if (tried is None or now - tried >= DUE_AFTER) and await _due(store, clock):
                tried = now
                async for one in update_lists(store, workers, sources, at=now):
                    if one.error is not None:
                        log.warning("the list %s was not updated: %s", one.name, one.error)
        except ParkettError as error:
            log.warning("the lists were not updated: %s", error)
        await asyncio.sleep(LOOK_EVERY)


async def _due(store: Store, clock: Clock) -> bool:
    lists = [one for one in await store.catalogue.lists() if one.name != SEED]
    return not lists or clock() - max(one.imported for one in lists) >= DUE_AFTER
