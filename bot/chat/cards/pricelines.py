"""The lines that say what a share costs: where, in what, when, and how sure that is."""

from datetime import datetime, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.chat.cards.escape import escape
from bot.chat.cards.parts import CALM, DOWN, UP, age_of
from bot.chat.wording.catalogue import Wording
from bot.instruments.models import Listing
from bot.market.models import Converted, Marked, Quote, QuoteState, Snapshot

_CELLS = 12  # of the bar that shows the place in the 52-week range


def price_lines(
    snapshot: Snapshot, audience: Audience, wording: Wording, now: datetime
) -> list[str]:
    """Every quote with its place in the year's range and its conversion, community's venue first.

    Without a quote one line says why.
    """
    zone = ZoneInfo(audience.timezone)
    lines: list[str] = []
    if not snapshot.quotes:
        waited_for = any(failure.pending for failure in snapshot.failures)
        waiting = waited_for or not snapshot.complete
        return [wording.quotes_pending if waiting else wording.no_quotes]
    if snapshot.remembered:
        lines.append(wording.remembered)
    for place, marked in enumerate(snapshot.quotes):
        lines.append(quote_line(marked, wording, now, zone, remembered=snapshot.remembered))
        if place == 0:
            lines += range_lines(marked.quote, wording)
        lines += [
            _converted_line(converted, wording, now, zone)
            for converted in snapshot.converted
            if converted.of.listing == marked.quote.listing
        ]
    return lines


def colour_of(snapshot: Snapshot) -> int:
    """Green or red by the first quote's change; calm where nothing is known or it is old."""
    if not snapshot.quotes or snapshot.remembered:
        return CALM
    change = snapshot.quotes[0].quote.change_percent
    return CALM if not change else UP if change > 0 else DOWN


def venue_name(listing: Listing, wording: Wording) -> str:
    """The venue as this language calls it."""
    return wording.venues.get(listing.mic) or escape(listing.venue, 40)


def state_of(marked: Marked, wording: Wording) -> str:
    """ "live", "delayed 15 min", "closed", "stale"."""
    if marked.state is QuoteState.DELAYED and marked.quote.delay:
        return wording.delayed_by.format(minutes=marked.quote.delay)
    return wording.states[marked.state]


def quote_line(
    marked: Marked, wording: Wording, now: datetime, zone: tzinfo, *, remembered: bool = False
) -> str:
    """ "Frankfurt **2,50 €** ▼ −1,96 % · 11:00 · verzögert"."""
    quote, numbers = marked.quote, wording.numbers
    head = f"{venue_name(quote.listing, wording)} **{numbers.money(quote.price, quote.currency)}**"
    if quote.change_percent is not None:
        head += f" {numbers.change(quote.change_percent)}"
    time = numbers.clock(quote.as_of, now, zone)
    if remembered:
        return f"{head} · {wording.remembered_line.format(time=time, age=age_of(quote.as_of))}"
    when = time if quote.timed else wording.fetched.format(time=time)
    return f"{head} · {when} · {state_of(marked, wording)}"


def range_bar(quote: Quote) -> str:
    """The place in the 52-week range, drawn; empty where no sensible range is known."""
    low, high = quote.low_52w, quote.high_52w
    if low is None or high is None or not Decimal(0) < low <= high:
        return ""
    share = (quote.price - low) / (high - low) if high > low else Decimal(1)
    cell = min(max(int(share * _CELLS), 0), _CELLS - 1)
    return "`├" + "─" * cell + "●" + "─" * (_CELLS - 1 - cell) + "┤`"


def range_lines(quote: Quote, wording: Wording) -> list[str]:
    """The place in the 52-week range, drawn and against its high; one line or none."""
    bar, high = range_bar(quote), quote.high_52w
    if not bar or high is None:
        return []
    numbers = wording.numbers
    money = numbers.money(high, quote.currency)
    if quote.price > high:
        words = wording.above_high.format(high=money)
    elif quote.price == high:
        words = wording.at_high.format(high=money)
    else:
        below = (high - quote.price) / high * 100
        words = wording.below_high.format(percent=distance(below, wording), high=money)
    return [f"{bar} {words}"]


def distance(percent: Decimal, wording: Wording) -> str:
    """How far a price is from a mark: "36 %", and exactly where that is less than one."""
    return wording.numbers.percent(percent, 0 if percent >= 1 else 2)


def _converted_line(converted: Converted, wording: Wording, now: datetime, zone: tzinfo) -> str:
    day = datetime.combine(converted.rate_date, datetime.min.time(), tzinfo=zone)
    return wording.converted.format(
        amount=wording.numbers.money(_rough(converted.amount), converted.currency),
        date=wording.numbers.day(day, now.astimezone(zone)),
    )


def _rough(amount: Decimal) -> Decimal:
    """A conversion is no more exact than the rate of its day: two decimals, below one four."""
    return amount.quantize(Decimal("0.01" if abs(amount) >= 1 else "0.0001"))
