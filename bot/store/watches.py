"""What is looked at, and by whom now: a row for each instrument's news, listing or feed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import schema
from bot.store.batches import earliest, locked, parts, values_of
from bot.store.engines import Database
from bot.store.rows import WatchRow

_WATCH = schema.watch
_SUBSCRIPTION = schema.subscription
_COLUMNS = [_WATCH.c[field.name] for field in fields(WatchRow)]


class Watches:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def ensure(self, rows: Iterable[WatchRow]) -> None:
        """Begins these watches where they are not kept already; those that are stay as they are."""
        async with self._database.write() as connection:
            for part in parts(_by_key(rows)):
                insert = self._database.upsert(_WATCH).on_conflict_do_nothing()
                await connection.execute(insert, part)

    async def claim(
        self, kind: str, now: datetime, *, owner: str, lease_until: datetime, limit: int
    ) -> list[WatchRow]:
        """Takes what is due and nobody's, longest due first, for `owner` until `lease_until`."""
        free = sa.or_(_WATCH.c.lease.is_(None), _WATCH.c.lease <= now)
        query = (
            sa.select(*_COLUMNS)
            .where(_WATCH.c.kind == kind, _WATCH.c.due <= now, free)
            .order_by(_WATCH.c.due)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(query)).mappings()
            found = [WatchRow(**row) for row in rows]
            for part in parts(row.key for row in found):
                taken = sa.update(_WATCH).where(_WATCH.c.key.in_(part))
                await connection.execute(taken.values(owner=owner, lease=lease_until))
        return found

    async def release(self, keys: Collection[str], owner: str, due: datetime) -> None:
        """Gives back what `owner` still has, due next at that moment."""
        async with self._database.write() as connection:
            await locked(connection, _WATCH.c.key, keys)
            for part in parts(keys):
                held = sa.update(_WATCH).where(_WATCH.c.key.in_(part), _WATCH.c.owner == owner)
                await connection.execute(held.values(owner=None, lease=None, due=due))

    async def let_go(self, owner: str, now: datetime) -> None:
        """Gives back all that `owner` still has, to be looked at at once by somebody else."""
        held = sa.update(_WATCH).where(_WATCH.c.due <= now, _WATCH.c.owner == owner)
        async with self._database.write() as connection:
            await connection.execute(held.values(owner=None, lease=None))

    async def postpone(self, dues: Mapping[str, datetime], owner: str) -> None:
        """Gives back what `owner` still has, each due at its own moment, its state as it was."""
        held = sa.update(_WATCH).where(
            _WATCH.c.key == sa.bindparam("watch"), _WATCH.c.owner == owner
        )
        async with self._database.write() as connection:
            await locked(connection, _WATCH.c.key, dues)
            if dues:
                await connection.execute(
                    held.values(owner=None, lease=None),
                    [{"watch": key, "due": due} for key, due in dues.items()],
                )

    async def instruments(self, kind: str) -> list[str]:
        """The instruments that have a watch of that kind."""
        query = sa.select(_WATCH.c.instrument).where(_WATCH.c.kind == kind).distinct()
        async with self._database.read() as connection:
            return sorted(await connection.scalars(query))

    async def states(self, keys: Collection[str]) -> dict[str, object]:
        """What those of these watches remember that have been looked at, whoever holds them."""
        found: dict[str, object] = {}
        async with self._database.read() as connection:
            for part in parts(keys):
                query = sa.select(_WATCH.c.key, _WATCH.c.state).where(_WATCH.c.key.in_(part))
                found |= {row.key: row.state for row in await connection.execute(query)}
        return {key: state for key, state in found.items() if state is not None}

    async def next_due(self, kind: str) -> datetime | None:
        """When the next one of that kind can be claimed; None where there is none."""
        mine = _WATCH.c.kind == kind
        async with self._database.read() as connection:
            return await earliest(connection, _WATCH.c.due, _WATCH.c.lease, mine)

    async def drop(self, keys: Collection[str]) -> int:
        """Ends these watches, but for those that an active subscription needs; returns how many."""
        needed = sa.exists().where(
            _SUBSCRIPTION.c.instrument == _WATCH.c.instrument,
            _SUBSCRIPTION.c.state == "active",
            sa.or_(
                sa.and_(_SUBSCRIPTION.c.kind == "news", _WATCH.c.kind == "news"),
                "price:" + _SUBSCRIPTION.c.symbol + "@" + _SUBSCRIPTION.c.mic == _WATCH.c.key,
            ),
        )
        count = 0
        async with self._database.write() as connection:
            # Locked first: whoever is just subscribing has locked the row too, and the deletion
            # must see that subscription.
            await locked(connection, _WATCH.c.key, keys)
            for part in parts(keys):
                ended = sa.delete(_WATCH).where(_WATCH.c.key.in_(part), ~needed)
                count += (await connection.execute(ended)).rowcount
        return count

    async def wake(self, keys: Collection[str], due: datetime) -> None:
        """Has these looked at at that moment, if not earlier."""
        async with self._database.write() as connection:
            await locked(connection, _WATCH.c.key, keys)
            for part in parts(keys):
                later = sa.update(_WATCH).where(_WATCH.c.key.in_(part), _WATCH.c.due > due)
                await connection.execute(later.values(due=due))

    async def count(self) -> int:
        async with self._database.read() as connection:
            return await connection.scalar(sa.select(sa.func.count()).select_from(_WATCH)) or 0


async def begin(connection: AsyncConnection, database: Database, rows: Iterable[WatchRow]) -> None:
    """Begins these watches in a transaction of somebody else's; known ones are due no later."""
    insert = database.upsert(_WATCH)
    sooner = sa.case((_WATCH.c.due > insert.excluded.due, insert.excluded.due), else_=_WATCH.c.due)
    change = insert.on_conflict_do_update(index_elements=["key"], set_={"due": sooner})
    for part in parts(_by_key(rows)):
        await connection.execute(change, part)


def _by_key(rows: Iterable[WatchRow]) -> list[dict[str, Any]]:
    return [values_of(row) for row in sorted(rows, key=lambda row: row.key)]
