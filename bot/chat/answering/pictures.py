"""Charts for cards: drawn in a worker process, kept in memory, never in an answer's way."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from bot.chat.answering.owned import Owned
from bot.chat.cards.escape import plain
from bot.chat.cards.parts import Picture
from bot.chat.charts import draw_chart, draw_comparison
from bot.errors import ParkettError
from bot.market.models import Quote, Series
from bot.workers import Workers

_log = logging.getLogger(__name__)
_SECONDS = 10.0  # for one drawing, in all
_KEPT = 256  # pictures, some 15 KB each
_ASIDE = 16  # drawings that wait for each other: a second or so

Key = tuple[object, ...]


class Pictures:
    """A bounded cache in front of the drawing workers; one drawing at a time for each picture.

    aside: nobody waits for them, so that only one worker draws at a time, and a picture is done
    without where many wait for it already.
    """

    def __init__(self, workers: Workers, owned: Owned, *, aside: bool = False) -> None:
        self._workers = workers
        self._owned = owned
        self._gate = asyncio.Semaphore(1 if aside else _KEPT)
        self._most = _ASIDE if aside else _KEPT
        self._kept: OrderedDict[Key, Picture] = OrderedDict()
        self._drawing: dict[Key, asyncio.Task[Picture | None]] = {}

    def kept(self, series: Series, quote: Quote | None, language: str) -> Picture | None:
        """The chart if it was drawn already."""
        return self._remembered(_key(series, quote, language))

    async def chart(
        self, series: Series, name: str, quote: Quote | None, language: str, *, patience: float
    ) -> Picture | None:
        """The chart, if it is there within `patience` seconds; its drawing goes on without us."""
        title = f"{plain(name, 60)} · {series.listing.symbol}"
        return await self._get(
            _key(series, quote, language),
            patience,
            lambda: self._draw(draw_chart, series, title, quote, language),
        )

    async def comparison(
        self, lines: Sequence[tuple[str, Series]], language: str, *, patience: float
    ) -> Picture | None:
        """Several series in one chart, each beginning at 100."""
        named = [(plain(name, 40), series) for name, series in lines]
        key: Key = tuple(part for _, series in named for part in _key(series, None, language))
        return await self._get(
            ("compare", *key), patience, lambda: self._draw(draw_comparison, named, language)
        )

    async def _draw(self, function: Callable[..., bytes], *args: object) -> Picture | None:
        try:
            async with self._gate:
                png = await self._workers.run(
                    function, *args, seconds=_SECONDS, task="drawing a chart"
                )
        except ParkettError as error:
            _log.warning("a card goes without its chart: %s", error)
            return None
        except Exception:
            # A picture is never worth the figures beside it.
            _log.exception("a card goes without its chart")
            return None
        return Picture("chart.png", png)

    async def _get(
        self,
        key: Key,
        patience: float,
        draw: Callable[[], Coroutine[Any, Any, Picture | None]],
    ) -> Picture | None:
        if (known := self._remembered(key)) is not None:
            return known
        task = self._drawing.get(key)
        if task is None:
            if len(self._drawing) >= self._most:
                return None
            task = self._owned.start(self._drawn(key, draw), "drawing a chart")
            self._drawing[key] = task
        done, _ = await asyncio.wait({task}, timeout=patience)
        return None if not done or task.cancelled() else task.result()

    async def _drawn(
        self, key: Key, draw: Callable[[], Coroutine[Any, Any, Picture | None]]
    ) -> Picture | None:
        try:
            picture = await draw()
        finally:
            self._drawing.pop(key, None)
        if picture is not None:
            self._kept[key] = picture
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return picture

    def _remembered(self, key: Key) -> Picture | None:
        picture = self._kept.get(key)
        if picture is not None:
            self._kept.move_to_end(key)
        return picture


def _key(series: Series, quote: Quote | None, language: str) -> Key:
    """What a drawing depends on, without comparing hundreds of bars."""
    first, last = (series.bars[0], series.bars[-1]) if series.bars else (None, None)
    return (
        series.listing.symbol,
        series.period,
        len(series.bars),
        first and first.start,
        last,
        series.previous_close,
        quote and (quote.price, quote.as_of, quote.high_52w, quote.low_52w),
        language,
    )
