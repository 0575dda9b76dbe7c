"""What is kept: schema, engines, migrations, and one class for each family of tables."""

from bot.store.store import Store, open_store

__all__ = ["Store", "open_store"]
