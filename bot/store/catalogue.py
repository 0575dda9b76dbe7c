"""The imported lists of instruments, row for row as they were read, one list replaced at a time."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from itertools import islice

import sqlalchemy as sa

from bot.store import schema
from bot.store.engines import Database
from bot.store.rows import CatalogueRow, ListRow

_CHUNK = 2_000  # rows handled between two looks of the event loop at other work
_LIST = schema.catalogue_list
_ROW = schema.catalogue_row


class CatalogueRows:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def version(self) -> int:
        """Grows with every change of any list, also by another process; 0 where there is none."""
        async with self._database.read() as connection:
            return await connection.scalar(sa.select(sa.func.max(_LIST.c.version))) or 0

    async def lists(self) -> list[ListRow]:
        """The imported lists by name."""
        query = sa.select(_LIST.c.name, _LIST.c.version, _LIST.c.rows, _LIST.c.imported)
        async with self._database.read() as connection:
            found = await connection.execute(query.order_by(_LIST.c.name))
            return [ListRow(*row) for row in found]

    async def replace(self, name: str, rows: Iterable[CatalogueRow], *, at: datetime) -> int:
        """Replaces all rows of the list `name` in one transaction; returns how many it has now."""
        newest = sa.select(sa.func.coalesce(sa.func.max(_LIST.c.version), 0) + 1).scalar_subquery()
        insert = self._database.upsert(_LIST).values(name=name, version=newest, rows=0, imported=at)
        touch = insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"version": insert.excluded.version, "imported": insert.excluded.imported},
        )
        count = 0
        async with self._database.write() as connection:
            await connection.execute(touch)
            await connection.execute(sa.delete(_ROW).where(_ROW.c.list == name))
            for chunk in _chunks(rows):
                values = [_values(name, count + at, row) for at, row in enumerate(chunk)]
                await connection.execute(sa.insert(_ROW), values)
                count += len(values)
            await connection.execute(
                sa.update(_LIST).where(_LIST.c.name == name).values(rows=count)
            )
        return count

    async def load(self) -> list[CatalogueRow]:
        """All rows of all lists, lists by name, rows in their order."""
        return [row async for row in self.rows()]

    async def rows(self) -> AsyncIterator[CatalogueRow]:
        """The same one by one, so that they need not all be in memory at once."""
        columns = [column for column in _ROW.c if column.name not in {"list", "position"}]
        query = sa.select(*columns).order_by(_ROW.c.list, _ROW.c.position)
        async with self._database.read() as connection:
            found = await connection.stream(query.execution_options(yield_per=_CHUNK))
            async for part in found.partitions(_CHUNK):
                for row in part:
                    *others, names = row
                    yield CatalogueRow(*others, names=tuple(names))


def _values(name: str, position: int, row: CatalogueRow) -> dict[str, object]:
    return {
        "list": name,
        "position": position,
        "name": row.name,
        "symbol": row.symbol,
        "mic": row.mic,
        "currency": row.currency,
        "isin": row.isin,
        "wkn": row.wkn,
        "kind": row.kind,
        "country": row.country,
        "cik": row.cik,
        "home": row.home,
        "names": list(row.names),
    }


def _chunks(rows: Iterable[CatalogueRow]) -> Iterator[list[CatalogueRow]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        yield chunk
