"""Events and subscriptions survive being stored, digit for digit, whoever wrote them."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from bot.store.rows import EventRow, Letter
from bot.store.store import open_store
from bot.updates.models import (
    EVERY_DAY,
    ArticleFact,
    CourseFact,
    Direction,
    Event,
    Happening,
    Kind,
    PriceFact,
    Stage,
    State,
    StoryFact,
    Subscription,
)
from bot.updates.payloads.events import event_of, event_row
from bot.updates.payloads.subscriptions import subscription_of, subscription_row

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
PRICE = PriceFact(
    symbol="3CP.F", venue="Frankfurt", mic="XFRA", currency="EUR", price=Decimal("2.550"),
    as_of=NOON, state="delayed", source="Tradegate", previous_close=Decimal("2.35"),
    change_percent=Decimal("8.5106382978723404255319148936"), low_52w=Decimal("1E-7"),
    high_52w=Decimal("3.885"),
)  # fmt: skip
STORY = StoryFact(
    id="s1", title="小米 – “Xiaomi” \x00 \ud83d", url="https://example.com/a?b=ü",
    original_source="Reuters",
    articles=(
        ArticleFact(title="Erstes Auto", url="https://example.com/1", publisher="EQS",
                    published=NOON, language="de"),
        ArticleFact(title="First car", url="https://example.com/2", publisher="Reuters"),
    ),
    summary=("Ein Satz.", "Noch einer."), language="de", first_published=NOON - timedelta(hours=1),
    updated=NOON, tone="positive", revision=3,
)  # fmt: skip
COURSE = CourseFact(
    timezone="Europe/Berlin",
    closes=((NOON, Decimal("2.550")), (NOON + timedelta(minutes=5), Decimal("2.6"))),
)
FULL = Event(
    key="move:3CP.F@XFRA:5:up:2026-11-20:1", what=Happening.MOVE, at=NOON, instrument="XIA",
    name="Xiaomi", price=PRICE, story=STORY, course=COURSE, threshold=Decimal("5.0"),
    direction=Direction.UP, stage=Stage.BROKEN, source="Yahoo", since=NOON, channel=2**63 - 1,
)  # fmt: skip
WISH = Subscription(
    id="s", guild=1, channel=2, creator=3, instrument="XIA", kind=Kind.LEVEL, created=NOON,
    symbol="3CP.F", mic="XFRA", percent=Decimal("5.50"), level=Decimal("2.5550"), currency="EUR",
    at=time(17, 30), days=frozenset({0, 4}), timezone="Asia/Hong_Kong", role=9, state=State.LOST,
    reason="forbidden", last_sent=NOON, last_failure="forbidden", failed_at=NOON,
)  # fmt: skip


@pytest.mark.parametrize(
    "event", [FULL, Event(key="k", what=Happening.OUTAGE, at=NOON, source="Yahoo")]
)
async def test_an_event_comes_back_from_the_database_as_it_was(
    event: Event, database_url: str
) -> None:
    async with open_store(database_url) as store:
        letter = Letter(dedup_key="d", event=event.key, channel=1, due=NOON)
        await store.outbox.record([event_row(event)], [letter])
        [row] = await store.outbox.claim(NOON, owner="a", lease_until=NOON, limit=1)
    found = event_of(row.event)
    assert found == event
    if event.price is not None:
        assert found.price is not None
        assert str(found.price.price) == "2.550"


@pytest.mark.parametrize(
    "wish",
    [
        WISH,
        replace(WISH, direction=Direction.DOWN, since=NOON + timedelta(hours=1)),
        replace(WISH, kind=Kind.CLOSE, days=EVERY_DAY, at=None, role=None, percent=None),
    ],
)
async def test_a_subscription_comes_back_from_the_database_as_it_was(
    wish: Subscription, database_url: str
) -> None:
    async with open_store(database_url) as store:
        row = subscription_row(wish, memory="above", due=NOON)
        await store.subscriptions.add(row, [], limit=1)
        [kept] = await store.subscriptions.of_guild(1)
    assert kept == row
    found = subscription_of(kept)
    assert found == wish
    assert str(found.level) == "2.5550"


@pytest.mark.parametrize("settings", [{"level": "2.60"}, {"level": "2.60", "direction": "aside"}])
def test_a_level_that_was_kept_without_a_direction_is_crossed_either_way(
    settings: dict[str, object],
) -> None:
    kept = replace(subscription_row(WISH), settings=settings)
    assert subscription_of(kept).direction is None
    assert "direction" not in subscription_row(WISH).settings


def test_what_preselects_is_the_level_or_the_percent() -> None:
    assert subscription_row(WISH).threshold == 2.555
    assert subscription_row(replace(WISH, kind=Kind.MOVE)).threshold == 5.5
    assert subscription_row(replace(WISH, kind=Kind.NEWS, percent=None)).threshold is None


def test_a_time_is_kept_in_utc() -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    found = event_of(event_row(replace(FULL, at=berlin)))
    assert found.at == NOON
    assert found.at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "payload",
    [
        {"what": "move", "at": "not a time", "threshold": "x", "direction": "sideways"},
        {"what": "move", "price": {"price": "NaN", "as_of": NOON.isoformat()}, "story": []},
        {"what": "move", "price": {"price": "2", "as_of": "2026-11-20T12:00:00"}, "channel": "1"},
        {"what": "move", "price": 3, "story": None, "threshold": ["5"], "since": 5, "name": None},
        {"what": "move", "course": {"first": NOON.isoformat(), "closes": [[0, "1"], ["5", "2"]]}},
        {"what": "move", "course": {"closes": [[0, "1"]]}},
        {"what": "move", "added": {"by": "a newer version"}, "threshold": "Infinity"},
    ],
)
def test_what_cannot_be_read_is_absent(payload: dict[str, object]) -> None:
    found = event_of(EventRow(key="k", created=NOON, payload=payload))
    assert found == Event(key="k", what=Happening.MOVE, at=NOON)


def test_a_story_that_is_half_unreadable_keeps_the_other_half() -> None:
    stored = {
        "id": "s", "title": "T", "url": 5, "articles": [None, {"title": "A"}, "x"],
        "summary": ["one", 2], "revision": True, "updated": "",
    }  # fmt: skip
    found = event_of(EventRow(key="k", created=NOON, payload={"what": "story", "story": stored}))
    article = ArticleFact(title="A", url="", publisher="")
    assert found.story == StoryFact(
        id="s", title="T", url="", original_source="", articles=(article,), summary=("one",)
    )


def test_what_happened_must_be_known() -> None:
    for payload in ({}, {"what": "of a newer version"}, {"what": []}):
        with pytest.raises(ValueError, match="Happening"):
            event_of(EventRow(key="k", created=NOON, payload=payload))


def test_a_wish_that_is_partly_understood() -> None:
    row = subscription_row(WISH)
    with pytest.raises(ValueError, match="Kind"):
        subscription_of(replace(row, id="odd", kind="newer"))
    bent = replace(row, id="bent", state="newer", settings={"days": [9, "x"], "at": "25:00"})
    found = subscription_of(bent)
    assert (found.state, found.days, found.at) == (State.PAUSED, EVERY_DAY, None)
    assert found.timezone == "Europe/Berlin"
