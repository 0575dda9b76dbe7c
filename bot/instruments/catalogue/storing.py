"""Records as rows of the store and back: the store keeps one row for each listing."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.instruments.catalogue.records import Place, Record
from bot.instruments.identifiers import is_isin
from bot.store.rows import CatalogueRow

# The fields of a row in the order in which they travel to a worker.
Row = tuple[
    str, str, str, str, str | None, str | None, str, str | None, int | None, bool, tuple[str, ...]
]


def rows_of(records: Iterable[Record]) -> Iterator[CatalogueRow]:
    """One row for each listing; a record's further ISINs travel among its names."""
    for record in records:
        isin = record.isins[0] if record.isins else None
        names = (*record.names, *record.isins[1:])
        for place in record.places or (Place(""),):
            yield CatalogueRow(
                name=record.name,
                symbol=place.symbol[:40],
                mic=place.mic[:4],
                currency=place.currency[:3],
                isin=isin,
                wkn=record.wkn,
                kind=record.kind[:20],
                country=record.country,
                cik=record.cik,
                home=place.home,
                names=names,
            )


def plain(row: CatalogueRow) -> Row:
    """A row as a tuple, which travels faster than an object."""
    return (
        row.name, row.symbol, row.mic, row.currency, row.isin, row.wkn, row.kind, row.country,
        row.cik, row.home, row.names,
    )  # fmt: skip


def restored(row: Row) -> CatalogueRow:
    """The reverse of `plain`."""
    name, symbol, mic, currency, isin, wkn, kind, country, cik, home, names = row
    return CatalogueRow(
        name, symbol, mic, currency, isin, wkn, kind, country, cik, home, tuple(names)
    )


def records_of(rows: Iterable[Row]) -> Iterator[Record]:
    """Rows back as records: neighbours of one company with its identifiers are one record."""
    for (name, isin, wkn, kind, country, cik, names), group in groupby(rows, key=_identity):
        isins = (isin,) if isin else ()
        yield Record(
            name=name,
            isins=(*isins, *(one for one in names if is_isin(one))),
            wkn=wkn,
            places=tuple(Place(r[1], r[2], r[3], r[9]) for r in group if r[1]),
            names=tuple(one for one in names if not is_isin(one)),
            kind=kind,
            country=country,
            cik=cik,
        )


def _identity(
    row: Row,
) -> tuple[str, str | None, str | None, str, str | None, int | None, tuple[str, ...]]:
    return row[0], row[4], row[5], row[6], row[7], row[8], tuple(row[10])
