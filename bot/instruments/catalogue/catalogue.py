"""What is "xiaomi"? Answered from memory, in milliseconds, without guessing."""

from collections.abc import Iterable
from functools import lru_cache

from bot.errors import InputError
from bot.instruments.catalogue.deciding import ASKED, NEAREST, Decider
from bot.instruments.catalogue.finding import Finder, Hit
from bot.instruments.catalogue.index import IndexData, decode
from bot.instruments.catalogue.neighbours import longer_names
from bot.instruments.catalogue.noise import without_noise
from bot.instruments.catalogue.suggesting import suggestions
from bot.instruments.catalogue.symbols import Symbols
from bot.instruments.identifiers import (
    Wrong,
    clean_query,
    is_isin,
    judge_cashtag,
    judge_isin,
    judge_symbol,
    judge_wkn,
    name_and_identifier,
    split_label,
    venue_symbol,
    wkn_of_isin,
)
from bot.instruments.models import Ambiguous, Found, Instrument, Invalid, Resolution, Unknown
from bot.instruments.names import Name, parse_name
from bot.instruments.venues import base_of, suffix_of

_MOST_LEARNED = 1000
_CONFIRMED = 0.45  # how alike a name must be to what the identifier beside it means


class Catalogue:
    """All instruments in memory. Pure and synchronous; safe to ask from the event loop."""

    def __init__(self, data: IndexData, version: int = 0) -> None:
        self._learned: dict[str, Instrument] = {}
        self.load(data, version)

    def load(self, data: IndexData, version: int = 0) -> None:
        """Take over a newer index, all at once. version: of the stored lists behind it."""
        self.version = version
        self._data = data
        self._finder = Finder(data)
        self._count = len(data.instruments)
        self._instrument = lru_cache(maxsize=2048)(self._decode)
        self._symbols = Symbols(data, self._instrument)
        self._decider = Decider(data, self._finder, self._instrument)

    def __len__(self) -> int:
        """How many instruments are known."""
        return self._count

    @property
    def listings(self) -> int:
        """How many listings are known."""
        return self._data.listings

    def by_key(self, key: str) -> Instrument | None:
        """The instrument of `Instrument.key`: an ISIN, or the symbol of its home listing."""
        found = self._data.isins.find(key) if is_isin(key) else self._data.symbols.find(key)
        return self._instrument(found[0]) if found else self._learned.get(key)

    def by_symbol(self, symbol: str) -> Instrument | None:
        """The instrument with exactly this listing ("3CP.F"), in Yahoo's way of writing it."""
        plain = judge_symbol(symbol)
        found = self._symbols.full(plain) if plain else []
        return self._instrument(found[0]) if found else None

    def remember(self, instrument: Instrument) -> None:
        """Know an instrument that was found outside, until the process ends."""
        keys = {key for key in (instrument.key, instrument.isin, instrument.wkn) if key}
        for key in keys:
            if self.by_key(key) is None and not self._data.wkns.find(key):
                if len(self._learned) >= _MOST_LEARNED:
                    self._learned.pop(next(iter(self._learned)))
                self._learned[key] = instrument

    def longer_names(self, instrument: Instrument, names: Iterable[str]) -> tuple[str, ...]:
        """Names of other companies that go on where one of `names` ends: "siemens energy"."""
        return longer_names(self._data, instrument, names)

    def suggest(self, prefix: str, limit: int = 25) -> list[Instrument]:
        """Instruments for autocomplete while someone types; the best known first."""
        try:
            text = clean_query(prefix[:200])
        except InputError:  # nothing usable is typed yet
            return []
        return [self._instrument(n) for n in suggestions(self._data, self._finder, text, limit)]

    def resolve(self, query: str) -> Resolution:
        """What the query names; raises EmptyQuery and QueryTooLong."""
        label, text = split_label(clean_query(query))
        known = self._by_name_and_identifier(text) or self._by_identifier(text, label)
        if known is not None:
            return known
        symbol = judge_symbol(text)
        symbols = self._symbols.typed(text)
        at_venue = symbol if symbol and suffix_of(symbol) else venue_symbol(text)
        found = self._symbols.full(at_venue) if at_venue else []
        if found:
            return Found(self._instrument(found[0]), 1.0)
        if label in {"symbol", "ticker"}:
            return self._decider.choose(symbols, text, 0.95)
        suffixed = base_of(symbol) if symbol and suffix_of(symbol) else ""
        if not symbols and self._is_unheard_wkn(text):  # "A2AUCH" is not A2A S.p.A.
            return Unknown(self._decider.nearest(self._finder.hits(parse_name(text))))
        return self._by_words(text, symbols, suffixed=suffixed)

    # identifiers

    def _by_identifier(self, text: str, label: str | None) -> Resolution | None:
        isin = judge_isin(text, claimed=label == "isin")
        if isinstance(isin, Wrong):
            return Invalid(isin.kind, text, isin.reason)
        if isin:
            found = self._data.isins.find(isin)
            wkn = wkn_of_isin(isin)
            if not found and wkn:
                found = self._data.wkns.find(wkn)
            if found:
                return Found(self._instrument(found[0]), 1.0)
            learned = self._learned.get(isin)
            return Found(learned, 0.9) if learned else Unknown(())
        cashtag = judge_cashtag(text)
        if cashtag:
            full = self._symbols.full(cashtag) if suffix_of(cashtag) else []
            return self._decider.choose(full or self._symbols.bare(cashtag), text[1:], 1.0)
        wkn = judge_wkn(text, claimed=label == "wkn")
        if isinstance(wkn, Wrong):
            if label != "wkn" and (wkn.reason == "letters" and self._data.bases.find(text.upper())):
                return None
            if label != "wkn" and self._data.keys.find(parse_name(text).key):
                return None
            return Invalid(wkn.kind, text, wkn.reason)
        if wkn:
            found = self._data.wkns.find(wkn)
            # A list that still has the share of before has it under its own WKN.
            found = [n for n in found if self._instrument(n).wkn == wkn] or found
            if found:
                others = [n for n in self._symbols.bare(wkn) if label is None]
                return self._decider.choose([*found, *others], text, 1.0)
            if wkn in self._learned:
                return Found(self._learned[wkn], 0.9)
            if label == "wkn":
                return Unknown(())
        return None

    def _is_unheard_wkn(self, text: str) -> bool:
        """Whether it can only be a WKN that no list has: one word, and nobody's whole name."""
        return (
            " " not in text
            and isinstance(judge_wkn(text), str)
            and not self._data.keys.find(parse_name(text).key)
        )

    def _by_name_and_identifier(self, text: str) -> Resolution | None:
        """ "Apple Inc. (AAPL)", "SAP SE, WKN 716460": an identifier that the name confirms."""
        named = name_and_identifier(text)
        if named is None:
            return None
        name, identifier = named
        answer = self.resolve(identifier)
        if isinstance(answer, Invalid | Unknown):
            wrong = isinstance(answer, Invalid) and answer.kind == "ISIN"
            return answer if wrong else None
        shares = (answer.instrument,) if isinstance(answer, Found) else answer.candidates
        hits = [hit for hit in self._finder.hits(parse_name(name)) if hit.score >= _CONFIRMED]
        meant = {self._data.company[hit.number] for hit in hits}
        for share in shares:
            if self._company_of(share) in meant:
                return Found(share, 1.0)
        if not is_isin(identifier):  # anything can look like a symbol or a WKN
            return None
        others = [hit for hit in hits if hit.exact]
        return (
            Ambiguous((*shares, *self._decider.distinct(others)))
            if others
            else Found(shares[0], 0.9)
        )

    def _company_of(self, instrument: Instrument) -> int | None:
        found = self._data.isins.find(instrument.isin) if instrument.isin else []
        found = found or self._data.symbols.find(instrument.home.symbol)
        return self._data.company[found[0]] if found else None

    # names

    def _by_words(self, text: str, symbols: list[int], *, suffixed: str) -> Resolution:
        name = parse_name(text)
        known = symbols or self._data.keys.find(name.key)
        if not known and (less := without_noise(text)) != text:
            return self._by_words(less, self._symbols.typed(less), suffixed="")
        hits = self._finder.hits(name)
        exact = [hit for hit in hits if hit.exact]
        if suffixed:
            near = [self._instrument(n) for n in self._symbols.bare(suffixed)]
            return Unknown(tuple(dict.fromkeys((*near, *self._decider.nearest(hits))))[:NEAREST])
        if symbols:
            return self._by_symbol_or_name(text, name, symbols, hits)
        written = {
            hit.number
            for hit in exact
            if self._instrument(hit.number).isin and self._written(hit.number, text)
        }
        if len(written) == 1:
            return Found(self._instrument(written.pop()), 1.0)
        return self._decider.decide(name, hits, exact, bare=" " not in text)

    def _by_symbol_or_name(
        self, text: str, name: Name, symbols: list[int], hits: list[Hit]
    ) -> Resolution:
        """What is a symbol of one instrument and may be the name of another."""
        exact = [hit for hit in hits if hit.exact]
        joint = {self._data.company[n] for n in symbols}
        if any(self._data.company[hit.number] in joint for hit in exact):
            return self._decider.decide(name, hits, exact, bare=" " not in text)
        if not exact and (text == text.upper() or len(text) <= 3):
            known = [n for n in symbols if text == text.upper() or self._symbols.is_common(n, text)]
            return self._decider.choose(known, text, 0.95, nearest=symbols)
        meant = exact or [hit for hit in hits if hit.score >= 0.62]
        if not meant:
            return self._decider.choose(symbols, text, 0.9)
        decided = self._decider.decide(name, hits, exact, bare=" " not in text)
        if isinstance(decided, Ambiguous):
            either = (*decided.candidates, *(self._instrument(n) for n in symbols))
            return Ambiguous(tuple(dict.fromkeys(either))[:ASKED])
        return self._decider.choose([meant[0].number, *symbols], text, 0.85, ratio=3)

    def _written(self, number: int, text: str) -> bool:
        """Whether the query is one of its names letter for letter: a list's own spelling."""
        instrument = self._instrument(number)
        wanted = text.casefold()
        return any(
            " ".join(n.casefold().split()) == wanted for n in (instrument.name, *instrument.names)
        )

    def _decode(self, number: int) -> Instrument:
        return decode(self._data.instruments.text(number))
