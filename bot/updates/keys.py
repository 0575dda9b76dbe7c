"""How is a happening named? The same happening gets the same key wherever it is noticed.

A key is unique for ever: a second happening of the same sort has another session, turn or moment
in it. `event.key` has room for 200 characters.
"""

from datetime import date, datetime
from decimal import Decimal

from bot.updates.models import Direction, Kind, Stage


def letter(event: str, channel: int) -> str:
    """The dedup key of what one channel gets of one event."""
    return f"{event}:{channel}"


def story(instrument: str, story_id: str) -> str:
    return f"story:{instrument}:{story_id}"


def growth(instrument: str, story_id: str, revision: int) -> str:
    return f"{story(instrument, story_id)}:{revision}"


def listing(symbol: str, mic: str) -> str:
    """How all of these name a listing: `where`."""
    return f"{symbol}@{mic}"


def watched(where: str) -> str:
    """The key of the watch that looks at the price of that listing."""
    return f"price:{where}"


def news(instrument: str) -> str:
    """The key of the watch that looks at the news of that instrument."""
    return f"news:{instrument}"


def move(where: str, percent: Decimal, direction: Direction, session: date, turn: int) -> str:
    """turn: how often that direction was armed again in the session before."""
    return f"move:{where}:{_plain(percent)}:{direction}:{session}:{turn}"


def level(
    where: str, threshold: Decimal, direction: Direction, session: date, as_of: datetime
) -> str:
    """as_of: when the price was traded that lay across the level."""
    return f"level:{where}:{_plain(threshold)}:{direction}:{session}:{as_of:%H%M%S}"


def extreme(kind: Kind, where: str, stage: Stage, session: date) -> str:
    return f"{kind}:{where}:{stage}:{session}"


def close(where: str, session: date, due: datetime) -> str:
    """due: the moment of the schedule, UTC. All that are due at that moment share the event;
    another time of the same session has another price, so it is another event."""
    return f"close:{where}:{session}:{due:%Y%m%dT%H%MZ}"


def outage(source: str, since: datetime) -> str:
    return f"outage:{source}:{since:%Y%m%dT%H%M%SZ}"


def recovery(source: str, since: datetime) -> str:
    return f"recovery:{source}:{since:%Y%m%dT%H%M%SZ}"


def lost(channel: int, day: date) -> str:
    return f"lost:{channel}:{day}"


def _plain(amount: Decimal) -> str:
    """5, 5.0 and 5.00 are one threshold."""
    return f"{amount.normalize():f}"
