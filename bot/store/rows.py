"""What the store hands out: plain frozen rows. It is below the domain and knows no model of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One line of an imported list: a listing, and what the list says of its company.

    symbol: Yahoo-style. mic: ISO 10383. currency: ISO 4217, main units. names: further names.
    home: the list says that this is the company's home listing.
    """

    name: str
    symbol: str
    mic: str
    currency: str
    isin: str | None = None
    wkn: str | None = None
    kind: str = "stock"
    country: str | None = None
    cik: int | None = None
    home: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRow:
    """An imported list: how many rows it has, and when it was imported (UTC)."""

    name: str
    version: int
    rows: int
    imported: datetime


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """The last known quote of one listing. as_of: UTC. delay: minutes, None unknown."""

    symbol: str
    mic: str
    price: Decimal
    currency: str
    as_of: datetime
    source: str
    previous_close: Decimal | None = None
    low_52w: Decimal | None = None
    high_52w: Decimal | None = None
    day_low: Decimal | None = None
    day_high: Decimal | None = None
    volume: int | None = None
    timezone: str = "UTC"
    timed: bool = True
    delay: int | None = None


@dataclass(frozen=True, slots=True)
class RatesRow:
    """What one euro was worth on `day`, by currency."""

    day: date
    rates: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A posted card. guild: None in a direct message; message: None until it is posted.

    instrument: the instrument's key. created: UTC. payload: JSON, the business of who wrote it.
    """

    id: str
    guild: int | None
    channel: int
    message: int | None
    instrument: str
    created: datetime
    payload: object
