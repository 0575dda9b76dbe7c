"""A source that is down is told once, and once that it answers again; never on a whim."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.errors import (
    BadAnswer,
    NotFound,
    ParkettError,
    SourceDown,
    SourceLimited,
    SourceTimeout,
    WorkTimeout,
)
from bot.store import open_store
from bot.store.rows import OutageRow, WatchRow
from bot.updates import keys
from bot.updates.models import Happening, Kind, Subscription
from bot.updates.payloads.events import event_of
from bot.updates.payloads.subscriptions import subscription_row
from bot.updates.watching.outages import NEWS, PRICE, Outages, Round, judge

NOON = datetime(2021, 10, 20, 12, 0, tzinfo=UTC)
DOWN = Round(failed={"EQS News"})
UP = Round(answered={"EQS News"})
MIXED = Round(answered={"EQS News"}, failed={"EQS News"})


def told(minutes: list[tuple[float, Round]], family: str = NEWS) -> list[tuple[float, str]]:
    """What is told after each of these rounds, with the minute."""
    rows: dict[str, OutageRow] = {}
    found: list[tuple[float, str]] = []
    for minute, round_ in minutes:
        judged = judge(family, rows.values(), round_, NOON + timedelta(minutes=minute))
        rows |= {row.source: row for row in judged.rows}
        for source in judged.recovered:
            del rows[source]
        found += [(minute, event.what.value) for event in judged.events]
    return found


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([(0, DOWN), (10, DOWN), (20, DOWN), (30, DOWN)], [(20, "outage")]),
        ([(0, DOWN), (1, DOWN), (2, DOWN), (3, DOWN), (15, DOWN)], [(15, "outage")]),
        ([(0, DOWN), (40, DOWN)], []),
        ([(0, DOWN), (10, UP), (20, DOWN), (30, DOWN)], []),
        ([(0, DOWN), (10, MIXED), (20, DOWN), (30, DOWN)], []),
        (
            [(0, DOWN), (10, DOWN), (20, DOWN), (30, UP), (40, UP)],
            [(20, "outage"), (30, "recovery")],
        ),
        ([(0, UP), (10, UP)], []),
        ([(0, DOWN), (10, UP), (20, UP)], []),
        (
            [(0, DOWN), (9, DOWN), (18, DOWN), (27, UP), (36, DOWN), (45, DOWN), (54, DOWN)],
            [(18, "outage"), (27, "recovery"), (54, "outage")],
        ),
    ],
)  # fmt: skip
def test_three_rounds_over_a_quarter_of_an_hour(
    rounds: list[tuple[float, Round]], expected: list[tuple[float, str]]
) -> None:
    assert told(rounds) == expected


def test_news_and_prices_of_one_source_are_two_things() -> None:
    known = [OutageRow(source="news/Yahoo", since=NOON, failures=3, told=True)]
    judged = judge(PRICE, known, Round(answered={"Yahoo"}), NOON)
    assert judged.events == judged.recovered == ()
    assert judge(NEWS, known, Round(answered={"Yahoo"}), NOON).recovered == ("news/Yahoo",)


def test_each_outage_has_keys_of_its_own() -> None:
    later = NOON + timedelta(hours=2)
    found = [
        judge(NEWS, [OutageRow(source="news/A", since=since, failures=2, told=False)],
              Round(failed={"A"}), later).events[0]
        for since in (NOON, NOON + timedelta(hours=1))
    ]  # fmt: skip
    assert found[0].key != found[1].key
    assert (found[0].source, found[0].since) == ("A", NOON)


@pytest.mark.parametrize(
    ("error", "answered", "failed"),
    [
        (None, True, False),
        (NotFound(source="S", what="that"), True, False),
        (SourceDown(source="S", reason="no connection"), False, True),
        (SourceTimeout(source="S", seconds=8), False, True),
        (BadAnswer(source="S", reason="nonsense"), False, True),
        (SourceLimited(source="S", retry_after=60), False, True),
        (SourceLimited(source="S", retry_after=60, queued=True), False, False),
        (WorkTimeout(task="Reading", seconds=5), False, False),
    ],
)
def test_only_its_own_failures_are_held_against_a_source(
    error: ParkettError | None, *, answered: bool, failed: bool
) -> None:
    round_ = Round()
    round_.note("S", error)
    assert (bool(round_.answered), bool(round_.failed)) == (answered, failed)


async def test_the_channels_that_depend_on_it_are_told_once(database_url: str) -> None:
    """Two watchers judge at the same time; the German company's channel does not depend on it."""
    async with open_store(database_url) as store:
        audiences = Audiences(store, Audience(quiet=None))
        for channel, instrument in ((11, "HK"), (12, "HK"), (12, "DE"), (13, "DE")):
            row = subscription_row(
                Subscription(
                    id=f"{channel}{instrument}", guild=1, channel=channel, creator=5,
                    instrument=instrument, kind=Kind.NEWS, created=NOON,
                )
            )  # fmt: skip
            watch = WatchRow(key=keys.news(instrument), kind=NEWS, instrument=instrument, due=NOON)
            await store.subscriptions.add(row, [watch], limit=9)
        watchers = Outages(store, audiences), Outages(store, audiences)

        async def round_of(round_: Round, minute: int) -> int:
            now = NOON + timedelta(minutes=minute)
            notes = [
                await one.notice(
                    NEWS,
                    round_,
                    now,
                    kinds=("news",),
                    serves=lambda source, instrument: source == "HKEXnews" and instrument == "HK",
                )
                for one in watchers
            ]
            return sum(
                [
                    await store.outbox.record(
                        one.events, one.letters, outages=one.outages, recovered=one.recovered
                    )
                    for one in notes
                    if one
                ]
            )

        down, up = Round(failed={"HKEXnews"}), Round(answered={"HKEXnews"})
        assert [await round_of(down, minute) for minute in (0, 10, 20, 30)] == [0, 0, 2, 0]
        assert [await round_of(up, minute) for minute in (40, 50)] == [2, 0]
        assert await store.outages.all() == []
        rows = await store.outbox.claim(
            NOON + timedelta(hours=2), owner="c", lease_until=NOON + timedelta(hours=3), limit=99
        )
        seen = [(row.channel, event_of(row.event).what) for row in rows]
        assert sorted(seen) == [
            (11, Happening.OUTAGE),
            (11, Happening.RECOVERY),
            (12, Happening.OUTAGE),
            (12, Happening.RECOVERY),
        ]
        assert {event_of(row.event).source for row in rows} == {"HKEXnews"}
