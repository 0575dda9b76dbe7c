"""The one form that every source of prices has."""

from typing import Protocol

from bot.instruments.models import Instrument, Listing
from bot.market.models import Period, Quote, Series


class QuoteProvider(Protocol):
    """A source of quotes; those that have a past give series too."""

    @property
    def label(self) -> str:
        """The name that a person knows the source by."""
        ...

    @property
    def enabled(self) -> bool:
        """Whether the operator lets it be asked."""
        ...

    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        """Whether it can know a quote of exactly that listing."""
        ...

    async def quote(self, listing: Listing, instrument: Instrument) -> Quote:
        """The current quote in main units. Raises SourceError."""
        ...


class SeriesProvider(QuoteProvider, Protocol):
    """A source of quotes that also knows their past."""

    async def series(self, listing: Listing, instrument: Instrument, period: Period) -> Series:
        """At least one bar of that period, in main units. Raises SourceError."""
        ...
