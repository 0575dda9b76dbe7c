"""Whom do we ask for which listing, and in what order? Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.audience import Audience
from bot.instruments.models import Instrument, Listing
from bot.market.providers import frankfurt, tradegate
from bot.market.providers.form import QuoteProvider

# Where a community without a listing on its own venue finds a euro price, best first.
_EURO_VENUES = ("XETR", "XFRA", "XGAT", "XSTU", "XMUN", "XDUS", "XBER", "XHAM")


@dataclass(frozen=True, slots=True)
class Link:
    """One provider to be asked for one listing."""

    provider: QuoteProvider
    listing: Listing


@dataclass(frozen=True, slots=True)
class Chain:
    """The links for one line of the answer: the next is asked where the one before fails."""

    name: str
    links: tuple[Link, ...]


def community_listing(instrument: Instrument, audience: Audience) -> Listing | None:
    """Where this community buys it: its own venue, else one in its currency."""
    own = instrument.on(audience.venue)
    if own is None and audience.venue == tradegate.MIC:
        own = tradegate.listing_for(instrument)
    if own is not None:
        return own
    if audience.currency == "EUR" and (euro := _in_euro(instrument)):
        return euro[0]
    candidates = [one for one in instrument.listings if one.currency == audience.currency]
    return next((one for one in candidates if one.home), candidates[0] if candidates else None)


def _in_euro(instrument: Instrument) -> list[Listing]:
    """The listings on German exchanges, best first."""
    found = (instrument.on(mic) for mic in _EURO_VENUES)
    return [one for one in found if one is not None]


def plan(
    instrument: Instrument,
    audience: Audience,
    providers: Sequence[QuoteProvider],
    named: Listing | None = None,
) -> tuple[Chain, ...]:
    """The chains of an answer: the community's venue first, then the home listing.

    named: the listing whose very symbol was asked for; where neither of the two is it, it comes
    before them. Another venue stands in only for the community's line, in the same currency, and
    is named.
    """
    asked = [provider for provider in providers if provider.enabled]
    chains: list[Chain] = []
    community = community_listing(instrument, audience)
    if named not in (None, community, *_home(instrument)):
        links = _links(_present(named), instrument, asked)
        chains += [Chain("named", links)] if links else []
    listings = _present(community)
    if audience.currency == "EUR":
        if community is None:
            listings += _present(frankfurt.listing_for(instrument, audience.venue))
        listings += _present(tradegate.listing_for(instrument))
        listings += [one for one in _in_euro(instrument) if one not in listings][:1]
    if links := _links(listings, instrument, asked):
        chains.append(Chain("community", links))
    taken = {link.listing for chain in chains for link in chain.links[:1]}
    home = [one for one in _home(instrument) if one not in taken]
    if links := _links(home, instrument, asked):
        chains.append(Chain("home", links))
    return tuple(chains)


def _home(instrument: Instrument) -> list[Listing]:
    return [instrument.home] if instrument.listings else []


def _present(listing: Listing | None) -> list[Listing]:
    return [] if listing is None else [listing]


def _links(
    listings: Sequence[Listing], instrument: Instrument, providers: Sequence[QuoteProvider]
) -> tuple[Link, ...]:
    links: list[Link] = []
    for listing in dict.fromkeys(listings):
        links += [Link(one, listing) for one in providers if one.wants(listing, instrument)]
    return tuple(links)


def series_listings(
    instrument: Instrument, audience: Audience, named: Listing | None = None
) -> tuple[Listing, ...]:
    """Whose chart is drawn: the named listing, the community's, one like it, the home listing."""
    listings = _present(named) + _present(community_listing(instrument, audience))
    if audience.currency == "EUR":
        listings += _in_euro(instrument)[:1]
    return tuple(dict.fromkeys([*listings, *_home(instrument)]))


def known_listings(
    instrument: Instrument, audience: Audience, named: Listing | None = None
) -> tuple[Listing, ...]:
    """Every listing of which a remembered quote may be shown, in the answer's order."""
    listings = _present(named) + _present(community_listing(instrument, audience))
    if audience.currency == "EUR":
        listings += [*_present(tradegate.listing_for(instrument)), *_in_euro(instrument)]
    return tuple(dict.fromkeys([*listings, *_home(instrument)]))
