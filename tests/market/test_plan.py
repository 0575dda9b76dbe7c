"""Whom we ask for which listing: tables without any source."""

from dataclasses import dataclass

import pytest

from bot.audience import Audience
from bot.errors import NotFound
from bot.instruments.models import Instrument, Listing
from bot.market.models import Quote
from bot.market.plan import community_listing, plan, series_listings
from tests.market.conftest import FRANKFURT, HONG_KONG, XIAOMI

XETRA = Listing("SAP.DE", "Xetra", "XETR", "EUR", home=True)
SAP = Instrument(
    "SAP", "DE0007164600", "716460", (XETRA, Listing("SAP", "New York", "XNYS", "USD"))
)
STUTTGART = Listing("X.SG", "Stuttgart", "XSTU", "EUR")


@dataclass(frozen=True)
class Named:
    """A provider that is only planned with, never asked."""

    label: str
    enabled: bool = True
    only: str | None = None

    def wants(self, listing: Listing, instrument: Instrument) -> bool:
        return listing.mic == self.only if self.only else listing.mic != "XGAT"

    async def quote(self, listing: Listing, instrument: Instrument) -> Quote:
        raise NotFound(source=self.label, what=listing.symbol)


YAHOO, TRADEGATE = Named("Yahoo"), Named("Tradegate", only="XGAT")


@pytest.mark.parametrize(
    ("instrument", "audience", "expected"),
    [
        (XIAOMI, Audience(), "XFRA"),
        (XIAOMI, Audience(venue="XHKG", currency="HKD"), "XHKG"),
        (XIAOMI, Audience(venue="XGAT"), "XGAT"),
        (SAP, Audience(), "XETR"),
        (SAP, Audience(venue="XNAS", currency="USD"), "XNYS"),
        (Instrument("X", None, None, (HONG_KONG, STUTTGART)), Audience(), "XSTU"),
        (Instrument("X", None, None, (HONG_KONG,)), Audience(), None),
        (Instrument("X", None, None, ()), Audience(), None),
    ],
)
def test_community_listing(
    instrument: Instrument, audience: Audience, expected: str | None
) -> None:
    listing = community_listing(instrument, audience)
    assert (listing.mic if listing else None) == expected


def _said(
    instrument: Instrument, audience: Audience, *providers: Named, asked: str = ""
) -> dict[str, list[str]]:
    return {
        chain.name: [f"{link.provider.label} {link.listing.mic}" for link in chain.links]
        for chain in plan(instrument, audience, providers, instrument.listed_as(asked))
    }


def test_chains() -> None:
    assert _said(XIAOMI, Audience(), YAHOO, TRADEGATE) == {
        "community": ["Yahoo XFRA", "Tradegate XGAT"],
        "home": ["Yahoo XHKG"],
    }
    assert _said(XIAOMI, Audience(venue="XGAT"), YAHOO, TRADEGATE) == {
        "community": ["Tradegate XGAT", "Yahoo XFRA"],
        "home": ["Yahoo XHKG"],
    }
    # Only in the community's currency may another venue stand in.
    assert _said(XIAOMI, Audience(venue="XHKG", currency="HKD"), YAHOO, TRADEGATE) == {
        "community": ["Yahoo XHKG"]
    }
    assert _said(SAP, Audience(), YAHOO, TRADEGATE) == {
        "community": ["Yahoo XETR", "Tradegate XGAT"]
    }


def test_the_listing_whose_symbol_was_typed_comes_first() -> None:
    instrument = Instrument("X", None, None, (HONG_KONG, FRANKFURT, STUTTGART))
    assert _said(instrument, Audience(), YAHOO, asked="$x.sg") == {
        "named": ["Yahoo XSTU"],
        "community": ["Yahoo XFRA", "Yahoo XSTU"],
        "home": ["Yahoo XHKG"],
    }
    assert series_listings(instrument, Audience(), STUTTGART)[0] == STUTTGART
    for known in (HONG_KONG, FRANKFURT):
        assert "named" not in _said(instrument, Audience(), YAHOO, asked=known.symbol)


def test_what_is_switched_off_is_not_asked() -> None:
    off = Named("Yahoo", enabled=False)
    assert _said(XIAOMI, Audience(), off, TRADEGATE) == {"community": ["Tradegate XGAT"]}
    assert _said(XIAOMI, Audience(), off) == {}
    assert _said(Instrument("X", None, None, ()), Audience(), YAHOO) == {}


def test_charts_are_of_the_community_then_of_home() -> None:
    assert series_listings(XIAOMI, Audience()) == (FRANKFURT, HONG_KONG)
    tradegate = series_listings(XIAOMI, Audience(venue="XGAT"))
    assert [one.mic for one in tradegate] == ["XGAT", "XFRA", "XHKG"]
