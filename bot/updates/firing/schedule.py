"""When does a CLOSE come next? Pure; the time is an argument.

Without a time it comes 20 minutes after the exchange has closed, which is when sources that are 15
minutes late have the closing price: earlier on half days, not at all on holidays.

With a time it comes at that time of the subscription's timezone, once per date of its calendar,
also on the days on which the clocks change. It is left out where there is nothing new to say:
where the newest session is one that the time before has told already, so on holidays and weekends
of the exchange, wherever the server is.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.instruments.venues import by_mic
from bot.market.sessions import Session, last_session, session_on
from bot.updates.models import Kind, Subscription
from bot.updates.wallclock import instant, local_day

DELAY = timedelta(minutes=20)
_FAR = 60  # days; longer than any exchange stays closed, and eight weeks of one weekday


def first_due(subscription: Subscription, now: datetime) -> datetime | None:
    """When a new or resumed subscription is due first; None where no schedule moves it."""
    return next_close(subscription, now) if subscription.kind is Kind.CLOSE else None


def next_close(subscription: Subscription, after: datetime) -> datetime:
    """The first moment of its schedule strictly after `after`, UTC.

    Asked with the moment that was due, nothing is left out; asked with the present, what was
    missed is not made up for. Where there is none within 60 days, it is to be asked again then.
    """
    moments = _at_a_time(subscription, after) if subscription.at else _closes(subscription, after)
    return next((one for one in moments if one > after), after + timedelta(days=_FAR))


def told_session(subscription: Subscription, due: datetime) -> Session | None:
    """The session that a CLOSE which is due at that moment speaks of: the one that has closed, at
    a time of day the latest that has begun."""
    moment = due if subscription.at else due - DELAY  # by now the next may have begun
    return last_session(subscription.mic, moment, _timezone(subscription.mic))


def comes(subscription: Subscription, due: datetime) -> bool:
    """Whether that moment is one of its schedule, not only the one to ask again."""
    return next_close(subscription, due - timedelta(microseconds=1)) == due


def _closes(subscription: Subscription, after: datetime) -> Iterator[datetime]:
    timezone = _timezone(subscription.mic)
    # An exchange east of Greenwich may be a day ahead, and its session may end after midnight.
    for day in _days(after.date() - timedelta(days=2)):
        session = session_on(subscription.mic, day, timezone)
        if session is None:
            continue
        due = session.closes + DELAY
        if local_day(due, subscription.timezone).weekday() in subscription.days:
            yield due


def _at_a_time(subscription: Subscription, after: datetime) -> Iterator[datetime]:
    if subscription.at is None:
        return
    told = None
    # The days before `after` are walked too: what they have told is not new any more.
    for day in _days(local_day(after, subscription.timezone) - timedelta(days=8)):
        if day.weekday() not in subscription.days:
            continue
        due = instant(day, subscription.at, subscription.timezone)
        session = told_session(subscription, due)
        if session and session.day != told:
            told = session.day
            yield due


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(2 * _FAR))


def _timezone(mic: str) -> str:
    """Where its exchange's hours are not known by the MIC. A fifth of the listings that we know
    have none: lists of American shares do not say on which exchange they are traded."""
    venue = by_mic(mic)
    return venue.timezone if venue else "UTC" if mic else "America/New_York"
