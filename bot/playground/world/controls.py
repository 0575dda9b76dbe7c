"""What can be made to happen in the sample world, and how it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock, utc_now
from bot.playground.world.faults import PLACES, Fault, Faults
from bot.playground.world.newsroom import NothingLeft, Site, sites
from bot.playground.world.prices import Jump
from bot.playground.world.sample import Sample
from bot.playground.world.tables import by_key
from bot.playground.world.venues import VENUES

_BERLIN = ZoneInfo("Europe/Berlin")
_LONGEST_STEP = timedelta(days=400)
_LARGEST_JUMP = 90.0  # percent, either way
_LONGEST_DELAY = timedelta(minutes=15)
# News, jumps and faults come a little later, when what was answered before is no longer fresh.
_A_WHILE = timedelta(minutes=3)
_AFTER_CLOSE = timedelta(minutes=25)  # until the last price is told, with its delay
_MOST_LINES = 30
_MOST_STEPS = 500


class ControlError(Exception):
    """Something that cannot be done; `str(error)` is the sentence that a person reads."""


@dataclass(frozen=True, slots=True)
class State:
    """How the world stands. log: what was made to happen, newest first.

    timeline: pairs of this machine's time and the world's, one for each step of the clock, oldest
    first: so that a message, written in real time, can be shown on the world's clock.
    """

    now: datetime
    faults: Mapping[str, str]
    log: tuple[str, ...]
    moved: int
    timeline: tuple[tuple[datetime, datetime], ...]

    def document(self) -> dict[str, Any]:
        """For JSON."""
        local = self.now.astimezone(_BERLIN)
        return {
            "now": self.now.isoformat(),
            "local": local.strftime("%Y-%m-%d %H:%M:%S"),
            "timezone": "Europe/Berlin",
            "close_ahead": _close_ahead(self.now),
            "faults": dict(self.faults),
            "sources": sorted(set(PLACES.values())),
            "instruments": {key: one.name for key, one in by_key().items()},
            "log": list(self.log),
            "moved": self.moved,
            "timeline": [[real.isoformat(), there.isoformat()] for real, there in self.timeline],
        }


class Controls:
    """Applies actions to the world and tells those who listen."""

    def __init__(self, sample: Sample, faults: Faults, *, real: Clock = utc_now) -> None:
        self._sample, self._faults, self._real = sample, faults, real
        self._timeline = [(real(), sample.clock.now())]
        self._log: list[str] = []
        self._moved = 0
        self._listeners: list[Callable[[State], None]] = []
        self._actions: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
            "advance": self._advance,
            "next_day": self._next_day,
            "to_close": self._to_close,
            "price_jump": self._price_jump,
            "reuters_publishes": self._publish,
            "correction": self._correct,
            "hostile_headline": self._tease,
            "source_down": self._break,
            "source_up": self._mend,
            "reset": self._reset,
        }

    def state(self) -> State:
        faults = {source: str(fault) for source, fault in self._faults.on.items()}
        return State(
            now=self._sample.clock.now(),
            faults=faults,
            log=tuple(reversed(self._log)),
            moved=self._moved,
            timeline=tuple(self._timeline),
        )

    def on_change(self, tell: Callable[[State], None]) -> Callable[[], None]:
        self._listeners.append(tell)
        return lambda: self._listeners.remove(tell)

    def do(self, action: str, details: Mapping[str, Any]) -> State:
        """Raises ControlError for an action or a detail that makes no sense."""
        known = self._actions.get(action)
        if known is None:
            message = f"“{action}” is not something this world can do."
            raise ControlError(message)
        line = known(details)
        at = self._sample.clock.now().astimezone(_BERLIN)
        self._timeline.append((self._real(), self._sample.clock.now()))
        del self._timeline[:-_MOST_STEPS]
        self._log.append(f"{at:%a %H:%M} · {line}")
        del self._log[:-_MOST_LINES]
        self._moved += 1
        state = self.state()
        for tell in list(self._listeners):
            tell(state)
        return state

    def _advance(self, details: Mapping[str, Any]) -> str:
        minutes = _number(details, "minutes", 60.0)
        step = timedelta(minutes=min(minutes, 1e6))
        if not timedelta() < step <= _LONGEST_STEP:
            message = "The clock moves forward by up to 400 days."
            raise ControlError(message)
        self._sample.clock.advance(step)
        return f"the clock moved on by {minutes:g} minutes"

    def _next_day(self, _: Mapping[str, Any]) -> str:
        local = self._sample.clock.now().astimezone(_BERLIN)
        day = VENUES["XFRA"].next(local.date())
        self._sample.clock.advance_to(datetime.combine(day, time(11), _BERLIN))
        return f"the next trading day, {day:%d %B}"

    def _to_close(self, details: Mapping[str, Any]) -> str:
        venue = VENUES.get(str(details.get("mic", "XFRA")))
        if venue is None:
            message = f"This world has no exchange “{details.get('mic')}”."
            raise ControlError(message)
        now = self._sample.clock.now()
        day = venue.last_session(now)
        while venue.session(day)[1] + _AFTER_CLOSE <= now:
            day = venue.next(day)
        self._sample.clock.advance_to(venue.session(day)[1] + _AFTER_CLOSE)
        return f"{venue.name} has closed, {day:%d %B}"

    def _price_jump(self, details: Mapping[str, Any]) -> str:
        percent = _number(details, "percent", 6.0)
        if not -_LARGEST_JUMP <= percent <= _LARGEST_JUMP:
            message = "A price jumps by up to 90 % either way."
            raise ControlError(message)
        key = _instrument(details)
        self._sample.clock.advance(_A_WHILE)
        # Back by the longest delay of a venue, so that the next answer shows it already.
        at = self._sample.clock.now() - _LONGEST_DELAY
        self._sample.prices.jumps.append(Jump(at, key, 1 + percent / 100))
        return f"{by_key()[key].name}: the price jumps by {percent:+g} %"

    def _publish(self, details: Mapping[str, Any]) -> str:
        key = _instrument(details)
        return self._happen("reuters-" if key == "xiaomi" else f"reuters-{key}", "Reuters")

    def _correct(self, _: Mapping[str, Any]) -> str:
        return self._happen("correction-", "")

    def _tease(self, _: Mapping[str, Any]) -> str:
        return self._happen("hostile-", "")

    def _happen(self, kind: str, who: str) -> str:
        try:
            self._sample.newsroom.next_event(kind)
        except NothingLeft as error:
            message = "Everything of that kind has been published already; reset the world."
            raise ControlError(message) from error
        self._sample.clock.advance(_A_WHILE)
        item = self._sample.newsroom.happen(kind, self._sample.clock.now())
        site: Site = sites()[item.site]
        return f"{who or site.name} publishes “{item.title}”"

    def _break(self, details: Mapping[str, Any]) -> str:
        source, kind = str(details.get("source", "YAHOO")), str(details.get("fault", "down"))
        try:
            self._faults.break_(source, Fault(kind))
        except (KeyError, ValueError) as error:
            message = f"There is no source “{source}” or no fault “{kind}” here."
            raise ControlError(message) from error
        self._sample.clock.advance(_A_WHILE)
        return f"{source}: {kind}"

    def _mend(self, details: Mapping[str, Any]) -> str:
        source = details.get("source")
        if source is None:
            self._faults.mend_all()
            return "every source answers again"
        self._faults.mend(str(source))
        return f"{source} answers again"

    def _reset(self, _: Mapping[str, Any]) -> str:
        """Undoes all but the time: it never runs back for the bot, whose memory has dates."""
        self._sample.clock.advance(_A_WHILE)
        self._sample.prices.jumps.clear()
        self._sample.newsroom.happened.clear()
        self._faults.mend_all()
        self._log.clear()
        return "everything that was made to happen is undone"


def _close_ahead(now: datetime) -> bool:
    """Whether Frankfurt still closes on this date."""
    day, venue = now.astimezone(_BERLIN).date(), VENUES["XFRA"]
    return venue.trades_on(day) and now < venue.session(day)[1] + _AFTER_CLOSE


def _number(details: Mapping[str, Any], name: str, default: float) -> float:
    value = details.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        message = f"“{name}” is a number."
        raise ControlError(message)
    return float(value)


def _instrument(details: Mapping[str, Any]) -> str:
    key = str(details.get("instrument", "xiaomi"))
    if key not in by_key():
        message = f"This world has no “{key}”."
        raise ControlError(message)
    return key
