"""One listing's chart: head with the price, line or candles, and the 52-week range."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.chat.charts.axes import (
    Scale,
    dated,
    figure,
    money,
    percent,
    positions,
    scale_for,
    time_ticks,
)
from bot.chat.charts.canvas import HEIGHT, THEMES, WIDTH, Box, Canvas, Point
from bot.market.models import Bar, Period, Quote, Series
from bot.market.sessions import Session, last_session

_LEFT, _TOP, _BOTTOM = 40, 142, 474
_RIGHT = WIDTH - 132
_RANGE_Y = HEIGHT - 44
_WORDS = {
    "en": {
        "range": "52 weeks",
        "previous": "prev. close",
        "until": "until",
        Period.DAY: "1 day",
        Period.WEEK: "5 days",
        Period.MONTH: "1 month",
        Period.HALF_YEAR: "6 months",
        Period.YEAR: "1 year",
        Period.FIVE_YEARS: "5 years",
    },
    "de": {
        "range": "52 Wochen",
        "previous": "Vortag",
        "until": "bis",
        Period.DAY: "1 Tag",
        Period.WEEK: "5 Tage",
        Period.MONTH: "1 Monat",
        Period.HALF_YEAR: "6 Monate",
        Period.YEAR: "1 Jahr",
        Period.FIVE_YEARS: "5 Jahre",
    },
}
_CANDLES = {Period.MONTH, Period.HALF_YEAR}


def draw(
    series: Series,
    title: str,
    quote: Quote | None = None,
    language: str = "en",
    theme: str = "dark",
) -> bytes:
    """The chart as a PNG of 1200×600. `language` is "de" or "en", `theme` "dark" or "light".

    The price in the head is the quote's where it is given and of the same listing, else the last
    bar's close. Raises ValueError for a series without bars.
    """
    if len(series.bars) == 0:
        raise ValueError("a chart needs at least one bar")
    language = language if language in _WORDS else "en"
    if quote is not None and quote.listing.symbol != series.listing.symbol:
        quote = None  # another venue's price, perhaps in another currency
    canvas = Canvas(THEMES[theme])
    price = quote.price if quote else series.bars[-1].close
    change = _change(series, quote, price)
    colour = canvas.theme.down if change is not None and change < 0 else canvas.theme.up
    _head(canvas, series, title, price, language, outdated=_outdated(series, quote))
    if change is not None:
        figures = percent(change, language)
        canvas.text((WIDTH - 40, 84), figures, 28, colour, anchor="ra", weight=600)
    _plot(canvas, series, colour, language)
    if quote and quote.low_52w and quote.high_52w and quote.low_52w < quote.high_52w:
        _range(canvas, quote, quote.low_52w, quote.high_52w, language)
    return canvas.png()


def _change(series: Series, quote: Quote | None, price: Decimal) -> Decimal | None:
    """Percent against the previous close for a day, against the period's start for longer."""
    if _outdated(series, quote):
        return None
    base = series.bars[0].close
    if series.period is Period.DAY:
        base = (quote.previous_close if quote else None) or series.previous_close or base
    return (price - base) / base * 100 if base else None


def _outdated(series: Series, quote: Quote | None) -> bool:
    """Whether the chart ends long before the price above it was made."""
    return quote is not None and quote.as_of - series.bars[-1].start > timedelta(days=10)


def _head(
    canvas: Canvas, series: Series, title: str, price: Decimal, language: str, *, outdated: bool
) -> None:
    theme = canvas.theme
    amount = money(price, series.listing.currency, language)
    room = WIDTH - 80 - canvas.measure(amount, 52, 600) - 40
    canvas.text((_LEFT, 28), canvas.fit(title, 40, room, 600), 40, theme.text, weight=600)
    listing, words = series.listing, _WORDS[language]
    venue = f"{listing.venue} · {listing.currency} · {words[series.period]}"
    if outdated:
        end = series.bars[-1].start.astimezone(ZoneInfo(series.timezone))
        venue += f" · {words['until']} {dated(end, language)} {end.year}"
    canvas.text((_LEFT, 85), canvas.fit(venue, 26, room), 26, theme.muted)
    canvas.text((WIDTH - 40, 20), amount, 52, theme.text, anchor="ra", weight=600)


def _plot(canvas: Canvas, series: Series, colour: str, language: str) -> None:
    bars, period = list(series.bars), series.period
    candles = period in _CANDLES and len(bars) > 1
    previous = series.previous_close if period is Period.DAY else None
    low = [float(bar.low if candles else bar.close) for bar in bars]
    high = [float(bar.high if candles else bar.close) for bar in bars]
    scale = scale_for([*low, *high, *([float(previous)] if previous else [])])
    tag_at = min(max(_y(scale, float(bars[-1].close)), _TOP + 18), _BOTTOM - 18)
    _grid(canvas, scale, language, tag_at)
    zone = ZoneInfo(series.timezone)
    session = last_session(series.listing.mic, bars[-1].start, series.timezone)
    if session is not None and not _within(session, bars):
        session = None
    inset = 0.5 / len(bars) if candles else 0.0
    places = [inset + place * (1 - 2 * inset) for place in positions(bars, period, session)]
    ticks = time_ticks(bars, places, period=period, zone=zone, language=language, session=session)
    canvas.time_labels(ticks, _LEFT, _RIGHT, _BOTTOM + 12)
    points = [
        (_LEFT + place * (_RIGHT - _LEFT), _y(scale, float(bar.close)))
        for bar, place in zip(bars, places, strict=True)
    ]
    if previous:
        canvas.dashes(_LEFT, _RIGHT, _y(scale, float(previous)), canvas.theme.muted)
    if candles:
        _draw_candles(canvas, bars, places, scale)
    else:
        _draw_line(canvas, points, colour)
    if previous:
        _previous_label(canvas, previous, _y(scale, float(previous)), points, language)
    _price_tag(canvas, tag_at, bars[-1].close, colour, language)


def _within(session: Session, bars: Sequence[Bar]) -> bool:
    """Whether the bars are of that session; an auction's bar may come a little later."""
    slack = timedelta(minutes=30)
    return all(session.opens - slack <= b.start <= session.closes + slack for b in bars)


def _previous_label(
    canvas: Canvas, previous: Decimal, y: float, points: Sequence[Point], language: str
) -> None:
    """Above or below its line, left or right: where the price's line is farthest away."""
    text = f"{_WORDS[language]['previous']} {figure(previous, language)}"
    width = canvas.measure(text, 20)

    def room(place: tuple[float, float]) -> float:
        left, middle = place
        near = [abs(py - middle) for px, py in points if left - 12 <= px <= left + width + 12]
        return min([*near, 80.0])

    places = [
        (left, middle)
        for left in (_LEFT + 4, _RIGHT - width - 4, (_LEFT + _RIGHT - width) / 2)
        for middle in (y - 18, y + 18)
        if _TOP < middle < _BOTTOM - 12
    ]
    left, middle = max(places, key=room)
    canvas.text((left, middle), text, 20, canvas.theme.muted, anchor="lm")


def _grid(canvas: Canvas, scale: Scale, language: str, tag_at: float) -> None:
    for tick in scale.ticks:
        y = _y(scale, tick)
        canvas.rule((_LEFT, y), (_RIGHT, y), canvas.theme.grid)
        if abs(y - tag_at) < 32:  # the price's own tag stands there
            continue
        label = figure(tick, language, max(scale.decimals, 2 if tick < 1000 else 0))
        canvas.text((_RIGHT + 14, y), label, 22, canvas.theme.muted, anchor="lm")


def _draw_line(canvas: Canvas, points: Sequence[Point], colour: str) -> None:
    frame: Box = (_LEFT - 6, _TOP - 6, _RIGHT + 8, _BOTTOM)
    if len(points) > 1:
        canvas.area(points, colour, frame)
        canvas.line(points, colour, 3.5, frame)
    canvas.dot(points[-1], 7, colour)


def _draw_candles(
    canvas: Canvas, bars: Sequence[Bar], places: Sequence[float], scale: Scale
) -> None:
    room = (_RIGHT - _LEFT) / len(bars)
    half = max(1, min(11, int(room * 0.32)))
    wick = 1 if half < 4 else 2
    for bar, place in zip(bars, places, strict=True):
        colour = canvas.theme.up if bar.close >= bar.open else canvas.theme.down
        x = round(_LEFT + place * (_RIGHT - _LEFT))
        top, bottom = _y(scale, float(bar.high)), _y(scale, float(bar.low))
        canvas.box((x - wick // 2, top, x - wick // 2 + wick - 1, bottom), colour)
        upper, lower = sorted((_y(scale, float(bar.open)), _y(scale, float(bar.close))))
        canvas.box((x - half, upper, x + half, max(lower, upper + 2)), colour)


def _price_tag(canvas: Canvas, y: float, close: Decimal, colour: str, language: str) -> None:
    text = figure(close, language)
    width = canvas.measure(text, 23, 600)
    canvas.pill((_RIGHT + 2, y - 19, min(WIDTH - 4, _RIGHT + 28 + width), y + 19), colour)
    canvas.text((_RIGHT + 14, y), text, 23, canvas.theme.card, anchor="lm", weight=600)


def _range(canvas: Canvas, quote: Quote, low: Decimal, high: Decimal, language: str) -> None:
    """A strip from the 52-week low to the high with the price's place in it."""
    theme, y = canvas.theme, _RANGE_Y
    label = _WORDS[language]["range"]
    canvas.text((_LEFT, y), label, 24, theme.muted, anchor="lm")
    left = _LEFT + canvas.measure(label, 24) + 24
    low_text, high_text = figure(low, language), figure(high, language)
    canvas.text((left, y), low_text, 24, theme.text, anchor="lm")
    start = left + canvas.measure(low_text, 24) + 18
    end = WIDTH - 40 - canvas.measure(high_text, 24) - 18
    canvas.text((WIDTH - 40, y), high_text, 24, theme.text, anchor="rm")
    canvas.pill((start, y - 4, end, y + 4), theme.grid)
    share = float((quote.price - low) / (high - low))
    x = start + min(max(share, 0.0), 1.0) * (end - start)
    canvas.pill((start, y - 4, max(x, start + 8), y + 4), theme.muted)
    canvas.dot((x, y), 11, theme.text)


def _y(scale: Scale, value: float) -> float:
    return _BOTTOM - scale.at(value) * (_BOTTOM - _TOP)
