"""Before a request leaves, and after its answer: what happened to rows of the outbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import schema
from bot.store.batches import locked, parts
from bot.store.rows import Finished

_OUTBOX = schema.outbox
_SUBSCRIPTION = schema.subscription
_WAITING = ("pending", "unknown")
_STANDING = (
    _OUTBOX.c.state,
    _OUTBOX.c.owner,
    _OUTBOX.c.attempts,
    _OUTBOX.c.first_attempt_at,
    _OUTBOX.c.message,
    _OUTBOX.c.due,
)
_CHANGED = ("state", "due", "attempts", "first_attempt_at", "message", "reason", "ended")
_CHANGE = (
    sa.update(_OUTBOX)
    .where(_OUTBOX.c.id == sa.bindparam("row"))
    .values(lease=None, owner=None, **{name: sa.bindparam(f"new_{name}") for name in _CHANGED})
)


async def seal(
    connection: AsyncConnection, parcels: Mapping[str, Sequence[int]], owner: str, now: datetime
) -> frozenset[str]:
    """Returns the references of which `owner` holds every row."""
    ids = [one for members in parcels.values() for one in members]
    found = await locked(
        connection, _OUTBOX.c.id, ids, _OUTBOX.c.state, _OUTBOX.c.owner, _OUTBOX.c.lease
    )
    held = {row.id for row in found if _held(row, owner) and row.lease > now}
    sealed = {key: members for key, members in parcels.items() if held.issuperset(members)}
    rows = [{"row": one, "reference": key} for key, members in sealed.items() for one in members]
    if rows:
        change = sa.update(_OUTBOX).where(_OUTBOX.c.id == sa.bindparam("row"))
        sealing = change.values(
            parcel=sa.bindparam("reference"),
            attempts=_OUTBOX.c.attempts + 1,
            first_attempt_at=sa.func.coalesce(_OUTBOX.c.first_attempt_at, now),
        )
        await connection.execute(sealing, rows)
    return frozenset(sealed)


async def finish(
    connection: AsyncConnection, done: Sequence[Finished], owner: str, now: datetime
) -> None:
    await _note_health(connection, done, now)
    ids = [one for finished in done for one in finished.ids]
    found = await locked(connection, _OUTBOX.c.id, ids, *_STANDING)
    standing = {row.id: row for row in found}
    rows = [
        _outcome(standing[one], finished, now)
        for finished in done
        for one in finished.ids
        if one in standing and _applies(standing[one], finished, owner)
    ]
    if rows:
        await connection.execute(_CHANGE, rows)


async def bury(
    connection: AsyncConnection,
    channel: int,
    *,
    reason: str,
    subscription: str | None = None,
    now: datetime | None = None,
    sending: bool = False,
) -> None:
    """What waits for that channel dies, of one subscription or all; also what is on its way."""
    states = (*_WAITING, "sending") if sending else _WAITING
    query = sa.select(_OUTBOX.c.id).where(_OUTBOX.c.channel == channel, _OUTBOX.c.state.in_(states))
    if subscription is not None:
        query = query.where(_OUTBOX.c.subscription == subscription)
    found = await connection.scalars(query.order_by(_OUTBOX.c.id).with_for_update())
    for part in parts(found.all()):
        change = sa.update(_OUTBOX).where(_OUTBOX.c.id.in_(part))
        await connection.execute(
            change.values(
                state="dead",
                reason=reason,
                ended=_OUTBOX.c.due if now is None else now,
                lease=None,
                owner=None,
            )
        )


def _held(row: sa.Row[Any], owner: str) -> bool:
    return row.state == "sending" and row.owner == owner


def _applies(row: sa.Row[Any], finished: Finished, owner: str) -> bool:
    return row.state != "sent" if finished.state == "sent" else _held(row, owner)


def _outcome(row: sa.Row[Any], finished: Finished, now: datetime) -> dict[str, Any]:
    ended = finished.state in {"sent", "dead"}
    attempts = row.attempts if finished.counts else max(row.attempts - 1, 0)
    return {
        "row": row.id,
        "new_state": finished.state,
        "new_due": row.due if ended else finished.due or now,
        "new_attempts": attempts,
        # Where no attempt counts, nothing can have been posted yet.
        "new_first_attempt_at": row.first_attempt_at if attempts else None,
        "new_message": row.message if finished.message is None else finished.message,
        "new_reason": finished.reason,
        "new_ended": now if ended else None,
    }


async def _note_health(
    connection: AsyncConnection, done: Sequence[Finished], now: datetime
) -> None:
    """Of the subscriptions of these rows: when one was sent last, and what failed last."""
    good: set[int] = set()
    bad: dict[int, str] = {}
    for finished in done:
        if finished.state == "sent":
            good.update(finished.ids)
        elif finished.reason is not None and finished.counts:
            bad.update(dict.fromkeys(finished.ids, finished.reason))
    sent: set[str] = set()
    failed: dict[str, str] = {}
    for part in parts(good | bad.keys()):
        query = sa.select(_OUTBOX.c.id, _OUTBOX.c.subscription).where(
            _OUTBOX.c.id.in_(part), _OUTBOX.c.subscription.is_not(None)
        )
        for row in await connection.execute(query):
            if row.id in good:
                sent.add(row.subscription)
            else:
                failed[row.subscription] = bad[row.id]
    await locked(connection, _SUBSCRIPTION.c.id, sent | failed.keys())
    for part in parts(sorted(sent)):
        change = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id.in_(part))
        await connection.execute(change.values(last_sent=now))
    if failed:
        change = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == sa.bindparam("subscription"))
        await connection.execute(
            change.values(last_failure=sa.bindparam("why"), failed_at=now),
            [{"subscription": one, "why": why} for one, why in sorted(failed.items())],
        )
