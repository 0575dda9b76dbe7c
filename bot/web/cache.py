"""Answers kept for a while, bounded in bytes; the one used longest ago goes first."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from bot.web.fetcher import Page

MEBI = 1024 * 1024
OVERHEAD = 2048  # bytes that an entry takes beside what was sent
LARGEST_SHARE = 4  # nothing larger than a quarter of the cache is kept


@dataclass(slots=True)
class Kept:
    """A page and when it was fetched or last confirmed (aware UTC)."""

    page: Page
    at: datetime


class Cache:
    """Pages by key. most: bytes in all."""

    def __init__(self, most: int = 32 * MEBI) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[object, Kept] = OrderedDict()

    def get(self, key: object) -> Kept | None:
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: object, page: Page, at: datetime) -> None:
        self.drop(key)
        size = _size(page)
        if size > self._most // LARGEST_SHARE:
            return
        self._kept[key] = Kept(page, at)
        self._size += size
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= _size(oldest.page)

    def drop(self, key: object) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._size -= _size(kept.page)


def _size(page: Page) -> int:
    headers = sum(len(name) + len(text) for name, text in page.headers.items())
    return len(page.body) + headers + OVERHEAD
