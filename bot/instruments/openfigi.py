"""Listings of an ISIN or WKN that no list of ours has, from OpenFIGI."""

from collections.abc import Sequence

from bot.errors import NotFound
from bot.instruments.catalogue.records import tidy
from bot.instruments.countries import home_country
from bot.instruments.models import Instrument, Listing
from bot.instruments.venues import Venue, by_bloomberg, by_mic
from bot.web.parsing import as_list, as_mapping, dig, parse_json, text
from bot.web.source import Source

MOST_JOBS = 5  # of one request without a key
_MOST_LISTINGS = 60
_PATH = "v3/mapping"


async def ask_openfigi(source: Source, kind: str, values: Sequence[str]) -> list[Instrument | None]:
    """The instruments of ISINs or WKNs, None where OpenFIGI has no equity; in their order.

    kind: "ISIN" or "WKN". Raises SourceError of the source.
    """
    kinds = {"ISIN": "ID_ISIN", "WKN": "ID_WERTPAPIER"}
    headers = {"X-OPENFIGI-APIKEY": source.settings.key} if source.settings.key else None
    found: list[Instrument | None] = []
    for start in range(0, len(values), MOST_JOBS):
        some = values[start : start + MOST_JOBS]
        jobs = [{"idType": kinds[kind], "idValue": value} for value in some]
        page = await source.post_json(_PATH, jobs, headers=headers)
        answers = as_list(parse_json(page, source.label))
        if len(answers) != len(some):
            raise NotFound(source=source.label, what=", ".join(some))
        found += [_instrument(kind, v, a) for v, a in zip(some, answers, strict=True)]
    return found


def _instrument(kind: str, value: str, answer: object) -> Instrument | None:
    name = ""
    listings: dict[str, Listing] = {}
    for one in as_list(as_mapping(answer).get("data"))[:500]:
        ticker, code = text(dig(one, "ticker")), text(dig(one, "exchCode"))
        venue = by_bloomberg(code or "")
        sector = text(dig(one, "marketSector"))
        if not ticker or not venue or (sector and sector != "Equity"):
            continue
        name = name or text(dig(one, "name")) or ""
        symbol = _symbol(ticker, venue)
        if len(symbol) <= 24 and len(listings) < _MOST_LISTINGS:
            listings.setdefault(symbol, Listing(symbol, venue.name, venue.mic, venue.currency))
    if not listings or not name:
        return None
    isin = value if kind == "ISIN" else None
    country = home_country(isin)
    home = next(
        (s for s, one in listings.items() if _country(one) == country), next(iter(listings))
    )
    marked = listings[home]
    listings[home] = Listing(marked.symbol, marked.venue, marked.mic, marked.currency, home=True)
    return Instrument(
        name=tidy(_readable(name)),
        isin=isin,
        wkn=value if kind == "WKN" else None,
        listings=tuple(sorted(listings.values(), key=lambda one: not one.home)),
        country=country,
    )


def _readable(name: str) -> str:
    """Names come in capitals: "MUSTERHAUS AG" is "Musterhaus AG"."""
    if not name.isupper():
        return name
    return " ".join(word.title() if len(word) > 3 else word for word in name.split())


def _country(listing: Listing) -> str | None:
    venue = by_mic(listing.mic)
    return venue.country if venue else None


def _symbol(ticker: str, venue: Venue) -> str:
    ticker = ticker.upper().replace("/", "-").replace(" ", "-")
    if venue.mic == "XHKG" and ticker.isdecimal():
        ticker = ticker.zfill(4)
    return f"{ticker}.{venue.suffix}" if venue.suffix else ticker
