"""Fetch the exchanges' own lists and put them into the store."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotFound, ParkettError
from bot.instruments.catalogue.opening import import_list
from bot.store.store import Store
from bot.web.source import Source, Sources
from bot.workers import Workers

_LARGEST = 48 * 1024 * 1024  # bytes of one list


@dataclass(frozen=True, slots=True)
class ExchangeList:
    """A list that an exchange publishes.

    source: whose base URL it is under. path: where it lies, or the page that links to it where
    its address changes; link: then what its address ends with. name: by which it is kept.
    """

    source: str
    name: str
    path: str
    link: str = ""


_DOWNLOADS = "cash-en/trading/Tradable-Instruments-{}/Downloads"
LISTS = (
    ExchangeList(
        "DEUTSCHE_BOERSE",
        "xetra",
        _DOWNLOADS.format("Xetra"),
        "t7-xetr-allTradableInstruments.csv",
    ),
    ExchangeList(
        "DEUTSCHE_BOERSE",
        "frankfurt",
        _DOWNLOADS.format("Frankfurt"),
        "t7-xfra-BF-allTradableInstruments.csv",
    ),
    ExchangeList(
        "HKEX_LIST",
        "english",
        "eng/services/trading/securities/securitieslists/ListOfSecurities.xlsx",
    ),
    ExchangeList(
        "HKEX_LIST",
        "chinese",
        "chi/services/trading/securities/securitieslists/ListOfSecurities_c.xlsx",
    ),
    ExchangeList("NASDAQ_TRADER", "nasdaq", "dynamic/SymDir/nasdaqlisted.txt"),
    ExchangeList("NASDAQ_TRADER", "other", "dynamic/SymDir/otherlisted.txt"),
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
    for one in LISTS:
        if one.source not in sources or not sources[one.source].enabled:
            continue
        source = sources[one.source]
        try:
            page = await source.get(await _path(source, one), limit=_LARGEST)
            _, taken, skipped = await import_list(store, workers, page.body, one.name, at=at)
        except ParkettError as error:
            yield Updated(source.label, one.name, error=error)
        else:
            yield Updated(source.label, one.name, taken, skipped)


async def _path(source: Source, wanted: ExchangeList) -> str:
    """Where the list lies; its link is taken as a path, so that it stays with this source."""
    if not wanted.link:
        return wanted.path
    page = await source.get(wanted.path)
    link = re.search(rf"/[\w./-]{{1,200}}/{re.escape(wanted.link)}", page.text())
    if not link:
        raise NotFound(source=source.label, what=wanted.link)
    return re.sub(r"^//[\w.-]+", "", link.group())
