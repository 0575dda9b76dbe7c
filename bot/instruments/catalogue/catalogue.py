"""What is "xiaomi"? Answered from memory, in milliseconds, without guessing."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.errors import InputError
from bot.instruments.catalogue.finding import Finder, Hit, pays
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
from bot.instruments.venues import base_of, suffix_of, venue_of

_NEAREST = 5
_ASKED = 10
_MOST_LEARNED = 1000
_CONFIRMED = 0.45  # how alike a name must be to what the identifier beside it means
_TWIN = 0.25  # how much less a fund's twin may score


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
            return self._choose(symbols, text, 0.95)
        suffixed = base_of(symbol) if symbol and suffix_of(symbol) else ""
        if not symbols and self._is_unheard_wkn(text):  # "A2AUCH" is not A2A S.p.A.
            return Unknown(self._nearest(self._finder.hits(parse_name(text))))
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
            return self._choose(full or self._symbols.bare(cashtag), text[1:], 1.0)
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
                return self._choose([*found, *others], text, 1.0)
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
        return Ambiguous((*shares, *self._distinct(others))) if others else Found(shares[0], 0.9)

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
            return Unknown(tuple(dict.fromkeys((*near, *self._nearest(hits))))[:_NEAREST])
        if symbols:
            return self._by_symbol_or_name(text, name, symbols, hits)
        written = {
            hit.number
            for hit in exact
            if self._instrument(hit.number).isin and self._written(hit.number, text)
        }
        if len(written) == 1:
            return Found(self._instrument(written.pop()), 1.0)
        return self._decide(name, hits, exact)

    def _by_symbol_or_name(
        self, text: str, name: Name, symbols: list[int], hits: list[Hit]
    ) -> Resolution:
        """What is a symbol of one instrument and may be the name of another."""
        exact = [hit for hit in hits if hit.exact]
        joint = {self._data.company[n] for n in symbols}
        if any(self._data.company[hit.number] in joint for hit in exact):
            return self._decide(name, hits, exact)
        if not exact and (text == text.upper() or len(text) <= 3):
            known = [n for n in symbols if text == text.upper() or self._symbols.is_common(n, text)]
            return self._choose(known, text, 0.95, nearest=symbols)
        meant = exact or [hit for hit in hits if hit.score >= 0.62]
        if not meant:
            return self._choose(symbols, text, 0.9)
        decided = self._decide(name, hits, exact)
        if isinstance(decided, Ambiguous):
            either = (*decided.candidates, *(self._instrument(n) for n in symbols))
            return Ambiguous(tuple(dict.fromkeys(either))[:_ASKED])
        return self._choose([meant[0].number, *symbols], text, 0.85, ratio=3)

    def _written(self, number: int, text: str) -> bool:
        """Whether the query is one of its names letter for letter: a list's own spelling."""
        instrument = self._instrument(number)
        wanted = text.casefold()
        return any(
            " ".join(n.casefold().split()) == wanted for n in (instrument.name, *instrument.names)
        )

    def _decide(self, name: Name, hits: list[Hit], exact: list[Hit]) -> Resolution:
        if not hits or hits[0].score < 0.45:
            return Unknown(self._nearest([hit for hit in hits if hit.score >= 0.15]))
        best = hits[0]
        # "Merck KGaA" and "Merck & Co" differ in nothing else.
        if name.form:
            exact = [hit for hit in exact if hit.form == name.form] or exact
            exact = [hit for hit in exact if self._form(hit.number) in {"", name.form}] or exact
        if exact:
            best = exact[0]
        margin = 0.1 if name.fund else 0.05  # families of funds differ in one short word
        rivals = exact if exact else [hit for hit in hits if hit.score >= best.score - margin]
        if name.fund and best.pays and not pays(name.words):
            # The fund's twin, which pays out what this one keeps, is rarely shortened alike.
            near = [hit for hit in hits if hit.score >= best.score - _TWIN]
            rivals = [*rivals, *(hit for hit in near if hit.pays not in {"", best.pays})]
        short = len(name.words) == 1 and len(name.words[0]) <= 4 and name.words[0].isascii()
        if not exact and (short or (best.score < 0.58 and not self._leads(name, hits))):
            return self._ask([hit for hit in hits if hit.score >= best.score - 0.12])
        companies = {self._data.company[hit.number] for hit in rivals}
        if len(companies) == 1:
            return self._found(best, name, rivals, 1.0 if exact else best.score)
        ranked = sorted(rivals, key=lambda hit: -self._data.fame[hit.number])
        first = 0 if name.fund else self._data.fame[ranked[0].number]
        others = [
            h
            for h in ranked
            if self._data.company[h.number] != self._data.company[ranked[0].number]
        ]
        if first >= 3 * max(4, self._data.fame[others[0].number]):
            return self._found(ranked[0], name, rivals, 0.85 if exact else best.score - 0.1)
        return self._ask([*rivals, *(hit for hit in hits if hit.score >= best.score - 0.2)])

    def _form(self, number: int) -> str:
        """The legal form in its main name; a list may have given it another one."""
        return parse_name(self._instrument(number).name).form

    def _ask(self, hits: Sequence[Hit]) -> Resolution:
        """The question back; certificates on a share are not proposed beside it."""
        shares = [hit for hit in hits if self._data.kinds[hit.number] != 2] or hits
        found = self._distinct(shares)
        return Ambiguous(found) if len(found) > 1 else Unknown(found)

    def _leads(self, name: Name, hits: list[Hit]) -> bool:
        """Whether a fund is far ahead of the next: lists shorten their names beyond likeness."""
        rest = [hit.score for hit in hits if hit.number != hits[0].number]
        return name.fund and (not rest or hits[0].score - rest[0] >= 0.15)

    def _found(self, best: Hit, name: Name, hits: Sequence[Hit], confidence: float) -> Found:
        """The main line of the company, or the share class that the query names."""
        company = self._data.company[best.number]
        lines = [hit for hit in hits if self._data.company[hit.number] == company] or [best]
        asked = [hit for hit in lines if name.share and hit.share == name.share]
        if name.share and not asked:  # the line may be known by a longer name: "BMW Vz"
            longer = self._finder.hits(parse_name(self._instrument(best.number).name))
            asked = [
                hit
                for hit in longer
                if hit.share == name.share and self._data.company[hit.number] == company
            ]
        number = min((hit.number for hit in asked or lines), key=self._by_rank)
        return Found(self._instrument(number), round(max(0.0, min(1.0, confidence)), 3))

    def _by_rank(self, number: int) -> tuple[int, bool]:
        """The main line of a company first: the best known, and the one at home in its country."""
        instrument = self._instrument(number)
        venue = venue_of(instrument.home.symbol, instrument.home.mic)
        abroad = venue is None or venue.country != instrument.country
        return -self._data.fame[number], abroad

    # choosing

    def _choose(
        self,
        numbers: Sequence[int],
        text: str,
        confidence: float,
        *,
        ratio: int = 2,
        nearest: Sequence[int] = (),
    ) -> Resolution:
        """One of several instruments that an identifier or symbol can mean, if one stands out."""
        if not numbers:
            near = [self._instrument(number) for number in nearest]
            near += self._nearest(self._finder.hits(parse_name(text)))
            return Unknown(tuple(dict.fromkeys(near))[:_NEAREST])
        companies: dict[int, int] = {}
        for number in numbers:
            companies.setdefault(self._data.company[number], number)
        best = max(companies.values(), key=lambda n: self._data.fame[n])
        others = [n for n in companies.values() if n != best]
        if not others:
            return Found(self._instrument(numbers[0]), confidence)
        if self._data.fame[best] >= ratio * max(4, *(self._data.fame[n] for n in others)):
            return Found(self._instrument(best), min(confidence, 0.9))
        ordered = sorted(companies.values(), key=lambda n: -self._data.fame[n])
        return Ambiguous(tuple(self._instrument(n) for n in ordered[:_ASKED]))

    def _distinct(self, hits: Sequence[Hit], limit: int = _ASKED) -> tuple[Instrument, ...]:
        """Hits as instruments, one for each company."""
        numbers: dict[int, int] = {}
        for hit in hits:
            numbers.setdefault(self._data.company[hit.number], hit.number)
        return tuple(self._instrument(n) for n in list(numbers.values())[:limit])

    def _nearest(self, hits: Sequence[Hit]) -> tuple[Instrument, ...]:
        return self._distinct(hits, _NEAREST)

    def _decode(self, number: int) -> Instrument:
        return decode(self._data.instruments.text(number))
