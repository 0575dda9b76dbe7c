"""What the past prices say: repaired bars, the 52-week range, the close before.

Sources' histories hold prices in the wrong unit (100 times too high or low, for single bars or
for weeks) and bars that a split was applied to twice or not at all. Such a bar would make a false
chart and a false 52-week range.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.market.models import Bar

YEAR = timedelta(weeks=52)
_HUNDRED = Decimal(100)
# A bar is only touched where its step is larger than any share makes, and where the correction
# brings it this near to its neighbour; the one is known by the other.
_STEP = 35
_UNIT_STEP = math.log(_STEP)
_NEAR = math.log(1.25)
_NEAR_UNIT = math.log(2.2)
_SPLIT_STEP = math.log(1.22)
_WITHIN = timedelta(days=120)  # around a split, its factor may have been misapplied


@dataclass(frozen=True, slots=True)
class Split:
    """One old share became `ratio` new ones on that day."""

    at: datetime
    ratio: Decimal


def repaired(
    bars: Sequence[Bar], *, anchor: Decimal | None = None, splits: Sequence[Split] = ()
) -> tuple[Bar, ...]:
    """The bars in one unit and on one basis, oldest first.

    anchor: a price known to be right, of about the newest bar's time. Walks from the newest bar
    to the oldest and puts right each that stands off by a factor of 100 or of a known split; one
    that fits in no way is left out.
    """
    result: list[Bar] = []
    beside = anchor
    for bar in reversed(bars):
        close = bar.close
        if beside is not None:
            factor = _factor(close, beside, _near(splits, bar.start))
            if factor is None:
                continue
            close = close * factor
        result.append(_with_close(bar, close))
        beside = close
    result.reverse()
    return tuple(result)


def _near(splits: Sequence[Split], at: datetime) -> list[Decimal]:
    return [split.ratio for split in splits if abs(split.at - at) <= _WITHIN]


def _factor(close: Decimal, beside: Decimal, ratios: Iterable[Decimal]) -> Decimal | None:
    """What the close is multiplied by to stand beside its newer neighbour; None fits nothing."""
    for ratio in ratios:
        # The other way round is no fault: a consolidation that pays capital out leaves a true
        # step of 1/ratio.
        if fits_split(close, beside, ratio):
            return 1 / ratio
    if beside < close * _STEP and close < beside * _STEP:
        return Decimal(1)
    step = math.log(close / beside)
    for factor in (_HUNDRED, 1 / _HUNDRED):
        if abs(step + math.log(factor)) < _NEAR_UNIT:
            return factor
    for ratio in ratios:  # a large split leaves more room than a small one
        for factor in (ratio, 1 / ratio):
            if abs(step + math.log(factor)) < _NEAR_UNIT:
                return factor
    return None


def _with_close(bar: Bar, close: Decimal) -> Bar:
    """The bar around a close that is right: each other field in the close's unit."""
    if close == bar.close and close < bar.low * _STEP and bar.high < close * _STEP:
        inside = bar.low <= min(bar.open, close) and max(bar.open, close) <= bar.high
        if inside:
            return bar
    scale = close / bar.close
    fields: dict[str, Decimal] = {}
    for name in ("open", "high", "low"):
        value: Decimal = getattr(bar, name)
        best = min(
            (value, value * scale, value * _HUNDRED, value / _HUNDRED),
            key=lambda guess: abs(math.log(guess / close)),
        )
        keeps = scale == 1 and abs(math.log(value / close)) < _UNIT_STEP
        chosen = value if keeps else best
        fields[name] = chosen if abs(math.log(chosen / close)) < _UNIT_STEP else close
    high = max(fields["high"], fields["open"], close)
    low = min(fields["low"], fields["open"], close)
    return replace(bar, open=fields["open"], high=high, low=low, close=close)


def fits_split(older: Decimal, newer: Decimal, ratio: Decimal) -> bool:
    """Whether the older price was left as it was before that split: `ratio` times the newer."""
    wide = math.log(ratio)
    step = math.log(older / newer)
    return abs(wide) > _SPLIT_STEP and abs(step - wide) < min(_NEAR, abs(wide) / 4)


def year_range(bars: Sequence[Bar], as_of: datetime) -> tuple[Decimal, Decimal] | None:
    """Low and high of the 52 weeks before `as_of`; None where the bars do not reach back."""
    begin = as_of - YEAR
    within = [bar for bar in bars if begin <= bar.start <= as_of + timedelta(days=1)]
    if not within or bars[0].start > begin + timedelta(days=40):
        return None
    if within[-1].start < as_of - timedelta(days=40):
        return None
    return min(bar.low for bar in within), max(bar.high for bar in within)


def close_before(bars: Sequence[Bar], as_of: datetime, timezone: str) -> Decimal | None:
    """The close of the last trading day before that of `as_of`, from daily bars."""
    zone = ZoneInfo(timezone)
    today = as_of.astimezone(zone).date()
    for bar in reversed(bars):
        day = bar.start.astimezone(zone).date()
        if day < today:
            return bar.close if today - day <= timedelta(days=14) else None
    return None
