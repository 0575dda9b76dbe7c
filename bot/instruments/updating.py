"""Fetch the exchanges' own lists and put them into the store."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from bot.errors import ParkettError
from bot.instruments.opening import import_list
from bot.store.store import Store
from bot.web.source import Sources
from bot.workers import Workers

_LARGEST = 48 * 1024 * 1024  # bytes of one list

# Source, path under its root, and the name by which the list is kept.
LISTS = (
    (
        "DEUTSCHE_BOERSE",
        "resource/blob/1528/5d4eba9ee4bbe8a3e2c4a87e8be4a1a4/data/t7-xetr-allTradableInstruments.csv",
        "xetra",
    ),
    (
        "DEUTSCHE_BOERSE",
        "resource/blob/2289108/0/data/t7-xfra-BF-allTradableInstruments.csv",
        "frankfurt",
    ),
    (
        "HKEX_LIST",
        "eng/services/trading/securities/securitieslists/ListOfSecurities.csv",
        "english",
    ),
    (
        "HKEX_LIST",
        "chi/services/trading/securities/securitieslists/ListOfSecurities_c.csv",
        "chinese",
    ),
    ("NASDAQ_TRADER", "dynamic/SymDir/nasdaqlisted.txt", "nasdaq"),
    ("NASDAQ_TRADER", "dynamic/SymDir/otherlisted.txt", "other"),
)


@dataclass(frozen=True, slots=True)
class Updated:
    """One list fetched: how many instruments it gave, or why it gave none."""

    source: str
    name: str
    taken: int = 0
    skipped: int = 0
    error: ParkettError | None = None


async def update_lists(
    store: Store, workers: Workers, sources: Sources, *, at: datetime
) -> AsyncIterator[Updated]:
    """Fetch one list after the other and tell of each; one that fails leaves the old one."""
    for source_name, path, name in LISTS:
        if source_name not in sources or not sources[source_name].enabled:
            continue
        source = sources[source_name]
        try:
            page = await source.get(path, limit=_LARGEST)
            _, taken, skipped = await import_list(store, workers, page.body, name, at=at)
        except ParkettError as error:
            yield Updated(source.label, name, error=error)
        else:
            yield Updated(source.label, name, taken, skipped)
