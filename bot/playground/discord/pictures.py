"""How large a picture is, read from its first bytes, without an image library."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"


def size_of(body: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or WebP (VP8X); None for anything else."""
    if body.startswith(_PNG) and len(body) >= 24:
        width, height = struct.unpack(">II", body[16:24])
        return width, height
    if body[:6] in (b"GIF87a", b"GIF89a") and len(body) >= 10:
        width, height = struct.unpack("<HH", body[6:10])
        return width, height
    if body[:4] == b"RIFF" and body[8:16] == b"WEBPVP8X" and len(body) >= 30:
        width = int.from_bytes(body[24:27], "little") + 1
        return width, int.from_bytes(body[27:30], "little") + 1
    return None
