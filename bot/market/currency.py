"""Conversions by the ECB's reference rates, always named as conversions."""

import logging
from decimal import ROUND_HALF_EVEN, Decimal

from bot.errors import SourceError, StoreError
from bot.market.models import Converted, Quote
from bot.market.providers.ecb import EcbRates, Rates
from bot.store import Store

log = logging.getLogger(__name__)

EURO = "EUR"


def convert(quote: Quote, currency: str, rates: Rates) -> Converted | None:
    """The quote's price in another currency, over the euro; None where a rate is missing."""
    one_from = _per_euro(quote.currency, rates)
    one_to = _per_euro(currency, rates)
    if one_from is None or one_to is None or quote.currency == currency:
        return None
    rate = one_to / one_from
    return Converted(
        of=quote,
        amount=_rounded(quote.price * rate),
        currency=currency,
        rate=rate,
        rate_date=rates.day,
    )


class Exchange:
    """The newest known rates: the ECB's, else those that the store remembers."""

    def __init__(self, ecb: EcbRates, store: Store) -> None:
        self._ecb = ecb
        self._store = store
        self._stored: Rates | None = None

    @property
    def enabled(self) -> bool:
        return self._ecb.enabled

    async def rates(self) -> Rates:
        """Raises the ECB's SourceError where nothing is remembered either."""
        try:
            rates = await self._ecb.latest()
        except SourceError:
            known = self._stored or await self._remembered()
            if known is None:
                raise
            return known
        if self._stored is None or self._stored.day != rates.day:
            await self._remember(rates)
        self._stored = rates
        return rates

    async def _remember(self, rates: Rates) -> None:
        try:
            await self._store.rates.put(rates.day, rates.rates)
        except StoreError as error:
            log.warning("The ECB's rates of %s were not kept: %s", rates.day, error)

    async def _remembered(self) -> Rates | None:
        try:
            row = await self._store.rates.latest()
        except StoreError as error:
            log.warning("No remembered rates: %s", error)
            return None
        return Rates(row.day, row.rates) if row else None


def _per_euro(currency: str, rates: Rates) -> Decimal | None:
    return Decimal(1) if currency == EURO else rates.rates.get(currency)


def _rounded(amount: Decimal) -> Decimal:
    """Four digits after the point, more for what is worth less than a cent."""
    digits = Decimal("0.0001") if amount >= Decimal("0.01") else Decimal("0.00000001")
    return amount.quantize(digits, ROUND_HALF_EVEN)
