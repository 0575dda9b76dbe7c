"""`price`: what does it cost?"""

import argparse
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.chat.charts import draw_chart
from bot.chat.charts.axes import figure, money, percent
from bot.cli.frame import ANSWERED, Command, Console
from bot.errors import InputError, NotFound
from bot.instruments.documents import resolution_error
from bot.instruments.models import Found, Instrument
from bot.market.documents import snapshot_document
from bot.market.models import Converted, Marked, Period, Quote, Snapshot

_GIVE_UP = 9.0  # seconds; nobody waits for a late source on a command line


class UnwritableFile(InputError):
    """details: path, reason."""

    code = "unwritable_file"
    template = "{path} cannot be written: {reason}."


class NoPrice(NotFound):
    """details: source, what, failures (one sentence for each source that failed)."""

    code = "no_price"
    template = "No source has a price of “{what}”. {failures}"


class NoChart(NotFound):
    """details: source, what."""

    code = "no_chart"
    template = "No source has prices of “{what}” for a chart of that period."


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", help="a name, ISIN, WKN, symbol or cashtag")
    parser.add_argument(
        "--period",
        choices=[period.value for period in Period],
        default=Period.DAY.value,
        help="the chart's period",
    )
    parser.add_argument("--chart", metavar="FILE.png", help="draw the chart into this file")


async def _price(arguments: argparse.Namespace, console: Console) -> int:
    period = Period(arguments.period)
    async with console.services() as services:
        audience = services.settings.audience()
        resolution = await services.lookup.resolve(arguments.query)
        if isinstance(resolution, Found):
            instrument: Instrument | None = resolution.instrument
        else:
            # A symbol that only the price source knows: a fund, a currency, a small exchange.
            instrument = await services.market.discover(arguments.query)
            if instrument is None:
                return console.error(resolution_error(arguments.query, resolution))
        snapshot = await services.market.snapshot(
            instrument,
            audience,
            period,
            named=instrument.listed_as(arguments.query),
            give_up=_GIVE_UP,
        )
        if not snapshot.quotes:
            return console.error(_no_price(snapshot))
        if arguments.chart:
            if snapshot.series is None:
                return console.error(NoChart(source="Parkett", what=instrument.name))
            quote = _quote_of_chart(snapshot)
            png = await services.workers.run(
                draw_chart, snapshot.series, instrument.name, quote, task="Drawing the chart"
            )
            _write(arguments.chart, png)
        console.answer(snapshot_document(snapshot), price_text(snapshot))
    return ANSWERED


def _no_price(snapshot: Snapshot) -> NoPrice:
    sentences = " ".join(str(one.error) for one in snapshot.failures if one.error)
    return NoPrice(source="Parkett", what=snapshot.instrument.name, failures=sentences)


def _quote_of_chart(snapshot: Snapshot) -> Quote | None:
    listing = snapshot.series.listing if snapshot.series else None
    quotes = (marked.quote for marked in snapshot.quotes)
    return next((quote for quote in quotes if quote.listing == listing), None)


def _write(path: str, png: bytes) -> None:
    try:
        Path(path).write_bytes(png)
    except OSError as error:
        reason = error.strerror or "the file cannot be opened"
        raise UnwritableFile(path=path, reason=reason) from error


def price_text(snapshot: Snapshot) -> str:
    """The prices as lines for a person; `news` shows them too."""
    instrument = snapshot.instrument
    numbers = [f"ISIN {instrument.isin}" if instrument.isin else ""]
    numbers.append(f"WKN {instrument.wkn}" if instrument.wkn else "")
    lines = ["  ".join(part for part in (instrument.name, *numbers) if part)]
    if snapshot.remembered:
        lines.append("No source answers; these are the last known prices.")
    for marked in snapshot.quotes:
        lines += _quote_lines(marked)
    lines += [_converted_line(one) for one in snapshot.converted]
    lines += [f"  ! {one.error}" for one in snapshot.failures if one.error]
    return "\n".join(lines)


def _quote_lines(marked: Marked) -> list[str]:
    quote = marked.quote
    change = quote.change_percent
    moved = f"  {percent(change, 'en')}" if change is not None else ""
    head = f"  {quote.listing.venue:<12} {money(quote.price, quote.currency, 'en')}{moved}"
    lines = [f"{head}  {_when(quote)}, {marked.state.value}, {quote.source}"]
    if quote.low_52w is not None and quote.high_52w is not None:
        ends = f"{figure(quote.low_52w, 'en')} to {figure(quote.high_52w, 'en')}"
        lines.append(f"  {'':<12} 52 weeks {ends}")
    return lines


def _when(quote: Quote) -> str:
    local: datetime = quote.as_of.astimezone(ZoneInfo(quote.timezone))
    written = f"{local:%Y-%m-%d %H:%M} {local.tzname()}"
    return written if quote.timed else f"fetched {written}"


def _converted_line(converted: Converted) -> str:
    amount = money(converted.amount, converted.currency, "en")
    return f"  {'':<12} ≈ {amount} (ECB rate of {converted.rate_date})"


COMMANDS = (Command("price", "what a share costs, and its chart", _arguments, _price),)
