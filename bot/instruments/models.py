"""What is "xiaomi"? The answer's plain, frozen form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """One instrument on one venue.

    symbol: the Yahoo-style symbol ("1810.HK", "3CP.F", "AAPL"). mic: ISO 10383 ("XHKG").
    currency: ISO 4217 of the quote, in main units ("GBP", even where quotes come in pence).
    """

    symbol: str
    venue: str
    mic: str
    currency: str
    home: bool = False


@dataclass(frozen=True, slots=True)
class Instrument:
    """One share (or fund) with all the listings that we know.

    names: other names, nicknames and transliterations, for relevance and lookup; not the head name.
    country: ISO 3166 alpha-2 of the company where known. cik: SEC's number where known.
    """

    name: str
    isin: str | None
    wkn: str | None
    listings: tuple[Listing, ...]
    names: tuple[str, ...] = ()
    kind: str = "stock"
    country: str | None = None
    cik: int | None = None

    @property
    def key(self) -> str:
        """What identifies it across restarts: the ISIN, else the home symbol."""
        return self.isin or self.home.symbol

    @property
    def home(self) -> Listing:
        """The home listing, or the first that is known."""
        return next((one for one in self.listings if one.home), self.listings[0])

    def on(self, mic: str) -> Listing | None:
        """The listing on that venue, if there is one."""
        return next((one for one in self.listings if one.mic == mic), None)

    def listed_as(self, words: str) -> Listing | None:
        """The listing that has exactly this symbol, "$" before it or not."""
        symbol = words.strip().lstrip("$").upper()
        return next((one for one in self.listings if one.symbol.upper() == symbol), None)


@dataclass(frozen=True, slots=True)
class Found:
    instrument: Instrument
    confidence: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Doubt, to be asked back: at least two candidates, best first, at most ten."""

    candidates: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is near enough; `nearest` may be empty, best first, at most five.

    silent: sources that may know it did not answer.
    """

    nearest: tuple[Instrument, ...]
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Invalid:
    """An identifier that cannot be one. kind: "ISIN" or "WKN"; reason: a code of `REASONS`."""

    kind: str
    value: str
    reason: str


Resolution = Found | Ambiguous | Unknown | Invalid
