"""What forms and lists say, and that what they fill in is understood again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.chat.forms.pages import figures_page, with_figures
from bot.chat.forms.phrases import (
    EITHER_WAY,
    Clockwork,
    days_words,
    failed_words,
    next_words,
    reason_words,
    sent_words,
    state_words,
    what_words,
)
from bot.chat.wording.choose import WORDINGS
from bot.chat.wording.english import ENGLISH
from bot.chat.wording.german import GERMAN
from bot.updates.models import EVERY_DAY, Direction, Kind, State, Subscription
from bot.updates.wishes.service import Entry
from bot.updates.wishes.wish import Want, Wish
from bot.updates.wishes.words import parse_when

NOON = datetime(2021, 10, 20, 12, 0, tzinfo=UTC)
BOTH = pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)


def subscription(**said: object) -> Subscription:
    usual: dict[str, object] = {
        "id": "a",
        "guild": 1,
        "channel": 2,
        "creator": 3,
        "instrument": "KYG9830T1067",
        "kind": Kind.NEWS,
        "created": NOON,
    }
    return Subscription(**{**usual, **said})  # type: ignore[arg-type] # fields of a subscription


@BOTH
def test_everything_that_can_be_subscribed_has_words(wording: object) -> None:
    assert isinstance(wording, type(ENGLISH))
    words = wording.subscribing
    for table in (words.kinds, words.kind_notes, words.wants):
        assert set(table) == {kind.value for kind in Kind}
    assert set(words.levels) == set(Direction)
    assert set(words.directions) == {EITHER_WAY, *Direction}
    assert len(words.list_choose) <= 150
    for kind in Kind:
        assert len(words.kinds[kind]) <= 100
        assert len(words.kind_notes[kind].format(percent="5,5 %")) <= 100


@pytest.mark.parametrize(
    ("days", "german", "english"),
    [
        (range(7), "täglich", "daily"),
        (range(5), "Mo–Fr", "Mon–Fri"),
        ((0, 1, 2), "Mo–Mi", "Mon–Wed"),
        ((0, 2), "Mo, Mi", "Mon, Wed"),
        ((5, 6), "Sa, So", "Sat, Sun"),
        ((0, 1, 2, 4), "Mo–Mi, Fr", "Mon–Wed, Fri"),
        ((3,), "Do", "Thu"),
    ],
)
def test_days_in_words_and_back(days: range, german: str, english: str) -> None:
    chosen = frozenset(days)
    assert days_words(chosen, GERMAN) == german
    assert days_words(chosen, ENGLISH) == english
    for text in (german, english):
        assert parse_when(text.replace("–", "-"))[1] == chosen


@BOTH
@pytest.mark.parametrize(
    "wish",
    [
        Wish(wants=(Want(Kind.NEWS),)),
        Wish(wants=(Want(Kind.MOVE, percent=Decimal("7.25")),)),
        Wish(wants=(Want(Kind.LEVEL, level=Decimal("1234.567"), currency="HKD"),)),
        Wish(wants=(Want(Kind.LEVEL, level=Decimal("0.045")),)),
        Wish(wants=(Want(Kind.LEVEL, level=Decimal(20), direction=Direction.DOWN),)),
        Wish(wants=(Want(Kind.CLOSE),), at=time(18, 30), days=frozenset({0, 1, 2, 4})),
        Wish(wants=(Want(Kind.MOVE, percent=Decimal(3)), Want(Kind.MOVE, percent=Decimal(5)))),
    ],
    ids=str,
)
def test_a_page_that_is_sent_back_as_it_was_changes_nothing(wording: object, wish: Wish) -> None:
    assert isinstance(wording, type(ENGLISH))
    fields = [part["component"] for part in figures_page("pk|x", wish, wording).to_components()]
    answers = {one["custom_id"]: one.get("value") or _chosen(one) for one in fields}
    assert with_figures(wish, answers, wording) == wish
    # Read as if somebody had just typed it, too.
    typed = with_figures(Wish(), answers, wording)
    assert set(typed.wants) <= {*wish.wants, Want(Kind.CLOSE)}
    assert (typed.at, typed.days) == (wish.at, wish.days)


def _chosen(field: Mapping[str, Any]) -> str:
    return next((one["value"] for one in field.get("options", ()) if one.get("default")), "")


def test_a_subscription_in_words() -> None:
    level = subscription(kind=Kind.LEVEL, level=Decimal("22.555"), currency="HKD")
    assert what_words(level, ENGLISH) == "when the price crosses HK$22.555"
    above = replace(level, direction=Direction.UP)
    assert what_words(above, ENGLISH) == "when the price rises above HK$22.555"
    assert what_words(replace(above, direction=Direction.DOWN), GERMAN) == (
        "wenn der Kurs unter 22,555\xa0HK$ fällt"
    )
    daily = subscription(kind=Kind.CLOSE, at=time(18, 30), days=frozenset(range(5)))
    assert what_words(daily, GERMAN) == "Kurs um 18:30, Mo–Fr"
    assert what_words(subscription(kind=Kind.CLOSE), GERMAN) == "Kurs nach Börsenschluss"
    assert subscription().days == EVERY_DAY


def test_how_it_is_in_words() -> None:
    clock = Clockwork(ENGLISH, NOON, "Europe/Berlin")
    earlier = NOON - timedelta(hours=1)
    assert sent_words(subscription(), clock) == "nothing sent yet"
    assert failed_words(subscription(), clock) == []
    failed = subscription(last_sent=earlier, last_failure="missing_access", failed_at=NOON)
    assert sent_words(failed, clock) == "last sent 13:00"
    assert failed_words(failed, clock) == ["⚠️ last failure 14:00: I may not see the channel"]
    recovered = subscription(last_sent=NOON, last_failure="forbidden", failed_at=earlier)
    assert failed_words(recovered, clock) == []
    later = NOON + timedelta(hours=8)
    assert next_words(Entry(subscription(kind=Kind.CLOSE), later), clock) == ["next 22:00"]
    paused = subscription(kind=Kind.CLOSE, state=State.PAUSED)
    assert next_words(Entry(paused, later), clock) == []
    lost = subscription(state=State.LOST, reason="unknown_channel")
    assert state_words(lost, ENGLISH).endswith("(the channel is gone)")
    assert reason_words("status 400, code 50035 @everyone", ENGLISH).count("@everyone") == 0
