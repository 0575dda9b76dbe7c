"""What did a look at a price show, and what do the rules remember of that listing's session?

A reading is kept as JSON in the watch's state, so that any process goes on where another stopped.
Whether a quote becomes a reading is judged in `doubts.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import cast

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Swing:
    """How far the session's move in one direction has been told of.

    reach: percent; every threshold up to it has fired and is not armed again. turn: when a
    threshold was last armed again (HHMMSS of UTC), 0 from the opening; it tells two crossings of
    one session apart.
    """

    reach: Decimal = _ZERO
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Doubted:
    """A price that was not believed. since: when it was first met, UTC; session: that day's."""

    reason: str
    price: Decimal
    as_of: datetime
    since: datetime
    session: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A believed price of one listing, in main units of `currency`.

    as_of: when it was traded, seen: when we looked, both UTC. session: the trading day of its
    exchange that as_of belongs to. baseline: nothing is told of it; the first look, or the first
    one after a split. up, down: of MOVE. told: the "kind:stage" of HIGH and LOW that this session
    has had. doubt: the price that was last looked at and not believed.
    """

    symbol: str
    mic: str
    currency: str
    price: Decimal
    as_of: datetime
    seen: datetime
    session: date
    source: str = ""
    previous_close: Decimal | None = None
    high_52w: Decimal | None = None
    low_52w: Decimal | None = None
    day_high: Decimal | None = None
    day_low: Decimal | None = None
    baseline: bool = False
    up: Swing = Swing()
    down: Swing = Swing()
    told: frozenset[str] = frozenset()
    doubt: Doubted | None = None

    @property
    def change_percent(self) -> Decimal | None:
        """Change against the previous close in percent, unrounded."""
        if not self.previous_close:
            return None
        return (self.price - self.previous_close) / self.previous_close * 100

    def to_json(self) -> dict[str, object]:
        """Plain values; `reading_of` reads them. Money as text, times in ISO 8601."""
        plain: dict[str, object] = {
            name: str(value)
            for name in ("symbol", "mic", "currency", "source", *_MONEY)
            if (value := getattr(self, name)) not in (None, "")
        }
        plain |= {name: getattr(self, name).isoformat() for name in ("as_of", "seen", "session")}
        plain |= {
            name: [str(swing.reach), swing.turn]
            for name, swing in (("up", self.up), ("down", self.down))
            if swing != Swing()
        }
        if self.baseline:
            plain["baseline"] = True
        if self.told:
            plain["told"] = sorted(self.told)
        if self.doubt:
            plain["doubt"] = {
                "reason": self.doubt.reason,
                "price": str(self.doubt.price),
                "as_of": self.doubt.as_of.isoformat(),
                "since": self.doubt.since.isoformat(),
                "session": self.doubt.session.isoformat(),
            }
        return plain


_MONEY = ("price", "previous_close", "high_52w", "low_52w", "day_high", "day_low")


def reading_of(state: object | None) -> Reading | None:
    """The kept reading; None, and so a new baseline, where it cannot be understood."""
    if not isinstance(state, Mapping):
        return None
    kept = cast(Mapping[str, object], state)
    try:
        reading = Reading(
            symbol=str(kept["symbol"]),
            mic=str(kept["mic"]),
            currency=str(kept["currency"]),
            price=Decimal(str(kept["price"])),
            as_of=_moment(kept["as_of"]),
            seen=_moment(kept["seen"]),
            session=date.fromisoformat(str(kept["session"])),
            source=str(kept.get("source", "")),
            baseline=bool(kept.get("baseline")),
            up=_swing(kept.get("up")),
            down=_swing(kept.get("down")),
            told=frozenset(str(one) for one in cast(list[object], kept.get("told") or [])),
            doubt=_doubted(kept.get("doubt")),
        )
        further = {name: Decimal(str(kept[name])) for name in _MONEY[1:] if name in kept}
        return replace(reading, **further)
    except (KeyError, TypeError, ValueError, InvalidOperation):
        return None


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(UTC)


def _swing(value: object) -> Swing:
    match value:
        case [str() as reach, int() as turn]:
            return Swing(Decimal(reach), turn)
        case _:
            return Swing()


def _doubted(value: object) -> Doubted | None:
    if not isinstance(value, Mapping):
        return None
    kept = cast(Mapping[str, object], value)
    return Doubted(
        reason=str(kept["reason"]),
        price=Decimal(str(kept["price"])),
        as_of=_moment(kept["as_of"]),
        since=_moment(kept["since"]),
        session=date.fromisoformat(str(kept["session"])),
    )
