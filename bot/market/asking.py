"""One question under way: which sources it started, and the snapshot of what they gave so far."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.audience import Audience
from bot.errors import BadAnswer, NotFound, ParkettError, SourceError
from bot.instruments.models import Instrument
from bot.market.currency import Exchange, convert
from bot.market.models import Converted, Failure, Marked, Period, Quote, Series, Snapshot
from bot.market.plan import Chain, Link
from bot.market.providers.ecb import Rates
from bot.market.providers.form import SeriesProvider
from bot.market.relay import Relay
from bot.market.sessions import state_of
from bot.web.together import Outcome

Answer = Quote | Series | Rates | None
Outcomes = Mapping[str, Outcome[Answer]]

PATIENCE = 1.2  # seconds before a silent source's stand-in is asked too
_RATES, _SERIES = "rates", "series"


class Asking:
    """`series_links`: whose bars are taken, in order of preference."""

    def __init__(
        self,
        instrument: Instrument,
        audience: Audience,
        period: Period,
        *,
        chains: Sequence[Chain],
        series_links: Sequence[tuple[SeriesProvider, Link]],
        exchange: Exchange,
        patience: float = PATIENCE,
    ) -> None:
        self._instrument = instrument
        self._audience = audience
        self._period = period
        self._chains = chains
        self._series_links = series_links
        self._exchange = exchange
        self._relays = [
            Relay([partial(link.provider.quote, link.listing, instrument) for link in chain.links],
                  patience)
            for chain in chains
        ]  # fmt: skip

    def askings(self) -> dict[str, Callable[[], Awaitable[Answer]]]:
        """What runs side by side, by the names that `snapshot` finds again."""
        askings: dict[str, Callable[[], Awaitable[Answer]]] = {}
        for chain, relay in zip(self._chains, self._relays, strict=True):
            for place in range(len(chain.links)):
                askings[f"{chain.name}:{place}"] = partial(relay.run, place)
        if self._series_links:
            askings[_SERIES] = self._series
        foreign = any(
            link.listing.currency != self._audience.currency
            for chain in self._chains
            for link in chain.links
        )
        if foreign and self._exchange.enabled:
            askings[_RATES] = self._rates
        return askings

    def snapshot(self, outcomes: Outcomes, *, now: datetime, complete: bool) -> Snapshot:
        """What is known so far, judged at `now`."""
        quotes: list[Quote] = []
        failures: list[Failure] = []
        for chain, relay in zip(self._chains, self._relays, strict=True):
            quote, failed = _of_chain(chain, relay, outcomes)
            failures += failed
            if quote is not None and all(quote.listing != one.listing for one in quotes):
                quotes.append(quote)
        converted, rates_failure = self._converted(quotes, outcomes)
        series, series_failure = self._series_of(outcomes)
        failures += [one for one in (series_failure, rates_failure) if one is not None]
        return Snapshot(
            instrument=self._instrument,
            quotes=tuple(Marked(quote, state_of(quote, now)) for quote in quotes),
            converted=converted,
            series=series,
            failures=_once_each(failures),
            complete=complete,
        )

    def rates_of(self, outcomes: Outcomes) -> Rates | None:
        """The rates, where they came."""
        outcome = outcomes.get(_RATES)
        return outcome.value if outcome and isinstance(outcome.value, Rates) else None

    async def _rates(self) -> Rates | None:
        """Only where no quote in the community's currency can be had.

        A chain that falls back from one currency to another promises none of them.
        """
        for chain, relay in zip(self._chains, self._relays, strict=True):
            serves = all(one.listing.currency == self._audience.currency for one in chain.links)
            if serves and await relay.settled():
                return None
        return await self._exchange.rates()

    async def _series(self) -> Series | None:
        """The bars of the first listing that has any."""
        first: SourceError | None = None
        for provider, link in self._series_links:
            for period in _periods(self._period):
                try:
                    return await provider.series(link.listing, self._instrument, period)
                except (BadAnswer, NotFound) as error:
                    first = first or error
                except SourceError as error:
                    first = first or error
                    break
        if first is None:
            return None
        raise first

    def _converted(
        self, quotes: Sequence[Quote], outcomes: Outcomes
    ) -> tuple[tuple[Converted, ...], Failure | None]:
        currency = self._audience.currency
        if not quotes or any(quote.currency == currency for quote in quotes):
            return (), None
        rates = self.rates_of(outcomes)
        if rates is not None:
            found = convert(quotes[0], currency, rates)
            return ((found,) if found else ()), None
        outcome = outcomes.get(_RATES)
        return (), _failure("ECB", outcome) if outcome else None

    def _series_of(self, outcomes: Outcomes) -> tuple[Series | None, Failure | None]:
        outcome = outcomes.get(_SERIES)
        if outcome is None:
            return None, None
        if isinstance(outcome.value, Series):
            return outcome.value, None
        if outcome.pending or isinstance(outcome.error, BadAnswer | NotFound):
            return None, None  # a share without a chart is no failure of the source
        return None, _failure(self._series_links[0][0].label, outcome)


def _periods(period: Period) -> tuple[Period, ...]:
    """A thin listing may have had no trade today: then the week says more than nothing."""
    return (Period.DAY, Period.WEEK) if period is Period.DAY else (period,)


def _of_chain(
    chain: Chain, relay: Relay[Quote], outcomes: Outcomes
) -> tuple[Quote | None, list[Failure]]:
    """The best quote of the chain, and who failed or is still waited for on the way to it."""
    failures: list[Failure] = []
    for place, link in enumerate(chain.links):
        outcome = outcomes[f"{chain.name}:{place}"]
        if isinstance(outcome.value, Quote):
            return outcome.value, failures
        if outcome.error is not None or (outcome.pending and relay.started[place]):
            failures.append(_failure(link.provider.label, outcome))
    return None, failures


def _failure(label: str, outcome: Outcome[Answer]) -> Failure:
    error = outcome.error
    if error is not None and error.details.get("source") == outcome.name:
        error = _relabelled(error, label)
    return Failure(label, error, pending=outcome.pending)


def _relabelled(error: ParkettError, label: str) -> ParkettError:
    """Waiting ends under the asking's name; people know the source's."""
    return type(error)(**{**error.details, "source": label})


def _once_each(failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """One for each source; an error says more than that it is waited for."""
    found: dict[str, Failure] = {}
    for failure in failures:
        known = found.get(failure.source)
        if known is None or (known.pending and not failure.pending):
            found[failure.source] = failure
    return tuple(found.values())
