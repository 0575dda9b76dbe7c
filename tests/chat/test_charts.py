"""Charts: valid small pictures, honest axes, labels that can be read."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.chat.charts import draw_chart, draw_comparison
from bot.chat.charts.axes import figure, money, percent, positions, scale_for, time_ticks
from bot.chat.charts.canvas import DARK, font
from bot.chat.charts.comparison import spread
from bot.instruments.models import Listing
from bot.market.models import Bar, Period, Quote, Series
from bot.market.sessions import last_session

FRANKFURT = Listing("3CP.F", "Frankfurt", "XFRA", "EUR")
HONG_KONG = Listing("1810.HK", "Hong Kong", "XHKG", "HKD", home=True)
NOW = datetime(2021, 10, 20, 9, tzinfo=UTC)
QUOTE = Quote(
    FRANKFURT, Decimal("2.50"), NOW, "Yahoo", Decimal("2.55"), Decimal("2.20"), Decimal("3.885"),
    timezone="Europe/Berlin",
)  # fmt: skip


def _bar(start: datetime, close: float) -> Bar:
    amount = Decimal(str(close))
    return Bar(start, amount, amount * Decimal("1.01"), amount * Decimal("0.99"), amount)


def _series(period: Period, count: int, step: timedelta, listing: Listing = FRANKFURT) -> Series:
    zone = "Europe/Berlin" if listing is FRANKFURT else "Asia/Hong_Kong"
    bars = [_bar(NOW - step * back, 2.5 + (back % 7) * 0.01) for back in range(count)]
    return Series(listing, period, tuple(reversed(bars)), zone, "Yahoo", Decimal("2.55"))


def _opened(png: bytes) -> Image.Image:
    assert len(png) < 60_000
    image = Image.open(BytesIO(png)).convert("RGB")
    assert image.size == (1200, 600)
    return image


def _charts() -> Iterator[tuple[str, Series]]:
    steps = {
        Period.DAY: (30, timedelta(minutes=5)),
        Period.WEEK: (130, timedelta(minutes=30)),
        Period.MONTH: (22, timedelta(days=1)),
        Period.HALF_YEAR: (126, timedelta(days=1)),
        Period.YEAR: (250, timedelta(days=1)),
        Period.FIVE_YEARS: (260, timedelta(days=7)),
    }
    for period, (count, step) in steps.items():
        yield period.value, _series(period, count, step)
        yield f"{period.value} one bar", _series(period, 1, step)
    flat = replace(_series(Period.DAY, 5, timedelta(minutes=5)))
    yield "flat", replace(flat, bars=tuple(_bar(bar.start, 2.5) for bar in flat.bars))
    yield "large", replace(flat, bars=tuple(_bar(bar.start, 612_000) for bar in flat.bars))
    yield "small", replace(flat, bars=tuple(_bar(bar.start, 0.0012) for bar in flat.bars))


@pytest.mark.parametrize(("name", "series"), list(_charts()), ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_period_gives_a_small_picture(name: str, series: Series, language: str) -> None:
    quote = QUOTE if name.startswith("1d") else None
    image = _opened(draw_chart(series, "Xiaomi Corporation", quote, language))
    assert image.getpixel((2, 2)) == _rgb(DARK.card)


def test_both_themes_and_a_very_long_name() -> None:
    series = _series(Period.MONTH, 22, timedelta(days=1))
    dark = _opened(draw_chart(series, "Ä" * 5000, QUOTE, "de", "dark"))
    light = _opened(draw_chart(series, "@everyone [x](http://x)", QUOTE, "xx", "light"))
    assert dark.getpixel((2, 2)) != light.getpixel((2, 2))


def test_falling_is_red_and_rising_is_green() -> None:
    series = _series(Period.DAY, 30, timedelta(minutes=5))
    for price, wanted, other in (
        (Decimal("2.50"), DARK.down, DARK.up),
        (Decimal("2.60"), DARK.up, DARK.down),
    ):
        image = _opened(draw_chart(series, "Xiaomi", replace(QUOTE, price=price)))
        colours = {colour for _, colour in image.getcolors(1 << 20) or []}
        assert min(_apart(colour, wanted) for colour in colours) < 12
        assert min(_apart(colour, other) for colour in colours) > 40


def test_a_chart_of_long_ago_says_so_and_claims_no_change() -> None:
    old = replace(_series(Period.MONTH, 22, timedelta(days=1)), listing=FRANKFURT)
    late = replace(QUOTE, as_of=NOW + timedelta(days=400))
    assert draw_chart(old, "Xiaomi", late) != draw_chart(old, "Xiaomi", QUOTE)
    assert _opened(draw_chart(old, "Xiaomi", late, "de"))


def test_no_bars_no_chart() -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        draw_chart(replace(_series(Period.DAY, 1, timedelta(1)), bars=()), "Xiaomi")
    with pytest.raises(ValueError, match="two bars"):
        draw_comparison([("Xiaomi", _series(Period.DAY, 1, timedelta(1)))])


def test_comparison_of_eight_with_different_days() -> None:
    lines = [
        (f"Company {number}", _series(Period.YEAR, 60 + number, timedelta(days=1), listing))
        for number, listing in enumerate([FRANKFURT, HONG_KONG] * 5)
    ]
    _opened(draw_comparison(lines, "de"))


def test_labels_never_cover_each_other() -> None:
    for wanted in ([100, 101, 102], [500, 505, 510, 515], [110, 110], [300], [500] * 8):
        placed = sorted(spread([float(one) for one in wanted], 64, 118, 512))
        assert placed[0] >= 118 - 1e-6
        assert placed[-1] <= 512 + 1e-6
        apart = min(64, (512 - 118) / max(1, len(wanted) - 1))
        assert all(b - a >= apart - 1e-6 for a, b in pairwise(placed))


def test_a_morning_fills_the_left_of_the_day_and_lunch_takes_no_room() -> None:
    session = last_session("XHKG", datetime(2021, 10, 20, 8, tzinfo=UTC))
    assert session is not None
    times = [(1, 30), (3, 55), (4, 0), (5, 0), (8, 10)]
    bars = [_bar(datetime(2021, 10, 20, *time, tzinfo=UTC), 2.5) for time in times]
    places = positions(bars, Period.DAY, session)
    assert places[0] == 0
    assert places[2] == places[3]
    assert places[-1] == 1
    labels = time_ticks(
        bars, places, period=Period.DAY, zone=ZoneInfo("Asia/Hong_Kong"), language="de",
        session=session,
    )  # fmt: skip
    assert [label for _, label in labels][:3] == ["10:00", "11:00", "12:00"]


def test_dates_and_figures_in_both_languages() -> None:
    bars = [_bar(datetime(2021, 3, day, 9, tzinfo=UTC), 2.5) for day in (1, 8)]
    for language, expected in (("de", ["1. Mär", "8. Mär"]), ("en", ["1 Mar", "8 Mar"])):
        ticks = time_ticks(
            bars, [0, 1], period=Period.MONTH, zone=ZoneInfo("Europe/Berlin"), language=language,
            session=None,
        )  # fmt: skip
        assert [label for _, label in ticks] == expected
    assert (money(Decimal("3.885"), "EUR", "de"), money(Decimal("2.5"), "EUR", "en")) == (
        "3,885 €", "€2.50",
    )  # fmt: skip
    assert money(Decimal("1234.5"), "HKD", "en") == "HK$1,234.50"
    assert money(Decimal("1234.5"), "CHF", "de") == "1.234,50 CHF"
    assert percent(Decimal("-1.96"), "de") == "−1,96 %"
    assert figure(Decimal("0.0345"), "en") == "0.0345"


@pytest.mark.parametrize("values", [[2.5], [2.5, 2.5], [0.001, 0.0012], [1, 1e6], [99.9, 100.1]])
def test_scales_hold_their_values_with_round_ticks(values: list[float]) -> None:
    scale = scale_for(values)
    assert scale.low < min(values) <= max(values) < scale.high
    assert 2 <= len(scale.ticks) <= 12
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)


def test_the_font_has_what_we_write() -> None:
    missing = bytes(font(40).getmask("\u4e2d"))
    for sign in "äöüÄÖÜß€£¥–−…·±%$":
        assert bytes(font(40).getmask(sign)) != missing


def test_naming_the_functions_loads_no_pillow() -> None:
    code = "import bot.chat.charts, sys; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _apart(colour: object, wanted: str) -> int:
    assert isinstance(colour, tuple)
    return max(abs(a - b) for a, b in zip(colour, _rgb(wanted), strict=True))
