"""How often is a company's news looked at? As often as there is some. Pure.

Some eight looks fall between two pieces of news, as far as the last sixteen tell; between half a
minute and four times the operator's base. What is watched is spread by its name, never by chance.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

_USUAL = timedelta(minutes=80)  # between two pieces of news of a company that has the base pace
_FLOOR = timedelta(seconds=30)
_ENOUGH = 16  # moments, of which the oldest is then the beginning
_SLOWEST = 4.0  # times the base
_SPREAD = 0.2  # of the interval, at most, and never earlier: sources have cache times to respect


def interval(
    base: timedelta, begun: datetime, moments: Sequence[datetime], now: datetime
) -> timedelta:
    """The time between two looks.

    base: the operator's. begun: since when it is watched. moments: when there was news, oldest
    first; the time since the last counts too, so that a company grows quiet by and by.
    """
    since = min([begun, *moments]) if len(moments) < _ENOUGH else moments[0]
    gap = (now - since + _USUAL) / (len(moments) + 1)
    wanted = base * (gap / _USUAL)
    return min(max(wanted, min(_FLOOR, base)), base * _SLOWEST)


def next_look(key: str, now: datetime, wait: timedelta) -> datetime:
    """`wait` from now and a little later, for each key its own."""
    share = int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big") / 2**32
    return now + wait * (1 + _SPREAD * share)
