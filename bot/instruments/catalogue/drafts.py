"""An instrument in the making: what its names say, and where it is at home."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.instruments.catalogue.records import Place
from bot.instruments.names import Name, is_chinese, is_weak
from bot.instruments.venues import suffix_of, venue_of

_HOME_ORDER = ("XETR", "XNYS", "XNAS", "XHKG", "XSHG", "XSHE", "XTKS", "XLON", "XKRX", "XTSE")


@dataclass(slots=True, eq=False)
class Draft:
    """An instrument in the making."""

    name: str
    parsed: Name
    trust: int
    isin: str | None = None
    wkn: str | None = None
    former: set[str] = field(default_factory=set[str])  # further WKNs, of ISINs that it had
    kind: str = "stock"
    country: str | None = None
    cik: int | None = None
    fame: int = 0
    lists: set[str] = field(default_factory=set[str])
    also: set[str] = field(default_factory=set[str])
    keys: dict[str, str] = field(default_factory=dict[str, str])  # name taken apart -> name
    names: list[Name] = field(default_factory=list[Name])  # those of `keys`, taken apart
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    curated: tuple[str, ...] = ()

    @property
    def stock(self) -> bool:
        return self.kind == "stock"


def alike(draft: Draft, parsed: Name) -> bool:
    """Whether two names can be one company's: leniently, for a symbol already speaks for it."""
    if not parsed.words or parsed.key == draft.parsed.key:
        return True
    if is_chinese(parsed.text) != is_chinese(draft.parsed.text):
        return True  # one name in two scripts cannot be compared
    mine = [word for word in parsed.words if not is_weak(word)] or list(parsed.words)
    for key in draft.keys or [draft.parsed.text]:
        text = key.partition("\t")[0]
        theirs = text.split()
        if any(_starts(a, b) for a in mine for b in theirs):
            return True
        begins = {word[0] for word in mine} & {word[0] for word in theirs}
        if begins and fuzz.token_sort_ratio(parsed.text, text) >= 70:
            return True
    return False


def is_receipt(owner: Draft, parsed: Name, isin: str | None) -> bool:
    """Whether of two that share a symbol one is the receipt on the other: each has its ISIN."""
    apart = bool(isin and owner.isin and isin != owner.isin)
    return apart and (owner.parsed.share == "adr") != (parsed.share == "adr")


def _starts(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and long.startswith(short) and not is_weak(long)


def better_name(draft: Draft, name: str, parsed: Name, trust: int) -> None:
    """A readable head name: as curated, else mixed case before the exchanges' capitals."""
    shouted = draft.name.isupper() and any(char.isspace() for char in draft.name)
    if shouted and not name.isupper() and draft.trust > 0 and parsed.words:
        draft.name = name
    draft.trust = min(draft.trust, trust)


def choose_home(draft: Draft) -> None:
    """Mark one listing as the home: as the lists say, else on a venue of the company's country."""
    if any(place.home for place in draft.places.values()):
        return

    def rank(place: Place) -> tuple[int, int, int]:
        venue = venue_of(place.symbol, place.mic)
        country = venue.country if venue else ("US" if not suffix_of(place.symbol) else "")
        mic = venue.mic if venue else ""
        order = _HOME_ORDER.index(mic) if mic in _HOME_ORDER else len(_HOME_ORDER)
        at_home = country == (draft.country or "US")
        abroad = 0 if at_home else 1 if country == "DE" else 0
        if mic == "XLON" and place.symbol.startswith("0"):  # London's lines of foreign shares
            at_home, abroad = False, 2
        return (0 if at_home else 1, abroad, order)

    best = min(draft.places.values(), key=rank)
    draft.places[best.symbol] = Place(best.symbol, best.mic, best.currency, home=True)
