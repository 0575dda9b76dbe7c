"""The last known quote of each listing, for the day on which every source is silent."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.store import schema
from bot.store.batches import values_of
from bot.store.engines import Database
from bot.store.rows import QuoteRow

_QUOTE = schema.quote
_KEY = ("symbol", "mic")
_AT_ONCE = 200  # keys in one query, well below what either engine takes


class Quotes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put_many(self, rows: Iterable[QuoteRow]) -> None:
        """Keeps each row, unless a newer one of its listing is known already."""
        # PostgreSQL refuses two rows of one key in one statement, so the newest of each goes.
        newest: dict[tuple[str, str], QuoteRow] = {}
        for row in rows:
            known = newest.get((row.symbol, row.mic))
            if known is None or known.as_of <= row.as_of:
                newest[row.symbol, row.mic] = row
        if not newest:
            return
        insert = self._database.upsert(_QUOTE)
        change = insert.on_conflict_do_update(
            index_elements=list(_KEY),
            set_={
                column.name: insert.excluded[column.name]
                for column in _QUOTE.c
                if column.name not in _KEY
            },
            where=_QUOTE.c.as_of <= insert.excluded.as_of,
        )
        async with self._database.write() as connection:
            await connection.execute(change, [values_of(row) for row in newest.values()])

    async def get_many(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], QuoteRow]:
        """The rows of these (symbol, mic) that are known."""
        wanted = list(dict.fromkeys(keys))
        found: dict[tuple[str, str], QuoteRow] = {}
        async with self._database.read() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                query = sa.select(_QUOTE).where(sa.tuple_(_QUOTE.c.symbol, _QUOTE.c.mic).in_(part))
                for row in await connection.execute(query):
                    found[row.symbol, row.mic] = QuoteRow(*row)
        return found
