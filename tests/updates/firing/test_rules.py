"""Which wishes a price fulfils: tables of what a listing did, and what is told of it.

A path is what a listing showed, a price a minute; "|" is the night, before which the price was the
close. "2u" means: told at the third price (index 2), upwards.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.instruments.models import Listing
from bot.market.models import Quote
from bot.updates.firing.doubts import judge
from bot.updates.firing.readings import Reading, reading_of
from bot.updates.firing.rules import Fired, concerned, extremes, reach, tell
from bot.updates.models import Direction, Kind, Stage, Subscription

SAP = Listing("SAP.DE", "Xetra", "XETR", "EUR", home=True)
BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = [date(2026, 11, 16) + timedelta(days=one) for one in range(5)]  # Monday to Friday


def wish(
    kind: Kind, value: str, created: datetime = LONG_AGO, currency: str = "EUR"
) -> Subscription:
    return Subscription(
        id="s",
        guild=1,
        channel=2,
        creator=3,
        instrument="DE0007164600",
        kind=kind,
        created=created,
        symbol="SAP.DE",
        mic="XETR",
        percent=Decimal(value) if kind is Kind.MOVE else None,
        level=Decimal(value) if kind is Kind.LEVEL else None,
        currency=currency if kind is Kind.LEVEL else None,
    )


def quotes(path: str, close: str = "100") -> Iterator[tuple[Quote, datetime]]:
    """The quotes of a path. An entry may be "price/52-week high" or "price\\52-week low"."""
    previous = Decimal(close)
    for day, session in zip(DAYS, path.split("|"), strict=False):
        prices = session.split()
        for minute, entry in enumerate(prices):
            text, _, high = entry.partition("/")
            text, _, low = text.partition("\\")
            local = datetime.combine(day, time(9, 5), BERLIN) + timedelta(minutes=minute)
            if minute and minute == len(prices) - 1:
                local = datetime.combine(day, time(17, 29), BERLIN)
            now = local.astimezone(UTC)
            yield (
                Quote(
                    SAP,
                    Decimal(text),
                    now,
                    "Yahoo",
                    previous_close=previous,
                    high_52w=Decimal(high) if high else None,
                    low_52w=Decimal(low) if low else None,
                    timezone="Europe/Berlin",
                ),
                now,
            )
        previous = Decimal(prices[-1].partition("/")[0].partition("\\")[0])


def readings(path: str, close: str = "100") -> Iterator[tuple[Reading | None, Reading]]:
    """Each reading with the one before it, kept as JSON in between as the watch does."""
    before: Reading | None = None
    for quote, now in quotes(path, close):
        after = judge(before, quote, now)
        assert isinstance(after, Reading)
        yield before, after
        before = reading_of(json.loads(json.dumps(after.to_json())))
        assert before == after


def fired(path: str, subscription: Subscription, close: str = "100") -> dict[int, Fired]:
    found: dict[int, Fired] = {}
    memory: str | None = None
    for index, (before, after) in enumerate(readings(path, close)):
        one, memory = tell(subscription, memory, before, after)
        if one:
            found[index] = one
    return found


def as_text(found: dict[int, Fired]) -> str:
    return " ".join(f"{index}{(one.direction or ' ')[0]}" for index, one in found.items())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # the previous close is 100, the wish ±5 %
        ("100", ""),
        ("100 104.99", ""),
        ("100 105", "1u"),
        ("100 105.01", "1u"),
        ("100 104.9 105 106 110", "2u"),
        ("100 95.01", ""),
        ("100 95", "1d"),
        ("100 94 93 90", "1d"),
        ("100 102 98 103 97", ""),
        # the first look is a baseline, whatever it shows
        ("105", ""),
        ("106 107", ""),
        ("94 93", ""),
        ("106 104.5 105", ""),
        ("106 103 105", "2u"),
        ("106 94", "1d"),
        # around the threshold it is told once; it is armed again below 4 %
        ("100 105 104.9 105", "1u"),
        ("100 105 104.01 105.5", "1u"),
        ("100 105 104 105", "1u"),
        ("100 105 103.99 105", "1u 3u"),
        ("100 105 103 104 105 103 105", "1u 4u 6u"),
        ("100 95 95.9 95", "1d"),
        ("100 95 96.01 95", "1d 3d"),
        ("100 110 104.5 110", "1u"),
        ("100 110 103.9 104.99 105", "1u 4u"),
        # both directions
        ("100 105 95", "1u 2d"),
        ("100 105 95 105", "1u 2d 3u"),
        ("100 95 105 95 105", "1d 2u 3d 4u"),
        ("100 105 100 95", "1u 3d"),
        # each session starts anew, from its own previous close
        ("100 106 | 106 111.2", "1u"),
        ("100 106 | 106 111.3", "1u 3u"),
        ("100 105 | 105 110.25", "1u 3u"),
        ("100 105 | 104 99.7", "1u 3d"),
        ("100 100 | 104 100 | 104 105", "5u"),
        # it opens beyond: the auction counts
        ("100 100 | 105", "2u"),
        ("100 100 | 105 106", "2u"),
        ("100 100 | 95", "2d"),
        ("100 105 | 111", "1u 2u"),
        ("100 104 | 110", "2u"),
        ("100 105 | 105 | 111", "1u 3u"),
        ("100 100 | 105 103 105", "2u 4u"),
        ("100 100 | 106 | 112 | 119", "2u 3u 4u"),
    ],
)
def test_a_move(path: str, expected: str) -> None:
    found = fired(path, wish(Kind.MOVE, "5"))
    assert as_text(found) == expected
    assert len({one.key for one in found.values()}) == len(found)


@pytest.mark.parametrize(
    ("percent", "path", "expected"),
    [
        ("0.5", "100 100.5", "1u"),
        ("0.5", "100 100.4 100.5 100.41 100.5 100.39 100.5", "2u 6u"),
        ("2.5", "100 102.49 102.5", "2u"),
        ("10", "100 105 109 110 107.9 110", "3u 5u"),
        ("10", "100 110 108 110", "1u"),
        ("20", "100 110 119 121", "3u"),
        ("30", "100 110 125 130", "3u"),
        ("3", "100 106", "1u"),
        ("3", "100 97 94 91", "1d"),
    ],
)
def test_a_move_of_another_size(percent: str, path: str, expected: str) -> None:
    assert as_text(fired(path, wish(Kind.MOVE, percent))) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # the wish is the level 100
        ("99", ""),
        ("99 99.99", ""),
        ("99 100", "1u"),
        ("99 100.01", "1u"),
        ("99 105", "1u"),
        ("101 100", "1d"),
        ("101 100.01", ""),
        ("101 95", "1d"),
        # the baseline: what stands on it has crossed nothing
        ("100 101", ""),
        ("100 99", ""),
        ("101 102 103", ""),
        ("101", ""),
        # it wavers: nothing more until it has left by 0.5 %
        ("99 100 99.99 100 99.99", "1u"),
        ("99 100.4 99.9 100.4 99.6", "1u"),
        ("101 99.9 100.1 99.9 100.3", "1d"),
        ("99 100.1 99.6 100.1", "1u"),
        # and back across it, clearly
        ("99 100.4 99.5", "1u 2d"),
        ("99 100.4 99.9 99.4", "1u 3d"),
        ("101 99.9 100.5", "1d 2u"),
        ("99 100.1 99.5 100.1 100.5", "1u 2d 3u"),
        # once it has left, the very level counts again
        ("99 101 100", "1u 2d"),
        ("99 101 100 99.9 100.2", "1u 2d"),
        ("99 100.5 99.99", "1u 2d"),
        ("99 100.49 99.99", "1u"),
        ("99 101 100.2 101", "1u"),
        ("101 99 101 99", "1d 2u 3d"),
        ("99 102 98 102 98", "1u 2d 3u 4d"),
        # over night
        ("99 99 | 101", "2u"),
        ("101 101 | 99", "2d"),
        ("99 101 | 102", "1u"),
        ("99 100.2 | 100.1", "1u"),
        ("99 100.2 | 99.9", "1u 2d"),  # a new session arms it
        ("99 100.2 | 100.3 99.9", "1u 3d"),
        ("99 100.2 99.8 | 100", "1u 3u"),
        ("99 98 | 97 | 96 99.9 100", "5u"),
        # it closed on the level, told as reached: the other way is told the next day
        ("99 100 | 99", "1u 2d"),
        ("99 100 | 101", "1u"),
        ("101 100 | 101", "1d 2u"),
    ],
)
def test_a_level(path: str, expected: str) -> None:
    found = fired(path, wish(Kind.LEVEL, "100"))
    assert as_text(found) == expected
    assert len({one.key for one in found.values()}) == len(found)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # the wish is above 100; for below 100 the path is turned upside down
        ("99 99.99", ""),
        ("99 100", "1"),
        ("99 105", "1"),
        ("101 95", ""),
        ("101 102", ""),
        # the first look is a baseline; who stands on the level has not left it yet
        ("101", ""),
        ("100", ""),
        ("100 101", "1"),
        ("100 99", ""),
        # the crossing the other way is not told, and holds nothing up
        ("101 99.9 100.1", "2"),
        ("101 100 100.1", "2"),
        ("101 99 101 99 101", "2 4"),
        # it wavers: nothing more until it has fallen back by 0.5 %
        ("99 100 99.99 100 99.51 100.3", "1"),
        ("99 101 100 99.9 100.2", "1"),
        ("99 105 99.6 105", "1"),
        ("99 100 99.5 100", "1 3"),
        ("99 105 99.4 99.9 100 98 101", "1 4 6"),
        # a gap is a crossing; a session that stays above tells nothing
        ("99 99 | 101", "2"),
        ("99 101 | 102 103", "1"),
        ("101 101 | 99", ""),
        ("99 101 | 98 | 101", "1 3"),
        # a new session arms it
        ("99 100.2 99.8 | 100.2", "1 3"),
        ("99 100 | 100 101", "1 3"),
    ],
)
@pytest.mark.parametrize("direction", Direction)
def test_a_level_with_a_direction(direction: Direction, path: str, expected: str) -> None:
    if direction is Direction.DOWN:
        path = " ".join(one if one == "|" else str(200 - Decimal(one)) for one in path.split(" "))
    subscription = replace(wish(Kind.LEVEL, "100"), direction=direction)
    found = fired(path, subscription)
    assert " ".join(str(index) for index in found) == expected
    assert {one.direction for one in found.values()} <= {direction}
    assert len({one.key for one in found.values()}) == len(found)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("95/100", ""),
        ("95/100 97.9/100", ""),
        ("95/100 98/100", "1n"),
        ("95/100 98/100 99/100", "1n"),
        ("95/100 99/100 95/100 99/100", "1n"),  # once a session
        # the source moves its high at once; what counts is the one before
        ("95/100 101/101", "1b"),
        ("95/100 98/100 101/101 102/102", "1n 2b"),
        ("95/100 101/101 100/101 101.5/101.5", "1b"),
        ("95/100 101/100 102/100", "1b"),  # a source that is slow to
        ("99/100 100/100", ""),  # reaching is not breaking
        ("99/100 100.01/100.01", "1b"),
        # near is not told after broken
        ("95/100 101/101 98/101 99.5/101", "1b"),
        # the baseline may be near
        ("99/100", ""),
        ("99/100 99.5/100", ""),
        ("99/100 97/100 98.5/100", "2n"),
        ("101/101 102/102", "1b"),
        # over night
        ("95/100 98/100 | 98.5/100 99/100", "1n"),
        ("95/100 98/100 | 97/100 98.2/100", "1n 3n"),
        ("95/100 95/100 | 99/100", "2n"),
        ("95/100 95/100 | 104/104", "2b"),
        ("95/100 101/101 | 101.5/101.5", "1b 2b"),
        ("95/100 101/101 | 99.5/101 102/102", "1b 3b"),
        # without one
        ("95 99 101", ""),
        ("95 95/100 99/100", "2n"),
        ("95/100 95 99", "2n"),
        ("95/100 95 101", "2b"),
        # nonsense in the high is not believed
        ("95/100 98.5/9850", "1n"),
        ("95/100 96/1 98/1", "2n"),
        ("95/100 96/50 101/50", "2b"),
    ],
)
def test_a_52_week_high(path: str, expected: str) -> None:
    assert _extremes(path, Kind.HIGH) == expected
    assert _extremes(path, Kind.LOW) == ""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"110\100 102.01\100", ""),
        (r"110\100 102\100", "1n"),
        (r"110\100 102\100 101\100", "1n"),
        (r"103\100 101\100 99\99", "1n 2b"),
        (r"110\100 99\99 98\98", "1b"),
        (r"110\100 99\99 100.5\99", "1b"),
        (r"110\100 99\100", "1b"),
        (r"101\100 100\100", ""),
        (r"101\100 100.5\100", ""),
        (r"110\100 110\100 | 101\100", "2n"),
        (r"110\100 99\99 | 98\98", "1b 2b"),
        (r"110\100 101\100 | 100.5\100", "1n"),
        (r"110\100 101\1", "1n"),
        (r"110\100 109\500 101\500", "2n"),
        ("110 90", ""),
    ],
)
def test_a_52_week_low(path: str, expected: str) -> None:
    assert _extremes(path, Kind.LOW) == expected
    assert _extremes(path, Kind.HIGH) == ""


def _extremes(path: str, wanted: Kind) -> str:
    told: list[str] = []
    keys: set[str] = set()
    for index, (before, after) in enumerate(readings(path)):
        for kind, one in extremes(before, after):
            if kind is wanted:
                told.append(f"{index}{'b' if one.stage is Stage.BROKEN else 'n'}")
                keys.add(one.key)
    assert len(keys) == len(told)
    return " ".join(told)


@pytest.mark.parametrize(
    ("day_high", "high", "source", "expected"),
    [
        ("101", "101", "Yahoo", [Stage.BROKEN]),  # broken between two looks, and back already
        ("100", "100", "Yahoo", [Stage.NEAR]),
        (None, "101", "Yahoo", [Stage.NEAR]),  # nobody says that it was today
        ("99", "103", "Tradegate", []),  # another source that knows a higher one
        ("103", "103", "Tradegate", []),
    ],
)
def test_a_peak_between_two_looks(
    day_high: str | None, high: str, source: str, expected: list[Stage]
) -> None:
    (first, at), (second, later) = list(quotes("95/100 99/100"))
    before = judge(None, first, at)
    assert isinstance(before, Reading)
    second = replace(
        second,
        day_high=Decimal(day_high) if day_high else None,
        high_52w=Decimal(high),
        source=source,
    )
    after = judge(before, second, later)
    assert isinstance(after, Reading)
    assert [one.stage for _, one in extremes(before, after)] == expected


def test_all_who_wish_the_same_share_one_event() -> None:
    path = "100 106 103 106 | 112"
    one = [one.key for one in fired(path, wish(Kind.MOVE, "5")).values()]
    other = [one.key for one in fired(path, wish(Kind.MOVE, "5.00")).values()]
    assert one == other
    assert one[0] == "move:SAP.DE@XETR:5:up:2026-11-16:80500"
    assert one[-1] == "move:SAP.DE@XETR:5:up:2026-11-17:0"
    assert len(set(one)) == 3
    level = [one.key for one in fired("99 101", wish(Kind.LEVEL, "100")).values()]
    assert level == [one.key for one in fired("99 101", wish(Kind.LEVEL, "100.0")).values()]


@pytest.mark.parametrize(
    ("kind", "value", "made", "expected"),
    [
        # made at 09:05:30 local, after the first look and before the second
        (Kind.MOVE, "5", "2026-11-16 08:05:30", ""),
        (Kind.LEVEL, "103", "2026-11-16 08:05:30", ""),
        (Kind.MOVE, "5", "2026-11-16 08:04:59", "1u"),
        (Kind.LEVEL, "103", "2026-11-16 08:05:00", "1u"),
    ],
)
def test_the_last_look_before_a_subscription_is_its_baseline(
    kind: Kind, value: str, made: str, expected: str
) -> None:
    created = datetime.fromisoformat(made).replace(tzinfo=UTC)
    assert as_text(fired("100 106 107", wish(kind, value, created))) == expected


def test_made_at_night_it_hears_of_the_morning() -> None:
    at_night = datetime(2026, 11, 16, 20, 0, tzinfo=UTC)
    found = list(readings("100 100 | 106"))
    before, after = found[-1]
    assert before is not None
    before = replace(before, seen=datetime(2026, 11, 16, 17, 0, tzinfo=UTC))
    assert tell(wish(Kind.MOVE, "5", at_night), None, before, after)[0]
    assert tell(wish(Kind.LEVEL, "105", at_night), None, before, after)[0]
    assert concerned(wish(Kind.HIGH, "0", at_night), before)
    assert not concerned(wish(Kind.HIGH, "0"), None)


def test_a_level_in_another_currency_is_never_crossed() -> None:
    assert fired("99 101 99", wish(Kind.LEVEL, "100", currency="USD")) == {}


def test_a_listing_without_previous_close_has_no_moves() -> None:
    (first, at), (second, later) = list(quotes("100 110"))
    before = judge(None, replace(first, previous_close=None), at)
    assert isinstance(before, Reading)
    after = judge(before, replace(second, previous_close=None), later)
    assert isinstance(after, Reading)
    assert tell(wish(Kind.MOVE, "5"), None, before, after) == (None, None)
    assert tell(wish(Kind.LEVEL, "105"), None, before, after)[0]


def test_the_first_change_that_is_known_is_a_baseline() -> None:
    """A source that says no previous close stood in for the first look."""
    looks = list(quotes("106 107 102 107"))
    looks[0] = (replace(looks[0][0], previous_close=None), looks[0][1])
    before: Reading | None = None
    told: list[bool] = []
    for quote, now in looks:
        after = judge(before, quote, now)
        assert isinstance(after, Reading)
        told.append(tell(wish(Kind.MOVE, "5"), None, before, after)[0] is not None)
        before = after
    assert told == [False, False, False, True]


def test_hours_without_a_look_cost_nothing_but_the_time() -> None:
    """The bot was away from Monday noon to Wednesday: what Tuesday did is not Wednesday's move."""
    found = list(quotes("100 101 | 101 104 | 105 109.3"))
    before: Reading | None = None
    for quote, now in (found[0], found[1]):
        looked = judge(before, quote, now)
        assert isinstance(looked, Reading)
        before = looked
    wednesday = judge(before, *found[4])
    assert isinstance(wednesday, Reading)
    assert tell(wish(Kind.MOVE, "3"), None, before, wednesday)[0] is None  # 105 after 104
    assert tell(wish(Kind.LEVEL, "103"), None, before, wednesday)[0]
    later = judge(wednesday, *found[5])
    assert isinstance(later, Reading)
    assert tell(wish(Kind.MOVE, "5"), None, wednesday, later)[0]


@pytest.mark.parametrize("kind", [Kind.MOVE, Kind.LEVEL])
def test_only_what_is_within_reach_can_change(kind: Kind) -> None:
    """A look reads the subscriptions within reach alone: all others would have said nothing."""
    chance = random.Random(20261122)
    told = 0
    for _ in range(60):
        price, path = 100.0, ["100"]
        for _ in range(40):
            price *= 1 + chance.uniform(-0.03, 0.03)
            path.append(f"{price:.3f}")
            if chance.random() < 0.08 and path[-2] != "|":
                path.append("|")
        text = " ".join(path).rstrip("| ")
        wishes = [wish(kind, f"{chance.uniform(0.2, 9):.2f}") for _ in range(10)]
        if kind is Kind.LEVEL:
            wishes = [wish(kind, f"{chance.uniform(90, 110):.2f}") for _ in range(10)]
        all_memories: list[str | None] = [None] * len(wishes)
        near_memories = list(all_memories)
        for before, after in readings(text):
            span = reach(kind, before, after)
            for index, one in enumerate(wishes):
                told_all, all_memories[index] = tell(one, all_memories[index], before, after)
                threshold = float(one.percent or one.level or 0)
                told_near = None
                if span and span[0] <= threshold <= span[1]:
                    told_near, near_memories[index] = tell(one, near_memories[index], before, after)
                assert told_near == told_all
                told += told_all is not None
    assert told > 500
