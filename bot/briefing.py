"""What does the card say? One instrument's price and news together, as they come in."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from bot.audience import Audience
from bot.clock import Clock
from bot.errors import BadAnswer, ParkettError
from bot.instruments.models import Instrument
from bot.market.models import Failure, Period, Snapshot
from bot.market.service import Market
from bot.news.models import NewsReport, SourceReport
from bot.news.service import News

log = logging.getLogger(__name__)

GIVE_UP = 12.0  # seconds until a silent source is named as failed
_GAP = 0.3  # seconds in which what comes in together is shown together
_AHEAD = 0.2  # seconds by which prices and news come before the first answer is due

Part = TypeVar("Part", Snapshot, NewsReport)


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything the card needs. `complete` is False while a source is still waited for."""

    instrument: Instrument
    snapshot: Snapshot
    news: NewsReport
    asked_at: datetime

    @property
    def complete(self) -> bool:
        return self.snapshot.complete and self.news.complete


class Briefings:
    def __init__(self, *, market: Market, news: News, clock: Clock) -> None:
        self._market = market
        self._news = news
        self._clock = clock

    def cached(
        self, instrument: Instrument, audience: Audience, *, limit: int = 5
    ) -> Briefing | None:
        """What was just answered to somebody else, if it is complete and fresh. Costs nothing."""
        news = self._news.cached(instrument, audience, limit=limit)
        snapshot = self._market.cached(instrument, audience, Period.DAY) if news else None
        if news is None or snapshot is None:
            return None
        return Briefing(instrument, snapshot, news, self._clock())

    async def stream(
        self,
        instrument: Instrument,
        audience: Audience,
        *,
        limit: int = 5,
        first_by: float = 2.0,
        give_up: float = GIVE_UP,
        server: int | None = None,
    ) -> AsyncGenerator[Briefing]:
        """A first briefing within `first_by` seconds whatever hangs, then more as it comes.

        The last one is complete. Raises nothing of prices or news: what failed is named in it.
        server: whose limits count. Close it (`aclosing`) when leaving early.
        """
        known = self.cached(instrument, audience, limit=limit)
        if known is not None:
            yield known
            return
        asked_at = self._clock()
        early = max(first_by - _AHEAD, first_by / 2)
        changed = asyncio.Event()
        snapshot = _Side(Snapshot(instrument, (), complete=False), changed)
        news = _Side(NewsReport(complete=False), changed)
        snapshots = self._market.snapshots(
            instrument, audience, Period.DAY, first_by=early, give_up=give_up
        )
        reports = self._news.reports(
            instrument, audience, limit=limit, first_by=early, give_up=give_up, server=server
        )
        tasks = [
            asyncio.create_task(
                snapshot.follow(
                    snapshots, lambda error: Snapshot(instrument, (), failures=(_failure(error),))
                )
            ),
            asyncio.create_task(
                news.follow(reports, lambda error: NewsReport(sources=(_source_report(error),)))
            ),
        ]
        loop = asyncio.get_running_loop()
        try:
            until = loop.time() + first_by
            while not (snapshot.came and news.came) and await _happened(changed, until):
                pass
            briefing = Briefing(instrument, snapshot.value, news.value, asked_at)
            while not briefing.complete:
                changed.clear()
                yield briefing
                await changed.wait()
                until = loop.time() + _GAP
                while not (snapshot.ended and news.ended) and await _happened(changed, until):
                    pass
                briefing = Briefing(instrument, snapshot.value, news.value, asked_at)
            yield briefing
            await asyncio.gather(*tasks)  # what they still have to put away
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class _Side(Generic[Part]):
    """The latest of one of the two streams."""

    def __init__(self, first: Part, changed: asyncio.Event) -> None:
        self.value = first
        self.came = False
        self.ended = False
        self._changed = changed

    async def follow(
        self, stream: AsyncGenerator[Part], failed: Callable[[ParkettError], Part]
    ) -> None:
        """Keeps the latest value; a stream that breaks ends in `failed`, which is complete."""
        try:
            async with aclosing(stream):
                async for value in stream:
                    self._show(value)
        except ParkettError as error:
            log.warning("A part of a briefing failed: %s", error)
            self._show(failed(error))
        except Exception:
            log.exception("A part of a briefing failed in a way that nobody expected")
            self._show(failed(BadAnswer(source="Parkett", reason="an unexpected error")))
        finally:
            if not self.value.complete:  # nothing more will come
                self.value = replace(self.value, complete=True)
            self.ended = True
            self._changed.set()

    def _show(self, value: Part) -> None:
        self.value = value
        self.came = True
        self._changed.set()


async def _happened(changed: asyncio.Event, until: float) -> bool:
    """Waits for the next change; False where there is none until then, by the loop's clock."""
    try:
        async with asyncio.timeout_at(until):
            await changed.wait()
    except TimeoutError:
        return False
    changed.clear()
    return True


def _failure(error: ParkettError) -> Failure:
    return Failure("Parkett", error)


def _source_report(error: ParkettError) -> SourceReport:
    return SourceReport("Parkett", error.code, 0, 0, str(error))
