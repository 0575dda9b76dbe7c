"""Is this quote the price that a CLOSE speaks of, or has it to wait? Pure; time is an argument."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bot.market.models import Quote, QuoteState
from bot.market.sessions import last_session, state_of
from bot.updates.firing.doubts import Doubt, judge
from bot.updates.firing.readings import Reading
from bot.updates.firing.schedule import told_session
from bot.updates.models import Subscription

TRIES = 12  # in all some 100 minutes
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(minutes=10)
# Doubts of a price that would be false; that it is undated or older is judged here by its session.
_FALSE = frozenset({"unit", "currency", "future", "no price", "leap", "split"})
_WRITTEN = "%Y%m%dT%H%M%S.%f"


class Lack(StrEnum):
    """Why there is no price; codes of wording."""

    NONE = "no_price"  # no source has one
    OLD = "old_price"  # the session's is not there yet, or nobody traded
    DOUBTFUL = "doubtful_price"
    MISSED = "missed"  # it is too late for it


@dataclass(frozen=True, slots=True)
class Closing:
    """The price is that of this session. reading: None where no more is known than is quoted."""

    session: date
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A CLOSE that is tried again. due: the moment of its schedule. tries: so far."""

    due: datetime
    tries: int = 0


def waiting_of(memory: str | None, due: datetime) -> Waiting:
    """What the memory says of a row that is due then; a row that was given another schedule in the
    meantime starts anew."""
    again, _, rest = (memory or "").partition(" ")
    first, _, tries = rest.partition(" ")
    if again != _stamp(due) or not tries.isdigit():
        return Waiting(due)
    try:
        return Waiting(datetime.strptime(first, _WRITTEN).replace(tzinfo=UTC), int(tries))
    except ValueError:
        return Waiting(due)


def memory_of(waiting: Waiting, again: datetime) -> str:
    """again: when it is due the next time."""
    return f"{_stamp(again)} {_stamp(waiting.due)} {waiting.tries}"


def next_try(waiting: Waiting, now: datetime, wait: timedelta = timedelta(0)) -> datetime:
    """wait: what the source asked for."""
    rest = min(_FIRST_WAIT * 2 ** min(waiting.tries, 10), _LONGEST_WAIT)
    return now + max(rest, wait)


def closing_price(
    subscription: Subscription, due: datetime, quote: Quote, before: Reading | None, now: datetime
) -> Closing | Lack:
    """before: the last believed reading of the listing, where one is kept."""
    expected = told_session(subscription, due)
    traded = last_session(quote.listing.mic, quote.as_of, quote.timezone)
    if expected is None or traded is None:
        return Lack.OLD
    if traded.day > expected.day:
        return Lack.MISSED
    # In the first minutes of a session, the last one's price is what there is at a time of day.
    current = subscription.at is not None and state_of(quote, now) is not QuoteState.STALE
    if traded.day < expected.day and not current:
        return Lack.OLD
    after = judge(before, quote, now)
    if isinstance(after, Doubt):
        return Lack.DOUBTFUL if after.reason in _FALSE else Closing(expected.day, None)
    return Closing(expected.day, after)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_WRITTEN)
