"""Who is told what of prices that move: over real HTTP, on real databases, by a moved clock."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from bot.instruments.models import Instrument, Listing
from bot.store.rows import WatchRow
from bot.updates.models import Direction, Happening, Kind, Stage, StoryFact
from bot.updates.watching.newsmemory import NewsMemory, Told, write
from bot.updates.watching.prices import PriceWatcher
from bot.updates.wishes.service import SubscriptionService
from bot.updates.wishes.wish import Want, Wish
from tests.updates.floor import NOW, SAP, XIAOMI, Floor, Price, a_floor

WATCH = "price:3CP.F@XFRA"


@pytest.fixture
async def floor(sqlite_url: str) -> AsyncIterator[Floor]:
    async with a_floor(sqlite_url) as opened:
        yield opened


async def turns(floor: Floor, watcher: PriceWatcher, *prices: float, symbol: str = "3CP.F") -> None:
    """One look a minute, each at the next price."""
    for price in prices:
        floor.move(minutes=1)
        floor.costs(symbol, price)
        await watcher.turn()


async def test_a_move_is_told_once_to_each_channel(database_url: str) -> None:
    async with a_floor(database_url) as floor:
        for channel in (100, 101, 102):
            await floor.subscribe(Kind.MOVE, channel=channel, percent=Decimal(5))
        await floor.subscribe(Kind.MOVE, channel=103, percent=Decimal(8))
        watcher = floor.watcher()
        await watcher.turn()
        assert await floor.told() == []  # the first look is the baseline
        assert len(floor.tape.asked) == 1  # however many subscribe

        await turns(floor, watcher, 2.41, 2.41, 2.42)
        [event] = await floor.told()
        assert event.what is Happening.MOVE
        assert (event.threshold, event.direction) == (Decimal(5), Direction.DOWN)
        assert event.instrument == XIAOMI.key
        assert event.name == "Xiaomi Corporation"
        assert event.price is not None
        assert (event.price.price, event.price.currency) == (Decimal("2.41"), "EUR")
        assert (event.price.venue, event.price.source) == ("Frankfurt", "Yahoo")
        assert round(event.price.change_percent or 0, 2) == Decimal("-5.49")
        assert await floor.letters() == [(event.key, channel) for channel in (100, 101, 102)]
        assert len(floor.tape.asked) == 5, "each look, and once the course of the day"


async def test_a_move_brings_the_course_of_its_day(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await floor.subscribe(Kind.LEVEL, level=Decimal("2.45"), currency="EUR")
    watcher = floor.watcher()
    await watcher.turn()
    floor.tape.prices["3CP.F"].bars = 20
    await turns(floor, watcher, 2.41)
    told = {event.what: event for event in await floor.told()}
    assert told[Happening.LEVEL].course is None
    course = told[Happening.MOVE].course
    assert course is not None
    assert course.timezone == "Europe/Berlin"
    assert len(course.closes) == 21
    assert course.closes[-1] == (floor.clock(), Decimal("2.41")), "it ends at what is told"


async def test_a_move_does_not_wait_for_its_picture(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await floor.subscribe(Kind.MOVE, SAP.home, SAP, percent=Decimal(5))
    watcher = floor.watcher(lease=3)
    await watcher.turn()
    floor.tape.silent = frozenset({"5m"})
    await turns(floor, watcher, 2.41)
    [event] = await floor.told()
    assert event.price is not None
    assert event.course is None


async def test_a_restart_repeats_nothing(database_url: str) -> None:
    async with a_floor(database_url) as floor:
        await floor.subscribe(Kind.MOVE, percent=Decimal(5))
        await floor.subscribe(Kind.LEVEL, level=Decimal("2.45"), currency="EUR")
        for owner, price in enumerate((2.5, 2.4, 2.4, 2.4)):
            await turns(floor, floor.watcher(f"process {owner}"), price)
        assert [event.what for event in await floor.told()] == [Happening.LEVEL, Happening.MOVE]


async def test_two_watchers_share_without_doubling(database_url: str) -> None:
    async with a_floor(database_url) as floor:
        for number in range(30):
            symbol = f"S{number}.DE"
            listing = Listing(symbol, "Xetra", "XETR", "EUR", home=True)
            share = Instrument(symbol, None, None, (listing,))
            floor.catalogue.remember(share)
            floor.tape.prices[symbol] = Price(100.0, 100.0)
            await floor.subscribe(Kind.MOVE, listing, share, percent=Decimal(3))
        watchers = [floor.watcher("one"), floor.watcher("two")]
        await asyncio.gather(*(one.turn() for one in watchers))
        asked = sum(len(one) for one in floor.tape.asked)
        floor.move(minutes=1)
        for number in range(30):
            floor.costs(f"S{number}.DE", 104.0)
        await asyncio.gather(*(one.turn() for one in watchers))
        # All have moved, so that the course of each one's day is asked for too.
        assert (asked, sum(len(one) for one in floor.tape.asked)) == (30, 90)
        assert len(await floor.told()) == 30
        assert len(await floor.letters()) == 30


async def test_who_died_in_the_middle_has_done_nothing(database_url: str) -> None:
    async with a_floor(database_url) as floor:
        await floor.subscribe(Kind.MOVE, percent=Decimal(5))
        await turns(floor, floor.watcher("dead"), 2.5)
        floor.move(minutes=1)
        floor.costs("3CP.F", 2.4)
        # It has claimed, and then it died.
        await floor.store.watches.claim(
            "price", floor.clock(), owner="dead",
            lease_until=floor.clock() + timedelta(seconds=30), limit=10,
        )  # fmt: skip
        other = floor.watcher("other")
        coming = await other.turn()
        assert await floor.told() == []
        assert coming == floor.clock() + timedelta(seconds=30)
        floor.move(seconds=31)
        await other.turn()
        assert len(await floor.told()) == 1


async def test_a_lease_that_was_lost_keeps_the_others(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await floor.subscribe(Kind.MOVE, SAP.home, SAP, percent=Decimal(5))
    slow = floor.watcher("slow")
    await turns(floor, slow, 2.5)
    floor.move(minutes=1)
    floor.costs("3CP.F", 2.4)
    floor.costs("SAP.DE", 140.0)
    taken: list[WatchRow] = []

    async def take_over() -> None:
        """While the source thinks, the lease of one of them runs out, and another takes it."""
        later = floor.clock() + timedelta(seconds=31)
        until = later + timedelta(seconds=30)
        claim = floor.store.watches.claim
        taken.extend(await claim("price", later, owner="fast", lease_until=until, limit=1))

    floor.tape.meanwhile = take_over
    await slow.turn()
    [stolen] = taken
    [event] = await floor.told()
    assert stolen.key.removeprefix("price:") not in event.key
    assert len(await floor.letters()) == 1


async def test_levels_cross_either_way(floor: Floor) -> None:
    await floor.subscribe(Kind.LEVEL, level=Decimal("2.60"), currency="EUR")
    await turns(floor, floor.watcher(), 2.5, 2.61, 2.605, 2.61, 2.57, 2.58)
    first, second = await floor.told()
    assert (first.what, first.direction, first.threshold) == (
        Happening.LEVEL, Direction.UP, Decimal("2.60"),
    )  # fmt: skip
    assert second.direction is Direction.DOWN


async def test_a_level_with_a_direction_is_crossed_that_way_alone(floor: Floor) -> None:
    for channel, direction in ((101, Direction.UP), (102, Direction.DOWN), (103, None)):
        await floor.subscribe(
            Kind.LEVEL,
            channel=channel,
            level=Decimal("2.60"),
            currency="EUR",
            direction=direction,
        )
    await turns(floor, floor.watcher(), 2.5, 2.61, 2.605, 2.57, 2.58)
    up, down = await floor.told()
    assert (up.direction, down.direction) == (Direction.UP, Direction.DOWN)
    assert set(await floor.letters()) == {
        (up.key, 101), (up.key, 103), (down.key, 102), (down.key, 103),
    }  # fmt: skip


@pytest.mark.parametrize("act", ["resumed", "changed"])
async def test_what_was_so_when_it_was_resumed_or_changed_is_not_told(
    floor: Floor, act: str
) -> None:
    one = await floor.subscribe(Kind.LEVEL, level=Decimal(3), currency="EUR")
    await floor.subscribe(Kind.LEVEL, channel=101, level=Decimal("2.60"), currency="EUR")
    watcher = floor.watcher()
    await turns(floor, watcher, 2.5)
    service = SubscriptionService(
        floor.store, floor.catalogue, floor.audiences, floor.clock, limit=9
    )
    wish = Wish(wants=(Want(Kind.LEVEL, level=Decimal("2.60"), currency="EUR"),))
    if act == "resumed":
        await service.change(1, one, wish, 100)
        await service.pause(1, one)
    # Nobody has looked for an hour: the source was down, and the price has risen meanwhile.
    floor.move(hours=1)
    if act == "resumed":
        await service.resume(1, one)
    else:
        await service.change(1, one, wish, 100)
    await turns(floor, watcher, 2.7, 2.69, 2.58)
    up, down = await floor.told()
    assert (up.direction, down.direction) == (Direction.UP, Direction.DOWN)
    assert set(await floor.letters()) == {(up.key, 101), (down.key, 100), (down.key, 101)}


async def test_only_what_may_change_is_told(floor: Floor) -> None:
    for number, level in enumerate(("2.40", "2.60", "2.70", "9.99")):
        await floor.subscribe(
            Kind.LEVEL, channel=200 + number, level=Decimal(level), currency="EUR"
        )
    await turns(floor, floor.watcher(), 2.5, 2.65)
    assert [channel for _, channel in await floor.letters()] == [201]


async def test_a_year_s_high_is_near_then_broken_for_all(floor: Floor) -> None:
    for channel in (100, 101):
        await floor.subscribe(Kind.HIGH, channel=channel)
    await floor.subscribe(Kind.LOW, channel=102)
    floor.tape.prices["3CP.F"] = Price(3.7, 3.7, low=2.2, high=3.885)
    await turns(floor, floor.watcher(), 3.7, 3.83, 3.84, 3.9, 3.91)
    near, broken = await floor.told()
    assert (near.what, near.stage, broken.stage) == (Happening.HIGH, Stage.NEAR, Stage.BROKEN)
    assert [channel for _, channel in await floor.letters()] == [100, 101] * 2


async def test_stale_quotes_and_errors_of_the_data_do_nothing(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await floor.subscribe(Kind.LEVEL, level=Decimal("2.45"), currency="EUR")
    watcher = floor.watcher()
    await turns(floor, watcher, 2.5)
    floor.move(minutes=1)
    floor.costs("3CP.F", 2.3, as_of=NOW - timedelta(days=6))
    await watcher.turn()
    await turns(floor, watcher, 250.0)
    assert await floor.told() == []
    # What was known before is still the measure of what comes after.
    await turns(floor, watcher, 2.4)
    assert [event.what for event in await floor.told()] == [Happening.LEVEL, Happening.MOVE]


async def test_a_closed_exchange_is_left_alone(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    watcher = floor.watcher()
    floor.tape.now = datetime(2021, 10, 22, 19, 59, tzinfo=UTC)  # Friday, a minute to the close
    await watcher.turn()
    floor.move(minutes=1)
    close = floor.clock()
    assert await watcher.turn() == close + timedelta(minutes=20)
    assert len(floor.tape.asked) == 1
    # Once for the sources that are late, and then not before Monday morning.
    floor.move(minutes=20)
    monday = datetime(2021, 10, 25, 6, 0, tzinfo=UTC)
    assert await watcher.turn() == monday
    assert len(floor.tape.asked) == 2
    while floor.clock() < monday - timedelta(hours=1):
        floor.move(hours=1)
        await watcher.turn()
    assert len(floor.tape.asked) == 2
    floor.tape.now = monday
    assert await watcher.turn() == monday + timedelta(minutes=1)
    assert len(floor.tape.asked) == 3


async def test_who_subscribes_at_night_hears_of_the_morning(floor: Floor) -> None:
    floor.tape.now = datetime(2021, 10, 20, 22, 0, tzinfo=UTC)
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    floor.costs("3CP.F", 2.5, as_of=datetime(2021, 10, 20, 19, 55, tzinfo=UTC))
    watcher = floor.watcher()
    await watcher.turn()
    assert len(floor.tape.asked) == 1  # the baseline
    floor.tape.now = datetime(2021, 10, 21, 6, 0, tzinfo=UTC)
    floor.tape.prices["3CP.F"] = Price(2.2, 2.5, low=2.0, high=3.885)
    await watcher.turn()
    [event] = await floor.told()
    assert event.direction is Direction.DOWN


async def test_a_source_that_fails_is_asked_less_and_less(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    watcher = floor.watcher()
    await turns(floor, watcher, 2.5)
    floor.tape.fault = 404
    coming = floor.clock() + timedelta(minutes=1)
    rests: list[float] = []
    for _ in range(7):
        floor.tape.now = coming
        coming = await watcher.turn() or coming
        rests.append((coming - floor.clock()).total_seconds() / 60)
    assert rests == [1, 2, 4, 8, 16, 30, 30]
    floor.tape.fault = 0
    floor.tape.now = coming
    floor.costs("3CP.F", 2.4)
    assert await watcher.turn() == coming + timedelta(minutes=1)
    assert len(await floor.told()) == 1


async def test_one_that_fails_does_not_hold_up_the_others(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await floor.subscribe(Kind.MOVE, SAP.home, SAP, percent=Decimal(5))
    watcher = floor.watcher()
    await turns(floor, watcher, 2.5)
    del floor.tape.prices["SAP.DE"]
    await turns(floor, watcher, 2.4)
    [event] = await floor.told()
    assert event.instrument == XIAOMI.key


async def test_what_nobody_wants_any_more_is_dropped(floor: Floor) -> None:
    wish = await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    kept = await floor.subscribe(Kind.MOVE, SAP.home, SAP, percent=Decimal(5))
    watcher = floor.watcher()
    await turns(floor, watcher, 2.5)
    await floor.store.subscriptions.remove(wish)
    await turns(floor, watcher, *[2.5] * 12)
    assert await floor.store.watches.count() == 1
    floor.tape.asked.clear()
    await floor.store.subscriptions.change(kept, state="paused")
    await turns(floor, watcher, *[2.5] * 12)
    assert await floor.store.watches.count() == 0
    assert {symbol for one in floor.tape.asked for symbol in one} == {"SAP.DE"}


async def test_what_is_due_together_stays_together(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    watcher = floor.watcher()
    await watcher.turn()
    floor.move(seconds=25)
    await floor.subscribe(Kind.MOVE, SAP.home, SAP, percent=Decimal(5))
    await watcher.turn()
    for _ in range(4):
        floor.tape.now = await watcher.turn() or floor.clock()
    floor.tape.asked.clear()
    await watcher.turn()
    assert [sorted(one) for one in floor.tape.asked] == [["3CP.F", "SAP.DE"]]


async def test_quiet_hours_hold(floor: Floor) -> None:
    await floor.audiences.change(1, quiet=(time(10), time(13)))
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await turns(floor, floor.watcher(), 2.5, 2.4)
    assert len(await floor.letters()) == 1
    assert await floor.store.outbox.next_due() == datetime(2021, 10, 20, 11, 0, tzinfo=UTC)


async def test_a_listing_that_the_catalogue_has_forgotten(floor: Floor) -> None:
    gone = Listing("0700.HK", "Hong Kong", "XHKG", "HKD", home=True)
    floor.tape.now = datetime(2021, 10, 20, 3, 0, tzinfo=UTC)
    floor.tape.prices["0700.HK"] = Price(400.0, 400.0, "HKD")
    await floor.subscribe(
        Kind.MOVE, gone, Instrument("Tencent", None, None, (gone,)), percent=Decimal(3)
    )
    floor.tape.prices["0700.HK"] = Price(400.0, 400.0, "HKD", high=600)
    await turns(floor, floor.watcher(), 400.0, 420.0, symbol="0700.HK")
    [event] = await floor.told()
    assert event.price is not None
    assert (event.name, event.price.venue, event.price.currency) == ("0700.HK", "Hong Kong", "HKD")


async def test_a_move_names_the_newest_story_from_before_it(floor: Floor) -> None:
    close = datetime(2021, 10, 19, 20, 0, tzinfo=UTC)  # the session that it moves against
    stories = [
        ("long ago", close - timedelta(minutes=1)),
        ("in the night", close + timedelta(hours=6)),
        ("just before", NOW + timedelta(minutes=1, seconds=30)),
        ("about the move", NOW + timedelta(minutes=2, seconds=1)),
    ]
    told = tuple(
        Told(
            fact=StoryFact(
                id=title, title=title, url="https://example.com/", original_source="Reuters",
                articles=(), first_published=published,
            ),
            at=published, keys=frozenset(), publishers=frozenset(), posted=True,
        )
        for title, published in stories
    )  # fmt: skip
    memory = NewsMemory(begun=close, looked=NOW, told=told)
    news = WatchRow(
        key=f"news:{XIAOMI.key}", kind="news", instrument=XIAOMI.key, due=NOW, state=write(memory)
    )
    await floor.store.watches.ensure([news])
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await turns(floor, floor.watcher(), 2.5, 2.4)
    [event] = await floor.told()
    assert event.story is not None
    assert event.story.title == "just before"


async def test_a_move_before_any_story_names_none(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, percent=Decimal(5))
    await turns(floor, floor.watcher(), 2.5, 2.4)
    [event] = await floor.told()
    assert event.story is None


async def test_an_outage_and_its_end_are_told_once(floor: Floor) -> None:
    await floor.subscribe(Kind.MOVE, channel=100, percent=Decimal(5))
    await floor.subscribe(Kind.LEVEL, channel=101, level=Decimal(9), currency="EUR")
    watcher = floor.watcher()
    await turns(floor, watcher, 2.5)
    floor.tape.fault = 429
    for _ in range(40):
        floor.move(minutes=1)
        await watcher.turn()
    [outage] = await floor.told()
    assert (outage.what, outage.source) == (Happening.OUTAGE, "Yahoo")
    floor.tape.fault = 0
    for _ in range(40):
        floor.move(minutes=1)
        await watcher.turn()
    assert [event.what for event in await floor.told()] == [Happening.OUTAGE, Happening.RECOVERY]
    assert sorted(channel for _, channel in await floor.letters()) == [100, 100, 101, 101]
