"""Who hears of an event: one letter for each channel, held over quiet hours."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.store import open_store
from bot.store.rows import SubscriptionRow
from bot.updates.fanout import letters, notices, word_to
from bot.updates.models import Direction, Event, Happening, StoryFact

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # 23:00 in Berlin
MORNING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
MOVE = Event(
    key="move:3CP.F@XFRA:5:up:2026-11-20:0",
    what=Happening.MOVE,
    at=NOON,
    instrument="KYG9830T1067",
    threshold=Decimal(5),
    direction=Direction.UP,
)
STORY = StoryFact(id="abc", title="T", url="https://x/", original_source="Reuters", articles=())
TOLD = Event(
    key="story:KYG9830T1067:abc",
    what=Happening.STORY,
    at=NOON,
    instrument="KYG9830T1067",
    story=STORY,
)
GROWN = Event(
    key="story:KYG9830T1067:abc:2",
    what=Happening.GROWTH,
    at=NOON,
    instrument="KYG9830T1067",
    story=STORY,
)


@pytest.fixture
async def audiences(sqlite_url: str) -> AsyncIterator[Audiences]:
    """Server 2 wants its nights quiet, server 3 lives in Hong Kong and wants it too."""
    async with open_store(sqlite_url) as store:
        known = Audiences(store, Audience())
        await known.change(2, quiet=(time(22), time(7)))
        await known.change(3, quiet=(time(22), time(7)), timezone="Asia/Hong_Kong")
        yield known


def row(
    name: str,
    guild: int,
    channel: int,
    *,
    role: object = None,
    day: int = 1,
    state: str = "active",
) -> SubscriptionRow:
    return SubscriptionRow(
        id=name,
        guild=guild,
        channel=channel,
        creator=9,
        instrument="KYG9830T1067",
        kind="move",
        created=datetime(2026, 1, day, tzinfo=UTC),
        settings={} if role is None else {"role": role},
        state=state,
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([row("a", 1, 10)], [(10, "a", None)]),
        ([row("a", 1, 10), row("b", 1, 11)], [(10, "a", None), (11, "b", None)]),
        ([row("a", 1, 10), row("b", 2, 20)], [(10, "a", None), (20, "b", None)]),
        # several of one channel are one letter: with a role, else the oldest
        ([row("a", 1, 10), row("b", 1, 10, day=2)], [(10, "a", None)]),
        ([row("b", 1, 10, day=2), row("a", 1, 10)], [(10, "a", None)]),
        ([row("a", 1, 10), row("b", 1, 10, role=7, day=2)], [(10, "b", 7)]),
        ([row("b", 1, 10, role=7, day=2), row("a", 1, 10)], [(10, "b", 7)]),
        ([row("a", 1, 10, role=8), row("b", 1, 10, role=7, day=2)], [(10, "a", 8)]),
        ([row("b", 1, 10), row("a", 1, 10)], [(10, "a", None)]),
        ([row("a", 1, 10, role="7")], [(10, "a", 7)]),
        ([row("a", 1, 10, role="nobody")], [(10, "a", None)]),
        # who was paused or lost in between hears nothing
        ([row("a", 1, 10, state="paused"), row("b", 1, 11)], [(11, "b", None)]),
        ([row("a", 1, 10, role=7, state="lost"), row("b", 1, 10)], [(10, "b", None)]),
    ],
)
async def test_one_letter_for_each_channel(
    audiences: Audiences,
    rows: list[SubscriptionRow],
    expected: list[tuple[int, str, int | None]],
) -> None:
    found = letters(MOVE, rows, audiences, NOON)
    assert sorted((one.channel, one.subscription, one.role) for one in found) == expected
    for one in found:
        assert one.dedup_key == f"move:3CP.F@XFRA:5:up:2026-11-20:0:{one.channel}"
        assert (one.event, one.due, one.private, one.edits) == (MOVE.key, NOON, False, None)


@pytest.mark.parametrize(
    ("guild", "now", "due"),
    [
        (1, NOON, NOON),
        (1, NIGHT, NIGHT),
        (2, NOON, NOON),
        (2, NIGHT, MORNING),
        (2, MORNING - timedelta(seconds=1), MORNING),
        (2, MORNING, MORNING),
        (3, NOON, NOON),
        (3, datetime(2026, 11, 20, 14, 30, tzinfo=UTC), datetime(2026, 11, 20, 23, tzinfo=UTC)),
        (3, NIGHT, datetime(2026, 11, 20, 23, tzinfo=UTC)),
    ],
)
async def test_quiet_hours_hold_it(
    audiences: Audiences, guild: int, now: datetime, due: datetime
) -> None:
    assert [one.due for one in letters(MOVE, [row("a", guild, 10)], audiences, now)] == [due]
    assert [one.due for one in notices(MOVE, [(guild, 10)], audiences, now)] == [due]


async def test_a_story_that_grows_edits_its_post_at_any_hour(audiences: Audiences) -> None:
    rows = [row("a", 1, 10, role=7), row("b", 2, 20, role=8)]
    posts = {one.channel: one for one in letters(TOLD, rows, audiences, NIGHT)}
    edits = {one.channel: one for one in letters(GROWN, rows, audiences, NIGHT)}
    assert {one.role for one in posts.values()} == {7, 8}
    for channel in (10, 20):
        assert edits[channel].edits == posts[channel].dedup_key
        assert edits[channel].dedup_key != posts[channel].dedup_key
        assert edits[channel].due == NIGHT
        assert edits[channel].role is None  # nobody is called twice
    assert posts[20].due == MORNING


async def test_an_outage_is_told_once_in_each_channel(audiences: Audiences) -> None:
    event = Event(
        key="outage:Yahoo:20261120T110000Z", what=Happening.OUTAGE, at=NOON, source="Yahoo"
    )
    found = notices(event, [(1, 10), (1, 11), (1, 10), (2, 20)], audiences, NOON)
    assert [(one.guild, one.channel) for one in found] == [(1, 10), (1, 11), (2, 20)]
    assert len({one.dedup_key for one in found}) == 3
    assert all(one.role is None and one.subscription is None for one in found)


def test_a_lost_channel_is_told_to_a_person_at_once() -> None:
    event = Event(key="lost:10:2026-11-20", what=Happening.LOST, at=NIGHT, channel=10)
    letter = word_to(event, 99, NIGHT)
    assert (letter.channel, letter.private, letter.guild, letter.due) == (99, True, None, NIGHT)
    assert letter.dedup_key == "lost:10:2026-11-20:99"
