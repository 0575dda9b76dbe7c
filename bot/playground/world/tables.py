"""Which shares does the sample world know? The tables of files/instruments.toml, typed."""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

FILES = Path(__file__).parent / "files"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Extreme(_Row):
    """A day whose high or low is known to the letter."""

    day: date
    high: float | None = None
    low: float | None = None


class Bounds(_Row):
    """What every other day of the 52 weeks before the last anchor stays within."""

    low: float
    high: float

    def within(self, price: float) -> float:
        """The nearest price that they allow."""
        return min(max(price, self.low), self.high)


class DayPath(_Row):
    """How one day went: its opening and prices at local times; the close is in the anchors."""

    day: date
    open: float
    points: tuple[tuple[time, float], ...] = ()


class SampleListing(_Row):
    """One instrument on one venue; see the head of instruments.toml for the fields."""

    symbol: str
    mic: str
    volume: int
    tick: float | None = None
    delay: int = 15
    ratio: float = 1.0
    holes: float = 0.015
    anchors: Mapping[date, float] = {}
    extremes: tuple[Extreme, ...] = ()
    bounds: Bounds | None = None
    path: tuple[DayPath, ...] = ()


class SampleInstrument(_Row):
    """One share; the first listing is the home listing."""

    key: str
    name: str
    short: str
    aliases: tuple[str, ...]
    isin: str
    wkn: str
    seed: int
    noise: float
    anchors: Mapping[date, float]
    listing: tuple[SampleListing, ...]
    cik: int | None = None
    hkex_stock: int | None = None

    @field_validator("anchors")
    @classmethod
    def _in_order(cls, anchors: Mapping[date, float]) -> Mapping[date, float]:
        return dict(sorted(anchors.items()))

    @property
    def home(self) -> SampleListing:
        return self.listing[0]


def read_toml(name: str) -> dict[str, Any]:
    """One file of the folder `files`."""
    with (FILES / name).open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def instruments() -> tuple[SampleInstrument, ...]:
    """All shares of the sample, as written."""
    rows = read_toml("instruments.toml")["instrument"]
    return tuple(SampleInstrument.model_validate(row) for row in rows)


@lru_cache(maxsize=1)
def by_symbol() -> Mapping[str, tuple[SampleInstrument, SampleListing]]:
    """Yahoo-style symbol → its share and listing."""
    return {
        listing.symbol: (instrument, listing)
        for instrument in instruments()
        for listing in instrument.listing
    }


@lru_cache(maxsize=1)
def by_isin() -> Mapping[str, SampleInstrument]:
    return {instrument.isin: instrument for instrument in instruments()}


@lru_cache(maxsize=1)
def by_key() -> Mapping[str, SampleInstrument]:
    return {instrument.key: instrument for instrument in instruments()}
