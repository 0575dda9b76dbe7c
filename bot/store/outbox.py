"""What goes out: written with what caused it, claimed by one courier at a time, never forgotten.

A row is "pending", then "sending" under a lease, then "sent"; "unknown" where nobody knows whether
Discord took it; "dead" where it will never go out. `docs/decisions/outbox.md` says why.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.store import claiming, finishing, recording, schema
from bot.store.batches import parts
from bot.store.engines import Database
from bot.store.forgetting import LETTERLESS, forget_events
from bot.store.rows import (
    EventRow,
    Finished,
    Letter,
    OutageRow,
    OutboxRow,
    SubscriptionChange,
    WatchChange,
)

_OUTBOX = schema.outbox
_EVENT = schema.event
_WAITING = ("pending", "unknown")
_PURGED = 5_000  # rows deleted in one transaction, so that others get their turn
_LOCK = 0x5041524B434C  # "PARKCL": the advisory lock of whoever claims on PostgreSQL
_FOR_CLAIMING = {
    # A process that vanishes in the middle of a claim must not hold up the others for long.
    "idle_in_transaction_session_timeout": "10s",
    # What PostgreSQL believes of a queue is always old: it would read all of it and sort that,
    # where an index has the few that are wanted in their order.
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "plan_cache_mode": "force_custom_plan",
}
# One claims at a time, or two could each find a channel free and share it.
_CLAIMING = sa.select(
    *(sa.func.set_config(name, value, sa.true()) for name, value in _FOR_CLAIMING.items()),
    sa.func.pg_advisory_xact_lock(_LOCK),
)


class Outbox:
    """fresh: set whenever this process has put letters in, for who sends them to wait on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.fresh = asyncio.Event()

    async def record(
        self,
        events: Sequence[EventRow],
        letters: Sequence[Letter],
        *,
        owner: str | None = None,
        watches: Sequence[WatchChange] = (),
        subscriptions: Sequence[SubscriptionChange] = (),
        outages: Sequence[OutageRow] = (),
        recovered: Sequence[str] = (),
    ) -> int:
        """Keeps all of it or nothing; returns how many letters are new.

        Events and letters that are known already stay as they are. owner: who must still have the
        leases of what is advanced; None asks for none. Raises LeaseLost.
        """
        database = self._database
        async with database.write() as connection:
            await recording.advance_watches(connection, watches, owner)
            await recording.advance_subscriptions(connection, subscriptions, owner)
            await recording.insert_events(connection, database, events)
            count = await recording.insert_letters(connection, database, letters, events)
            await recording.note_outages(connection, database, outages, recovered)
        if count:
            self.fresh.set()
        return count

    async def claim(
        self, now: datetime, *, owner: str, lease_until: datetime, limit: int
    ) -> list[OutboxRow]:
        """Takes what is due for `owner` until `lease_until`, whole channels, longest due first.

        A channel of which anybody holds a row is left out. All due rows of a channel come together,
        oldest first, at most 50 (of a person 1,000) and never half a parcel; so there can be more
        than `limit`, but only of one channel.
        """
        async with self._database.write() as connection:
            if not self._database.is_sqlite:
                await connection.execute(_CLAIMING)
            found = await connection.scalars(claiming.candidates(now, limit))
            channels = list(dict.fromkeys(found))
            chosen = await claiming.due_rows(connection, channels, now, limit)
            if not chosen:
                return []
            for part in parts(chosen):
                taken = sa.update(_OUTBOX).where(_OUTBOX.c.id.in_(part))
                await connection.execute(
                    taken.values(state="sending", owner=owner, lease=lease_until)
                )
            rows = await claiming.with_events(connection, chosen)
        place = {channel: at for at, channel in enumerate(channels)}
        return sorted(rows, key=lambda row: (place[row.channel], row.id))

    async def seal(
        self, parcels: Mapping[str, Sequence[int]], *, owner: str, now: datetime
    ) -> frozenset[str]:
        """Writes down which rows go out as which message, before any request leaves.

        Returns the references that may be sent: not those of which a row is no longer held by
        `owner` (taken over, or its subscription was removed); these stay as they are.
        """
        async with self._database.write() as connection:
            return await finishing.seal(connection, parcels, owner, now)

    async def finish(self, done: Sequence[Finished], *, owner: str, now: datetime) -> None:
        """Writes down what became of rows, and with it the health of their subscriptions.

        That one was sent is true whoever holds it by now; everything else counts only for a row
        that `owner` still holds.
        """
        async with self._database.write() as connection:
            await finishing.finish(connection, done, owner, now)

    async def next_due(self) -> datetime | None:
        """When the next row can be claimed; None where none is open."""
        held = sa.select(_OUTBOX.c.channel).where(_OUTBOX.c.state == "sending")
        async with self._database.read() as connection:
            moments = [
                await connection.scalar(
                    sa.select(_OUTBOX.c.due)
                    .where(_OUTBOX.c.state == state, _OUTBOX.c.channel.not_in(held))
                    .order_by(_OUTBOX.c.due)
                    .limit(1)
                )
                for state in _WAITING
            ]
            # A channel that is held can be claimed when its lease ends, if not earlier.
            leased = sa.select(sa.func.min(_OUTBOX.c.lease)).where(_OUTBOX.c.state == "sending")
            moments.append(await connection.scalar(leased))
        return min((moment for moment in moments if moment is not None), default=None)

    async def posted(self, dedup_keys: Collection[str]) -> dict[str, int | None]:
        """Which of these were sent, each with its post's id where that is known."""
        found: dict[str, int | None] = {}
        async with self._database.read() as connection:
            for part in parts(dedup_keys):
                query = sa.select(_OUTBOX.c.dedup_key, _OUTBOX.c.message).where(
                    _OUTBOX.c.dedup_key.in_(part), _OUTBOX.c.state == "sent"
                )
                found |= {row.dedup_key: row.message for row in await connection.execute(query)}
        return found

    async def depth(self, states: Collection[str] | None = None) -> dict[str, int]:
        """How many rows there are in each state, or in each of these; one without any is absent.

        What was sent is kept for a while: counting only what is open stays cheap.
        """
        query = sa.select(_OUTBOX.c.state, sa.func.count()).group_by(_OUTBOX.c.state)
        if states is not None:
            query = query.where(_OUTBOX.c.state.in_(states))
        async with self._database.read() as connection:
            found = await connection.execute(query)
            return {row[0]: row[1] for row in found}

    async def oldest(self) -> datetime | None:
        """Since when the pending row that has waited longest could have gone out."""
        query = sa.select(sa.func.min(_OUTBOX.c.due)).where(_OUTBOX.c.state == "pending")
        async with self._database.read() as connection:
            return await connection.scalar(query)

    async def purge(self, before: datetime) -> int:
        """Deletes rows that ended, and events without rows that happened, before that moment."""
        ended = sa.select(_OUTBOX.c.id).where(_OUTBOX.c.ended < before)
        count = 0
        while True:
            async with self._database.write() as connection:
                part = list(await connection.scalars(ended.limit(_PURGED)))
                for ids in parts(part):
                    gone = sa.delete(_OUTBOX).where(_OUTBOX.c.id.in_(ids))
                    count += (await connection.execute(gone)).rowcount
            if len(part) < _PURGED:
                break
        old = sa.select(_EVENT.c.key).where(_EVENT.c.created < before, LETTERLESS)
        while True:
            async with self._database.write() as connection:
                keys = list(await connection.scalars(old.limit(_PURGED)))
                await forget_events(connection, keys)
            if len(keys) < _PURGED:
                return count
