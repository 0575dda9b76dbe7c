"""What came with a request: JSON, or multipart with `payload_json` and `files[n]`."""

import re
from dataclasses import dataclass

import orjson
from aiohttp import BodyPartReader, web

from bot.playground.discord import refusals, wire
from bot.playground.discord.dressing import File

LARGEST = 32 << 20  # bytes of one request
_FILE = re.compile(r"files?\[?(\d*)\]?")


@dataclass(frozen=True, slots=True)
class Body:
    """`json` is parsed and of any shape, or None."""

    json: object = None
    files: tuple[File, ...] = ()
    multipart: bool = False


async def read(request: web.Request) -> Body:
    """Raises Refusal 400 for what cannot be read, 413 for what is too large."""
    if not request.body_exists:
        return Body()
    if request.content_type.startswith("multipart/"):
        return await _read_parts(request)
    raw = await request.read()
    return Body(_parse(raw) if raw else None)


async def _read_parts(request: web.Request) -> Body:
    parsed: object = None
    files: list[File] = []
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise refusals.Refusal(400, 50035, "Invalid Form Body")
        content = bytes(await part.read(decode=True))
        total += len(content)
        if total > LARGEST or len(content) > wire.MAX_UPLOAD:
            raise refusals.Refusal(413, 40005, "Request entity too large")
        named = _FILE.fullmatch(part.name or "")
        if part.name == "payload_json":
            parsed = _parse(content)
        elif named is not None:
            kind = part.headers.get("Content-Type", "")
            files.append(File(named[1], part.filename or "file", kind, content))
    return Body(parsed, tuple(files), multipart=True)


def _parse(raw: bytes) -> object:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise refusals.invalid_json() from None
