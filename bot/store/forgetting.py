"""What goes when a server goes, or when it has been kept long enough."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import schema
from bot.store.batches import locked, parts

_EVENT = schema.event
_OUTBOX = schema.outbox
_SUBSCRIPTION = schema.subscription

LETTERLESS = ~sa.exists().where(_OUTBOX.c.event == _EVENT.c.key)


async def forget_letters(connection: AsyncConnection, guild: int) -> None:
    """Deletes a server's subscriptions and letters, and the events that nobody else was told."""
    mine = sa.select(_SUBSCRIPTION.c.id).where(_SUBSCRIPTION.c.guild == guild)
    await locked(connection, _SUBSCRIPTION.c.id, (await connection.scalars(mine)).all())
    await connection.execute(sa.delete(_SUBSCRIPTION).where(_SUBSCRIPTION.c.guild == guild))
    told = sa.select(_OUTBOX.c.event).where(_OUTBOX.c.guild == guild).distinct()
    events = (await connection.scalars(told)).all()
    await locked(connection, _EVENT.c.key, events)
    letters = sa.select(_OUTBOX.c.id).where(_OUTBOX.c.guild == guild)
    await locked(connection, _OUTBOX.c.id, (await connection.scalars(letters)).all())
    await connection.execute(sa.delete(_OUTBOX).where(_OUTBOX.c.guild == guild))
    await forget_events(connection, events)


async def forget_events(connection: AsyncConnection, keys: Collection[str]) -> None:
    """Deletes those of these events that no letter refers to."""
    # Locked first: whoever is just adding a letter holds the event, and must have been seen.
    await locked(connection, _EVENT.c.key, keys)
    for part in parts(keys):
        await connection.execute(sa.delete(_EVENT).where(_EVENT.c.key.in_(part), LETTERLESS))
