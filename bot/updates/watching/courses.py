"""The course of the day for the picture of a move: asked for when one has fired, not at each look.

A look needs the price alone, of thousands of listings; bars every five minutes are only read for
the few whose move is told.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import ParkettError
from bot.market.models import Quote
from bot.market.service import Market
from bot.updates.models import Event, Happening
from bot.updates.watching.alerts import Alerts, Looked
from bot.updates.watching.facts import course_fact


async def with_courses(
    market: Market, looks: Sequence[Looked], found: Sequence[Alerts], *, give_up: float
) -> list[Alerts]:
    """found: of each look. give_up: seconds after which a move is told without; its price does not
    wait longer for a picture."""
    pairs = list(zip(looks, found, strict=True))
    moved = [look for look, alerts in pairs if any(map(_is_move, alerts.events))]
    if not moved:
        return list(found)
    answers = await market.quotes(
        [(look.instrument, look.listing) for look in moved], give_up=give_up, bars=True
    )
    return [_drawn(look, alerts, answers.get(look.listing)) for look, alerts in pairs]


def _drawn(look: Looked, alerts: Alerts, answer: Quote | ParkettError | None) -> Alerts:
    """Up to the price that is told: the source may know a newer one by now."""
    if not isinstance(answer, Quote):
        return alerts
    course = course_fact(replace(look.quote, bars=answer.bars))
    events = [replace(one, course=course) if _is_move(one) else one for one in alerts.events]
    return replace(alerts, events=events)


def _is_move(event: Event) -> bool:
    return event.what is Happening.MOVE
