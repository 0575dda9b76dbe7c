"""A subscription in words: what comes, when, where, whom it mentions, and how it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.chat.cards.escape import escape
from bot.chat.wording.catalogue import Wording
from bot.updates.models import EVERY_DAY, Kind, State, Subscription
from bot.updates.wishes.service import Entry
from bot.updates.wishes.wish import USUAL_PERCENT, Want, want_of

EITHER_WAY = "both"  # beside the directions of a level
MARKS = {State.ACTIVE: "▶", State.PAUSED: "⏸", State.LOST: "⚠️"}
_WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What turns moments into words: the language, the present, and the server's timezone."""

    wording: Wording
    now: datetime
    timezone: str

    def at(self, moment: datetime) -> str:
        return self.wording.numbers.clock(moment, self.now, ZoneInfo(self.timezone))


def want_words(
    want: Want, wording: Wording, at: time | None = None, days: frozenset[int] = EVERY_DAY
) -> str:
    """ "moves of ±5% in a session", "price at 18:30, Mon–Fri"."""
    words = wording.subscribing
    percent = wording.numbers.exact_percent(want.percent or USUAL_PERCENT)
    level = "?"
    if want.level is not None:
        level = (
            wording.numbers.exact_money(want.level, want.currency)
            if want.currency
            else wording.numbers.price(want.level)
        )
    template = words.levels[want.direction] if want.direction else words.wants[want.kind]
    return template.format(percent=percent, level=level, when=when_words(at, days, wording))


def when_words(at: time | None, days: frozenset[int], wording: Wording) -> str:
    """ "after the close", "at 18:30, Mon–Fri"."""
    words = wording.subscribing
    clock = words.after_close if at is None else words.at.format(time=f"{at:%H:%M}")
    return f"{clock}, {days_words(days, wording)}" if days != EVERY_DAY or at else clock


def days_words(days: frozenset[int], wording: Wording) -> str:
    """ "daily", "Mon–Fri", "Mon, Wed"."""
    words = wording.subscribing
    if days == EVERY_DAY:
        return words.every_day
    if days == _WORKDAYS:
        return words.workdays
    parts: list[str] = []
    for first, last in _runs(sorted(days)):
        if last - first >= 2:
            names = {"first": words.days[first], "last": words.days[last]}
            parts.append(words.days_between.format(**names))
        else:
            parts += [words.days[day] for day in range(first, last + 1)]
    return ", ".join(parts)


def what_words(subscription: Subscription, wording: Wording) -> str:
    one = subscription
    return want_words(want_of(one), wording, one.at, one.days)


def place_words(subscription: Subscription, wording: Wording) -> str:
    """ "#aktien · mentions @Anleger"."""
    return " · ".join([f"<#{subscription.channel}>", *whom_words(subscription, wording)])


def whom_words(subscription: Subscription, wording: Wording) -> list[str]:
    if subscription.role is None:
        return []
    return [f"{wording.subscribing.whom} <@&{subscription.role}>"]


def state_words(subscription: Subscription, wording: Wording) -> str:
    """ "paused", with the reason where it is lost."""
    words = wording.subscribing
    match subscription.state:
        case State.ACTIVE:
            return words.active
        case State.PAUSED:
            return words.paused
        case State.LOST:
            return f"{words.lost} ({reason_words(subscription.reason, wording)})"


def sent_words(subscription: Subscription, clock: Clockwork) -> str:
    """When it was last heard of."""
    words, sent = clock.wording.subscribing, subscription.last_sent
    return words.sent.format(time=clock.at(sent)) if sent else words.never_sent


def failed_words(subscription: Subscription, clock: Clockwork) -> list[str]:
    """What has gone wrong since it was last heard of."""
    words, failed, sent = clock.wording.subscribing, subscription.failed_at, subscription.last_sent
    if failed is None or (sent is not None and failed < sent):
        return []
    reason = reason_words(subscription.last_failure, clock.wording)
    return ["⚠️ " + words.failed.format(time=clock.at(failed), reason=reason)]


def next_words(entry: Entry, clock: Clockwork) -> list[str]:
    """When it comes next, where that is known."""
    one = entry.subscription
    if one.kind is not Kind.CLOSE or one.state is not State.ACTIVE or entry.due is None:
        return []
    return [clock.wording.subscribing.next.format(time=clock.at(entry.due))]


def reason_words(reason: str | None, wording: Wording) -> str:
    words = wording.subscribing
    known = words.reasons.get(reason or "")
    return known or words.reason_other.format(reason=escape(reason or "?", 60))


def _runs(days: list[int]) -> Iterator[tuple[int, int]]:
    """Days in a row: [0, 1, 2, 4] → (0, 2), (4, 4)."""
    start: int | None = None
    for place, day in enumerate(days):
        start = day if start is None else start
        if place + 1 == len(days) or days[place + 1] != day + 1:
            yield start, day
            start = None
