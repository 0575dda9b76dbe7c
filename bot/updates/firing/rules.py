"""Which wishes does a price fulfil? Pure functions of the reading before and the one after it.

MOVE is told when the change against the previous close reaches the percent. It is armed again
when the change has fallen back below 80 % of it (5 % at 4 %), and with every session; a session
that opens beyond it counts, whatever the session before had. What has been told is the same for
all thresholds of a listing, so it is one number per direction (`Swing`), not one per subscription.

LEVEL is told when the price reaches the level from below, or falls to it from above. While the
price stays within 0.5 % of the level, nothing more is told; beyond, on the side that was told, it
is armed again, and on the other side that is told as the next crossing. A new session arms it
too. A gap across the level is a crossing. With a direction only that crossing is told, and it is
armed again once the price has gone back beyond the level by 0.5 %; leaving the very level in that
direction is a crossing then, too.

HIGH and LOW: near is within 2 % of the extreme, broken is beyond it, both against the extreme as
it was known *before* this reading, because sources move it at once. Near is told on coming near,
not of a price that has been there since the session before, and not after broken. Each once per
session, for the listing and so for all who subscribe.

The first look at a listing is the baseline of all, and the last look before a subscription was
made, changed or resumed is its own.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.market.sessions import is_open
from bot.updates import keys
from bot.updates.firing.readings import Reading, Swing
from bot.updates.models import Direction, Happening, Kind, Stage, Subscription

_REARM = Decimal("0.8")  # of a MOVE's threshold
_LEAVE = Decimal("0.005")  # of a LEVEL
_NEAR = Decimal("0.02")  # of a 52-week extreme
_PAD = 1e-9  # thresholds are preselected as floating-point numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What an event is made of. threshold: the percent or the level that was crossed."""

    key: str
    what: Happening
    threshold: Decimal | None = None
    direction: Direction | None = None
    stage: Stage | None = None


def reach(kind: Kind, before: Reading | None, after: Reading) -> tuple[float, float] | None:
    """The thresholds of MOVE or LEVEL that this reading may concern; None where there are none.

    Both ends belong to it; a rule decides each. So a look costs what has changed.
    """
    if before is None or after.baseline:
        return None
    low = high = Decimal(0)
    if kind is Kind.MOVE:
        for _, told, change in _swings(before, after):
            if change > told:
                low, high = told, change
    elif kind is Kind.LEVEL and before.price != after.price:
        low = min(before.price, after.price) / (1 + _LEAVE)
        high = max(before.price, after.price) / (1 - _LEAVE)
    if low >= high:
        return None
    return float(low) * (1 - _PAD), float(high) * (1 + _PAD)


def tell(
    subscription: Subscription, memory: str | None, before: Reading | None, after: Reading
) -> tuple[Fired | None, str | None]:
    """What MOVE or LEVEL makes of this reading, and what the subscription remembers from now on.

    The memory is None for all that has nothing to remember. A level in another currency than the
    listing's is never crossed.
    """
    if before is None or after.baseline or not _concerns(subscription, before):
        return None, memory
    if subscription.kind is Kind.MOVE and subscription.percent is not None:
        return _move(subscription.percent, before, after), memory
    if subscription.kind is Kind.LEVEL and subscription.level:
        if subscription.currency not in (None, after.currency):
            return None, memory
        return _level(subscription.level, subscription.direction, memory, before, after)
    return None, memory


def extremes(before: Reading | None, after: Reading) -> list[tuple[Kind, Fired]]:
    """What HIGH and LOW make of this reading, for all who subscribe to the listing."""
    if before is None or after.baseline:
        return []
    known = before.told if before.session == after.session else frozenset[str]()
    where = keys.listing(after.symbol, after.mic)
    fired: list[tuple[Kind, Fired]] = []
    for kind in (Kind.HIGH, Kind.LOW):
        new = {stage for stage in Stage if _label(kind, stage) in after.told - known}
        if stage := Stage.BROKEN if Stage.BROKEN in new else Stage.NEAR if new else None:
            key = keys.extreme(kind, where, stage, after.session)
            fired.append((kind, Fired(key=key, what=Happening(kind.value), stage=stage)))
    return fired


def settled(before: Reading | None, after: Reading) -> Reading:
    """`after` with what the rules remember once they have seen it. `doubts.judge` calls it."""
    again = before is not None and before.session == after.session
    up = before.up if before is not None and again else Swing()
    down = before.down if before is not None and again else Swing()
    change = after.change_percent
    if change is not None:
        new = after.baseline or (again and before is not None and before.change_percent is None)
        up, down = _swung(up, change, after, new=new), _swung(down, -change, after, new=new)
    told = before.told if before is not None and again else frozenset[str]()
    if before is not None and not after.baseline:
        told |= _new_extremes(before, after, told)
    return replace(after, up=up, down=down, told=told)


def concerned(subscription: Subscription, before: Reading | None) -> bool:
    """Whether a HIGH or LOW that follows `before` is for this subscription."""
    return before is not None and _concerns(subscription, before)


def _concerns(subscription: Subscription, before: Reading) -> bool:
    """False while the last look is older than the subscription and trading went on in between:
    what its maker saw when making it may lie on the other side already."""
    made = subscription.since or subscription.created
    return before.seen >= made or not (
        is_open(before.mic, made) or is_open(before.mic, before.seen)
    )


def _swings(before: Reading, after: Reading) -> list[tuple[Direction, Decimal, Decimal]]:
    """Each direction with what is told of it and what the change is now, in percent."""
    change = after.change_percent
    again = before.session == after.session
    if change is None or (again and before.change_percent is None):
        return []  # where it was unknown until now, this is its baseline
    return [
        (Direction.UP, before.up.reach if again else Decimal(0), change),
        (Direction.DOWN, before.down.reach if again else Decimal(0), -change),
    ]


def _move(percent: Decimal, before: Reading, after: Reading) -> Fired | None:
    for direction, told, change in _swings(before, after):
        if told < percent <= change:
            swing = after.up if direction is Direction.UP else after.down
            where = keys.listing(after.symbol, after.mic)
            key = keys.move(where, percent, direction, after.session, swing.turn)
            return Fired(key=key, what=Happening.MOVE, threshold=percent, direction=direction)
    return None


def _swung(swing: Swing, change: Decimal, after: Reading, *, new: bool) -> Swing:
    at = int(f"{after.as_of:%H%M%S}")
    if new:
        return Swing(max(change, Decimal(0)), at)
    if change >= swing.reach:
        return Swing(change, swing.turn)
    left = max(change, Decimal(0)) / _REARM
    return swing if left >= swing.reach else Swing(left, at)


def _level(
    level: Decimal, wanted: Direction | None, memory: str | None, before: Reading, after: Reading
) -> tuple[Fired | None, str | None]:
    session, last = _told(memory)
    told = last if session == str(after.session) else None
    crossed: Direction | None = None
    if told is None:
        crossed = _crossed(level, wanted, last, before, after)
    elif wanted is None and told is Direction.UP and after.price <= level * (1 - _LEAVE):
        crossed = Direction.DOWN
    elif wanted is None and told is Direction.DOWN and after.price >= level * (1 + _LEAVE):
        crossed = Direction.UP
    told = crossed or told
    # How far it has left the level: on the side that was told, with a direction on the other one.
    away = (after.price - level) * (1 if (told is Direction.UP) is (wanted is None) else -1)
    kept = None if told is None or away >= level * _LEAVE else f"{after.session}:{told}"
    if crossed is None:
        return None, kept
    where = keys.listing(after.symbol, after.mic)
    key = keys.level(where, level, crossed, after.session, after.as_of)
    return Fired(key=key, what=Happening.LEVEL, threshold=level, direction=crossed), kept


def _crossed(
    level: Decimal,
    wanted: Direction | None,
    last: Direction | None,
    before: Reading,
    after: Reading,
) -> Direction | None:
    """The crossing between two readings, where it is wanted. last: what was told before."""
    if before.price < level <= after.price:
        crossed = Direction.UP
    elif before.price > level >= after.price:
        crossed = Direction.DOWN
    elif before.price == level != after.price:
        # It stood on the level: for either way, it matters from where it had come there.
        crossed = Direction.UP if after.price > level else Direction.DOWN
        if wanted is None and last in (None, crossed):
            return None
    else:
        return None
    return crossed if wanted in (None, crossed) else None


def _told(memory: str | None) -> tuple[str, Direction | None]:
    """Which crossing was told last, and in which session, while the price has not left the level
    since."""
    day, _, direction = (memory or "").rpartition(":")
    return day, Direction(direction) if direction in tuple(Direction) else None


def _new_extremes(before: Reading, after: Reading, told: frozenset[str]) -> set[str]:
    """The labels that this reading adds: what broke is not near any more."""
    new: set[str] = set()
    for kind in (Kind.HIGH, Kind.LOW):
        broken, near = _label(kind, Stage.BROKEN), _label(kind, Stage.NEAR)
        match _stage(kind, before, after):
            case Stage.BROKEN if broken not in told:
                new |= {broken, near}
            case Stage.NEAR if near not in told:
                new.add(near)
            case _:
                continue
    return new


def _stage(kind: Kind, before: Reading, after: Reading) -> Stage | None:
    """Where the price stands to the extreme; a low is a high of the negative prices."""
    sign = 1 if kind is Kind.HIGH else -1
    known = before.high_52w if kind is Kind.HIGH else before.low_52w
    given = after.high_52w if kind is Kind.HIGH else after.low_52w
    of_day = after.day_high if kind is Kind.HIGH else after.day_low
    if known is None:
        return None
    price, peak, extreme = sign * after.price, sign * after.price, sign * known
    if given is not None and sign * given > price:
        if given == of_day and before.source == after.source:
            peak = sign * given  # the day's own peak, between two looks
        else:
            extreme = max(extreme, sign * given)  # another source knows a further one
    if peak > extreme:
        return Stage.BROKEN
    edge = extreme - abs(extreme) * _NEAR
    return Stage.NEAR if sign * before.price < edge <= price else None


def _label(kind: Kind, stage: Stage) -> str:
    return f"{kind}:{stage}"
