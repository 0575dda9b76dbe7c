"""What is it, if the catalogue does not know? Asked of the outside, for a moment only."""

import asyncio
import logging
from dataclasses import replace

from bot.errors import ParkettError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.identifiers import clean_query, judge_isin, judge_wkn, split_label, wkn_of_isin
from bot.instruments.models import Ambiguous, Found, Instrument, Listing, Resolution, Unknown
from bot.instruments.openfigi import ask_openfigi
from bot.instruments.search import ask_yahoo
from bot.web.source import Sources

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds that the outside has in all; the first answer is due after 3


class Lookup:
    """The catalogue first; for what is unknown OpenFIGI (ISIN, WKN) and Yahoo's search (names)."""

    def __init__(
        self, *, catalogue: Catalogue, sources: Sources, patience: float = PATIENCE
    ) -> None:
        self._catalogue = catalogue
        self._sources = sources
        self._patience = patience

    async def resolve(self, query: str) -> Resolution:
        """What the query names; raises EmptyQuery and QueryTooLong, never a SourceError.

        A source that fails or is slow leaves what the catalogue said, marked `silent`.
        """
        known = self._catalogue.resolve(query)
        if not isinstance(known, Unknown):
            return known
        try:
            async with asyncio.timeout(self._patience):
                found = await self._outside(query)
        except (TimeoutError, ParkettError) as error:
            log.info("the lookup outside found nothing: %s", error or "too slow")
            return replace(known, silent=True)
        for instrument in _all(found):  # so that a button of the question back finds it
            self._catalogue.remember(instrument)
        return known if isinstance(found, Unknown) and known.nearest else found

    async def _outside(self, query: str) -> Resolution:
        label, plain = split_label(clean_query(query))
        for kind, identifier in (
            ("ISIN", judge_isin(plain, claimed=label == "isin")),
            ("WKN", judge_wkn(plain, claimed=label == "wkn")),
        ):
            if isinstance(identifier, str) and "OPENFIGI" in self._sources:
                found = await ask_openfigi(self._sources["OPENFIGI"], kind, [identifier])
                return self._known(found[0], identifier) if found and found[0] else Unknown(())
        if "YAHOO" not in self._sources:
            return Unknown(())
        return await ask_yahoo(self._sources["YAHOO"], plain.lstrip("$"), self._catalogue)

    def _known(self, found: Instrument, identifier: str) -> Resolution:
        """The catalogue's own instrument where it has one of the listings that were found."""
        for listing in found.listings:
            mine = self._catalogue.by_symbol(listing.symbol)
            if mine and _one_share(mine, found):
                merged = dict.fromkeys((*mine.listings, *_further(mine, found)))
                return Found(
                    replace(
                        mine,
                        isin=mine.isin or found.isin,
                        wkn=mine.wkn or found.wkn,
                        listings=tuple(merged),
                    ),
                    0.95,
                )
        isin = found.isin
        return Found(replace(found, wkn=found.wkn or (wkn_of_isin(isin) if isin else None)), 0.9)


def _one_share(mine: Instrument, found: Instrument) -> bool:
    """Whether two that share a symbol are one: neither their ISINs nor their WKNs differ.

    What OpenFIGI found by a WKN has no ISIN.
    """
    isins = {mine.isin, found.isin} - {None}
    wkns = {mine.wkn, found.wkn} - {None}
    return len(isins) <= 1 and len(wkns) <= 1


def _all(found: Resolution) -> tuple[Instrument, ...]:
    match found:
        case Found(instrument):
            return (instrument,)
        case Ambiguous(candidates):
            return candidates
        case Unknown(nearest):
            return nearest
        case _:
            return ()


def _further(mine: Instrument, found: Instrument) -> list[Listing]:
    known = {one.symbol for one in mine.listings}
    return [replace(one, home=False) for one in found.listings if one.symbol not in known]
