"""The first sheet of an .xlsx file as tab-separated text; HKEX publishes its list in no other form.

Only what a list needs is read: shared and inline strings, numbers as they are written. Sizes are
capped, and a file with a document type (entities, external files) is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

_MOST_UNPACKED = 96 * 1024 * 1024  # bytes of one part
_MOST_ROWS = 200_000
_MOST_COLUMNS = 64
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def is_spreadsheet(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def spreadsheet_text(data: bytes) -> str:
    """The rows of the first sheet; raises ValueError with a reason."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = sorted(n for n in file.namelist() if re.fullmatch(r"xl/worksheets/\w+\.xml", n))
            if not names:
                raise ValueError("a zip file without a sheet")
            shared = _shared(file) if "xl/sharedStrings.xml" in file.namelist() else []
            return "\n".join(_rows(_part(file, names[0]), shared))
    except (zipfile.BadZipFile, NotImplementedError, ParseError, EOFError, OSError) as error:
        raise ValueError("a damaged spreadsheet") from error


def _part(file: zipfile.ZipFile, name: str) -> bytes:
    with file.open(name) as part:
        raw = part.read(_MOST_UNPACKED + 1)
    if len(raw) > _MOST_UNPACKED:
        raise ValueError(f"more than {_MOST_UNPACKED >> 20} MB")
    if b"<!DOCTYPE" in raw[:4096]:
        raise ValueError("a spreadsheet with a document type")
    return raw


def _shared(file: zipfile.ZipFile) -> list[str]:
    strings: list[str] = []
    for element in _finished(_part(file, "xl/sharedStrings.xml"), "si"):
        strings.append(_said(element))
        element.clear()
    return strings


def _rows(sheet: bytes, shared: list[str]) -> Iterator[str]:
    for count, row in enumerate(_finished(sheet, "row")):
        if count >= _MOST_ROWS:
            return
        cells: list[str] = []
        for cell in row.iter(f"{_NAMESPACE}c"):
            column = _column(cell.get("r", ""), len(cells))
            if column >= _MOST_COLUMNS:
                break
            cells += [""] * (column - len(cells))
            cells.append(_value(cell, shared))
        row.clear()
        yield "\t".join(cells)


def _finished(raw: bytes, tag: str) -> Iterator[Element]:
    for _, element in iterparse(io.BytesIO(raw), events=("end",)):  # noqa: S314 - no document type
        if element.tag == _NAMESPACE + tag:
            yield element


def _value(cell: Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_NAMESPACE}v") or ""
    if cell.get("t") == "s":
        value = shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    elif cell.get("t") == "inlineStr":
        value = _said(cell)
    return re.sub(r'[\s"]+', " ", value).strip()


def _said(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_NAMESPACE}t"))


def _column(reference: str, otherwise: int) -> int:
    """The column of "AB12", from 0."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        return otherwise
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return max(number - 1, otherwise)
