"""The one form that every source of prices has."""

from abc import ABC, abstractmethod

from bot.clock import Clock
from bot.instruments.models import Instrument, Listing
from bot.market.models import Period, Quote, Series
from bot.web.source import Source


class QuoteProvider(ABC):
    """A source of quotes; those that have a past give series too."""

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
    async def quote(self, listing: Listing, instrument: Instrument) -> Quote:
        """The current quote in main units. Raises SourceError."""


class SeriesProvider(QuoteProvider):
    """A source of quotes that also knows their past."""

    @abstractmethod
    async def series(self, listing: Listing, instrument: Instrument, period: Period) -> Series:
        """At least one bar of that period, in main units. Raises SourceError."""
