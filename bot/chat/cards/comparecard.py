"""The card of `compare`: one chart, indexed to 100, and a table."""

import unicodedata
from collections.abc import Sequence

from bot.audience import Audience
from bot.chat.cards.escape import escape, plain
from bot.chat.cards.names import shown_name
from bot.chat.cards.parts import CONTENT, Card, Picture, clip_lines, embed_of
from bot.chat.cards.pricecard import change_over, period_buttons
from bot.chat.cards.sourcelines import footer_for, trouble_lines
from bot.chat.wording.catalogue import Wording
from bot.market.models import Period, Snapshot

COMPANIES = 5
_NAME = 22  # columns of the table's first column


def compare_card(
    snapshots: Sequence[Snapshot],
    audience: Audience,
    wording: Wording,
    period: Period,
    *,
    picture: Picture | None = None,
) -> Card:
    """The card of one moment; the companies in the order in which they were named."""
    lines = ["```", *_table(snapshots, wording), "```"]
    missing = [escape(shown_name(one.instrument), 60) for one in snapshots if one.series is None]
    complete = all(one.complete for one in snapshots)
    if missing and complete:
        lines.append(wording.compare_missing.format(names=", ".join(missing)))
    failures = tuple(dict.fromkeys(failure for one in snapshots for failure in one.failures))
    lines += trouble_lines(failures, (), wording)
    names = [marked.quote.source for one in snapshots for marked in one.quotes[:1]]
    names += [one.series.source for one in snapshots if one.series is not None]
    title = wording.compare_title.format(period=_period(period, wording))
    footer = footer_for(names, wording)
    keys = tuple(one.instrument.key for one in snapshots)
    return Card(
        embed=embed_of(title, "\n".join(lines), footer=footer, picture=picture),
        text=clip_lines("\n".join([f"**{title}**", *lines, f"-# {footer}"]), CONTENT),
        buttons=period_buttons(period, wording, "compare", keys),
        picture=picture,
        complete=complete,
    )


def _period(period: Period, wording: Wording) -> str:
    # "5 Tagen" is the dative that "in" asks for; a title stands in the nominative.
    text = wording.periods[period]
    return text.removesuffix("n") if wording.code == "de" and not text.startswith("1 ") else text


def _table(snapshots: Sequence[Snapshot], wording: Wording) -> list[str]:
    numbers = wording.numbers
    rows = [wording.compare_head]
    for one in snapshots:
        quote = one.quotes[0].quote if one.quotes else None
        change = change_over(one.series)
        rows.append(
            (
                # Inside a code block nothing is markdown, only the backtick ends it.
                plain(shown_name(one.instrument).replace("`", "'"), _NAME),
                numbers.money(quote.price, quote.currency) if quote else "–",
                numbers.change(change) if change is not None else "–",
            )
        )
    widths = [max(_columns(row[place]) for row in rows) for place in range(3)]
    return [
        f"{_left(row[0], widths[0])}  {_right(row[1], widths[1])}  {_right(row[2], widths[2])}"
        for row in rows
    ]


def _columns(text: str) -> int:
    """Columns of a fixed-width font: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _left(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _right(text: str, width: int) -> str:
    return " " * (width - _columns(text)) + text
