"""Which rows of which lists are one instrument? Runs in a worker process.

One instrument by ISIN. A row without ISIN joins by a symbol that is already owned, by the
mnemonic that the German exchanges share, or by its name where name, country and share class leave
exactly one choice. Namesakes are never joined: where two are possible, the row stays alone.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.instruments.catalogue.drafts import Draft, alike, better_name, choose_home, is_receipt
from bot.instruments.catalogue.records import TRUST, Record
from bot.instruments.countries import home_country
from bot.instruments.identifiers import wkn_of_isin
from bot.instruments.names import Name, parse_name
from bot.instruments.venues import GERMAN_SUFFIXES, base_of, suffix_of, venue_of

# What a list says of how well known a company is.
_FAME = {"aliases": 60, "pytickersymbols": 30, "sp500": 30, "deutsche_boerse": 8, "hkex": 4}
# Lists that took ISINs from elsewhere by the symbol alone: "NCR" in Sydney has that of New York's.
_CARELESS = frozenset({"financedatabase"})
# They give a share a stranger's German symbol now and then: Deutsche Telekom that of Rostelecom.
_COLLECTIONS = frozenset({"pytickersymbols", "financedatabase"})
_MAX_NAMES = 12  # further names of one instrument; bank spellings of every exchange add up


class Merger:
    """Collects records, the most trusted list first."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._by_isin: dict[str, Draft] = {}
        self._by_symbol: dict[str, Draft] = {}
        self._by_mnemonic: dict[str, Draft] = {}
        self._by_name: dict[str, list[Draft]] = {}
        self._spare: list[tuple[str, Draft]] = []

    def add_list(self, name: str, records: Iterable[Record]) -> None:
        """Add one list; within it, rows with an ISIN come first."""
        trust = TRUST.index(name) if name in TRUST else len(TRUST)
        rest: list[Record] = []
        for record in records:
            if record.isins:
                self._add(name, trust, record)
            else:
                rest.append(record)
        for record in rest:
            self._add(name, trust, record)

    def finish(self) -> list[Draft]:
        """All instruments that have a listing; each ISIN and symbol has one owner."""
        for isin, draft in self._spare:
            owner = self._by_isin.get(isin)
            if owner is None or not owner.places:
                self._by_isin[isin] = draft
                draft.also.add(isin)
        kept = [draft for draft in self.drafts if draft.places]
        for draft in kept:
            choose_home(draft)
        return kept

    def _add(self, source: str, trust: int, record: Record) -> None:
        parsed = parse_name(record.name)
        if source in _CARELESS and not self._credible(record, parsed):
            record = replace(record, isins=())
        isin = _choose_isin(record, self._by_symbol)
        country = record.country or home_country(isin)
        draft = self._by_isin.get(isin) if isin else None
        if draft is None:
            draft = self._owner(record, parsed, isin, country, trust)
        if draft is None:
            draft = Draft(record.name, parsed, trust, isin, kind=record.kind)
            self.drafts.append(draft)
        elif isin and draft.isin is None:
            draft.isin = isin
        self._fill(draft, source=source, record=record, parsed=parsed, isin=isin, country=country)
        better_name(draft, record.name, parsed, trust)

    def _credible(self, record: Record, parsed: Name) -> bool:
        """Whether its ISIN can be its own: not that of another name, by other symbols or abroad."""
        owners = [self._by_isin[isin] for isin in record.isins if isin in self._by_isin]
        symbols = {base_of(place.symbol) for place in record.places}
        return all(
            alike(owner, parsed)
            or (
                symbols & {base_of(symbol) for symbol in owner.places}
                and (not record.country or owner.country in {None, record.country})
            )
            for owner in owners
        )

    def _owner(
        self, record: Record, parsed: Name, isin: str | None, country: str | None, trust: int
    ) -> Draft | None:
        for place in record.places:
            owner = self._by_symbol.get(place.symbol)
            if (
                owner
                and (owner.trust < trust or not isin)
                and not is_receipt(owner, parsed, isin)
                and alike(owner, parsed)
            ):
                return owner
        for place in record.places:
            if suffix_of(place.symbol) in GERMAN_SUFFIXES:
                owner = self._by_mnemonic.get(base_of(place.symbol))
                if (
                    owner
                    and (not isin or owner.isin is None or owner.trust < trust)
                    and (
                        alike(owner, parsed) or (country and country == owner.country and not isin)
                    )
                ):
                    return owner
        if record.kind != "stock":
            return None
        market = None
        if not country and record.places and record.places[0].home:
            venue = venue_of(record.places[0].symbol, record.places[0].mic)
            market = venue.country if venue else "US"
        return self._namesake(parsed, isin, country, market)

    def _namesake(
        self, parsed: Name, isin: str | None, country: str | None, market: str | None
    ) -> Draft | None:
        """The one instrument that can be meant by this name, if there is exactly one."""
        possible = [
            draft
            for draft in self._by_name.get(parsed.key, ())
            if draft.stock
            and (not isin or draft.isin is None)
            and (not draft.parsed.share or not parsed.share or draft.parsed.share == parsed.share)
        ]
        same = [one for one in possible if country and one.country == country]
        if not country and market:
            same = [one for one in possible if one.country == market][:1]
        if len(same) == 1:
            return same[0]
        if same:  # which line of the company it is cannot be told: such rows stay together
            return None if isin else next((one for one in same if one.isin is None), None)
        if len(possible) != 1:
            return None
        unsaid = country is None or possible[0].country is None
        return possible[0] if unsaid and len(parsed.key) >= (4 if market else 6) else None

    def _fill(
        self,
        draft: Draft,
        *,
        source: str,
        record: Record,
        parsed: Name,
        isin: str | None,
        country: str | None,
    ) -> None:
        self._own(draft, source=source, record=record, isin=isin)
        draft.wkn = draft.wkn or record.wkn or (wkn_of_isin(draft.isin) if draft.isin else None)
        if record.wkn and record.wkn != draft.wkn:
            draft.former.add(record.wkn)
        draft.country = draft.country or country
        draft.cik = draft.cik or record.cik
        if source not in draft.lists:
            draft.lists.add(source)
            fame = _FAME.get(source, 0)
            if source == "aliases" and any(
                one.parsed.key == parsed.key for one in self._by_name.get(parsed.key, ())
            ):
                fame -= 10  # the aliases name the main line of a company first
            draft.fame = max(draft.fame, fame)
        if source == "aliases":
            draft.curated = record.names
        self._name(draft, source, record)
        for place in record.places:
            if source in _COLLECTIONS and _has_another(draft, place.symbol):
                continue
            owner = self._by_symbol.setdefault(place.symbol, draft)
            if owner is draft or is_receipt(owner, parsed, isin):
                known = draft.places.setdefault(place.symbol, place)
                if not known.mic and place.mic:
                    draft.places[place.symbol] = replace(known, mic=place.mic)
            if suffix_of(place.symbol) in GERMAN_SUFFIXES:
                self._by_mnemonic.setdefault(base_of(place.symbol), draft)

    def _name(self, draft: Draft, source: str, record: Record) -> None:
        """Let the instrument be found by the row's names."""
        for name in (record.name, *record.names):
            one = parse_name(name)
            if source in _CARELESS and one.key in self._by_name and not alike(draft, one):
                continue  # another company's name
            if one.words and (len(draft.keys) < _MAX_NAMES or source == "aliases"):
                mark = f"{one.text}\t{one.share}\t{one.form}"
                if mark not in draft.keys:
                    draft.keys[mark] = name
                    draft.names.append(one)
            owners = self._by_name.setdefault(one.key, [])
            if not any(owner is draft for owner in owners):
                owners.append(draft)

    def _own(self, draft: Draft, *, source: str, record: Record, isin: str | None) -> None:
        """Let the instrument own the row's ISINs, as far as nobody else does."""
        if isin and (draft.isin is None or draft.isin == isin):
            draft.isin = isin
            self._by_isin[isin] = draft
        elif isin and isin not in draft.also:
            self._spare.append((isin, draft))
        others = [other for other in record.isins if other != isin]
        if source == "aliases":  # former ISINs: what other lists say of them is said of this one
            self._by_isin |= dict.fromkeys(others, draft)
            draft.also |= set(others)
        else:
            self._spare += [(other, draft) for other in others]


def _has_another(draft: Draft, symbol: str) -> bool:
    """Whether German exchanges have the share by another mnemonic: all of them use the same."""
    if suffix_of(symbol) not in GERMAN_SUFFIXES:
        return False
    known = {base_of(one) for one in draft.places if suffix_of(one) in GERMAN_SUFFIXES}
    return bool(known) and base_of(symbol) not in known


def _choose_isin(record: Record, by_symbol: dict[str, Draft]) -> str | None:
    """The ISIN of a row that has several: whose symbol it is elsewhere, else the home country's."""
    if len(record.isins) > 1:
        for place in record.places:
            owner = by_symbol.get(place.symbol)
            if owner and owner.isin in record.isins:
                return owner.isin
        for isin in record.isins:
            if isin[:2] == record.country:
                return isin
    return next(iter(record.isins), None)
