"""From lists to the index; heavy, so these functions run in a worker process."""

import hashlib
import pickle
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from bot.errors import UnreadableFile
from bot.instruments.catalogue.aliases import ALIASES, kept_files, read_aliases, read_shares
from bot.instruments.catalogue.index import IndexData, build_index
from bot.instruments.catalogue.merge import Merger
from bot.instruments.catalogue.records import TRUST, Record
from bot.instruments.catalogue.storing import Row, plain, records_of, rows_of
from bot.instruments.lists.collections import member
from bot.instruments.lists.detect import read_list
from bot.instruments.lists.tables import Taken

Pages = list[tuple[str, bytes]]  # a list's name, and some of its rows pickled
_PAGE = 2000  # rows; small enough that the event loop can unpickle a page between two looks


def build_catalogue(lists: Mapping[str, Sequence[Record]]) -> IndexData:
    """Merge the lists, the most trusted first and of equals the longest, and index the outcome.

    A list is named by its kind, and where there are several of a kind, with a colon and more
    ("deutsche_boerse:xetra"). The aliases are a list as any other, the first.
    """
    merger = Merger()
    for name in sorted(lists, key=lambda one: (_trust(one), -len(lists[one]), one)):
        merger.add_list(name.partition(":")[0], lists[name])
    return build_index(merger.finish())


def _trust(name: str) -> int:
    kind = name.partition(":")[0]
    return TRUST.index(kind) if kind in TRUST else len(TRUST)


def build_from_pages(pages: Pages, aliases: str) -> IndexData:
    """The index of the store's rows and the aliases in this folder."""
    rows: dict[str, list[Row]] = {}
    for name, page in pages:
        rows.setdefault(name, []).extend(cast("list[Row]", pickle.loads(page)))  # noqa: S301 - our own process wrote it
    lists: dict[str, Sequence[Record]] = {
        name: list(records_of(some)) for name, some in rows.items()
    }
    lists["aliases"] = read_aliases(Path(aliases))
    lists["shares"] = read_shares(Path(aliases))
    return build_catalogue(lists)


def read_pages(data: bytes, name: str) -> tuple[str, Pages, int, int]:
    """Read a list of any known kind: (kind, its rows in pages, instruments taken, lines skipped).

    Raises UnreadableFile where it is no list that we know.
    """
    try:
        taken = read_list(data)
    except ValueError as error:
        raise UnreadableFile(path=name, reason=str(error)) from error
    return taken.source, pages_of(taken), len(taken.records), taken.skipped


def seed_pages() -> tuple[str, Pages, int, int]:
    """The members of twenty indices that come with the package pytickersymbols."""
    package = import_module("pytickersymbols")  # 35 MB, only in the worker; it has no types
    stocks = cast("Iterable[Mapping[str, object]]", package.PyTickerSymbols().get_all_stocks())
    taken = Taken("pytickersymbols")
    for row in stocks:
        record = member(row)
        if record:
            taken.records.append(record)
        else:
            taken.skipped += 1
    return taken.source, pages_of(taken), len(taken.records), taken.skipped


def pages_of(taken: Taken) -> Pages:
    rows = [plain(row) for row in rows_of(taken.records)]
    return [
        (taken.source, pickle.dumps(rows[start : start + _PAGE]))
        for start in range(0, len(rows), _PAGE)
    ]


def fingerprint() -> str:
    """Changes with the code and the aliases that the index is made of."""
    digest = hashlib.blake2b(digest_size=12)
    room = Path(__file__).parents[1]
    for path in sorted([*room.glob("*.py"), *room.glob("catalogue/*.py"), *kept_files(ALIASES)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
