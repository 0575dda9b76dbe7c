"""Compact tables in memory: sorted text in one block of bytes, found by bisection.

A hundred thousand Python strings in a dict take 20 MB and are slow to hand from one process to
another; here they take what their letters take, and move as one block.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by number: `texts[i]`."""

    block: bytes
    starts: "array[int]"  # one more than there are texts

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        parts = [text.encode("utf-8", "replace") for text in texts]
        starts = array("I", [0])
        position = 0
        for part in parts:
            position += len(part)
            starts.append(position)
        return cls(b"".join(parts), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> bytes:
        if not 0 <= index < len(self.starts) - 1:
            raise IndexError(index)
        return self.block[self.starts[index] : self.starts[index + 1]]

    def text(self, index: int) -> str:
        return self[index].decode()


@dataclass(frozen=True, slots=True)
class Table:
    """Sorted keys with a number each; a key may occur several times."""

    keys: Texts
    values: "array[int]"

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> "Table":
        ordered = sorted((key.encode("utf-8", "replace"), value) for key, value in pairs)
        keys = Texts.of(key.decode() for key, _ in ordered)
        return cls(keys, array("I", (value for _, value in ordered)))

    def find(self, key: str) -> list[int]:
        """All numbers of a key."""
        wanted = key.encode("utf-8", "replace")
        index = self._seek(wanted)
        found: list[int] = []
        while index < len(self.values) and self.keys[index] == wanted:
            found.append(self.values[index])
            index += 1
        return found

    def first(self, key: str) -> int | None:
        """The position of a key, for tables with each key once; None where it is not there."""
        wanted = key.encode("utf-8", "replace")
        index = self._seek(wanted)
        return index if index < len(self.values) and self.keys[index] == wanted else None

    def beginning(self, prefix: str, limit: int) -> Iterator[tuple[str, int]]:
        """Keys that begin so, with their numbers, in order, at most `limit`."""
        wanted = prefix.encode("utf-8", "replace")
        index = self._seek(wanted)
        stop = min(len(self.values), index + limit)
        while index < stop:
            key = self.keys[index]
            if not key.startswith(wanted):
                return
            yield key.decode(), self.values[index]
            index += 1

    def _seek(self, wanted: bytes) -> int:
        """Where the key is or would be. By hand: `bisect_left` asks `Texts.__getitem__`, slowly."""
        block, starts = self.keys.block, self.keys.starts
        low, high = 0, len(self.values)
        while low < high:
            middle = (low + high) // 2
            if block[starts[middle] : starts[middle + 1]] < wanted:
                low = middle + 1
            else:
                high = middle
        return low
