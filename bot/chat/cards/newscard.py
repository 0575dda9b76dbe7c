"""The card of `news`: head, price, stories, foot. A pure function of what is known and when."""

from datetime import datetime

from bot.audience import Audience
from bot.briefing import Briefing
from bot.chat.cards.escape import clip, escape, length, plain
from bot.chat.cards.names import shown_name
from bot.chat.cards.parts import (
    CONTENT,
    DESCRIPTION,
    EMBED,
    LABEL,
    TITLE,
    Button,
    Card,
    LeftOut,
    Picture,
    Record,
    clip_lines,
    embed_of,
    press_id,
)
from bot.chat.cards.pricelines import colour_of, price_lines, venue_name
from bot.chat.cards.sourcelines import footer_of, trouble_lines
from bot.chat.cards.storylines import foot_of, story_blocks
from bot.chat.wording.catalogue import Wording
from bot.instruments.models import Instrument

_LEFT_OUT = 200  # how many dropped items one card keeps
_SUMMARIES = (280, 160, 0)  # tried in turn until all stories fit


def news_card(
    briefing: Briefing,
    audience: Audience,
    wording: Wording,
    now: datetime,
    *,
    id: str,  # noqa: A002 - the card's id, as the record calls it
    picture: Picture | None = None,
) -> Card:
    """The card of one moment. `id` ties the foot's button to what the card left out."""
    head = head_line(briefing.instrument, wording)
    prices = price_lines(briefing.snapshot, audience, wording, now)
    trouble = trouble_lines(briefing.snapshot.failures, briefing.news.sources, wording)
    title = title_of(briefing.instrument)
    footer = footer_of(briefing, wording)
    room = min(DESCRIPTION, EMBED - min(length(title), TITLE) - min(length(footer), 300))
    description = _described(briefing, audience, wording, [head, *prices], trouble, room=room)
    embed = embed_of(
        title, description, colour=colour_of(briefing.snapshot), footer=footer, picture=picture
    )
    return Card(
        embed=embed,
        text=_text(briefing, audience, wording, [head, *prices], trouble),
        buttons=_buttons(briefing, wording, id),
        picture=picture,
        record=_record(briefing, id),
        complete=briefing.complete,
    )


def title_of(instrument: Instrument) -> str:
    """The company, with the symbol that it is known by at home."""
    return f"{escape(shown_name(instrument), 120)} · {escape(instrument.home.symbol, 24)}"


def head_line(instrument: Instrument, wording: Wording) -> str:
    """Home listing, ISIN, WKN; small, because it is looked up and not read."""
    parts = [f"{venue_name(instrument.home, wording)} ({wording.home})"]
    if instrument.isin:
        parts.append(f"ISIN {escape(instrument.isin, 16)}")
    if instrument.wkn:
        parts.append(f"WKN {escape(instrument.wkn, 12)}")
    return "-# " + " · ".join(parts)


def _described(
    briefing: Briefing,
    audience: Audience,
    wording: Wording,
    top: list[str],
    bottom: list[str],
    *,
    room: int,
) -> str:
    """As much of each story as fits: long summaries, short ones, none; then fewer stories."""
    text = ""
    for summary in _SUMMARIES:
        blocks = story_blocks(briefing.news, audience, wording, summary=summary)
        text = "\n\n".join(["\n".join(top), *blocks, *(["\n".join(bottom)] if bottom else [])])
        if length(text) <= room:
            return text
    blocks = story_blocks(briefing.news, audience, wording, summary=0)
    return _fitted(top, blocks, bottom, wording, room)


def _fitted(
    top: list[str], blocks: list[str], bottom: list[str], wording: Wording, room: int
) -> str:
    """As many whole stories as fit; how many did not is said."""
    for kept in range(len(blocks) - 1, -1, -1):
        more = wording.more_stories.format(count=len(blocks) - kept)
        parts = ["\n".join(top), *blocks[:kept], more, *(["\n".join(bottom)] if bottom else [])]
        text = "\n\n".join(parts)
        if length(text) <= room:
            return text
    return clip_lines("\n".join([*top, *bottom]), room)


def _text(
    briefing: Briefing, audience: Audience, wording: Wording, top: list[str], trouble: list[str]
) -> str:
    """The same without an embed, for channels that do not allow them."""
    head = [f"**{title_of(briefing.instrument)}**", *top]
    footer = f"-# {footer_of(briefing, wording)}"
    return _described(briefing, audience, wording, head, [*trouble, footer], room=CONTENT)


def _buttons(briefing: Briefing, wording: Wording, card: str) -> tuple[Button, ...]:
    if not briefing.news.found:
        return ()
    label = clip(foot_of(briefing.news, wording), LABEL)
    return (Button(label, press_id("left", card, "0")),)


def _record(briefing: Briefing, card: str) -> Record:
    left = tuple(
        LeftOut(
            plain(one.article.title, 160),
            one.article.url if len(one.article.url) <= 500 else "",
            plain(one.article.publisher, 60),
            one.reason.value,
        )
        for one in briefing.news.dropped[:_LEFT_OUT]
    )
    name = plain(shown_name(briefing.instrument), 120)
    return Record(card, briefing.instrument.key, name, left)
