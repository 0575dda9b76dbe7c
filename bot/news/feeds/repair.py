"""What feeds get wrong, put right before they are read; and what must never be read, refused."""

import re
from html.entities import html5

from bot.errors import BadAnswer
from bot.news.markup import declared_encoding

_PROLOG = 16 * 1024  # bytes in which a document type may stand
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")
_DOCUMENT_TYPE = re.compile(r"<!doctype\b[^<>\[]*(?:\[(?P<inner>[^\]]*)\]\s*)?>", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z]")
_ENTITY = re.compile(r"<!entity\s+(?!%)", re.IGNORECASE)
_FORBIDDEN = bytes(sign for sign in range(32) if sign not in b"\t\n\r")
_REFERENCE = re.compile(
    rb"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}))?(;)?"
)
_XML_NAMES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"


def is_plain(body: bytes) -> bool:
    """Whether the document may be read as it is: UTF-8 by its own word, without a document type."""
    first = _FIRST_ELEMENT.search(body, 0, _PROLOG)
    return (
        first is not None
        and body.startswith(b"<")
        and (declared_encoding(body) or "utf-8").lower() == "utf-8"
        and b"<!doctype" not in body[: first.start()].lower()
    )


def plain_utf8(text: str, source: str) -> bytes:
    """The document as UTF-8 without declaration and document type.

    Raises BadAnswer where it declares entities: no feed needs them, bombs do.
    """
    text = text.lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(text)
    if declaration:
        text = text[declaration.end() :]
    text = text[_before_type(text) :]
    if text[:9].lower() == "<!doctype":
        match = _DOCUMENT_TYPE.match(text[:_PROLOG])
        inner = (match["inner"] or "") if match else ""
        if match is None or _ENTITY.search(inner):
            raise BadAnswer(source=source, reason="it declares entities of its own")
        text = text[match.end() :]
    plain = text.lstrip().encode("utf-8", errors="replace").translate(None, _FORBIDDEN)
    return plain.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")


def _before_type(text: str) -> int:
    """Where the document type or the first element begins: behind comments and instructions."""
    position = 0
    while True:
        position += len(text[position:_PROLOG]) - len(text[position:_PROLOG].lstrip())
        for start, end in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(start, position):
                closed = text.find(end, position)
                break
        else:
            return position
        if closed < 0:
            return position
        position = closed + len(end)


def repaired(document: bytes) -> bytes:
    """The document with HTML's entities as numbers and single ampersands escaped."""
    if b"&" not in document:
        return document
    pieces: list[bytes] = []
    position = 0
    while True:
        opened = document.find(_OPEN, position)
        closed = document.find(_CLOSE, opened) if opened >= 0 else -1
        if closed < 0:
            pieces.append(_REFERENCE.sub(_reference, document[position:]))
            return b"".join(pieces)
        pieces.append(_REFERENCE.sub(_reference, document[position:opened]))
        pieces.append(document[opened : closed + len(_CLOSE)])
        position = closed + len(_CLOSE)


def _reference(match: re.Match[bytes]) -> bytes:
    number, name, end = match.groups()
    if end and (number or name in _XML_NAMES):
        return match[0]
    if end and name:
        known = html5.get(f"{name.decode('ascii')};")
        if known:
            return "".join(f"&#{ord(sign)};" for sign in known).encode("ascii")
    return b"&amp;" + match[0][1:]
