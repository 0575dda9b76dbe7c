"""Names that no list of ours has, from Yahoo's search."""

from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.matching import name_likeness
from bot.instruments.catalogue.records import tidy
from bot.instruments.identifiers import judge_symbol
from bot.instruments.models import Ambiguous, Found, Instrument, Listing, Resolution, Unknown
from bot.instruments.names import parse_name
from bot.instruments.venues import by_word, suffix_of, venue_of
from bot.web.parsing import as_list, dig, parse_json, text
from bot.web.source import Source

_KINDS = {"EQUITY": "stock", "ETF": "etf", "MUTUALFUND": "fund"}
_ALIKE = 0.6  # what a name must have of the query to be taken for it
_CONFIDENCE = 0.7


async def ask_yahoo(source: Source, query: str, catalogue: Catalogue) -> Resolution:
    """What Yahoo finds for a name or symbol; doubt stays doubt. Raises SourceError."""
    page = await source.get(
        "v1/finance/search", params={"q": query[:100], "quotesCount": "8", "newsCount": "0"}
    )
    companies: dict[str, list[Instrument]] = {}
    for quote in as_list(dig(parse_json(page, source.label), "quotes"))[:20]:
        one = _instrument(quote, catalogue)
        if one:
            companies.setdefault(one.isin or parse_name(one.name).key, []).append(one)
    asked = parse_name(query)
    symbol = judge_symbol(query)
    likely: list[Instrument] = []
    for lines in companies.values():
        best = lines[0]
        alike = name_likeness(asked.words, parse_name(best.name).words, lambda _: 1.0)
        if alike >= _ALIKE or any(symbol == one.symbol for one in best.listings):
            likely.append(_united(lines))
    if len(likely) == 1:
        return Found(likely[0], _CONFIDENCE)
    if likely:
        return Ambiguous(tuple(likely[:10]))
    return Unknown(tuple(lines[0] for lines in companies.values())[:5])


def _instrument(quote: object, catalogue: Catalogue) -> Instrument | None:
    symbol = judge_symbol(text(dig(quote, "symbol")) or "")
    name = text(dig(quote, "longname")) or text(dig(quote, "shortname"))
    kind = _KINDS.get(text(dig(quote, "quoteType")) or "")
    if not symbol or not name or not kind:
        return None
    known = catalogue.by_symbol(symbol)
    if known:
        return known
    venue = venue_of(symbol) or by_word(text(dig(quote, "exchange")) or "")
    if venue is None and suffix_of(symbol):
        return None
    listing = Listing(
        symbol,
        venue.name if venue else "US",
        venue.mic if venue else "",
        venue.currency if venue else "USD",
    )
    return Instrument(tidy(name), None, None, (listing,), kind=kind)


def _united(lines: list[Instrument]) -> Instrument:
    """Lines of one name as one instrument; the first, Yahoo's best, is taken for the home."""
    first = lines[0]
    if first.isin or len(lines) == 1:
        return first
    listings = dict.fromkeys(one for line in lines for one in line.listings)
    return Instrument(first.name, None, None, tuple(listings), kind=first.kind)
