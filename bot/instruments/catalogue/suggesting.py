"""What is offered while someone types: by the beginning of a name, symbol, ISIN or WKN."""

from bot.instruments.catalogue.finding import Finder
from bot.instruments.catalogue.index import IndexData
from bot.instruments.names import fold, parse_name
from bot.instruments.venues import base_of

_BEST_KNOWN = 4000  # names


def suggestions(data: IndexData, finder: Finder, text: str, limit: int) -> list[int]:
    """The numbers of instruments that can be meant, the likeliest first, one for each company."""
    name = parse_name(text)
    found = _by_name(data, {name.key, "".join(fold(text).split())})
    plain = text.lstrip("$").upper()
    for table, bonus in ((data.symbols, 260.0), (data.wkns, 260.0), (data.isins, 260.0)):
        if len(plain) >= 2:
            for key, owner in table.beginning(plain, 60):
                closeness = 120.0 if key == plain or base_of(key) == plain else 0.0
                found[owner] = max(
                    found.get(owner, 0.0), bonus - 160 + closeness + data.fame[owner]
                )
    if len(found) < limit and len(text) >= 3:
        for hit in finder.hits(name):
            if hit.score >= 0.4:
                found.setdefault(hit.number, 100 * hit.score)
    best: dict[int, int] = {}
    for owner in sorted(found, key=lambda n: (-found[n], n)):
        if data.kinds[owner] == 2:  # bonds and certificates are found, but not offered
            continue
        best.setdefault(data.company[owner], owner)
        if len(best) >= limit:
            break
    return list(best.values())


def _by_name(data: IndexData, beginnings: set[str]) -> dict[int, float]:
    """Instruments with a name that begins so, with how likely each is meant."""
    found: dict[int, float] = {}

    def add(number: int) -> None:
        owner = data.owners[number]
        found[owner] = 200.0 + data.fame[owner] - 60 * data.kinds[owner]

    for beginning in beginnings:
        for _, number in data.keys.beginning(beginning, 400):
            add(number)
        if len(beginning) <= 2:  # too many begin so: look through the best known, which come first
            letters = beginning.encode()
            for number in range(min(_BEST_KNOWN, len(data.names))):
                if data.names[number].startswith(letters):
                    add(number)
    return found
