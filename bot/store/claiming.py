"""Which rows of the outbox may go out now: whole channels, that nobody else is sending to."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import schema
from bot.store.batches import locked, parts
from bot.store.rows import EventRow, OutboxRow

_OUTBOX = schema.outbox
_EVENT = schema.event
_ORIGINAL = _OUTBOX.alias("original")  # the post that a row edits
_WAITING = ("pending", "unknown")
_OPEN = (*_WAITING, "sending")
_A_CHANNEL = 50  # rows of one channel in one claim, but for the rest of a parcel
_A_PERSON = 1_000  # the same of one person: what they have to know is one message


def candidates(now: datetime, limit: int) -> sa.Select[Any]:
    """The channels of the `limit` rows that are longest due, a channel as often as it has rows."""
    held = sa.select(_OUTBOX.c.channel).where(_OUTBOX.c.state == "sending", _OUTBOX.c.lease > now)

    def first(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        query = sa.select(_OUTBOX.c.channel, _OUTBOX.c.due, _OUTBOX.c.id)
        query = query.where(*conditions, _OUTBOX.c.channel.not_in(held))
        # Each by itself, because an index can be walked in order for one state only.
        return sa.select(query.order_by(_OUTBOX.c.due).limit(limit).subquery())

    waiting = [first(_OUTBOX.c.state == state, _OUTBOX.c.due <= now) for state in _WAITING]
    left = first(_OUTBOX.c.state == "sending", _OUTBOX.c.lease <= now)
    every = sa.union_all(*waiting, left).subquery()
    return sa.select(every.c.channel).order_by(every.c.due, every.c.id).limit(limit)


async def due_rows(
    connection: AsyncConnection, channels: Sequence[int], now: datetime, limit: int
) -> list[int]:
    """Locks the due rows of the first channels, whole channels, until there are `limit`."""
    # One condition for the three states, and not on `due` alone, so that the index of channels is
    # walked, never that of all open rows.
    claimable = sa.case((_OUTBOX.c.state == "sending", _OUTBOX.c.lease), else_=_OUTBOX.c.due)
    due = sa.and_(_OUTBOX.c.state.in_(_OPEN), claimable <= now)
    # Rows of a parcel have one rank, and come first: a parcel is never torn.
    loose = _OUTBOX.c.parcel.is_(None)
    rank = sa.func.rank().over(
        partition_by=_OUTBOX.c.channel,
        order_by=(sa.case((loose, 1), else_=0), _OUTBOX.c.parcel, sa.case((loose, _OUTBOX.c.id))),
    )
    most = sa.case((_OUTBOX.c.private, _A_PERSON), else_=_A_CHANNEL)
    ranked = sa.select(_OUTBOX.c.id, _OUTBOX.c.channel, rank.label("rank"), most.label("most"))
    chosen: list[int] = []
    for part in _growing(channels):
        each = ranked.where(_OUTBOX.c.channel.in_(part), due).subquery()
        query = sa.select(each.c.channel, each.c.id).where(each.c.rank <= each.c.most)
        found: dict[int, list[int]] = {}
        for channel, one in await connection.execute(query):
            found.setdefault(channel, []).append(one)
        for members in (found[channel] for channel in part if channel in found):
            if chosen and len(chosen) + len(members) > limit:
                break
            chosen.extend(members)
        else:
            continue
        break
    # What somebody has just finished or buried is due no longer. Only the ids are asked for, or
    # SQLite would look for the few among all that are in that state.
    standing = await locked(
        connection, _OUTBOX.c.id, chosen, _OUTBOX.c.state, claimable.label("claimable")
    )
    return [row.id for row in standing if row.state in _OPEN and row.claimable <= now]


def _growing(channels: Sequence[int]) -> Iterator[list[int]]:
    """Few channels first, for each may have so many rows that more are not wanted."""
    rest, size = iter(channels), 4
    while part := list(islice(rest, size)):
        yield part
        size *= 2


async def with_events(connection: AsyncConnection, ids: Sequence[int]) -> list[OutboxRow]:
    rows: list[OutboxRow] = []
    joined = _OUTBOX.join(_EVENT, _EVENT.c.key == _OUTBOX.c.event).outerjoin(
        _ORIGINAL, _ORIGINAL.c.dedup_key == _OUTBOX.c.edits
    )
    own = [
        _OUTBOX.c[name]
        for name in OutboxRow.__dataclass_fields__
        if name not in {"event", "edits_message"}
    ]
    query = sa.select(
        *own,
        _ORIGINAL.c.message.label("edits_message"),
        *(c.label(f"e_{c.name}") for c in _EVENT.c),
    ).select_from(joined)
    for part in parts(ids):
        found = await connection.execute(query.where(_OUTBOX.c.id.in_(part)))
        for row in found.mappings():
            values = dict(row)
            event = EventRow(
                key=values.pop("e_key"),
                created=values.pop("e_created"),
                payload=values.pop("e_payload"),
            )
            rows.append(OutboxRow(**values, event=event))
    return rows
