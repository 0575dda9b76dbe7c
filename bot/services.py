"""Everything that answers, opened once and in the right order; without Discord."""

import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

from bot.audiences import Audiences
from bot.briefing import Briefings
from bot.clock import Clock, utc_now
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.opening import open_catalogue
from bot.instruments.lookup import Lookup
from bot.market.service import Market
from bot.news.service import News
from bot.news.writing.writer import Endpoint, open_writer
from bot.store import Store, open_store
from bot.updates.wishes.previews import Previews
from bot.updates.wishes.service import SubscriptionService
from bot.web.fetcher import Fetcher
from bot.web.ledger import Ledger
from bot.web.source import Sources
from bot.workers import Workers
from config.settings import Settings

log = logging.getLogger(__name__)


class Role(StrEnum):
    """What a process does: `gateway` answers people, `worker` watches for subscriptions, delivers
    and keeps house, `all` does both."""

    ALL = "all"
    GATEWAY = "gateway"
    WORKER = "worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that answers, without Discord: the command line uses it as it is."""

    settings: Settings
    clock: Clock
    workers: Workers
    fetcher: Fetcher
    sources: Sources
    store: Store
    catalogue: Catalogue
    lookup: Lookup
    market: Market
    news: News
    briefings: Briefings
    audiences: Audiences
    subscriptions: SubscriptionService
    previews: Previews


@asynccontextmanager
async def open_services(
    settings: Settings, *, clock: Clock = utc_now, role: Role = Role.ALL
) -> AsyncGenerator[Services]:
    """Opens the services and closes them in reverse order. Raises StoreError.

    role: of this process. One that does everything on SQLite is alone, and needs no database to
    keep the pace of sources.
    """
    async with AsyncExitStack() as stack:
        opened = stack.enter_async_context
        workers = await opened(Workers(settings.workers))
        store = await opened(open_store(settings.database_url))
        fetcher = await opened(
            Fetcher(allowed=settings.allow_private_networks, contact=settings.contact)
        )
        alone = role is Role.ALL and store.database.is_sqlite
        ledger = None if alone else Ledger(store.paces)
        sources = await opened(Sources(fetcher, settings.sources, clock=clock, ledger=ledger))
        catalogue = await open_catalogue(store, workers, cache=settings.data_dir, clock=clock)
        market = await opened(Market(sources=sources, store=store, workers=workers, clock=clock))
        endpoint = _endpoint(settings)
        writer = endpoint and await opened(
            open_writer(endpoint, contact=settings.contact, workers=workers, clock=clock)
        )
        news = News(
            sources=sources,
            workers=workers,
            clock=clock,
            feeds=settings.feeds,
            writer=writer,
            catalogue=catalogue,
        )
        audiences = Audiences(store, settings.audience(), clock)
        await audiences.load()
        yield Services(
            settings=settings,
            clock=clock,
            workers=workers,
            fetcher=fetcher,
            sources=sources,
            store=store,
            catalogue=catalogue,
            lookup=Lookup(catalogue=catalogue, sources=sources),
            market=market,
            news=news,
            briefings=Briefings(market=market, news=news, clock=clock),
            audiences=audiences,
            subscriptions=SubscriptionService(
                store, catalogue, audiences, clock, limit=settings.limits.subscriptions
            ),
            previews=Previews(market=market, news=news, clock=clock),
        )


def _endpoint(settings: Settings) -> Endpoint | None:
    """Where summaries are written; None unless both an address and a model are set."""
    llm = settings.llm
    if llm.base_url is None or llm.model is None:
        if llm.base_url is not None or llm.model is not None:
            log.warning("no summaries are written: that takes an address and a model")
        return None
    key = llm.key.get_secret_value() if llm.key else None
    return Endpoint(
        root=llm.base_url, model=llm.model, key=key, timeout=llm.timeout, per_day=llm.per_day
    )
