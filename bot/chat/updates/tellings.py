"""What an event says in words: as the title of its own card, or as a line among others."""

from bot.chat.cards.escape import escape
from bot.chat.cards.parts import CALM, DOWN, UP
from bot.chat.cards.pricelines import distance
from bot.chat.updates.facts import amount, change_of, marked_of
from bot.chat.wording.catalogue import Wording
from bot.market.models import Quote, QuoteState
from bot.updates.models import Direction, Event, Happening, Stage

_NAME = 120


def title_of(event: Event, wording: Wording) -> str:
    """ "Xiaomi Corp. steigt um 6,3 %"; of what is no price, the company alone."""
    words, name = wording.updates, company(event)
    match event.what:
        case Happening.MOVE:
            change = change_of(event)
            if change is None:
                return words.move_unmeasured[_direction(event)].format(name=name)
            percent = wording.numbers.percent(abs(change), 1)
            return words.move[_direction(event)].format(name=name, percent=percent)
        case Happening.LEVEL:
            level = _level(event, wording)
            if level is None:
                return name
            if _exactly_there(event):
                return words.level_at.format(name=name, level=level)
            return words.level[_direction(event)].format(name=name, level=level)
        case Happening.HIGH:
            return words.high[_stage(event)].format(name=name)
        case Happening.LOW:
            return words.low[_stage(event)].format(name=name)
        case Happening.CLOSE:
            marked = marked_of(event.price)
            if marked is None:
                return name
            price = wording.numbers.money(marked.quote.price, marked.quote.currency)
            template = words.closed if marked.state is QuoteState.CLOSED else words.standing
            return template.format(name=name, price=price)
        case _:
            return name


def label_of(event: Event, wording: Wording) -> str:
    """What happened to the price, without the company: "Über 2,60 €"."""
    words = wording.updates
    match event.what:
        case Happening.MOVE:
            threshold = amount(event.threshold)
            if threshold is None:
                return words.standing_line
            percent = wording.numbers.exact_percent(threshold)
            return words.move_line.format(percent=percent)
        case Happening.LEVEL:
            level = _level(event, wording)
            if level is None:
                return words.standing_line
            if _exactly_there(event):
                return words.level_at_line.format(level=level)
            return words.level_line[_direction(event)].format(level=level)
        case Happening.HIGH:
            return words.high_line[_stage(event)]
        case Happening.LOW:
            return words.low_line[_stage(event)]
        case _:
            marked = marked_of(event.price)
            closed = marked is not None and marked.state is QuoteState.CLOSED
            return words.closed_line if closed else words.standing_line


def company(event: Event) -> str:
    """The company's name, safe to show; its key where it has none."""
    return escape(event.name, _NAME) or escape(event.instrument, _NAME) or "?"


def colour_of(event: Event) -> int:
    """Green or red by where the price went, calm for all that is no price."""
    match event.what:
        case Happening.MOVE | Happening.LEVEL:
            return UP if _direction(event) == Direction.UP else DOWN
        case Happening.HIGH:
            return UP
        case Happening.LOW:
            return DOWN
        case Happening.CLOSE:
            change = change_of(event)
            return CALM if not change else UP if change > 0 else DOWN
        case _:
            return CALM


def low_words(quote: Quote, wording: Wording) -> str:
    """How far the price is from the year's low; empty where that is not known."""
    low = quote.low_52w
    if low is None:
        return ""
    words, money = wording.updates, wording.numbers.money(low, quote.currency)
    if quote.price < low:
        return words.below_low.format(low=money)
    if quote.price == low:
        return words.at_low.format(low=money)
    above = (quote.price - low) / low * 100
    return words.above_low.format(percent=distance(above, wording), low=money)


def _level(event: Event, wording: Wording) -> str | None:
    level, marked = amount(event.threshold), marked_of(event.price)
    if level is None or marked is None:
        return None
    return wording.numbers.exact_money(level, marked.quote.currency)


def _exactly_there(event: Event) -> bool:
    return event.price is not None and event.price.price == event.threshold


def _direction(event: Event) -> Direction:
    """As the rule says; of a move the sign of its change is the truth that stands below it."""
    change = change_of(event) if event.what is Happening.MOVE else None
    if change:
        return Direction.UP if change > 0 else Direction.DOWN
    return event.direction or Direction.UP


def _stage(event: Event) -> Stage:
    return event.stage or Stage.NEAR
