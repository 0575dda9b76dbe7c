"""What became of a post, and what else stands in the same message."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import schema
from bot.store.batches import parts
from bot.store.engines import Database
from bot.store.rows import EventRow, PostRow

_OUTBOX = schema.outbox
_EVENT = schema.event


class Posts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, dedup_keys: Collection[str]) -> dict[str, PostRow]:
        """The posts of these rows of the outbox, as far as there are such rows."""
        found: dict[str, PostRow] = {}
        columns = [
            _OUTBOX.c[name]
            for name in ("dedup_key", "channel", "state", "due", "message", "parcel")
        ]
        async with self._database.read() as connection:
            for part in parts(dedup_keys):
                query = sa.select(*columns).where(_OUTBOX.c.dedup_key.in_(part))
                for row in (await connection.execute(query)).all():
                    events: tuple[EventRow, ...] = ()
                    if row.state == "sent" and row.parcel is not None:
                        events = await _together(connection, row.channel, row.parcel)
                    found[row.dedup_key] = PostRow(
                        state=row.state, due=row.due, message=row.message, events=events
                    )
        return found


async def _together(connection: AsyncConnection, channel: int, parcel: str) -> tuple[EventRow, ...]:
    """The events of a message that tells several, with what has changed in them since; nothing
    of a message that tells one."""
    # By channel as well, because that is what the index knows.
    there = sa.and_(_OUTBOX.c.channel == channel, _OUTBOX.c.state == "sent")
    mine = sa.select(_OUTBOX.c.dedup_key).where(there, _OUTBOX.c.parcel == parcel)
    keys = (await connection.scalars(mine)).all()
    if len(keys) < 2:
        return ()
    chosen = sa.or_(_OUTBOX.c.parcel == parcel, _OUTBOX.c.edits.in_(keys))
    query = (
        sa.select(_EVENT.c.key, _EVENT.c.created, _EVENT.c.payload)
        .join(_OUTBOX, _OUTBOX.c.event == _EVENT.c.key)
        .where(there, chosen)
        .order_by(_OUTBOX.c.id)
    )
    return tuple(
        EventRow(key=row.key, created=row.created, payload=row.payload)
        for row in await connection.execute(query)
    )
