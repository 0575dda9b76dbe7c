"""What a feed holds, before it becomes articles."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Entry(NamedTuple):
    """One item; a tuple, because feeds hold thousands and a frozen dataclass takes five times as
    long to make. link: absolute http(s), "" where there is none. published: aware UTC or None.

    All text is plain. publisher: whom the feed names as the item's source, for feeds that collect
    from others. language: ISO 639-1 as the feed says.
    """

    title: str
    link: str
    published: datetime | None
    summary: str = ""
    author: str | None = None
    publisher: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    entries: tuple[Entry, ...]
