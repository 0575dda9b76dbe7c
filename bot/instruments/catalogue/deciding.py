"""Which of several is meant? One where it stands out, else the question back; never a guess."""

from collections.abc import Callable, Sequence

from bot.instruments.catalogue.finding import Finder, Hit, pays
from bot.instruments.catalogue.index import IndexData
from bot.instruments.models import Ambiguous, Found, Instrument, Resolution, Unknown
from bot.instruments.names import Name, parse_name
from bot.instruments.venues import GERMAN_SUFFIXES, suffix_of, venue_of

NEAREST = 5
ASKED = 10
_TWIN = 0.25  # how much less a fund's twin may score
_SHORTENED = 0.7  # likeness of a name to the one word that may stand for it
_KNOWN = 20  # fame: in an index, or in our own table
_BY_HAND = 60  # fame of what our own table has


class Decider:
    """instrument: the one of that number."""

    def __init__(
        self, data: IndexData, finder: Finder, instrument: Callable[[int], Instrument]
    ) -> None:
        self._data = data
        self._finder = finder
        self._instrument = instrument

    def choose(
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
            near += self.nearest(self._finder.hits(parse_name(text)))
            return Unknown(tuple(dict.fromkeys(near))[:NEAREST])
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
        return Ambiguous(tuple(self._instrument(n) for n in ordered[:ASKED]))

    def distinct(self, hits: Sequence[Hit], limit: int = ASKED) -> tuple[Instrument, ...]:
        """Hits as instruments, one for each company."""
        numbers: dict[int, int] = {}
        for hit in hits:
            numbers.setdefault(self._data.company[hit.number], hit.number)
        return tuple(self._instrument(n) for n in list(numbers.values())[:limit])

    def nearest(self, hits: Sequence[Hit]) -> tuple[Instrument, ...]:
        return self.distinct(hits, NEAREST)

    def decide(
        self, name: Name, hits: list[Hit], exact: list[Hit], *, bare: bool = False
    ) -> Resolution:
        """What a name means. hits: the best first. exact: those that are that very name.

        bare: it was typed as one word, which may be short for several.
        """
        if not hits or hits[0].score < 0.45:
            return Unknown(self.nearest([hit for hit in hits if hit.score >= 0.15]))
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
        # "Huawei" is no one's share, and not that of Huawei Culture.
        part = bare and not name.fund and self._is_obscure(best.number)
        if not exact and (short or part or (best.score < 0.58 and not self._leads(name, hits))):
            return self._ask([hit for hit in hits if hit.score >= best.score - 0.12])
        ranked = self._best_known(rivals)
        single = len({self._data.company[hit.number] for hit in rivals}) == 1
        likeliest = best if single else ranked[0]
        if bare and (namesakes := self._namesakes(name, likeliest, hits)):
            return self._ask(self._best_known([*rivals, *namesakes]))
        if single:
            return self._found(best, name, rivals, 1.0 if exact else best.score)
        first = 0 if name.fund else self._data.fame[likeliest.number]
        company = self._data.company[likeliest.number]
        others = [hit for hit in ranked if self._data.company[hit.number] != company]
        if first >= 3 * max(4, self._data.fame[others[0].number]):
            return self._found(likeliest, name, rivals, 0.85 if exact else best.score - 0.1)
        asked = [*rivals, *(hit for hit in hits if hit.score >= best.score - 0.2)]
        return self._ask(self._best_known(asked) if bare else asked)

    def _best_known(self, hits: Sequence[Hit]) -> list[Hit]:
        return sorted(hits, key=lambda hit: -self._data.fame[hit.number])

    def _namesakes(self, name: Name, best: Hit, hits: list[Hit]) -> list[Hit]:
        """Others about as well known that the word may be short for: "Prudential".

        None where our own table says whom it means.
        """
        fame, company = self._data.fame, self._data.company
        if name.fund or not name.words or (best.exact and fame[best.number] >= _BY_HAND):
            return []
        return [
            hit
            for hit in hits
            if hit.score >= _SHORTENED
            and company[hit.number] != company[best.number]
            and fame[hit.number] >= max(_KNOWN, 0.75 * fame[best.number])
            and self._begins(hit.number, name.words[0])
        ]

    def _is_obscure(self, number: int) -> bool:
        """In no index, on no German exchange: nobody here means it by a part of its name."""
        listings = self._instrument(number).listings
        traded = any(suffix_of(one.symbol) in GERMAN_SUFFIXES for one in listings)
        return self._data.fame[number] < _KNOWN and not traded

    def _begins(self, number: int, word: str) -> bool:
        instrument = self._instrument(number)
        return any(
            parse_name(one).words[:1] == (word,) for one in (instrument.name, *instrument.names)
        )

    def _form(self, number: int) -> str:
        """The legal form in its main name; a list may have given it another one."""
        return parse_name(self._instrument(number).name).form

    def _ask(self, hits: Sequence[Hit]) -> Resolution:
        """The question back; certificates and receipts are not proposed beside the share."""
        shares = [hit for hit in hits if self._data.kinds[hit.number] != 2] or hits
        shares = [hit for hit in shares if hit.share != "adr"] or shares
        found = self.distinct(shares)
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
