"""The built index as one file, so that the next start reads it instead of building it.

A header of JSON, then the blocks one after the other. Whatever is wrong with the file, it is
ignored and built anew.
"""

import json
import os
import tempfile
from array import array
from dataclasses import fields
from pathlib import Path
from typing import cast

from bot.instruments.catalogue.index import IndexData
from bot.instruments.catalogue.tables import Table, Texts

_MAGIC = b"parkett-index-1\n"
_BLOCKS = ("texts", "table", "array", "bytes")


def save_index(data: IndexData, path: Path, mark: str) -> None:
    """Write the file, or leave things as they were where the folder cannot be written."""
    parts: list[bytes] = []
    shape: list[tuple[str, str, list[tuple[str, int]]]] = []
    for field in fields(data):
        value: object = getattr(data, field.name)
        pieces = _pieces(value)
        shape.append((field.name, type(value).__name__, [(code, len(raw)) for code, raw in pieces]))
        parts += [raw for _, raw in pieces]
    head = json.dumps({"mark": mark, "listings": data.listings, "shape": shape}).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + len(head).to_bytes(4, "big") + head)
            file.writelines(parts)
        Path(name).replace(path)
    except OSError:
        return


def load_index(path: Path, mark: str) -> IndexData | None:
    """The index in the file, if it is whole and of this mark."""
    try:
        raw = path.read_bytes()
        if not raw.startswith(_MAGIC):
            return None
        start = len(_MAGIC) + 4
        size = int.from_bytes(raw[len(_MAGIC) : start], "big")
        head = json.loads(raw[start : start + size])
        if head["mark"] != mark:
            return None
        values: dict[str, object] = {}
        position = start + size
        for name, kind, pieces in head["shape"]:
            blocks: list[object] = []
            for code, length in pieces:
                block = raw[position : position + length]
                if len(block) != length:
                    return None
                blocks.append(_restore(code, block))
                position += length
            values[name] = _whole(kind, blocks)
        values["listings"] = int(head["listings"])
        return IndexData(**values)  # pyright: ignore[reportArgumentType] - as `save_index` wrote it
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _pieces(value: object) -> list[tuple[str, bytes]]:
    if isinstance(value, Texts):
        return [("raw", value.block), (value.starts.typecode, value.starts.tobytes())]
    if isinstance(value, Table):
        return [*_pieces(value.keys), *_pieces(value.values)]
    if isinstance(value, array):
        numbers = cast("array[int]", value)  # pyright: ignore[reportUnknownVariableType]
        return [(numbers.typecode, numbers.tobytes())]
    return [("raw", value)] if isinstance(value, bytes) else []


def _restore(code: str, block: bytes) -> object:
    if code == "raw":
        return block
    numbers: array[int] = array("B" if code == "B" else "I")
    numbers.frombytes(block)
    return numbers


def _whole(kind: str, blocks: list[object]) -> object:
    if kind == "Texts":
        return Texts(*blocks)  # pyright: ignore[reportArgumentType]
    if kind == "Table":
        return Table(Texts(*blocks[:2]), *blocks[2:])  # pyright: ignore[reportArgumentType]
    return blocks[0] if blocks else None
