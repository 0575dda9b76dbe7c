"""Subscriptions made, paused, changed and removed; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import count

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.errors import InputError
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Place, Record
from bot.instruments.models import Instrument
from bot.store import Store, open_store
from bot.store.rows import EventRow, Letter
from bot.updates.models import EVERY_DAY, Direction, Kind, State
from bot.updates.wishes.refusals import SubscriptionGone
from bot.updates.wishes.service import Made, SubscriptionService
from bot.updates.wishes.wish import Want, Wish

NOON = datetime(2021, 10, 20, 12, 0, tzinfo=UTC)  # a Wednesday, 14:00 in Berlin
GUILD, OTHER, CHANNEL, MAX = 1, 2, 9_000_000_000_000_000_001, 5
KEY = "KYG9830T1067"
LONG = timedelta(days=400)


class Desk:
    """A service whose clock the test moves."""

    def __init__(self, store: Store, audiences: Audiences, limit: int = 5) -> None:
        self.store = store
        self.audiences = audiences
        self.now = NOON
        catalogue = Catalogue(
            build_catalogue(
                {
                    "plain": [
                        Record(
                            "Xiaomi Corp.",
                            (KEY,),
                            "A2JNY1",
                            (
                                Place("1810.HK", "XHKG", "HKD", home=True),
                                Place("3CP.F", "XFRA", "EUR"),
                            ),
                            country="CN",
                        )
                    ]
                }
            )
        )
        numbers = count(1)
        self.service = SubscriptionService(
            store,
            catalogue,
            audiences,
            lambda: self.now,
            limit=limit,
            ids=lambda: f"id{next(numbers)}",
        )
        found = catalogue.by_key(KEY)
        assert found is not None
        self.xiaomi: Instrument = found

    async def subscribe(self, *wants: Want, channel: int = CHANNEL, **said: object) -> Made:
        wish = replace(Wish(wants=wants), **said)  # type: ignore[arg-type] # fields of a wish
        return await self.service.create(
            wish, self.xiaomi, guild=GUILD, channel=channel, creator=MAX
        )

    async def refused(self, *wants: Want, **said: object) -> str:
        with pytest.raises(InputError) as refusal:
            await self.subscribe(*wants, **said)  # type: ignore[arg-type] # fields of a wish
        return refusal.value.code


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with open_store(database_url) as store:
        yield Desk(store, Audiences(store, Audience()))


MOVE = Want(Kind.MOVE, percent=Decimal(5))
NEWS = Want(Kind.NEWS)
CLOSE = Want(Kind.CLOSE)


def level(price: str, currency: str | None = None) -> Want:
    return Want(Kind.LEVEL, level=Decimal(price), currency=currency)


async def test_each_thing_wanted_is_one_subscription_on_the_communitys_listing(desk: Desk) -> None:
    made = await desk.subscribe(NEWS, MOVE, level("2.60"), CLOSE, role=77)
    assert [one.kind for one in made.created] == [Kind.NEWS, Kind.MOVE, Kind.LEVEL, Kind.CLOSE]
    assert [one.symbol for one in made.created] == ["", "3CP.F", "3CP.F", "3CP.F"]
    assert made.created[2].currency == "EUR"
    kept = [entry.subscription for entry in await desk.service.of_guild(GUILD)]
    assert kept == list(made.created)
    assert {one.role for one in kept} == {77}
    assert await desk.service.of_guild(OTHER) == []


async def test_another_direction_is_another_level_and_forgets_what_was_told(desk: Desk) -> None:
    up, down = (replace(level("2.60"), direction=one) for one in Direction)
    made = await desk.subscribe(up, down)
    assert [one.direction for one in made.created] == [*Direction]
    assert (await desk.subscribe(down)).created == ()
    first = made.created[0]
    await desk.store.subscriptions.change(first.id, memory="2021-10-20:up")
    wish = Wish(wants=(level("2.60"),))
    changed = await desk.service.change(GUILD, first.id, wish, CHANNEL)
    assert changed.subscription.direction is None
    [row, _] = await desk.store.subscriptions.of_guild(GUILD)
    assert row.memory is None
    with pytest.raises(InputError) as refused:
        await desk.service.change(GUILD, first.id, Wish(wants=(down,)), CHANNEL)
    assert refused.value.code == "already_subscribed"


async def test_what_is_to_be_watched_is_watched_once_and_at_once(desk: Desk) -> None:
    await desk.subscribe(NEWS, MOVE, Want(Kind.HIGH))
    await desk.subscribe(NEWS, channel=7)
    later = NOON + LONG
    news = await desk.store.watches.claim("news", NOON, owner="a", lease_until=later, limit=9)
    price = await desk.store.watches.claim("price", NOON, owner="a", lease_until=later, limit=9)
    assert [watch.key for watch in news] == [f"news:{KEY}"]
    assert [watch.key for watch in price] == ["price:3CP.F@XFRA"]
    assert {watch.state for watch in news + price} == {None}  # the first look is a baseline


async def test_a_level_is_watched_where_it_is_traded_in_that_currency(desk: Desk) -> None:
    made = await desk.subscribe(level("20", "HKD"), level("2.60", "EUR"))
    assert [(one.symbol, one.currency) for one in made.created] == [
        ("1810.HK", "HKD"),
        ("3CP.F", "EUR"),
    ]
    assert await desk.refused(level("3", "USD")) == "not_listed_in"
    desk.xiaomi = replace(desk.xiaomi, listings=())
    assert await desk.refused(MOVE) == "not_listed"


async def test_the_daily_price_has_its_moment_and_needs_no_watch(desk: Desk) -> None:
    await desk.subscribe(CLOSE)
    await desk.subscribe(CLOSE, at=time(18, 30), days=frozenset({0, 4}))
    after_close, timed = await desk.service.of_guild(GUILD)
    # Frankfurt closes at 22:00 in Berlin; Friday is the next of Monday and Friday.
    assert after_close.due == datetime(2021, 10, 20, 20, 20, tzinfo=UTC)
    assert timed.due == datetime(2021, 10, 22, 16, 30, tzinfo=UTC)
    assert await desk.store.watches.count() == 0


async def test_the_same_wish_twice_is_said_and_not_stored_twice(desk: Desk) -> None:
    first = await desk.subscribe(MOVE, NEWS)
    again = await desk.subscribe(Want(Kind.MOVE, percent=Decimal("5.0")), Want(Kind.HIGH))
    assert again.already == first.created[:1]
    assert [one.kind for one in again.created] == [Kind.HIGH]
    elsewhere = await desk.subscribe(MOVE, channel=8)
    assert elsewhere.created
    assert len(await desk.service.of_guild(GUILD)) == 4


async def test_two_presses_at_once_store_one(desk: Desk) -> None:
    made = await asyncio.gather(*(desk.subscribe(NEWS) for _ in range(5)))
    assert sum(len(one.created) for one in made) == 1
    assert len(await desk.service.of_guild(GUILD)) == 1


async def test_no_more_than_the_limit_and_all_or_nothing(desk: Desk) -> None:
    await desk.subscribe(NEWS, MOVE, Want(Kind.HIGH), Want(Kind.LOW))
    assert await desk.refused(level("3"), level("4")) == "too_many_subscriptions"
    assert len(await desk.service.of_guild(GUILD)) == 4
    await desk.subscribe(level("3"))
    assert await desk.refused(level("4")) == "too_many_subscriptions"
    with pytest.raises(InputError):
        await desk.service.check(Wish(wants=(NEWS,)), desk.xiaomi, GUILD)
    assert (await desk.subscribe(NEWS)).already, "what is there already breaks no limit"


async def test_pause_and_resume_begin_anew(desk: Desk) -> None:
    [one] = (await desk.subscribe(CLOSE)).created
    [move] = (await desk.subscribe(MOVE)).created
    await desk.store.subscriptions.change(move.id, memory="up:2021-10-19")
    paused = await desk.service.pause(GUILD, one.id)
    assert (paused.subscription.state, paused.subscription.reason) == (State.PAUSED, "somebody")
    await desk.service.pause(GUILD, move.id)
    assert await desk.store.watches.drop(["price:3CP.F@XFRA"]) == 1

    desk.now = NOON + timedelta(days=2)
    resumed = await desk.service.resume(GUILD, one.id)
    assert (resumed.subscription.state, resumed.subscription.reason) == (State.ACTIVE, None)
    assert resumed.due == datetime(2021, 10, 22, 20, 20, tzinfo=UTC)
    await desk.service.resume(GUILD, move.id)
    assert await desk.store.watches.next_due("price") == desk.now
    row = await desk.store.subscriptions.get(move.id)
    assert row is not None
    assert row.memory is None


async def test_a_change_keeps_kind_and_company_and_forgets_only_what_it_must(desk: Desk) -> None:
    [move, one] = (await desk.subscribe(MOVE, level("2.60"))).created
    await desk.store.subscriptions.change(move.id, memory="up:2021-10-20")

    moved = await desk.service.change(GUILD, move.id, Wish(wants=(MOVE,), role=9), 8)
    assert (moved.subscription.channel, moved.subscription.role) == (8, 9)
    row = await desk.store.subscriptions.get(move.id)
    assert row is not None
    assert row.memory == "up:2021-10-20"

    larger = Wish(wants=(Want(Kind.MOVE, percent=Decimal(7)),))
    changed = await desk.service.change(GUILD, move.id, larger, 8)
    assert changed.subscription.percent == 7
    row = await desk.store.subscriptions.get(move.id)
    assert row is not None
    assert (row.memory, row.threshold) == (None, 7.0)

    other = await desk.service.change(GUILD, one.id, Wish(wants=(level("21", "HKD"),)), CHANNEL)
    assert (other.subscription.symbol, other.subscription.currency) == ("1810.HK", "HKD")
    assert other.subscription.creator == MAX


async def test_a_price_that_is_just_due_comes_although_something_else_is_changed(
    desk: Desk,
) -> None:
    [one] = (await desk.subscribe(CLOSE)).created
    due = datetime(2021, 10, 20, 20, 20, tzinfo=UTC)
    desk.now = due + timedelta(minutes=3)  # the source is late: it is tried again
    await desk.store.subscriptions.change(one.id, due=desk.now, memory="waiting")
    moved = await desk.service.change(GUILD, one.id, Wish(wants=(CLOSE,), role=9), 8)
    assert (moved.subscription.channel, moved.due) == (8, desk.now)
    await desk.audiences.change(GUILD, timezone="Europe/London")
    await desk.service.retime(GUILD)
    kept = await desk.service.get(GUILD, one.id)
    assert (kept.subscription.timezone, kept.due) == ("Europe/London", desk.now)
    # Another time is another schedule.
    timed = Wish(wants=(CLOSE,), at=time(23, 0))
    changed = await desk.service.change(GUILD, one.id, timed, 8)
    assert changed.due == datetime(2021, 10, 20, 22, 0, tzinfo=UTC)


async def test_who_pauses_is_not_told_what_waits(desk: Desk) -> None:
    [one] = (await desk.subscribe(NEWS)).created
    morning = NOON + timedelta(hours=19)  # the end of the quiet hours
    letter = Letter(
        dedup_key="e:1", event="e", channel=CHANNEL, guild=GUILD, due=morning, subscription=one.id
    )
    await desk.store.outbox.record([EventRow(key="e", created=NOON, payload={})], [letter])
    await desk.service.pause(GUILD, one.id)
    await desk.service.resume(GUILD, one.id)
    claim = desk.store.outbox.claim
    assert await claim(morning, owner="a", lease_until=morning + LONG, limit=9) == []


async def test_a_change_makes_no_double(desk: Desk) -> None:
    await desk.subscribe(level("3"))
    [one] = (await desk.subscribe(level("4"))).created
    with pytest.raises(InputError) as refused:
        await desk.service.change(GUILD, one.id, Wish(wants=(level("3"),)), CHANNEL)
    assert refused.value.code == "already_subscribed"
    await desk.service.change(GUILD, one.id, Wish(wants=(level("4"),)), CHANNEL)


async def test_a_lost_channel_rests_and_goes_on_elsewhere(desk: Desk) -> None:
    [one] = (await desk.subscribe(NEWS)).created
    assert await desk.service.lose(CHANNEL) == 1
    assert await desk.service.lose(CHANNEL) == 0
    lost = (await desk.service.get(GUILD, one.id)).subscription
    assert (lost.state, lost.reason, lost.failed_at) == (State.LOST, "deleted", NOON)
    moved = await desk.service.change(GUILD, one.id, Wish(wants=(NEWS,)), 8)
    assert (moved.subscription.state, moved.subscription.channel) == (State.ACTIVE, 8)


async def test_what_is_gone_or_anothers_cannot_be_touched(desk: Desk) -> None:
    [one] = (await desk.subscribe(NEWS)).created
    for guild, identity in ((OTHER, one.id), (GUILD, "nothing")):
        for act in (desk.service.pause, desk.service.resume, desk.service.remove, desk.service.get):
            with pytest.raises(SubscriptionGone):
                await act(guild, identity)
        with pytest.raises(SubscriptionGone):
            await desk.service.change(guild, identity, Wish(wants=(NEWS,)), 8)
    assert (await desk.service.remove(GUILD, one.id)).id == one.id
    assert await desk.service.of_guild(GUILD) == []


async def test_a_new_timezone_moves_the_times(desk: Desk) -> None:
    await desk.subscribe(CLOSE, at=time(18, 30))
    await desk.subscribe(MOVE)
    await desk.audiences.change(GUILD, timezone="America/New_York")
    await desk.service.retime(GUILD)
    timed, move = await desk.service.of_guild(GUILD)
    assert timed.due == datetime(2021, 10, 20, 22, 30, tzinfo=UTC)
    assert (timed.subscription.timezone, timed.subscription.days) == ("America/New_York", EVERY_DAY)
    assert move.due is None
