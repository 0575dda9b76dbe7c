"""What somebody wants to hear of, as far as it was said; and what is usual where it was not."""

from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal

from bot.updates.models import EVERY_DAY, Direction, Kind, Subscription
from bot.updates.wishes import refusals

USUAL_PERCENT = Decimal(5)  # of a move whose size nobody said


@dataclass(frozen=True, slots=True)
class Want:
    """One thing to hear of. percent: of MOVE. level, currency (ISO 4217, None as listed),
    direction (None either way): of LEVEL."""

    kind: Kind
    percent: Decimal | None = None
    level: Decimal | None = None
    currency: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """All that was said. channel, role: Discord's ids. at: None is after the close."""

    wants: tuple[Want, ...] = ()
    channel: int | None = None
    role: int | None = None
    at: time | None = None
    days: frozenset[int] = EVERY_DAY

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(dict.fromkeys(want.kind for want in self.wants))


def want_of(subscription: Subscription) -> Want:
    """What it is a subscription of."""
    one = subscription
    return Want(one.kind, one.percent, one.level, one.currency, one.direction)


def complete(wish: Wish) -> Wish:
    """The wish with usual values filled in. Raises NothingWanted, LevelMissing,
    OnlyCloseHasTimes."""
    if not wish.wants:
        raise refusals.NothingWanted
    if Kind.CLOSE not in wish.kinds and (wish.at is not None or wish.days != EVERY_DAY):
        raise refusals.OnlyCloseHasTimes
    wants: list[Want] = []
    for want in wish.wants:
        if want.kind is Kind.LEVEL and want.level is None:
            raise refusals.LevelMissing
        if want.kind is Kind.MOVE and want.percent is None:
            wants.append(replace(want, percent=USUAL_PERCENT))
        else:
            wants.append(want)
    return replace(wish, wants=tuple(dict.fromkeys(wants)))
