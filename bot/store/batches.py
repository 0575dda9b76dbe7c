"""What statements over many rows have in common: parts of a bearable size, locks in one order.

Who locks rows of several tables does so in this order, and rows of one table by their key, so that
no two transactions wait for each other: watch, subscription, event, outbox, outage.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AT_ONCE = 1_000  # keys in one statement, well below what either engine takes

T = TypeVar("T")


def parts(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def values_of(row: "DataclassInstance") -> dict[str, Any]:
    """A row's values by column. Not `asdict`, which copies each of them, the JSON ones deeply."""
    return {name: getattr(row, name) for name in _names(type(row))}


@cache
def _names(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


async def locked(
    connection: AsyncConnection,
    key: sa.Column[Any],
    keys: Collection[Any],
    *others: sa.ColumnElement[Any],
) -> Sequence[sa.Row[Any]]:
    """Locks the rows of these keys that exist, one after another; gives their key and `others`."""
    found: list[sa.Row[Any]] = []
    for part in parts(sorted(set(keys))):
        query = sa.select(key, *others).where(key.in_(part)).order_by(key).with_for_update()
        found.extend(await connection.execute(query))
    return found


async def earliest(
    connection: AsyncConnection,
    due: sa.Column[datetime],
    lease: sa.Column[datetime],
    *conditions: sa.ColumnElement[bool],
) -> datetime | None:
    """When the first row can be claimed: at its due moment, or when a lease on it ends."""
    rows = sa.select(due).where(due.is_not(None), *conditions)
    free = await connection.scalar(rows.where(lease.is_(None)).order_by(due).limit(1))
    # A leased row was due when it was claimed, so only one that was due earlier can be sooner.
    sooner = conditions if free is None else (*conditions, due < free)
    held = await connection.scalar(
        sa.select(sa.func.min(lease)).where(due.is_not(None), lease.is_not(None), *sooner)
    )
    return min((moment for moment in (free, held) if moment is not None), default=None)
