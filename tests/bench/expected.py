"""What a day has to tell, reckoned a second time from the world itself and without the rules.

Each subscription alone is walked through what its listing showed, with as little thought as
possible: no ranges, no shared memory, no keys. What the bot has told must be exactly this.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.playground.world.newsroom import items, sites
from bot.playground.world.prices import SampleQuote
from bot.playground.world.tables import by_key, by_symbol
from bot.playground.world.venues import VENUES
from bot.playground.world.world import World
from bot.updates.models import Kind, Subscription
from tests.bench.community import Community

Label = tuple[str, ...]
DAY = timedelta(hours=24)
_LATE = timedelta(minutes=20)  # after the close, until a source that is late has it
_AUCTION = {"XHKG": timedelta(minutes=10)}  # the bot knows that the closing auction takes longer
# It corrects a story in three languages that was there before anybody listened, so nobody has a
# post to be edited: whoever reads one of them is told.
_CORRECTED = {"correction-1": frozenset({"de", "en", "zh"})}
# The editor takes the German and the English report of it for two stories.
_APART = {"reuters-2"}


@dataclass(slots=True)
class Tape:
    """What the listings showed whenever somebody could have looked."""

    world: World
    poll: timedelta
    shown: dict[str, list[SampleQuote]] = field(default_factory=dict[str, list[SampleQuote]])
    _looked: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def look(self, symbols: Iterable[str]) -> None:
        now = self.world.now()
        for symbol in symbols:
            if self._worth(symbol, now):
                self._looked[symbol] = now
                self.shown.setdefault(symbol, []).append(self.world.quote(symbol))

    def _worth(self, symbol: str, now: datetime) -> bool:
        """In trading at each whole step, and once after its end or the lunch break's beginning."""
        last = self._looked.get(symbol)
        if last is None:
            return True
        venue = VENUES[by_symbol()[symbol][1].mic]
        day = venue.last_session(now)
        opens, closes = venue.session(day)
        closes += _AUCTION.get(venue.mic, timedelta())
        if opens <= now < closes and not venue.in_pause(now):
            return self._step(now) > self._step(last) or not opens <= last
        ended = closes
        if venue.pause is not None and now < closes:
            ended = datetime.combine(day, venue.pause[0], venue.zone).astimezone(UTC)
        return last < ended + _LATE <= now

    def _step(self, moment: datetime) -> int:
        return int(moment.timestamp() // self.poll.total_seconds())


def expected(
    community: Community, tape: Tape, published: Sequence[str], outages: int, start: datetime
) -> Counter[tuple[int, Label]]:
    """How often each channel is told what in the 24 hours from `start`.

    published: the newsroom's events that happened. outages: of a source of news, with its end.
    """
    wanted: dict[int, dict[Label, int]] = {}
    for one in community.subscriptions:
        audience = community.audience_of(one.guild)
        if one.kind is Kind.NEWS:
            told = Counter(_stories(one, audience, published))
            told += Counter({("outage",): outages, ("recovery",): outages})
        else:
            told = Counter(_prices(one, tape.shown.get(one.symbol, ()), start))
        # Of two wishes of one channel for the same it hears once.
        for label, times in told.items():
            known = wanted.setdefault(one.channel, {})
            known[label] = max(known.get(label, 0), times)
    return Counter(
        {(channel, label): n for channel, told in wanted.items() for label, n in told.items()}
    )


def _prices(one: Subscription, shown: Sequence[SampleQuote], start: datetime) -> Iterable[Label]:
    match one.kind:
        case Kind.CLOSE:
            return _closes(one, start)
        case Kind.MOVE:
            return _moves(one, shown)
        case Kind.LEVEL:
            return _levels(one, shown)
        case _:
            return _extremes(one, shown)


def _stories(one: Subscription, audience: Audience, published: Sequence[str]) -> Iterable[Label]:
    for event in published:
        about = [item for item in items().values() if item.event == event]
        keys = {by_key()[key].isin for item in about for key in item.carried_for if key in by_key()}
        offered = _CORRECTED.get(event) or {sites()[item.site].language for item in about}
        read = offered & set(audience.languages)
        if one.instrument not in keys:
            continue
        yield from [("story", event)] * (len(read) if event in _APART else min(len(read), 1))


def _closes(one: Subscription, start: datetime) -> Iterable[Label]:
    zone = ZoneInfo(one.timezone)
    venue = VENUES[one.mic]
    for ahead in range(-1, 3):
        day = start.date() + timedelta(days=ahead)
        if one.at is not None:
            due = datetime.combine(day, one.at, zone).astimezone(UTC)
        elif venue.trades_on(day):
            due = venue.session(day)[1] + _AUCTION.get(one.mic, timedelta()) + _LATE
        else:
            continue
        if start < due <= start + DAY and due.astimezone(zone).weekday() in one.days:
            yield "close", one.symbol, f"{due:%Y%m%dT%H%MZ}"


def _moves(one: Subscription, shown: Sequence[SampleQuote]) -> Iterable[Label]:
    percent = float(one.percent or 0)
    armed: dict[str, bool] = {}
    session: date | None = None
    for index, quote in enumerate(shown):
        if quote.day != session:
            session, armed = quote.day, {"up": True, "down": True}
        change = (quote.price - quote.previous_close) / quote.previous_close * 100
        for direction, size in (("up", change), ("down", -change)):
            if size >= percent and armed[direction]:
                armed[direction] = False
                if index:
                    yield "move", one.symbol, f"{percent:g}", direction
            elif size < 0.8 * percent:
                armed[direction] = True


def _levels(one: Subscription, shown: Sequence[SampleQuote]) -> Iterable[Label]:
    level = float(one.level or 0)
    told, before = "", None
    for quote in shown:
        if before is not None:
            if quote.day != before.day:
                told = ""
            up = before.price < level <= quote.price if not told else quote.price >= level * 1.005
            down = before.price > level >= quote.price if not told else quote.price <= level * 0.995
            if up and told != "up":
                told = "up"
                yield "level", one.symbol, f"{level:g}", "up"
            elif down and told != "down":
                told = "down"
                yield "level", one.symbol, f"{level:g}", "down"
            if abs(quote.price - level) >= level * 0.005:
                told = ""
        before = quote


def _extremes(one: Subscription, shown: Sequence[SampleQuote]) -> Iterable[Label]:
    told: set[str] = set()
    before = None
    sign = 1 if one.kind is Kind.HIGH else -1
    for quote in shown:
        if before is not None:
            if quote.day != before.day:
                told = set()
            known = before.high_52w if sign > 0 else before.low_52w
            peak = quote.high if sign > 0 else quote.low
            edge = known * (1 - 0.02 * sign)
            if max(sign * quote.price, sign * peak) > sign * known:
                stage = "broken"
            elif sign * before.price < sign * edge <= sign * quote.price:
                stage = "near"
            else:
                stage = ""
            if stage and stage not in told and "broken" not in told:
                told.add(stage)
                yield one.kind.value, one.symbol, stage
        before = quote
