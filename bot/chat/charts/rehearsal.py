"""One made-up chart, so that a new worker process has its library and its fonts at hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.chat.charts import draw_chart
from bot.instruments.models import Listing
from bot.market.models import Bar, Period, Series

_LISTING = Listing("MWK.DE", "Xetra", "XETR", "EUR", home=True)
_START = datetime(2021, 10, 20, 7, 0, tzinfo=UTC)
_PRICES = (Decimal("12.10"), Decimal("12.30"), Decimal("12.20"))


def rehearse() -> None:
    """Only for a worker process."""
    bars = tuple(
        Bar(_START + timedelta(minutes=5 * number), price, price, price, price)
        for number, price in enumerate(_PRICES)
    )
    series = Series(_LISTING, Period.DAY, bars, "Europe/Berlin", "Example", _PRICES[0])
    draw_chart(series, "Musterwerk", None, "de")
