"""What is subscribed in a server: made, listed, paused, changed and removed."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.audiences import Audiences
from bot.clock import Clock
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument
from bot.store import Store
from bot.store.rows import SubscriptionRow
from bot.updates.firing.schedule import first_due
from bot.updates.models import EVERY_DAY, Kind, State, Subscription
from bot.updates.payloads.subscriptions import subscription_of, subscription_row
from bot.updates.wishes import refusals
from bot.updates.wishes.granting import figures, identity, listing_of, subscription_for, watches_for
from bot.updates.wishes.wish import Wish, complete

PAUSED_BY_SOMEBODY = "somebody"
CHANNEL_DELETED = "deleted"
_log = logging.getLogger(__name__)


def new_id() -> str:
    """Nobody guesses it: it stands in buttons."""
    return secrets.token_hex(10)


@dataclass(frozen=True, slots=True)
class Entry:
    """A subscription as it is kept. due: when its schedule comes next, UTC."""

    subscription: Subscription
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a wish. already: what was subscribed there before, and was not made twice."""

    created: tuple[Subscription, ...]
    already: tuple[Subscription, ...]


class SubscriptionService:
    """limit: subscriptions that one server may have. Every method raises StoreError."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        audiences: Audiences,
        clock: Clock,
        *,
        limit: int,
        ids: Callable[[], str] = new_id,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._audiences = audiences
        self._clock = clock
        self._limit = limit
        self._ids = ids
        self._writing = asyncio.Lock()  # so that two presses at once make no duplicate

    def instrument_of(self, subscription: Subscription) -> Instrument | None:
        """None where the catalogue does not know it any more."""
        return self._catalogue.by_key(subscription.instrument)

    async def check(self, wish: Wish, instrument: Instrument, guild: int) -> None:
        """Raises what `create` would raise, before anything is done in Discord for it."""
        wanted = complete(wish)
        audience = self._audiences.of(guild)
        for want in wanted.wants:
            listing_of(want, instrument, audience)
        if await self._store.subscriptions.count(guild) >= self._limit:
            raise refusals.TooManySubscriptions(limit=self._limit)

    async def create(
        self, wish: Wish, instrument: Instrument, *, guild: int, channel: int, creator: int
    ) -> Made:
        """One subscription for each thing that is wanted; all of them or none.

        Raises NothingWanted, LevelMissing, OnlyCloseHasTimes, NotListedIn, NotListed,
        TooManySubscriptions.
        """
        wish = complete(wish)
        audience = self._audiences.of(guild)
        wanted = [
            subscription_for(
                want,
                wish,
                instrument,
                audience,
                id=self._ids(),
                guild=guild,
                channel=channel,
                creator=creator,
                created=self._clock(),
            )
            for want in wish.wants
        ]
        async with self._writing:
            kept = await self._kept(guild)
            known = {identity(one): one for one in kept}
            already = tuple(known[identity(one)] for one in wanted if identity(one) in known)
            fresh = [one for one in wanted if identity(one) not in known]
            if fresh and len(kept) + len(fresh) > self._limit:
                raise refusals.TooManySubscriptions(limit=self._limit)
            for one in fresh:
                row = subscription_row(one, due=first_due(one, one.created))
                # Another process may have taken the last places meanwhile.
                if not await self._store.subscriptions.add(
                    row, watches_for(one, one.created), limit=self._limit
                ):
                    raise refusals.TooManySubscriptions(limit=self._limit)
        return Made(tuple(fresh), already)

    async def of_guild(self, guild: int) -> list[Entry]:
        """All of a server, oldest first; those of kinds that this program does not know are left
        out."""
        entries = [_entry(row) for row in await self._store.subscriptions.of_guild(guild)]
        return [one for one in entries if one is not None]

    async def get(self, guild: int, subscription: str) -> Entry:
        """Raises SubscriptionGone, also where it belongs to another server."""
        row = await self._store.subscriptions.get(subscription)
        entry = _entry(row) if row is not None and row.guild == guild else None
        if entry is None:
            raise refusals.SubscriptionGone
        return entry

    async def pause(self, guild: int, subscription: str) -> Entry:
        """What waits for the end of the quiet hours is not sent either. Raises SubscriptionGone."""
        await self.get(guild, subscription)
        done = await self._store.subscriptions.pause(
            subscription, reason=PAUSED_BY_SOMEBODY, now=self._clock()
        )
        if not done:
            raise refusals.SubscriptionGone
        return await self.get(guild, subscription)

    async def resume(self, guild: int, subscription: str) -> Entry:
        """From now on: what happened meanwhile is not made up for. Raises SubscriptionGone."""
        now = self._clock()
        before = (await self.get(guild, subscription)).subscription
        active = replace(before, state=State.ACTIVE, reason=None, since=now)
        await self._change(
            subscription,
            settings=subscription_row(active).settings,
            state=State.ACTIVE.value,
            reason=None,
            memory=None,
            due=first_due(active, now),
        )
        await self._begin(active, now)
        return await self.get(guild, subscription)

    async def change(self, guild: int, subscription: str, wish: Wish, channel: int) -> Entry:
        """Gives it another place, role, figure or time; its kind and company stay.

        wish: with one want, of that kind. A lost one goes on. Raises as `create` does, and
        SubscriptionGone; AlreadySubscribed where another one is just like that.
        """
        wish = complete(wish)
        now = self._clock()
        async with self._writing:
            before = (await self.get(guild, subscription)).subscription
            instrument = self.instrument_of(before)
            if instrument is None:
                raise refusals.SubscriptionGone
            changed = subscription_for(
                wish.wants[0],
                wish,
                instrument,
                self._audiences.of(guild),
                id=subscription,
                guild=guild,
                channel=channel,
                creator=before.creator,
                created=before.created,
            )
            if before.kind in (Kind.NEWS, Kind.CLOSE, Kind.HIGH, Kind.LOW, Kind.MOVE):
                # Only a level may move to the listing of another currency.
                changed = replace(changed, symbol=before.symbol, mic=before.mic)
            anew = figures(before) != figures(changed) or before.state is not State.ACTIVE
            changed = replace(changed, since=now if anew else before.since)
            others = (one for one in await self._kept(guild) if one.id != subscription)
            if any(identity(one) == identity(changed) for one in others):
                raise refusals.AlreadySubscribed
            row = subscription_row(changed)
            fields: dict[str, object] = {
                "channel": channel,
                "symbol": row.symbol,
                "mic": row.mic,
                "threshold": row.threshold,
                "settings": row.settings,
            }
            # A price that is just due, or waited for, still comes.
            if _schedule(before) != _schedule(changed) or before.state is not State.ACTIVE:
                fields["due"] = first_due(changed, now)
            if figures(before) != figures(changed):
                fields["memory"] = None
            if before.state is State.LOST:
                fields |= {"state": State.ACTIVE.value, "reason": None}
            await self._change(subscription, **fields)
            await self._begin(changed, now)
        return await self.get(guild, subscription)

    async def remove(self, guild: int, subscription: str) -> Subscription:
        """Returns what it was. Raises SubscriptionGone."""
        entry = await self.get(guild, subscription)
        if not await self._store.subscriptions.remove(subscription, now=self._clock()):
            raise refusals.SubscriptionGone
        return entry.subscription

    async def retime(self, guild: int) -> None:
        """After the server's timezone has changed: times of day mean the new one."""
        now, timezone = self._clock(), self._audiences.of(guild).timezone
        for entry in await self.of_guild(guild):
            if entry.subscription.timezone == timezone:
                continue
            changed = replace(entry.subscription, timezone=timezone)
            fields: dict[str, object] = {"settings": subscription_row(changed).settings}
            if changed.at is not None or changed.days != EVERY_DAY:
                fields["due"] = first_due(changed, now)
            await self._store.subscriptions.change(changed.id, **fields)

    async def lose(self, channel: int, reason: str = CHANNEL_DELETED) -> int:
        """That channel is gone; returns how many subscriptions rest because of it."""
        now = self._clock()
        lost = await self._store.subscriptions.lose_channel(channel, reason=reason, now=now)
        return len(lost)

    async def _kept(self, guild: int) -> list[Subscription]:
        return [entry.subscription for entry in await self.of_guild(guild)]

    async def _begin(self, subscription: Subscription, now: datetime) -> None:
        """What it needs watched may have been given up while it rested; nobody gives it up any
        more once it is active."""
        watches = watches_for(subscription, now)
        await self._store.watches.ensure(watches)
        await self._store.watches.wake([watch.key for watch in watches], now)

    async def _change(self, subscription: str, **fields: object) -> None:
        if not await self._store.subscriptions.change(subscription, **fields):
            raise refusals.SubscriptionGone


def _schedule(one: Subscription) -> tuple[object, ...]:
    """What decides when a CLOSE comes."""
    return one.at, one.days, one.timezone, one.symbol, one.mic


def _entry(row: SubscriptionRow) -> Entry | None:
    try:
        return Entry(subscription_of(row), row.due)
    except ValueError:
        _log.warning("a subscription of the unknown kind %r is left out", row.kind)
        return None
