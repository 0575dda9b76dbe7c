"""The card of one event. A pure function of what happened, for whom, and when it is posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.chat.cards.escape import escape, plain
from bot.chat.cards.parts import Button, Card, notice
from bot.chat.cards.pricecard import quote_fields
from bot.chat.cards.pricelines import quote_line, range_bar, range_lines
from bot.chat.cards.sourcelines import footer_for
from bot.chat.cards.storylines import headline, story_block, story_facts
from bot.chat.updates.facts import amount, marked_of, story_of
from bot.chat.updates.tellings import colour_of, low_words, title_of
from bot.chat.wording.catalogue import Wording
from bot.market.models import Marked, Quote
from bot.updates.models import Event, Happening, StoryFact


@dataclass(frozen=True, slots=True)
class Scene:
    """For whom a card is drawn, in which language, and when. buttons: what stands below it."""

    audience: Audience
    wording: Wording
    now: datetime
    buttons: tuple[Button, ...] = ()

    def clock(self, moment: datetime) -> str:
        """A time as this server's clocks show it."""
        return self.wording.numbers.clock(moment, self.now, ZoneInfo(self.audience.timezone))


def event_card(event: Event, scene: Scene) -> Card:
    """The card of that event; LOST is told by `lost_card`."""
    match event.what:
        case Happening.STORY | Happening.GROWTH:
            return _story_card(event, scene)
        case Happening.OUTAGE | Happening.RECOVERY:
            return notice("", source_line(event, scene), buttons=scene.buttons)
        case _:
            return _price_card(event, scene)


def source_line(event: Event, scene: Scene) -> str:
    """ "Yahoo antwortet seit 14:05 nicht; …": one line."""
    words = scene.wording.updates
    down = event.what is Happening.OUTAGE
    source = escape(event.source, 60) or "?"
    if event.since is None:
        line = (words.outage if down else words.recovery).format(source=source)
    else:
        told = words.outage_since if down else words.recovery_since
        line = told.format(
            source=source, since=scene.clock(event.since), until=scene.clock(event.at)
        )
    return f"⚠️ {line}" if down else f"✅ {line}"


def reported_before(fact: StoryFact, scene: Scene) -> list[str]:
    """The newest story from before a move; that it came before is all that is said of it."""
    story = story_of(fact)
    facts = story_facts(story, scene.audience, scene.wording, now=scene.now)
    return [f"**{headline(story)}**", "-# " + " · ".join(facts)]


def _story_card(event: Event, scene: Scene) -> Card:
    text = ""
    if event.story is not None:
        story = story_of(event.story)
        text = story_block(story, scene.audience, scene.wording, now=scene.now)
    return notice(title_of(event, scene.wording), text, buttons=scene.buttons)


def _price_card(event: Event, scene: Scene) -> Card:
    wording, marked = scene.wording, marked_of(event.price)
    lines: list[str] = []
    fields: Sequence[tuple[str, str, bool]] = ()
    names: list[str] = []
    if marked is None:
        lines.append(wording.no_quotes)
    else:
        zone = ZoneInfo(scene.audience.timezone)
        lines.append(quote_line(marked, wording, scene.now, zone))
        lines += _place_in_year(event, marked.quote, wording)
        lines += _why(event, marked, wording)
        names.append(marked.quote.source)
        if event.what is Happening.CLOSE:
            fields = quote_fields(marked.quote, wording)
    if event.story is not None:
        lines += ["", wording.updates.before, *reported_before(event.story, scene)]
    return notice(
        title_of(event, wording),
        "\n".join(lines),
        buttons=scene.buttons,
        colour=colour_of(event),
        fields=fields,
        footer=footer_for([plain(name, 40) for name in names], wording),
    )


def _place_in_year(event: Event, quote: Quote, wording: Wording) -> list[str]:
    """Against the year's high; for a low, against the year's low."""
    if event.what is not Happening.LOW:
        return range_lines(quote, wording)
    words = low_words(quote, wording)
    return [f"{range_bar(quote)} {words}".strip()] if words else []


def _why(event: Event, marked: Marked, wording: Wording) -> list[str]:
    """Against what the change is counted, and from which threshold on it is told."""
    quote, parts = marked.quote, list[str]()
    if event.what is Happening.CLOSE:
        return []  # its fields say it
    if quote.previous_close is not None:
        close = wording.numbers.money(quote.previous_close, quote.currency)
        parts.append(wording.updates.against.format(price=close))
    threshold = amount(event.threshold)
    if event.what is Happening.MOVE and threshold is not None:
        percent = wording.numbers.exact_percent(threshold)
        parts.append(wording.updates.threshold.format(percent=percent))
    return ["-# " + " · ".join(parts)] if parts else []
