"""Is this quote to be believed? Otherwise an alert would tell an error of the data. Pure.

Nothing is told of a stale or undated price, of a split, or of a price in another unit. Where that
costs something real, it is this: what happens overnight and looks like a split to 3 % (half,
double, a third …) is not told, and any other leap beyond -30 % or +40 % between two looks is told
with the next look that confirms it, overnight no sooner than half an hour after it was first met.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.market.models import Quote, QuoteState
from bot.market.sessions import is_open, last_session, state_of
from bot.updates.firing.readings import Doubted, Reading
from bot.updates.firing.rules import settled
from bot.updates.wallclock import local_day

_SKEW = timedelta(minutes=2)  # by which a source's clock may be ahead
_PATIENCE = timedelta(minutes=30)  # sources adjust a split within the first minutes of trading
_LATE = timedelta(minutes=20)  # before the close: such a reading is as good as the close

_SPLITS = tuple(
    Decimal(new) / Decimal(old)
    for one, other in [(n, 1) for n in (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50)]
    + [(3, 2), (4, 3), (5, 4), (5, 2), (7, 2)]
    for new, old in ((one, other), (other, one))
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A quote that is not believed. reason: a word for the log.

    keep: what the watch goes on with; it knows of the doubt, so that a second look can end it.
    """

    reason: str
    keep: Reading | None


def judge(before: Reading | None, quote: Quote, now: datetime) -> Reading | Doubt:
    """The reading that this quote is, with all that the rules remember; or why it is none.

    before: the last believed reading of the same listing, None before the first.
    """
    listing = quote.listing
    after = Reading(
        symbol=listing.symbol,
        mic=listing.mic,
        currency=quote.currency,
        price=quote.price,
        as_of=quote.as_of,
        seen=now,
        session=_session_of(quote),
        source=quote.source,
        previous_close=quote.previous_close or None,
        high_52w=quote.high_52w,
        low_52w=quote.low_52w,
        day_high=quote.day_high,
        day_low=quote.day_low,
    )
    if reason := _useless(before, after, quote, now):
        return Doubt(reason, before)
    if before is None:
        if after.previous_close and not _between("0.4", after.price / after.previous_close, "2.5"):
            return Doubt("unit", None)
        return settled(None, replace(_with_sane_extremes(None, after), baseline=True))
    return _compared(before, after)


def _useless(before: Reading | None, after: Reading, quote: Quote, now: datetime) -> str | None:
    if after.price <= 0:
        return "no price"
    if after.as_of > now + _SKEW:
        return "future"
    if state_of(quote, now) is QuoteState.STALE:
        return "stale"
    if not quote.timed and not _moving(before, after, quote, now):
        return "undated"
    if before is not None and after.as_of < before.as_of:
        return "older"
    return None


def _moving(before: Reading | None, after: Reading, quote: Quote, now: datetime) -> bool:
    """An undated price is today's only if it is looked at in trading, and is not still the one
    that the session before has left behind."""
    if not is_open(after.mic, now, quote.timezone):
        return False
    return before is None or before.session == after.session or before.price != after.price


def _compared(before: Reading, after: Reading) -> Reading | Doubt:
    """As `judge`, for a quote that is dated and has something before it."""
    ratio = after.price / before.price
    if after.currency != before.currency:
        return _until_next_session("currency", before, after)
    if _hundredfold(ratio):
        return _until_next_session("unit", before, after)
    if _adjusted(before, after):
        return settled(before, replace(_with_sane_extremes(None, after), baseline=True))
    if not _between("0.7", ratio, "1.4"):
        overnight = after.session != before.session
        if before.doubt and before.doubt.session < after.session:
            return _until_next_session("leap", before, after)
        if overnight and _near_split(ratio):
            return _doubt("split", before, after)
        if not _confirmed(before, after, _PATIENCE if overnight else timedelta(0)):
            return _doubt("leap", before, after)
    after = _with_sane_extremes(before, _with_sane_close(before, after))
    return settled(before, after)


def _until_next_session(reason: str, before: Reading, after: Reading) -> Reading | Doubt:
    """Not believed all day; what a later session still says is how it is from now on."""
    doubt = before.doubt
    if doubt and doubt.session < after.session and _between("0.5", after.price / doubt.price, "2"):
        return settled(before, replace(_with_sane_extremes(None, after), baseline=True))
    return _doubt(reason, before, after)


def _doubt(reason: str, before: Reading, after: Reading) -> Doubt:
    known = before.doubt
    again = known is not None and _between("0.9", after.price / known.price, "1.1")
    met = Doubted(
        reason=reason,
        price=after.price,
        as_of=after.as_of,
        since=known.since if known and again else after.seen,
        session=known.session if known and again else after.session,
    )
    return Doubt(reason, replace(before, doubt=met))


def _confirmed(before: Reading, after: Reading, patience: timedelta) -> bool:
    """Whether the look before, too, showed such a price, and it has been traded since."""
    doubt = before.doubt
    return (
        doubt is not None
        and _between("0.9", after.price / doubt.price, "1.1")
        and after.as_of > doubt.as_of
        and after.seen - doubt.since >= patience
    )


def _adjusted(before: Reading, after: Reading) -> bool:
    """Whether the source speaks of yesterday's close in another measure than we know it: a split.

    Where we looked at the end of the directly preceding session, its close is known, and any
    difference beyond 5 % is one; otherwise the difference has to look like a split.
    """
    if after.session == before.session or not after.previous_close:
        return False
    if not _between("0.6", after.price / after.previous_close, "1.7"):
        return False
    ratio = after.previous_close / before.price
    if _between("0.95", ratio, "1.05"):
        return False
    return _saw_the_close(before, after) or _near_split(ratio)


def _saw_the_close(before: Reading, after: Reading) -> bool:
    """Whether `before` is the close of the session right before that of `after`."""
    session = last_session(after.mic, after.as_of)
    earlier = last_session(after.mic, session.opens - timedelta(seconds=1)) if session else None
    if earlier is None or earlier.day != before.session:
        return False
    return before.as_of >= earlier.closes - _LATE


def _with_sane_close(before: Reading, after: Reading) -> Reading:
    """With a previous close that agrees with what is known; a session keeps its first one."""
    close = after.previous_close
    if after.session == before.session:
        known = before.previous_close
        if known and not (close and _between("0.9", close / known, "1.1")):
            close = known
        elif close and not known and not _between("0.7", after.price / close, "1.4"):
            close = None  # the session's first one was not believed
    elif close is None and _saw_the_close(before, after):
        close = before.price
    elif close and _between("0.7", after.price / before.price, "1.4"):
        # Both prices that we saw agree with each other, and not with it.
        close = close if _between("0.75", close / before.price, "1.34") else None
    if close and not _between("0.2", after.price / close, "5"):
        close = None
    return replace(after, previous_close=close)


def _with_sane_extremes(before: Reading | None, after: Reading) -> Reading:
    """With extremes that the price can lie between; missing and impossible ones stay as known."""
    high, low = after.high_52w, after.low_52w
    known_high = before.high_52w if before else None
    known_low = before.low_52w if before else None
    if high is None or high < after.price * Decimal("0.8") or _hundredfold_of(high, known_high):
        high = known_high
    if (
        low is None
        or not 0 < low <= after.price * Decimal("1.25")
        or _hundredfold_of(low, known_low)
    ):
        low = known_low
    return replace(after, high_52w=high, low_52w=low)


def _session_of(quote: Quote) -> date:
    session = last_session(quote.listing.mic, quote.as_of, quote.timezone)
    return session.day if session else local_day(quote.as_of, quote.timezone)


def _hundredfold_of(one: Decimal, other: Decimal | None) -> bool:
    return bool(other) and _hundredfold(one / (other or 1))


def _hundredfold(ratio: Decimal) -> bool:
    """Pence for pounds or the other way round; 1,000 for fils. No share moves so in one look."""
    larger = max(ratio, 1 / ratio)
    return larger >= 60


def _near_split(ratio: Decimal) -> bool:
    return any(_between("0.97", ratio / split, "1.03") for split in _SPLITS)


def _between(low: str, value: Decimal, high: str) -> bool:
    return Decimal(low) <= value <= Decimal(high)
