"""Tables of text in the shapes that lists come in: delimiter found, preamble skipped."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.instruments.catalogue.records import Record
from bot.instruments.lists.spreadsheet import is_spreadsheet, spreadsheet_text

MAX_UNPACKED = 64 * 1024 * 1024  # bytes of a list
MAX_ROWS = 400_000
MAX_FIELD = 4096  # characters; a longer field makes its line garbage
_HEADER_WITHIN = 12  # lines in which the header must be


class NotThisList(Exception):
    """The content is not what this importer reads."""


@dataclass(slots=True)
class Taken:
    """What an importer took from a file: records, and how many lines it could not use."""

    source: str
    records: list[Record] = field(default_factory=list[Record])
    skipped: int = 0


def unpack(data: bytes) -> str:
    """The text of a list, also of a gzipped one or a spreadsheet; raises ValueError otherwise."""
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                data = file.read(MAX_UNPACKED + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError("a damaged gzip file") from error
    if is_spreadsheet(data):
        return spreadsheet_text(data)
    if len(data) > MAX_UNPACKED:
        raise ValueError(f"more than {MAX_UNPACKED // 1024 // 1024} MB")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if text.count("\x00") > 8:
        raise ValueError("binary data")
    return text.replace("\x00", "")


def table(text: str, delimiter: str, *, needs: Sequence[str]) -> Iterator[Mapping[str, str] | None]:
    """The rows of a table as mappings by lower-case column; None for a line of another width.

    The header is the first line that has all columns of `needs`; what is above it is preamble.
    Raises NotThisList where there is no such line near the top.
    """
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    header: list[str] = []
    try:
        for line in islice(lines, _HEADER_WITHIN):
            names = [name.strip().casefold() for name in line]
            if set(needs) <= set(names):
                header = names
                break
    except csv.Error as error:
        raise NotThisList from error
    if not header:
        raise NotThisList
    return _rows(lines, header, frozenset(header.index(name) for name in needs))


def _rows(
    lines: Iterator[list[str]], header: list[str], needed: frozenset[int]
) -> Iterator[Mapping[str, str] | None]:
    last = max(needed)
    count = 0
    while count < MAX_ROWS:
        count += 1
        try:
            line = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield None
            continue
        if not any(line):
            continue
        if len(line) <= last or any(len(value) > MAX_FIELD for value in line):
            yield None
            continue
        yield {name: value.strip() for name, value in zip(header, line, strict=False)}
