"""Unpacking an answer piece by piece, so that a compression bomb stays small."""

import zlib

from bot.errors import BadAnswer, TooLarge

_ANY_WRAPPED = zlib.MAX_WBITS | 32  # gzip or zlib, by its head
_RAW = -zlib.MAX_WBITS
_GZIP = b"\x1f\x8b"  # how a part begins
_MOST_PARTS = 100  # of one gzip file; each costs a new unpacker, also an empty one


class Unpacker:
    """Takes the chunks of one body. encoding: the Content-Encoding header. limit: bytes, of what
    comes in as well as of what comes out."""

    def __init__(self, encoding: str, limit: int, source: str) -> None:
        named = encoding.strip().lower()
        if named not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BadAnswer(source=source, reason="it is packed in an unknown way")
        self._packed = named not in ("", "identity")
        self._may_be_raw = named == "deflate"  # some servers leave the zlib head away
        self._unpack = zlib.decompressobj(_ANY_WRAPPED)
        self._limit = limit
        self._source = source
        self._pieces: list[bytes] = []
        self._size = 0
        self._taken = 0
        self._parts = 1
        self._ended = False

    def feed(self, chunk: bytes) -> bool:
        """Take a chunk; False as soon as the limit is passed. Raises BadAnswer."""
        self._taken += len(chunk)
        if self._taken > self._limit:
            return False
        if not self._packed:
            return self._keep(chunk)
        while chunk and not self._ended:
            if self._unpack.eof and not self._begin_part(chunk):
                break
            try:
                piece = self._unpack.decompress(chunk, self._limit - self._size + 1)
            except zlib.error:
                if not self._may_be_raw:
                    raise BadAnswer(source=self._source, reason="it cannot be unpacked") from None
                self._may_be_raw = False
                self._unpack = zlib.decompressobj(_RAW)
                continue
            self._may_be_raw = False
            if not self._keep(piece):
                return False
            chunk = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
        return True

    def result(self) -> bytes:
        """Everything that was unpacked; a body that ends too early gives what was there."""
        return b"".join(self._pieces)

    def _begin_part(self, rest: bytes) -> bool:
        """A gzip file may have several parts; zeros or rubbish behind the last are ignored."""
        self._ended = not _GZIP.startswith(rest[:2])
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise BadAnswer(source=self._source, reason="it cannot be unpacked")
        self._unpack = zlib.decompressobj(_ANY_WRAPPED)
        return not self._ended

    def _keep(self, piece: bytes) -> bool:
        self._size += len(piece)
        if self._size > self._limit:
            return False
        self._pieces.append(piece)
        return True


def unpacked(body: bytes, limit: int, source: str) -> bytes:
    """A body that is a gzip file, unpacked; any other as it is. Raises TooLarge, BadAnswer."""
    if not body.startswith(_GZIP):
        return body
    unpacker = Unpacker("gzip", limit, source)
    if not unpacker.feed(body):
        raise TooLarge(source=source, limit=f"{limit / 1024 / 1024:.3g} MB")
    return unpacker.result()
