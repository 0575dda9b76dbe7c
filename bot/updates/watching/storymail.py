"""What is told of stories, and to whom: events and letters; pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.audiences import Audiences
from bot.instruments.models import Instrument
from bot.store.rows import Letter, SubscriptionRow
from bot.updates import keys
from bot.updates.fanout import letters
from bot.updates.models import Event, Happening, StoryFact
from bot.updates.watching.storytelling import Grown, Telling, can_read, languages


def story_mail(
    instrument: Instrument,
    told: Telling,
    rows: Sequence[SubscriptionRow],
    audiences: Audiences,
    now: datetime,
) -> tuple[list[Event], list[Letter]]:
    """rows: who subscribes to the instrument's news."""
    events: list[Event] = []
    sent: list[Letter] = []
    for story in told.new:
        event = _new(instrument, story, now)
        events.append(event)
        sent += letters(event, _able(rows, story, audiences), audiences, now)
    for grown in told.grown:
        event = _growth(instrument, grown.story, now)
        events.append(event)
        sent += _letters_of_growth(event, grown, rows, audiences, now)
    return events, sent


def _letters_of_growth(
    event: Event,
    grown: Grown,
    rows: Sequence[SubscriptionRow],
    audiences: Audiences,
    now: datetime,
) -> list[Letter]:
    """Edits of its posts; a post where it can be read only now."""
    able = _able(rows, grown.story, audiences)
    had = [one for one in able if can_read(audiences.of(one.guild).languages, grown.before)]
    known = {one.id for one in had}
    first = replace(event, what=Happening.STORY, key=keys.story(event.instrument, grown.story.id))
    new = letters(first, [one for one in able if one.id not in known], audiences, now)
    edits = letters(event, had, audiences, now)
    return edits + [replace(letter, event=event.key) for letter in new]


def _able(
    rows: Sequence[SubscriptionRow], story: StoryFact, audiences: Audiences
) -> list[SubscriptionRow]:
    """Those whose server reads a language that the story is told in."""
    offered = languages(story)
    return [one for one in rows if can_read(audiences.of(one.guild).languages, offered)]


def _new(instrument: Instrument, story: StoryFact, now: datetime) -> Event:
    return Event(
        key=keys.story(instrument.key, story.id),
        what=Happening.STORY,
        at=now,
        instrument=instrument.key,
        name=instrument.name,
        story=story,
    )


def _growth(instrument: Instrument, story: StoryFact, now: datetime) -> Event:
    return Event(
        key=keys.growth(instrument.key, story.id, story.revision),
        what=Happening.GROWTH,
        at=now,
        instrument=instrument.key,
        name=instrument.name,
        story=story,
    )
