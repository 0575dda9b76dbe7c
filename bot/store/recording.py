"""The transaction in which something happened: events, letters, and how far the watchers are."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import LeaseLost
from bot.store import schema
from bot.store.batches import locked, values_of
from bot.store.engines import Database
from bot.store.rows import EventRow, Letter, OutageRow, SubscriptionChange, WatchChange

_WATCH = schema.watch
_SUBSCRIPTION = schema.subscription
_OUTBOX = schema.outbox
_OUTAGE = schema.outage


async def advance_watches(
    connection: AsyncConnection, changes: Sequence[WatchChange], owner: str | None
) -> None:
    """One that was dropped meanwhile is left alone. Raises LeaseLost."""
    found = await locked(
        connection, _WATCH.c.key, [change.key for change in changes], _WATCH.c.owner
    )
    for row in found:
        if owner is not None and row.owner != owner:
            raise LeaseLost(what=row.key)
    if changes:
        change = sa.update(_WATCH).where(_WATCH.c.key == sa.bindparam("watch"))
        await connection.execute(
            change.values(lease=None, owner=None),
            [{"watch": one.key, "due": one.due, "state": one.state} for one in changes],
        )


async def advance_subscriptions(
    connection: AsyncConnection, changes: Sequence[SubscriptionChange], owner: str | None
) -> None:
    """One that was removed meanwhile is left alone. Raises LeaseLost for one with a schedule."""
    found = await locked(
        connection,
        _SUBSCRIPTION.c.id,
        [change.id for change in changes],
        _SUBSCRIPTION.c.owner,
        _SUBSCRIPTION.c.due,
    )
    for row in found:
        # One without a schedule is never leased: its rule runs under the lease of its watch.
        unheld = row.owner is None and row.due is None
        if owner is not None and row.owner != owner and not unheld:
            raise LeaseLost(what=row.id)
    if changes:
        change = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == sa.bindparam("subscription"))
        await connection.execute(
            change.values(lease=None, owner=None),
            [{"subscription": one.id, "memory": one.memory, "due": one.due} for one in changes],
        )


async def insert_events(
    connection: AsyncConnection, database: Database, events: Sequence[EventRow]
) -> None:
    """Those that are known already stay as they are."""
    if events:
        insert = database.upsert(schema.event).on_conflict_do_nothing()
        rows = sorted(events, key=lambda event: event.key)
        await connection.execute(insert, [values_of(row) for row in rows])


async def insert_letters(
    connection: AsyncConnection,
    database: Database,
    letters: Sequence[Letter],
    events: Sequence[EventRow],
) -> int:
    """Returns how many are new; the others stay as they are."""
    if not letters:
        return 0
    created = {event.key: event.created for event in events}
    rows: list[dict[str, Any]] = [
        {
            **values_of(letter),
            "state": "pending",
            "attempts": 0,
            "created": created.get(letter.event, letter.due),
        }
        for letter in sorted(letters, key=lambda letter: letter.dedup_key)
    ]
    insert = database.upsert(_OUTBOX).on_conflict_do_nothing().returning(_OUTBOX.c.id)
    return len((await connection.execute(insert, rows)).all())


async def note_outages(
    connection: AsyncConnection,
    database: Database,
    outages: Sequence[OutageRow],
    recovered: Sequence[str],
) -> None:
    if outages:
        insert = database.upsert(_OUTAGE)
        change = insert.on_conflict_do_update(
            index_elements=["source"],
            set_={name: insert.excluded[name] for name in ("since", "failures", "told")},
        )
        rows = sorted(outages, key=lambda outage: outage.source)
        await connection.execute(change, [values_of(row) for row in rows])
    if recovered:
        await locked(connection, _OUTAGE.c.source, recovered)
        await connection.execute(sa.delete(_OUTAGE).where(_OUTAGE.c.source.in_(set(recovered))))
