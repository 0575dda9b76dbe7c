"""Several shares in one picture: each starts at 100, each line ends with its name."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.chat.charts.axes import Scale, figure, percent, scale_for, time_ticks
from bot.chat.charts.canvas import THEMES, WIDTH, Box, Canvas, Point
from bot.market.models import Bar, Period, Series

_LEFT, _TOP, _BOTTOM = 96, 110, 520
_RIGHT = WIDTH - 270
_APART = 64  # pixels between two labels
_MOST = 8
_WORDS = {"en": "Start of period = 100", "de": "Beginn des Zeitraums = 100"}


def draw(lines: Sequence[tuple[str, Series]], language: str, theme: str) -> bytes:
    """The comparison as a PNG of 1200×600; at most eight named series, each with bars.

    They are compared from the first day on that all of them have. Raises ValueError where no
    series has two bars from there on.
    """
    language = language if language in _WORDS else "en"
    indexed = _indexed(lines[:_MOST])
    if not indexed:
        raise ValueError("a comparison needs series with at least two bars")
    canvas = Canvas(THEMES[theme])
    scale = scale_for([value for _, _, values in indexed for value in (*values, 100.0)])
    longest = max(indexed, key=lambda one: len(one[1]))
    _frame(canvas, scale, lines[0][1], longest[1], language)
    ends: list[tuple[float, str, float, str]] = []
    place_of = _places(replace(lines[0][1], bars=tuple(longest[1])))
    for (name, bars, values), colour in zip(indexed, canvas.theme.lines, strict=False):
        points: list[Point] = [
            (_LEFT + place_of(bar) * (_RIGHT - _LEFT), _y(scale, value))
            for bar, value in zip(bars, values, strict=True)
        ]
        frame: Box = (_LEFT - 8, _TOP - 8, _RIGHT + 10, _BOTTOM + 4)
        canvas.line(points, colour, 3.5, frame)
        canvas.dot(points[-1], 6, colour)
        ends.append((points[-1][1], name, values[-1], colour))
    _labels(canvas, ends, language)
    return canvas.png()


def _indexed(
    lines: Sequence[tuple[str, Series]],
) -> list[tuple[str, Sequence[Bar], Sequence[float]]]:
    usable = [(name, series) for name, series in lines if len(series.bars) > 1]
    if not usable:
        return []
    # By date, because exchanges of different zones open at different hours of one day.
    start = max(series.bars[0].start.date() for _, series in usable)
    result: list[tuple[str, Sequence[Bar], Sequence[float]]] = []
    for name, series in usable:
        bars = [bar for bar in series.bars if bar.start.date() >= start]
        if len(bars) > 1 and bars[0].close:
            base = float(bars[0].close)
            result.append((name, bars, [float(bar.close) / base * 100 for bar in bars]))
    return result


def _places(series: Series) -> Callable[[Bar], float]:
    """Places by the longest series' bars, so that nights and weekends take no room.

    Bars of a day or longer are matched by date: New York's Tuesday stands above Hong Kong's.
    """
    within_days = series.period in {Period.DAY, Period.WEEK}

    def moment(bar: Bar) -> float:
        return bar.start.timestamp() if within_days else float(bar.start.date().toordinal())

    starts = [moment(bar) for bar in series.bars]
    last = max(1, len(starts) - 1)

    def place(bar: Bar) -> float:
        at = moment(bar)
        after = bisect_left(starts, at)
        if after >= len(starts):
            return 1.0
        if after == 0 or starts[after] == at:
            return after / last
        return (after - 1 + (at - starts[after - 1]) / (starts[after] - starts[after - 1])) / last

    return place


def _frame(canvas: Canvas, scale: Scale, first: Series, bars: Sequence[Bar], language: str) -> None:
    theme = canvas.theme
    canvas.text((40, 34), _WORDS[language], 26, theme.muted)
    for tick in scale.ticks:
        y = _y(scale, tick)
        canvas.rule((_LEFT, y), (_RIGHT, y), theme.muted if tick == 100 else theme.grid)
        label = figure(tick, language, scale.decimals)
        canvas.text((_LEFT - 16, y), label, 22, theme.muted, anchor="rm")
    last = max(1, len(bars) - 1)
    places = [index / last for index in range(len(bars))]
    ticks = time_ticks(
        bars,
        places,
        period=first.period,
        zone=ZoneInfo(first.timezone),
        language=language,
        session=None,
    )
    canvas.time_labels(ticks, _LEFT, _RIGHT, _BOTTOM + 16)


def _labels(canvas: Canvas, ends: Sequence[tuple[float, str, float, str]], language: str) -> None:
    """Names beside the ends of their lines, pushed apart so that none covers another."""
    placed = spread([y for y, *_ in ends], _APART, _TOP + 8, _BOTTOM - 8)
    for (_, name, value, colour), y in zip(ends, placed, strict=True):
        x = _RIGHT + 26
        canvas.text(
            (x, y - 2),
            canvas.fit(name, 24, WIDTH - x - 16, 600),
            24,
            colour,
            anchor="ld",
            weight=600,
        )
        change = percent(round(Decimal(str(value)) - 100, 2), language)
        canvas.text((x, y + 2), change, 22, canvas.theme.text, anchor="la")


def spread(wanted: Sequence[float], apart: float, top: float, bottom: float) -> list[float]:
    """The nearest places to the wanted ones that are `apart` pixels from each other."""
    apart = min(apart, (bottom - top) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [min(max(y, top), bottom) for y in wanted]
    for before, index in pairwise(order):
        placed[index] = max(placed[index], placed[before] + apart)
    over = placed[order[-1]] - bottom
    if over > 0:
        placed[order[-1]] = bottom
        for after, index in zip(reversed(order), reversed(order[:-1]), strict=False):
            placed[index] = min(placed[index], placed[after] - apart)
    return placed


def _y(scale: Scale, value: float) -> float:
    return _BOTTOM - scale.at(value) * (_BOTTOM - _TOP)
