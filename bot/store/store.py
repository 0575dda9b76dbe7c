"""The database, opened: one attribute for each family of tables."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from bot.errors import StoreError
from bot.store.cards import Cards
from bot.store.catalogue import CatalogueRows
from bot.store.engines import Database
from bot.store.guilds import Guilds
from bot.store.outages import Outages
from bot.store.outbox import Outbox
from bot.store.paces import Paces
from bot.store.posts import Posts
from bot.store.quotes import Quotes
from bot.store.rates import Rates
from bot.store.readers import Readers
from bot.store.subscriptions import Subscriptions
from bot.store.upgrading import upgrade
from bot.store.watches import Watches


class Store:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.guilds = Guilds(database)
        self.catalogue = CatalogueRows(database)
        self.quotes = Quotes(database)
        self.rates = Rates(database)
        self.cards = Cards(database)
        self.subscriptions = Subscriptions(database)
        self.watches = Watches(database)
        self.readers = Readers(database)
        self.outbox = Outbox(database)
        self.posts = Posts(database)
        self.paces = Paces(database)
        self.outages = Outages(database)

    async def trouble(self) -> str | None:
        """Why the database cannot be used now, None where it can; for a supervisor."""
        try:
            async with self.database.read() as connection:
                await connection.execute(sa.select(1))
        except StoreError as error:
            return str(error)
        return None


@asynccontextmanager
async def open_store(address: str, *, migrate: bool = True) -> AsyncGenerator[Store]:
    """The store behind a database address, at the newest schema unless told not to migrate.

    Raises StoreError where the database cannot be reached, read, written or understood.
    """
    database = Database(address)
    try:
        if migrate:
            await upgrade(database)
        yield Store(database)
    finally:
        await database.close()
