"""The one form that every source of prices has."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from bot.clock import Clock
from bot.instruments.models import Instrument, Listing
from bot.market.models import Period, Quote, Series
from bot.web.source import Source

Wanted = tuple[Instrument, Listing]


class QuoteProvider(ABC):
    """A source of quotes; those that have a past give series too.

    at_once: how many listings one request may ask for.
    """

    at_once: ClassVar[int] = 1

    def __init__(self, source: Source, clock: Clock) -> None:
        self._source = source
        self._clock = clock

    @property
    def label(self) -> str:
        """The name that a person knows the source by."""
        return self._source.label

    @property
    def enabled(self) -> bool:
        """Whether the operator lets it be asked."""
        return self._source.enabled

    @abstractmethod
    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        """Whether it can know a quote of exactly that listing."""

    @abstractmethod
    async def quote(
        self, listing: Listing, instrument: Instrument, *, fresh: float | None = None
    ) -> Quote:
        """The current quote in main units. Raises SourceError.

        fresh: seconds that an answer may be old, None for the source's own, 0 asks in any case.
        """

    async def batch(
        self, wanted: Sequence[Wanted], *, bars: bool = False
    ) -> Mapping[Listing, Quote]:
        """The current quotes of `at_once` listings at most, by one request where that can be;
        with the day's bars where these come along.

        Who is not in it is asked alone. Raises SourceError where nothing came.
        """
        return {}


class SeriesProvider(QuoteProvider):
    """A source of quotes that also knows their past."""

    @abstractmethod
    async def series(self, listing: Listing, instrument: Instrument, period: Period) -> Series:
        """At least one bar of that period, in main units. Raises SourceError."""
