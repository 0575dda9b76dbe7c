"""When is a listing's price looked at next? Pure; the time is an argument.

While its exchange is open, at the base pace; otherwise once after the close, for sources that are
late, and then not before the next opening. A source that fails is asked less and less often.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.market.sessions import is_open, last_session, next_opening

# Sources are 15 minutes late, and a closing auction takes some.
AFTER_CLOSE = timedelta(minutes=20)
_LONGEST_REST = timedelta(minutes=30)  # of a listing of which its source knows nothing
_LONGEST_OUTAGE = timedelta(minutes=5)  # a source that is down comes back for all at once
_TRIES_WHEN_CLOSED = 4  # then the opening is waited for
_IDLE = timedelta(hours=12)  # where no opening is known
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing trades. timezone: says what it can where the exchange is not known."""

    mic: str
    timezone: str = "UTC"


def wants_look(place: Place, now: datetime, last: datetime | None) -> bool:
    """Whether there can be something new. last: when a price was last had, None never."""
    if last is None or is_open(place.mic, now, place.timezone):
        return True
    ended = _ended(place, now)
    return ended is not None and last < ended + AFTER_CLOSE <= now


def after_look(place: Place, now: datetime, poll: timedelta) -> datetime:
    """When to look again after a price was had, or was not wanted, at `now`.

    In whole steps of the pace, so that what is looked at together stays together and shares
    requests.
    """
    if is_open(place.mic, now, place.timezone):
        return _on_grid(now + poll / 2, poll)
    ended = _ended(place, now)
    if ended is not None and now < ended + AFTER_CLOSE:
        return ended + AFTER_CLOSE
    return next_opening(place.mic, now, place.timezone) or now + _IDLE


def after_failure(
    place: Place,
    now: datetime,
    poll: timedelta,
    failures: int,
    *,
    down: bool = False,
    wait: timedelta = timedelta(0),
) -> datetime:
    """When to try again. failures: in a row. down: the source answers nobody. wait: what it asked
    for."""
    if failures >= _TRIES_WHEN_CLOSED and not is_open(place.mic, now, place.timezone):
        return after_look(place, now, poll)
    longest = max(_LONGEST_OUTAGE if down else _LONGEST_REST, poll)
    rest = min(poll * 2 ** min(failures - 1, 10), longest)
    return _on_grid(now + max(rest - poll / 2, wait), poll)


def _ended(place: Place, now: datetime) -> datetime | None:
    """When trading ended the last time, also for lunch; None where that is not known."""
    session = last_session(place.mic, now, place.timezone)
    if session is None:
        return None
    return max((end for _, end in session.parts if end <= now), default=None)


def _on_grid(moment: datetime, step: timedelta) -> datetime:
    """The next whole step since 1970, not before that moment."""
    past = (moment - _EPOCH) % step
    return moment if not past else moment + step - past
