"""Many events as one card: by company, each a short line, and whatever does not fit is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.chat.cards.escape import escape, length, plain
from bot.chat.cards.parts import EMBED, FOOT, TITLE, Card, notice
from bot.chat.cards.pricelines import quote_line
from bot.chat.cards.sourcelines import footer_for
from bot.chat.cards.storylines import headline, story_facts
from bot.chat.updates.facts import marked_of, story_of
from bot.chat.updates.fitting import Detail, Group, Page
from bot.chat.updates.single import Scene, source_line
from bot.chat.updates.tellings import company, label_of
from bot.chat.wording.catalogue import Wording
from bot.updates.models import Event, Happening

_STORIES = frozenset({Happening.STORY, Happening.GROWTH})
_SOURCES = frozenset({Happening.OUTAGE, Happening.RECOVERY})


def merged(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once, and of each story the latest telling; the newest first."""
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        if event.what in _STORIES and event.story is not None:
            key: tuple[object, ...] = ("story", event.instrument, event.story.id)
            before = kept.get(key)
            if before is not None and before.story is not None:
                if before.story.revision > event.story.revision:
                    continue
                del kept[key]
        else:
            key = ("event", event.key)
        kept[key] = event
    return tuple(sorted(kept.values(), key=lambda event: event.at, reverse=True))


def digest_card(events: Sequence[Event], scene: Scene) -> Card:
    """The card of several events, as `merged` gives them."""
    wording = scene.wording
    events = _said_once(events)
    groups = _grouped(events, wording)
    names = [marked.quote.source for event in events if (marked := marked_of(event.price))]
    footer = footer_for([plain(name, 40) for name in names], wording) if names else ""
    title = _title(events, groups, wording)
    page = Page(
        head=f"-# {_span(events, scene)}",
        tell=lambda event, detail: _line(event, scene, detail),
        wording=wording,
        room=EMBED - min(length(title), TITLE) - min(length(footer), FOOT),
    )
    if len(groups) == 1:
        groups = [replace(groups[0], name="")]  # it stands in the title
    sheet = page.fit(groups)
    return notice(
        title, sheet.description, buttons=scene.buttons, fields=sheet.fields, footer=footer
    )


def _said_once(events: Sequence[Event]) -> list[Event]:
    """Without what was reported before a move where it has a line of its own."""
    told = {(one.instrument, one.story.id) for one in events if one.what in _STORIES and one.story}
    return [
        replace(one, story=None)
        if one.story and one.what not in _STORIES and (one.instrument, one.story.id) in told
        else one
        for one in events
    ]


def _grouped(events: Sequence[Event], wording: Wording) -> list[Group]:
    by_company: dict[str, list[Event]] = {}
    names: dict[str, str] = {}
    for event in events:
        if event.what in _SOURCES:
            key, name = "\0sources", wording.updates.of_sources
        elif event.what is Happening.LOST:
            key, name = "\0channels", wording.updates.of_channels
        else:
            key, name = event.instrument, company(event)
        by_company.setdefault(key, []).append(event)
        names[key] = name
    # Companies first, what is said of sources below them.
    keys = sorted(by_company, key=lambda key: key.startswith("\0"))
    return [Group(names[key], tuple(by_company[key])) for key in keys]


def _title(events: Sequence[Event], groups: Sequence[Group], wording: Wording) -> str:
    words = wording.updates
    one, several = words.count
    updates = one if len(events) == 1 else several.format(count=len(events))
    companies = {event.instrument for event in events if event.instrument}
    if len(groups) == 1 and companies:
        return f"{groups[0].name} · {updates}"
    if len(companies) > 1:
        return words.count_of.format(updates=updates, companies=len(companies))
    return updates


def _span(events: Sequence[Event], scene: Scene) -> str:
    first, last = events[-1].at, events[0].at
    if scene.clock(first) == scene.clock(last):
        return scene.clock(first)
    return scene.wording.updates.span.format(first=scene.clock(first), last=scene.clock(last))


def _line(event: Event, scene: Scene, detail: Detail) -> str:
    if event.what in _STORIES:
        return _story_line(event, scene, detail)
    if event.what in _SOURCES:
        return source_line(event, scene)
    if event.what is Happening.LOST:
        return f"<#{event.channel or 0}>"
    return _price_line(event, scene, detail)


def _story_line(event: Event, scene: Scene, detail: Detail) -> str:
    if event.story is None:
        return company(event)
    story = story_of(event.story)
    short = detail.headline
    title = headline(story, short) if detail.linked else escape(story.title, short)
    facts = story_facts(story, scene.audience, scene.wording, now=scene.now)
    return " · ".join([title, *facts[: detail.facts]])


def _price_line(event: Event, scene: Scene, detail: Detail) -> str:
    label, marked = label_of(event, scene.wording), marked_of(event.price)
    if marked is None:
        return f"{label} · {scene.wording.no_quotes}"
    zone = ZoneInfo(scene.audience.timezone)
    line = f"{label} · {quote_line(marked, scene.wording, scene.now, zone)}"
    if event.story is not None and detail.before:
        before = headline(story_of(event.story), detail.headline)
        line += f" · {scene.wording.updates.before_line} {before}"
    return line
