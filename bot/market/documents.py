"""A snapshot as the JSON document of the command line."""

from decimal import Decimal

from bot.instruments.documents import instrument_document
from bot.market.models import Converted, Marked, Snapshot


def snapshot_document(snapshot: Snapshot) -> dict[str, object]:
    """Money as JSON numbers in main units, times as ISO 8601 in UTC."""
    return {
        "instrument": instrument_document(snapshot.instrument),
        "quotes": [_quote(marked) for marked in snapshot.quotes],
        "converted": [_converted(converted) for converted in snapshot.converted],
        "remembered": snapshot.remembered,
        "failures": [
            {
                "source": failure.source,
                "code": failure.error.code if failure.error else "pending",
                "message": str(failure.error) if failure.error else "",
            }
            for failure in snapshot.failures
        ],
    }


def _quote(marked: Marked) -> dict[str, object]:
    quote = marked.quote
    change = quote.change_percent
    return {
        "symbol": quote.listing.symbol,
        "venue": quote.listing.venue,
        "mic": quote.listing.mic,
        "price": float(quote.price),
        "currency": quote.currency,
        "previous_close": _figure(quote.previous_close),
        "change_percent": None if change is None else round(float(change), 4),
        "as_of": quote.as_of.isoformat(),
        "timed": quote.timed,
        "timezone": quote.timezone,
        "state": marked.state.value,
        "low_52w": _figure(quote.low_52w),
        "high_52w": _figure(quote.high_52w),
        "day_low": _figure(quote.day_low),
        "day_high": _figure(quote.day_high),
        "volume": quote.volume,
        "source": quote.source,
    }


def _converted(converted: Converted) -> dict[str, object]:
    return {
        "symbol": converted.of.listing.symbol,
        "price": float(converted.of.price),
        "from": converted.of.currency,
        "amount": float(converted.amount),
        "currency": converted.currency,
        "rate": float(converted.rate),
        "rate_date": converted.rate_date.isoformat(),
        "source": "ECB",
    }


def _figure(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
