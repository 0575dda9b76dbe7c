"""Pictures of prices: pure drawing with Pillow, to be run in a worker process.

Naming these functions costs nothing; Pillow is loaded where one of them runs.
"""

from collections.abc import Sequence

from bot.market.models import Quote, Series


def draw_chart(
    series: Series,
    title: str,
    quote: Quote | None = None,
    language: str = "en",
    theme: str = "dark",
) -> bytes:
    """One listing's chart as a PNG; see `bot.chat.charts.price`."""
    from bot.chat.charts import price

    return price.draw(series, title, quote, language, theme)


def draw_comparison(
    lines: Sequence[tuple[str, Series]], language: str = "en", theme: str = "dark"
) -> bytes:
    """Several series indexed to 100 as a PNG; see `bot.chat.charts.comparison`."""
    from bot.chat.charts import comparison

    return comparison.draw(lines, language, theme)
