"""The catalogue as blocks of bytes: built in a worker process, handed over whole."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.instruments.catalogue.drafts import Draft
from bot.instruments.catalogue.records import Place
from bot.instruments.catalogue.tables import Table, Texts
from bot.instruments.models import Instrument, Listing
from bot.instruments.names import Name, is_chinese
from bot.instruments.venues import (
    GERMAN_MICS,
    GERMAN_SUFFIXES,
    VENUES,
    base_of,
    by_mic,
    suffix_of,
    venue_of,
)

FIELD, ITEM, PART = "\x1f", "\x1e", "\x1d"  # separators inside one instrument's text
_ORDER = {venue.mic: number for number, venue in enumerate(VENUES)}
_SHOWN_NAMES = 8


@dataclass(frozen=True, slots=True)
class IndexData:
    """Everything that the catalogue needs.

    instruments: one text each, see `decode`. fame: how well known, 0 to 255. company: the same
    number for the share lines of one company. names: the words of each name, its share
    class and legal form behind tabs. owners: the instrument of each name. words: each word with
    its number in `posts`.
    pools: by length, the words in which typos are looked for, a line each.
    """

    instruments: Texts
    fame: "array[int]"
    company: "array[int]"
    kinds: bytes
    isins: Table
    wkns: Table
    symbols: Table
    bases: Table
    names: Texts
    owners: "array[int]"
    keys: Table
    words: Table
    posts: "array[int]"
    post_starts: "array[int]"
    pools: Texts
    listings: int


def build_index(drafts: Sequence[Draft]) -> IndexData:
    """Index merged drafts; takes a second for 100,000 listings, so it runs in a worker."""
    drafts = sorted(drafts, key=lambda draft: (-_fame(draft), draft.isin or "", draft.name))
    isins: list[tuple[str, int]] = []
    wkns: list[tuple[str, int]] = []
    symbols: list[tuple[str, int]] = []
    bases: list[tuple[str, int]] = []
    names: list[str] = []
    owners = array("I")
    keys: list[tuple[str, int]] = []
    posts: defaultdict[str, list[int]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        isins += [
            (isin, number) for isin in ((draft.isin, *draft.also) if draft.isin else draft.also)
        ]
        wkns += [(wkn, number) for wkn in {draft.wkn, *draft.former} if wkn]
        symbols += [(symbol, number) for symbol in draft.places]
        bases += [(base, number) for base in {base_of(symbol) for symbol in draft.places}]
        for name in _parsed_names(draft):
            number_of_name = len(names)
            names.append(f"{name.text}\t{name.share}\t{name.form}")
            owners.append(number)
            keys.append((name.key, number_of_name))
            if draft.kind != "other":
                for word in {*name.words, *_characters(name)}:
                    posts[word].append(number_of_name)
    words = sorted(posts)
    post_starts = array("I", [0])
    flat = array("I")
    for word in words:
        flat.extend(posts[word])
        post_starts.append(len(flat))
    return IndexData(
        instruments=Texts.of(encode(draft) for draft in drafts),
        fame=array("B", (_fame(draft) for draft in drafts)),
        company=_companies(drafts),
        kinds=bytes(_KIND_CODES.get(draft.kind, 2) for draft in drafts),
        isins=Table.of(isins),
        wkns=Table.of(wkns),
        symbols=Table.of(symbols),
        bases=Table.of(bases),
        names=Texts.of(names),
        owners=owners,
        keys=Table.of(keys),
        words=Table.of((word, number) for number, word in enumerate(words)),
        posts=flat,
        post_starts=post_starts,
        pools=_pools(words),
        listings=sum(len(draft.places) for draft in drafts),
    )


def _pools(words: Sequence[str]) -> Texts:
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        if 4 <= len(word) <= 40 and not is_chinese(word):
            by_length[len(word)].append(word)
    return Texts.of("\n".join(by_length[length]) for length in range(42))


_KIND_CODES = {"stock": 0, "etf": 1, "fund": 1, "etc": 1, "etn": 1}


def _fame(draft: Draft) -> int:
    return min(255, draft.fame + min(len(draft.places), 15))


def _parsed_names(draft: Draft) -> list[Name]:
    return draft.names or [draft.parsed]


def _characters(name: Name) -> list[str]:
    """Pairs of Chinese characters, so that "小米集团香港" finds "小米"."""
    return [
        word[start : start + 2]
        for word in name.words
        if len(word) > 2 and is_chinese(word)
        for start in range(len(word) - 1)
    ]


def _companies(drafts: Sequence[Draft]) -> "array[int]":
    """Number the companies: lines with one name and country are one company's."""
    numbers = array("I", [0]) * len(drafts)
    known: dict[tuple[str, str], int] = {}
    lone: dict[str, int] = {}
    for number, draft in enumerate(drafts):
        key = draft.parsed.key
        if draft.kind != "stock":
            numbers[number] = number
        elif draft.country:
            numbers[number] = known.setdefault((key, draft.country), number)
            lone.setdefault(key, numbers[number])
    for number, draft in enumerate(drafts):
        if draft.kind == "stock" and not draft.country:
            numbers[number] = lone.setdefault(draft.parsed.key, number)
    return numbers


def encode(draft: Draft) -> str:
    """One instrument as text; listings the home first, then by the venue's rank.

    Of two on one German venue the share comes first, not its certificate: the share's mnemonic is
    the one that most German venues have.
    """
    usual = Counter(base_of(one.symbol) for one in draft.places.values() if _german(one))
    places = sorted(
        draft.places.values(),
        key=lambda one: (
            not one.home,
            _ORDER.get(one.mic, len(_ORDER)),
            -usual[base_of(one.symbol)],
            one.symbol,
        ),
    )
    further = [name for name in (*draft.curated, *draft.keys.values()) if name != draft.name]
    shown = list(dict.fromkeys(further))[: max(_SHOWN_NAMES, len(draft.curated))]
    return FIELD.join(
        (
            draft.name,
            draft.isin or "",
            draft.wkn or "",
            draft.kind,
            draft.country or "",
            str(draft.cik or ""),
            ITEM.join(shown),
            ITEM.join(
                PART.join(
                    (one.symbol, one.mic, _unusual_currency(one.symbol, one.mic, one.currency))
                )
                for one in places
            ),
            "h" if places and places[0].home else "",
        )
    )


def _german(place: Place) -> bool:
    return suffix_of(place.symbol) in GERMAN_SUFFIXES


def _unusual_currency(symbol: str, mic: str, currency: str) -> str:
    venue = venue_of(symbol, mic)
    return "" if venue and venue.currency == currency else currency


def decode(text: str) -> Instrument:
    """The instrument of an encoded text, with Frankfurt where its German mnemonic implies it."""
    name, isin, wkn, kind, country, cik, names, places, home = text.split(FIELD)
    listings: list[Listing] = []
    for number, entry in enumerate(places.split(ITEM)):
        symbol, mic, currency = entry.split(PART)
        listings.append(_listing(symbol, mic, currency, home=bool(home) and number == 0))
    if kind == "stock":
        listings += _implied(listings)
    return Instrument(
        name=name,
        isin=isin or None,
        wkn=wkn or None,
        listings=tuple(listings),
        names=tuple(names.split(ITEM)) if names else (),
        kind=kind,
        country=country or None,
        cik=int(cik) if cik else None,
    )


def _listing(symbol: str, mic: str, currency: str, *, home: bool) -> Listing:
    venue = venue_of(symbol, mic)
    if venue is None:  # a symbol without suffix is American; on which exchange, we were not told
        american = not suffix_of(symbol)
        return Listing(
            symbol,
            "US" if american else symbol.rpartition(".")[2],
            mic,
            currency or ("USD" if american else ""),
            home,
        )
    return Listing(symbol, venue.name, venue.mic, currency or venue.currency, home)


def _implied(listings: Sequence[Listing]) -> list[Listing]:
    """Frankfurt, where another German exchange lists the share: they share the mnemonic, and
    lists of Frankfurt's own are not public in one piece."""
    german = [one for one in listings if one.mic in GERMAN_MICS]
    venue = by_mic("XFRA")
    if not german or venue is None or any(one.mic == "XFRA" for one in german):
        return []
    if suffix_of(german[0].symbol) not in GERMAN_SUFFIXES:
        return []
    base = base_of(german[0].symbol)
    if len(base) > 5:  # a symbol made of an ISIN is no mnemonic
        return []
    return [Listing(f"{base}.F", venue.name, venue.mic, venue.currency)]
