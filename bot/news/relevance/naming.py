"""By which names is a company known?"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.instruments.models import Instrument
from bot.news.relevance.namesakes import (
    Sharing,
    called,
    known_abbreviations,
    left_out,
    left_out_weakly,
    places,
    relatives,
    relatives_of_formal,
    sharing,
    too_general,
)
from bot.news.relevance.namesakes import everyday as everyday_names
from bot.news.relevance.roles import given_names

_LEGAL = re.compile(
    r"""[\s,]*(?:\b(?:ag|aktiengesellschaft|se|s\.e|kgaa|kg|gmbh
    |mbh|inc|incorporated|corp|corporation|co|company|plc|ltd
    |limited
    |llc|lp|l\.p|n\.?v|s\.?c\.?a|s\.?a|s\.?p\.?a|a/s|asa|ab|abp|oyj|oy|nv
    |sa|spa|sab|bhd|pjsc|jsc|kk|holdings?|group|gruppe
    |konzern|companies|class|cl|cl\.b|series|shares?|adr|ads|gdr
    |reg|registered|ordinary|ord|common|stock|vz|vzo|st
    |namens-?aktien|inhaber-?aktien|stammaktien|vorzugsaktien
    |o\.n|on|the|de|sp|spons|unsp|dl|eo|hd|yc|[a-c]|w|b)\b\.?
    |集团|股份有限公司|有限公司|控股|公司|-w|－w|-sw|&)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
# How banks write the nominal value: "DL 1,25", "DL-,01", "EO 2,50", "O.N.".
_NOMINAL = re.compile(
    r"""\s+(?:(?:DL|EO|YC|HD|LS|SF|YN|DK|SK|NK|CD|AD|RC)\s*-?\s*[\d,.]*|SF-|O\.?\s?N\.?|NA\.?
    |INH\.?(?:\s[AB])?|NAM\.?|GEN\.?|H|PS)$""",
    re.VERBOSE,
)


def fold(text: str) -> str:
    """Lower case without accents, umlauts kept; the same length is not promised."""
    return unicodedata.normalize("NFKC", text).casefold()


def core_name(name: str) -> str:
    """ "Xiaomi Corp. Class B" → "Xiaomi"; never empty where the name is not."""
    core = " ".join(unicodedata.normalize("NFKC", name).split())
    core = re.sub(r"\s*\([^)]*\)\s*$", "", core) or core
    core = re.sub(r"^(?:The|AB|PT|A/S)\s+(?=\S)", "", core)
    for _ in range(8):
        shorter = _LEGAL.sub("", _NOMINAL.sub("", core)).rstrip(" ,.&-?!")
        shorter = re.sub(r"\s\([A-Z.]{1,3}\)$", "", shorter)  # "Sainsbury (J) plc"
        if len(shorter) < 2 or shorter == core:
            break
        core = shorter
    return core


@dataclass(frozen=True, slots=True)
class Naming:
    """How one company is named.

    names: its names, longest first. everyday: the folded ones that prove nothing by themselves.
    others: folded longer names that contain one of ours and mean someone else. neighbours: the
    same from the catalogue, where they are written with capitals.
    tickers: its symbols with and without suffix, upper case. codes: ISIN and WKN.
    sharing: this company and another of the same name, where there is one.
    """

    names: tuple[str, ...]
    everyday: frozenset[str]
    others: tuple[str, ...]
    neighbours: tuple[str, ...]
    tickers: frozenset[str]
    symbols: frozenset[str]
    codes: frozenset[str]
    sharing: tuple[Sharing, Sharing] | None


@lru_cache(maxsize=512)
def naming(instrument: Instrument, neighbours: tuple[str, ...] = ()) -> Naming:
    """The names of a company as news use them. neighbours: longer names of others, folded."""
    given = (instrument.name, *instrument.names)
    names: dict[str, None] = {}
    doubtful: set[str] = set()
    for one in given:
        core = core_name(one)
        if _can_be_found(core) or one == instrument.name:
            names.setdefault(core, None)
            names.update(dict.fromkeys(_short_forms(core)))
            for short in (_to_be_proven(core), _initials(core, instrument)):
                if short:
                    names.setdefault(short, None)
                    doubtful.add(fold(short))
    doubtful -= {fold(core_name(one)) for one in given}
    symbols = frozenset(listing.symbol.upper() for listing in instrument.listings)
    tickers = symbols | frozenset(symbol.split(".")[0] for symbol in symbols)
    bare = frozenset(symbol.split(".")[0] for symbol in symbols)
    head = fold(core_name(instrument.name))
    own = {head, *doubtful, *(fold(one) for one in called(head))}
    kept = [name for name in names if name.upper() not in bare or _is_no_ticker(name, head, own)]
    kept = kept or [core_name(instrument.name)]
    folded = {fold(name) for name in kept}
    ours = folded | {fold(" ".join(one.split())) for one in given}
    ours |= {one.replace(" & ", " and ") for one in ours}
    candidates = [
        *(other for name in folded for other in relatives(name)),
        *(
            other
            for name in folded
            for other in relatives(name.split(" ")[0])
            if other.startswith(name + " ")
        ),
        *(other for formal in ours for other in relatives_of_formal(formal)),
    ]
    others = dict.fromkeys(
        other for other in candidates if not any(one.startswith(other) for one in ours)
    )
    return Naming(
        names=tuple(sorted(kept, key=lambda name: (-len(name), name))),
        everyday=frozenset(name for name in folded if name in doubtful or _is_everyday(name)),
        others=tuple(others),
        neighbours=tuple(
            other for other in neighbours if not any(one.startswith(other) for one in ours)
        ),
        tickers=tickers,
        symbols=symbols,
        codes=frozenset(code.upper() for code in (instrument.isin, instrument.wkn) if code),
        sharing=next((found for one in sorted(ours) if (found := sharing(one))), None),
    )


def _can_be_found(name: str) -> bool:
    """Two Latin letters ("mi") and numbers stand for too much, unless they are well known."""
    if len(name) < 2 or name.isdigit():
        return False
    return len(name) > 2 or not name.isascii() or fold(name) in known_abbreviations()


def _is_no_ticker(name: str, head: str, own: set[str]) -> bool:
    """Of names that are spelled like its symbol: the company's own, or a known abbreviation."""
    folded = fold(name)
    return folded in own or head.startswith(folded + " ") or folded in known_abbreviations()


def _short_forms(core: str) -> Iterator[str]:
    """What papers call it: "Costco Wholesale" → "Costco", "Erste Group Bank" → "Erste Group".

    Nothing where the first word means others or nobody.
    """
    yield from called(fold(core))
    words = core.split(" ")
    inner = next((i for i, word in enumerate(words[1:-1], 1) if word == "Group"), None)
    if inner is not None:
        yield " ".join(words[: inner + 1])
    if len(words) == 2 and len(words[0]) <= 3 and fold(words[1]).startswith("semiconductor"):
        yield f"{fold(words[0])}semi"  # "onsemi", as such makers write themselves
    while len(words) > 1 and fold(words[-1]) in left_out():
        words.pop()
    shorter = " ".join(words)
    first = fold(words[0])
    means_nobody = first in too_general() or fold(core) in relatives(first)
    if shorter != core and len(shorter) >= 4 and not means_nobody:
        yield shorter


def _to_be_proven(core: str) -> str | None:
    """ "Tyson Foods" is "Tyson", where something proves it; "Siemens Energy" is not "Siemens"."""
    first, _, last = core.partition(" ")
    folded = fold(first)
    rest, _, dropped = core.rpartition(" ")
    if folded in too_general() and fold(dropped) in left_out() and " " in rest:
        return rest  # "Live Nation Entertainment"
    if fold(last) not in left_out_weakly() or fold(core) in relatives(folded):
        return None
    if folded in too_general() or folded in places() or folded in given_names():
        return None
    return first if len(first) >= 4 or first.isupper() else None


def _initials(core: str, instrument: Instrument) -> str | None:
    """ "GF" for Georg Fischer, where its symbol is the same."""
    initials = "".join(word[0] for word in core.split(" ") if word[0].isupper())
    symbols = {listing.symbol.split(".")[0].upper() for listing in instrument.listings}
    return initials if len(initials) >= 2 and initials in symbols else None


def _is_everyday(name: str) -> bool:
    if name in everyday_names() or name in given_names():
        return True
    return len(name) <= 3 and name.isascii() and name not in known_abbreviations()
