"""The card of `price`: what it costs on each venue, with a chart and buttons for its period."""

from datetime import datetime
from decimal import Decimal

from bot.audience import Audience
from bot.chat.cards.newscard import head_line, title_of
from bot.chat.cards.parts import (
    CONTENT,
    Button,
    Card,
    Picture,
    clip_lines,
    embed_of,
    press_id,
)
from bot.chat.cards.pricelines import colour_of, price_lines
from bot.chat.cards.sourcelines import footer_for, trouble_lines
from bot.chat.wording.catalogue import Wording
from bot.chat.wording.numbers import Numbers
from bot.instruments.models import Listing
from bot.market.models import Period, Quote, Series, Snapshot


def price_card(
    snapshot: Snapshot,
    audience: Audience,
    wording: Wording,
    now: datetime,
    period: Period,
    *,
    picture: Picture | None = None,
    named: Listing | None = None,
) -> Card:
    """The card of one moment and one period. named: the listing that was asked for by its symbol;
    the buttons go on showing it."""
    lines = [head_line(snapshot.instrument, wording)]
    lines += price_lines(snapshot, audience, wording, now)
    change = change_over(snapshot.series)
    if change is not None and snapshot.series and snapshot.series.period is not Period.DAY:
        # A source may have had only a shorter or longer series than was asked for.
        covered = wording.periods[snapshot.series.period]
        figure = wording.numbers.change(change)
        lines.append(wording.period_change.format(change=figure, period=covered))
    if snapshot.complete and snapshot.series is None:
        lines.append(wording.no_chart)
    lines += trouble_lines(snapshot.failures, (), wording)
    fields = quote_fields(snapshot.quotes[0].quote, wording) if snapshot.quotes else []
    names = [marked.quote.source for marked in snapshot.quotes]
    if snapshot.converted:
        names.append("EZB" if wording.code == "de" else "ECB")
    footer = footer_for(names, wording)
    title = title_of(snapshot.instrument)
    text = [f"**{title}**", *lines, *(f"{name}: {value}" for name, value, _ in fields)]
    return Card(
        embed=embed_of(
            title,
            "\n".join(lines),
            colour=colour_of(snapshot),
            fields=fields,
            footer=footer,
            picture=picture,
        ),
        text=clip_lines("\n".join([*text, f"-# {footer}"]), CONTENT),
        buttons=period_buttons(
            period,
            wording,
            "price",
            (snapshot.instrument.key, *([named.symbol] if named else [])),
        ),
        picture=picture,
        complete=snapshot.complete,
    )


def period_buttons(
    chosen: Period, wording: Wording, action: str, arguments: tuple[str, ...]
) -> tuple[Button, ...]:
    """One button a period; the chosen one is marked and does nothing."""
    return tuple(
        Button(
            wording.short_periods[period],
            press_id(action, period.value, *arguments),
            primary=period is chosen,
            disabled=period is chosen,
        )
        for period in Period
    )


def change_over(series: Series | None) -> Decimal | None:
    """The change from the first close of a series to its last, in percent, unrounded."""
    if series is None or len(series.bars) < 2 or series.bars[0].close <= 0:
        return None
    first, last = series.bars[0].close, series.bars[-1].close
    return (last - first) / first * 100


def quote_fields(quote: Quote, wording: Wording) -> list[tuple[str, str, bool]]:
    """Previous close, the day's range and below it its volume, the year's range: what of them is
    known. Never more than three, which is what Discord puts side by side."""
    numbers, currency = wording.numbers, quote.currency
    fields: list[tuple[str, str, bool]] = []
    if quote.previous_close is not None:
        close = numbers.money(quote.previous_close, currency)
        fields.append((wording.previous_close, close, True))
    volume = numbers.figure(Decimal(quote.volume), 0) if quote.volume else ""
    if quote.day_low is not None and quote.day_high is not None:
        day = _span(quote.day_low, quote.day_high, currency, numbers)
        traded = f"\n-# {wording.volume} {volume}" if volume else ""
        fields.append((wording.day_range, day + traded, True))
    elif volume:
        fields.append((wording.volume, volume, True))
    if quote.low_52w is not None and quote.high_52w is not None:
        year = _span(quote.low_52w, quote.high_52w, currency, numbers)
        fields.append((wording.year_range, year, True))
    return fields


def _span(low: Decimal, high: Decimal, currency: str, numbers: Numbers) -> str:
    return f"{numbers.price(low, currency)} – {numbers.money(high, currency)}"
