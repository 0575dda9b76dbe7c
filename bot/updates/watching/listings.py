"""Which listing is watched? Found again by what a subscription keeps of it."""

from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.models import Instrument, Listing
from bot.instruments.venues import by_mic, by_suffix, suffix_of
from bot.market.providers import frankfurt, tradegate


def watched_listing(
    catalogue: Catalogue, instrument: str, symbol: str, mic: str
) -> tuple[Instrument, Listing]:
    """instrument: its key. What the catalogue does not know (any more) goes by its symbol."""
    known = catalogue.by_key(instrument) or catalogue.by_symbol(symbol)
    if known is not None:
        further = (tradegate.listing_for(known), frankfurt.listing_for(known, mic))
        for listing in (*known.listings, *(one for one in further if one is not None)):
            if (listing.symbol, listing.mic) == (symbol, mic):
                return known, listing
    venue = by_mic(mic) or by_suffix(suffix_of(symbol) or "-")
    listing = Listing(
        symbol=symbol,
        venue=venue.name if venue else mic,
        mic=mic,
        currency=venue.currency if venue else "USD",
        home=known is None,
    )
    return known or Instrument(symbol, None, None, (listing,)), listing
