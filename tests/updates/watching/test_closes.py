"""The price once a day: of the right session, once; or the reason why there is none."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from bot.instruments.models import Instrument, Listing
from bot.updates.firing.closing import TRIES
from bot.updates.models import Happening, Kind
from bot.updates.watching.closes import CloseScheduler
from tests.updates.floor import HONG_KONG, SAP, XIAOMI, Floor, Price, a_floor

CLOSED = datetime(2021, 10, 20, 20, 0, tzinfo=UTC)  # Frankfurt's floor, that Wednesday
DUE = CLOSED + timedelta(minutes=20)


@pytest.fixture
async def floor(sqlite_url: str) -> AsyncIterator[Floor]:
    async with a_floor(sqlite_url) as opened:
        yield opened


def closing(floor: Floor, symbol: str, price: float, at: datetime) -> None:
    """The last price of a session."""
    floor.costs(symbol, price, as_of=at)


async def until_done(floor: Floor, scheduler: CloseScheduler, until: datetime) -> None:
    """Turns whenever something is due, up to that moment."""
    for _ in range(200):
        coming = await scheduler.turn()
        if coming is None or coming > until:
            floor.tape.now = until
            return
        floor.tape.now = max(coming, floor.clock())
    raise AssertionError("it never comes to rest")


async def test_after_the_close_once_for_all_channels(database_url: str) -> None:
    async with a_floor(database_url) as floor:
        for channel in (100, 101, 102):
            await floor.subscribe(Kind.CLOSE, channel=channel)
        scheduler = floor.scheduler()
        assert await scheduler.turn() == DUE
        assert floor.tape.asked == []

        closing(floor, "3CP.F", 2.54, CLOSED - timedelta(minutes=4))
        floor.tape.now = DUE
        assert await scheduler.turn() == DUE + timedelta(days=1)
        [event] = await floor.told()
        assert event.what is Happening.CLOSE
        assert event.key == "close:3CP.F@XFRA:2021-10-20:20211020T2020Z"
        assert event.name == "Xiaomi Corporation"
        assert event.price is not None
        assert (event.price.price, event.price.state) == (Decimal("2.54"), "closed")
        assert event.price.previous_close == Decimal("2.55")
        assert await floor.letters() == [(event.key, channel) for channel in (100, 101, 102)]
        assert len(floor.tape.asked) == 1
        await scheduler.turn()
        assert len(floor.tape.asked) == 1


async def test_the_course_of_the_day_comes_along_with_the_price(floor: Floor) -> None:
    await floor.subscribe(Kind.CLOSE)
    floor.tape.prices["3CP.F"].bars = 160
    closing(floor, "3CP.F", 2.54, CLOSED)
    floor.tape.prices["3CP.F"].last_bar = 2.56  # before the auction
    floor.tape.now = DUE
    await floor.scheduler().turn()
    [event] = await floor.told()
    assert event.course is not None
    assert event.course.timezone == "Europe/Berlin"
    assert event.course.closes[-2:] == (
        (CLOSED - timedelta(minutes=5), Decimal("2.56")),
        (CLOSED, Decimal("2.54")),
    )
    assert len(event.course.closes) == 81, "it is kept with the event, so it is thinned"
    assert len(floor.tape.asked) == 1, "no request more than without it"


async def test_each_day_but_not_on_holidays(floor: Floor) -> None:
    await floor.subscribe(Kind.CLOSE, SAP.home, SAP)
    scheduler = floor.scheduler()
    # Over Christmas 2021: Friday the 24th and both holidays are closed, the 30th ends early.
    floor.tape.now = datetime(2021, 12, 22, 12, 0, tzinfo=UTC)
    await floor.store.subscriptions.change("s1", due=datetime(2021, 12, 22, 16, 50, tzinfo=UTC))
    end = datetime(2022, 1, 4, 0, 0, tzinfo=UTC)
    while True:
        coming = await scheduler.turn()
        assert coming is not None
        if coming > end:
            break
        floor.tape.now = coming
        closing(floor, "SAP.DE", 125.0, coming - timedelta(minutes=20))
    told = [f"{event.at:%m-%d %H:%M}" for event in await floor.told()]
    assert told == [
        "12-22 16:50", "12-23 16:50", "12-27 16:50", "12-28 16:50", "12-29 16:50", "12-30 13:20",
        "01-03 16:50",
    ]  # fmt: skip
    assert len(floor.tape.asked) == 7


async def test_at_a_time_of_theirs_in_their_timezone(floor: Floor) -> None:
    await floor.subscribe(Kind.CLOSE, HONG_KONG, at=time(18, 0), timezone="Europe/Berlin")
    closing(floor, "1810.HK", 22.7, datetime(2021, 10, 20, 8, 8, tzinfo=UTC))
    scheduler = floor.scheduler()
    due = datetime(2021, 10, 20, 16, 0, tzinfo=UTC)
    assert await scheduler.turn() == due
    floor.tape.now = due
    await scheduler.turn()
    [event] = await floor.told()
    assert event.price is not None
    assert (event.price.price, event.price.currency) == (Decimal("22.7"), "HKD")


async def test_in_the_first_minutes_of_a_session_the_last_one_s_price_is_told(
    floor: Floor,
) -> None:
    await floor.subscribe(Kind.CLOSE, SAP.home, SAP, at=time(9, 5))
    closing(floor, "SAP.DE", 126.0, datetime(2021, 10, 20, 15, 30, tzinfo=UTC))
    floor.tape.now = datetime(2021, 10, 21, 7, 5, tzinfo=UTC)
    await floor.scheduler().turn()
    [event] = await floor.told()
    assert event.price is not None
    assert (event.price.price, event.price.state) == (Decimal(126), "closed")


async def test_an_american_share_of_which_no_list_says_where_it_is_traded(floor: Floor) -> None:
    listing = Listing("SONY", "US", "", "USD")
    sony = Instrument("Sony Group Corporation", "JP3435000009", None, (listing,))
    floor.catalogue.remember(sony)
    floor.tape.prices["SONY"] = Price(112.0, 111.0, "USD")
    await floor.subscribe(Kind.CLOSE, listing, sony)
    scheduler = floor.scheduler()
    due = datetime(2021, 10, 20, 20, 20, tzinfo=UTC)  # 16:20 in New York
    assert await scheduler.turn() == due
    floor.tape.now = due
    closing(floor, "SONY", 112.4, due - timedelta(minutes=20))
    await scheduler.turn()
    [event] = await floor.told()
    assert event.price is not None
    assert (event.price.price, event.price.currency) == (Decimal("112.4"), "USD")


async def test_a_late_source_is_waited_for(floor: Floor) -> None:
    await floor.subscribe(Kind.CLOSE)
    closing(floor, "3CP.F", 2.55, CLOSED - timedelta(days=1))
    scheduler = floor.scheduler()
    floor.tape.now = DUE
    again = await scheduler.turn()
    assert again is not None
    assert again == DUE + timedelta(minutes=1)
    floor.tape.now = again
    again = await scheduler.turn()
    assert again is not None
    assert again == DUE + timedelta(minutes=3)
    assert await floor.told() == []
    closing(floor, "3CP.F", 2.58, CLOSED)
    floor.tape.now = again
    assert await scheduler.turn() == DUE + timedelta(days=1)
    [event] = await floor.told()
    assert event.key.endswith(":20211020T2020Z")
    assert event.price is not None
    assert event.price.price == Decimal("2.58")


async def test_what_cannot_be_had_is_given_up_and_shown(database_url: str) -> None:
    async with a_floor(database_url) as floor:
        wish = await floor.subscribe(Kind.CLOSE)
        await floor.subscribe(Kind.CLOSE, SAP.home, SAP, channel=101)
        floor.tape.fault = 404
        scheduler = floor.scheduler()
        floor.tape.now = DUE
        await until_done(floor, scheduler, DUE + timedelta(hours=3))
        assert await floor.told() == []
        row = await floor.store.subscriptions.get(wish)
        assert row is not None
        assert (row.last_failure, row.due) == ("no_price", DUE + timedelta(days=1))
        assert row.failed_at is not None
        assert timedelta(hours=1) < row.failed_at - DUE < timedelta(hours=2)

        floor.tape.fault = 0
        floor.tape.now = DUE + timedelta(days=1)
        closing(floor, "3CP.F", 2.6, CLOSED + timedelta(days=1))
        await scheduler.turn()
        assert {event.price and event.price.symbol for event in await floor.told()} == {
            "3CP.F", "SAP.DE",
        }  # fmt: skip


async def test_waiting_for_our_own_turn_is_no_try(sqlite_url: str) -> None:
    async with a_floor(sqlite_url, pace=3600.0, timeout=0.1) as crowded:
        wish = await crowded.subscribe(Kind.CLOSE)
        crowded.tape.now = DUE
        await crowded.market.quotes([(SAP, SAP.home)])  # the one turn of this hour
        scheduler = crowded.scheduler()
        for _ in range(TRIES + 1):
            again = await scheduler.turn()
            assert again is not None
            crowded.tape.now = again
        row = await crowded.store.subscriptions.get(wish)
        assert row is not None
        assert row.last_failure is None
        assert row.due == crowded.tape.now
    async with a_floor(sqlite_url) as floor:
        floor.tape.now = crowded.tape.now
        closing(floor, "3CP.F", 2.54, CLOSED)
        assert await floor.scheduler().turn() == DUE + timedelta(days=1)
        [event] = await floor.told()
        assert event.key.endswith(":2021-10-20:20211020T2020Z")


async def test_a_turn_that_does_not_come_until_the_next_day_is_over(sqlite_url: str) -> None:
    async with a_floor(sqlite_url, pace=3600.0, timeout=0.1) as crowded:
        wish = await crowded.subscribe(Kind.CLOSE)
        crowded.tape.now = DUE + timedelta(days=1)
        await crowded.market.quotes([(SAP, SAP.home)])
        assert await crowded.scheduler().turn() == crowded.tape.now
        row = await crowded.store.subscriptions.get(wish)
        assert row is not None
        assert (row.last_failure, row.due) == ("missed", DUE + timedelta(days=1))


async def test_nobody_traded(floor: Floor) -> None:
    wish = await floor.subscribe(Kind.CLOSE)
    closing(floor, "3CP.F", 2.55, CLOSED - timedelta(days=2))
    floor.tape.now = DUE
    await until_done(floor, floor.scheduler(), DUE + timedelta(hours=3))
    assert await floor.told() == []
    row = await floor.store.subscriptions.get(wish)
    assert row is not None
    assert row.last_failure == "old_price"


@pytest.mark.parametrize("wrong", [250.0, 1.4])
async def test_an_error_of_the_data_is_not_told(floor: Floor, wrong: float) -> None:
    await floor.subscribe(Kind.CLOSE)
    await floor.subscribe(Kind.MOVE, percent=Decimal(60))
    await floor.watcher().turn()
    closing(floor, "3CP.F", wrong, CLOSED)
    floor.tape.now = DUE
    scheduler = floor.scheduler()
    again = await scheduler.turn()
    assert await floor.told() == []
    closing(floor, "3CP.F", 2.5, CLOSED)
    floor.tape.now = again or DUE
    await scheduler.turn()
    assert len(await floor.told()) == 1


async def test_another_time_given_while_it_waits_starts_anew(floor: Floor) -> None:
    wish = await floor.subscribe(Kind.CLOSE)
    closing(floor, "3CP.F", 2.55, CLOSED - timedelta(days=1))
    floor.tape.now = DUE
    scheduler = floor.scheduler()
    await scheduler.turn()
    other = DUE + timedelta(minutes=30)
    settings = {"at": "22:50", "timezone": "Europe/Berlin"}
    await floor.store.subscriptions.change(wish, due=other, settings=settings)
    closing(floor, "3CP.F", 2.58, CLOSED)
    floor.tape.now = other
    await scheduler.turn()
    [event] = await floor.told()
    assert event.key.endswith(":20211020T2050Z")


async def test_a_night_without_the_bot_is_not_made_up_for_wrongly(floor: Floor) -> None:
    wish = await floor.subscribe(Kind.CLOSE)
    floor.tape.now = datetime(2021, 10, 21, 9, 0, tzinfo=UTC)  # the next session is running
    floor.costs("3CP.F", 2.7)
    scheduler = floor.scheduler()
    assert await scheduler.turn() == DUE + timedelta(days=1)
    assert await floor.told() == []
    row = await floor.store.subscriptions.get(wish)
    assert row is not None
    assert row.last_failure == "missed"


async def test_an_hour_without_the_bot_is_made_up_for(floor: Floor) -> None:
    await floor.subscribe(Kind.CLOSE)
    closing(floor, "3CP.F", 2.54, CLOSED)
    floor.tape.now = DUE + timedelta(hours=6)
    await floor.scheduler().turn()
    assert len(await floor.letters()) == 1


async def test_days_without_the_bot_tell_the_last_one(floor: Floor) -> None:
    await floor.subscribe(Kind.CLOSE)
    floor.tape.now = DUE + timedelta(days=7, minutes=10)
    closing(floor, "3CP.F", 2.6, CLOSED + timedelta(days=7))
    scheduler = floor.scheduler()
    await until_done(floor, scheduler, DUE + timedelta(days=7, hours=1))
    [event] = await floor.told()
    assert event.key == "close:3CP.F@XFRA:2021-10-27:20211027T2020Z"
    assert len(floor.tape.asked) == 1


async def test_a_restart_and_a_second_scheduler_repeat_nothing(database_url: str) -> None:
    async with a_floor(database_url) as floor:
        for channel in range(40):
            await floor.subscribe(Kind.CLOSE, channel=channel)
        closing(floor, "3CP.F", 2.54, CLOSED)
        floor.tape.now = DUE
        await asyncio.gather(floor.scheduler("one").turn(), floor.scheduler("two").turn())
        await floor.scheduler("three").turn()
        assert len(await floor.told()) == 1
        assert len(await floor.letters()) == 40


async def test_who_changes_the_wish_meanwhile_is_not_overruled(floor: Floor) -> None:
    wish = await floor.subscribe(Kind.CLOSE)
    await floor.subscribe(Kind.CLOSE, channel=101)
    closing(floor, "3CP.F", 2.54, CLOSED)
    floor.tape.now = DUE
    later = DUE + timedelta(hours=1)

    async def change() -> None:
        await floor.store.subscriptions.change(wish, due=later)

    floor.tape.meanwhile = change
    await floor.scheduler().turn()
    assert [channel for _, channel in await floor.letters()] == [101]
    row = await floor.store.subscriptions.get(wish)
    assert row is not None
    assert row.due == later


async def test_hundreds_of_wishes_are_one_request(floor: Floor) -> None:
    listing = Listing("1211.HK", "Hong Kong", "XHKG", "HKD", home=True)
    byd = Instrument("BYD", "CNE100000296", None, (listing,))
    floor.catalogue.remember(byd)
    floor.tape.prices["1211.HK"] = Price(251.0, 250.0, "HKD", high=400)
    for channel in range(600):
        await floor.subscribe(Kind.CLOSE, listing, byd, channel=channel, at=time(18, 0))
    closing(floor, "1211.HK", 251.4, datetime(2021, 10, 20, 8, 8, tzinfo=UTC))
    floor.tape.now = datetime(2021, 10, 20, 16, 0, tzinfo=UTC)
    scheduler = floor.scheduler()
    while (await scheduler.turn() or floor.clock()) <= floor.clock():
        pass
    assert len(await floor.letters()) == 600
    assert len(floor.tape.asked) == 1
    assert XIAOMI.key not in {event.instrument for event in await floor.told()}


async def test_an_exchange_whose_hours_nobody_knows_tells_its_day_that_is_over(
    floor: Floor,
) -> None:
    listing = Listing("CEZ.PR", "Prague", "XPRA", "CZK", home=True)
    cez = Instrument("CEZ", "CZ0005112300", None, (listing,))
    floor.catalogue.remember(cez)
    floor.tape.prices["CEZ.PR"] = Price(712.0, 705.0, "CZK", low=500.0, high=800.0)
    await floor.subscribe(Kind.CLOSE, listing, cez)
    scheduler = floor.scheduler()
    due = await scheduler.turn()
    assert due is not None
    assert due.strftime("%d %H:%M") == "20 22:19", "its day has ended in Prague, a Wednesday"
    closing(floor, "CEZ.PR", 715.0, datetime(2021, 10, 20, 14, 25, tzinfo=UTC))
    floor.tape.now = due
    await scheduler.turn()
    [event] = await floor.told()
    assert event.price is not None
    assert event.price.price == Decimal(715)
    assert "2021-10-20" in event.key


async def test_days_on_which_no_session_ends_bring_nothing_ever(floor: Floor) -> None:
    await floor.subscribe(Kind.CLOSE, SAP.home, SAP, days=frozenset({6}))  # Sundays, on Xetra
    scheduler = floor.scheduler()
    for _ in range(3):
        coming = await scheduler.turn()
        assert coming is not None
        floor.tape.now = coming
        closing(floor, "SAP.DE", 125.0, coming - timedelta(minutes=1))
    await scheduler.turn()
    assert await floor.told() == []
    assert floor.tape.asked == []
