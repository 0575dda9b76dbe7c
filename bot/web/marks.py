"""By what an answer is known again, so that what has not changed is neither sent nor read."""

import re
from dataclasses import dataclass
from hashlib import blake2b

from bot.web.fetcher import Page

UNCHANGED = 304  # the status of a page that is as it was

# What many feeds write anew with each answer, although nothing in them has changed.
_STAMPS = re.compile(rb"<(lastBuildDate|pubDate|updated)\b[^>]{0,100}>[^<]{0,100}</\1>")
_FIRST_ITEM = re.compile(rb"<(?:item|entry)\b")
_HEAD = 16 * 1024  # bytes before the first item that are looked through
_LONGEST = 300  # characters of a validator that are kept; a longer one is not used


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer. address, content: short hashes. etag, modified: as the source sent them."""

    address: str
    content: str
    etag: str | None = None
    modified: str | None = None

    def asks(self) -> dict[str, str]:
        """The headers that let the source say "unchanged"."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: text for name, text in given.items() if text}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look found. page: None where nothing has changed."""

    mark: Mark
    page: Page | None


def mark_of(address: str, page: Page) -> Mark:
    """The mark of an answer that has a body. address: as it was asked, before redirects."""
    return Mark(
        address_mark(address),
        _content(page.body),
        _bearable(page.headers.get("etag")),
        _bearable(page.headers.get("last-modified")),
    )


def address_mark(address: str) -> str:
    return blake2b(address.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _content(body: bytes) -> str:
    first = _FIRST_ITEM.search(body, 0, _HEAD)
    start = first.start() if first else 0
    found = blake2b(_STAMPS.sub(b"", body[:start]), digest_size=12)
    found.update(memoryview(body)[start:])
    return found.hexdigest()


def _bearable(validator: str | None) -> str | None:
    return validator if validator and len(validator) <= _LONGEST else None
