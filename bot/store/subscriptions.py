"""What channels want to hear of."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import schema
from bot.store.batches import earliest, parts, values_of
from bot.store.engines import Database
from bot.store.finishing import bury
from bot.store.rows import Span, SubscriptionRow, WatchRow
from bot.store.watches import begin

_SUBSCRIPTION = schema.subscription
_COLUMNS = [_SUBSCRIPTION.c[field.name] for field in fields(SubscriptionRow)]
_ACTIVE = _SUBSCRIPTION.c.state == "active"
_SPANS = 100  # in one query


class Subscriptions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: SubscriptionRow, watches: Sequence[WatchRow], *, limit: int) -> bool:
        """Keeps a new one and begins what it needs watched; False where its guild has `limit`.

        A watch that is known already is due no later than the given row says.
        """
        async with self._database.write() as connection:
            if not self._database.is_sqlite:
                # Two members who subscribe at once must not both find the last free place.
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(row.guild)))
            if (await connection.scalar(_count(row.guild)) or 0) >= limit:
                return False
            await connection.execute(sa.insert(_SUBSCRIPTION).values(**values_of(row)))
            await begin(connection, self._database, watches)
        return True

    async def get(self, subscription: str) -> SubscriptionRow | None:
        found = await self._rows(_select().where(_SUBSCRIPTION.c.id == subscription))
        return found[0] if found else None

    async def of_guild(self, guild: int) -> list[SubscriptionRow]:
        """All of a server, oldest first."""
        query = _select().where(_SUBSCRIPTION.c.guild == guild)
        return await self._rows(query.order_by(_SUBSCRIPTION.c.created, _SUBSCRIPTION.c.id))

    async def count(self, guild: int) -> int:
        async with self._database.read() as connection:
            return await connection.scalar(_count(guild)) or 0

    async def total(self) -> int:
        """How many there are in all servers."""
        async with self._database.read() as connection:
            query = sa.select(sa.func.count()).select_from(_SUBSCRIPTION)
            return await connection.scalar(query) or 0

    async def change(self, subscription: str, **fields: object) -> bool:
        """Sets these columns; False where there is no such subscription (any more).

        Who holds it loses the lease, for what they are doing follows the old wish.
        """
        change = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == subscription)
        async with self._database.write() as connection:
            done = await connection.execute(change.values(lease=None, owner=None, **fields))
            return done.rowcount > 0

    async def pause(self, subscription: str, *, reason: str, now: datetime) -> bool:
        """Nothing comes of it until it is active again, and what waits to be sent for it dies;
        False where there is no such one."""
        change = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == subscription)
        resting = change.values(state="paused", reason=reason, due=None, lease=None, owner=None)
        async with self._database.write() as connection:
            found = await connection.execute(resting.returning(_SUBSCRIPTION.c.channel))
            channel = found.scalar_one_or_none()
            if channel is None:
                return False
            await bury(connection, channel, subscription=subscription, reason="paused", now=now)
        return True

    async def remove(self, subscription: str, *, now: datetime | None = None) -> bool:
        """Deletes it, and what waits to be sent for it dies; False where there is no such one.

        now: when that happened, for the retention; without it the moments of those rows.
        """
        gone = sa.delete(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == subscription)
        async with self._database.write() as connection:
            found = await connection.execute(gone.returning(_SUBSCRIPTION.c.channel))
            channel = found.scalar_one_or_none()
            if channel is None:
                return False
            await bury(connection, channel, subscription=subscription, reason="removed", now=now)
        return True

    async def of_instrument(
        self, instrument: str, kind: str, *, symbol: str | None = None
    ) -> list[SubscriptionRow]:
        """The active ones of a kind, of all listings or of one."""
        query = _select().where(
            _SUBSCRIPTION.c.instrument == instrument, _SUBSCRIPTION.c.kind == kind, _ACTIVE
        )
        if symbol is not None:
            query = query.where(_SUBSCRIPTION.c.symbol == symbol)
        return await self._rows(query)

    async def between(self, spans: Sequence[Span]) -> list[SubscriptionRow]:
        """The active ones that lie in one of these. Many at once cost little more than one."""
        found: list[SubscriptionRow] = []
        async with self._database.read() as connection:
            for part in parts(spans, _SPANS):
                rows = (await connection.execute(_within(part))).mappings()
                found.extend(SubscriptionRow(**row) for row in rows)
        return found

    async def claim_due(
        self, now: datetime, *, owner: str, lease_until: datetime, limit: int
    ) -> list[SubscriptionRow]:
        """Takes the active ones whose schedule has come, for `owner` until `lease_until`."""
        free = sa.or_(_SUBSCRIPTION.c.lease.is_(None), _SUBSCRIPTION.c.lease <= now)
        query = (
            _select()
            .where(_SUBSCRIPTION.c.due <= now, _ACTIVE, free)
            .order_by(_SUBSCRIPTION.c.due)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(query)).mappings()
            found = [SubscriptionRow(**row) for row in rows]
            for part in parts(row.id for row in found):
                taken = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id.in_(part))
                await connection.execute(taken.values(owner=owner, lease=lease_until))
        return found

    async def let_go(self, owner: str, now: datetime) -> None:
        """Gives back all that `owner` still has, to be told at once by somebody else."""
        held = sa.update(_SUBSCRIPTION).where(
            _SUBSCRIPTION.c.due <= now, _SUBSCRIPTION.c.owner == owner
        )
        async with self._database.write() as connection:
            await connection.execute(held.values(owner=None, lease=None))

    async def next_due(self) -> datetime | None:
        """When the next active one can be claimed; None where none has a schedule."""
        async with self._database.read() as connection:
            return await earliest(connection, _SUBSCRIPTION.c.due, _SUBSCRIPTION.c.lease, _ACTIVE)

    async def channels(
        self, kinds: Collection[str], instruments: Collection[str] | None = None
    ) -> list[tuple[int, int]]:
        """The (guild, channel) with an active one of these kinds, each once, in their order."""
        columns = (_SUBSCRIPTION.c.guild, _SUBSCRIPTION.c.channel)
        query = sa.select(*columns).where(_ACTIVE, _SUBSCRIPTION.c.kind.in_(sorted(kinds)))
        query = query.distinct()
        queries = [query]
        if instruments is not None:
            chosen = parts(sorted(set(instruments)))
            queries = [query.where(_SUBSCRIPTION.c.instrument.in_(part)) for part in chosen]
        found: set[tuple[int, int]] = set()
        async with self._database.read() as connection:
            for one in queries:
                found.update((row.guild, row.channel) for row in await connection.execute(one))
        return sorted(found)

    async def lose_channel(
        self, channel: int, *, reason: str, now: datetime
    ) -> list[SubscriptionRow]:
        """Discord refuses that channel: its active ones are lost, its open letters die.

        Returns those that were active, as they are now; nothing the second time, so that their
        creators are told once.
        """
        mine = sa.select(_SUBSCRIPTION.c.id).where(_SUBSCRIPTION.c.channel == channel, _ACTIVE)
        lost = (
            sa.update(_SUBSCRIPTION)
            .where(_SUBSCRIPTION.c.id == sa.bindparam("subscription"), _ACTIVE)
            .values(
                state="lost",
                reason=reason,
                last_failure=reason,
                failed_at=now,
                due=None,
                lease=None,
                owner=None,
            )
            .returning(*_COLUMNS)
        )
        rows: list[SubscriptionRow] = []
        async with self._database.write() as connection:
            found = await connection.scalars(mine.order_by(_SUBSCRIPTION.c.id).with_for_update())
            for subscription in found.all():
                done = await connection.execute(lost, {"subscription": subscription})
                rows.extend(SubscriptionRow(**row) for row in done.mappings())
            await bury(connection, channel, reason=reason, now=now, sending=True)
        return rows

    async def _rows(self, query: sa.Select[*tuple[Any, ...]]) -> list[SubscriptionRow]:
        async with self._database.read() as connection:
            found = await connection.execute(query)
            return [SubscriptionRow(**row) for row in found.mappings()]


def _select() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(*_COLUMNS)


def _within(spans: Sequence[Span]) -> sa.Select[tuple[object, ...]]:
    texts = [sa.column(name, sa.String) for name in ("instrument", "kind", "symbol")]
    ends = [sa.column(name, sa.Double) for name in ("low", "high")]
    rows = [astuple(span) for span in spans]
    wanted = sa.values(*texts, *ends, name="given").data(rows).cte("wanted")
    inside = sa.and_(
        _SUBSCRIPTION.c.instrument == wanted.c.instrument,
        _SUBSCRIPTION.c.kind == wanted.c.kind,
        _ACTIVE,
        _SUBSCRIPTION.c.threshold.between(wanted.c.low, wanted.c.high),
        _SUBSCRIPTION.c.symbol == wanted.c.symbol,
    )
    return _select().select_from(wanted.join(_SUBSCRIPTION, inside))


def _count(guild: int) -> sa.Select[int]:
    mine = sa.select(sa.func.count()).select_from(_SUBSCRIPTION)
    return mine.where(_SUBSCRIPTION.c.guild == guild)
