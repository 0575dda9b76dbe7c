"""Markup to plain text, quickly and whatever it holds; and encodings as they really are."""

import codecs
import html
import re

MARKUP_FOR_TEXT = 3  # characters of markup that are looked at for each character of text wanted

_BLOCKS = "p|br|div|li|[uo]l|h[1-6r]|t[rdh]|table|blockquote|section|article|img|figure"
_BLOCK = re.compile(rf"</?(?:{_BLOCKS}|{_BLOCKS.upper()})\b[^<>]*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<![a-zA-Z\[][^<>]*>|<\?[^<>]*>")
_HALF_TAG = re.compile(r"<[/a-zA-Z!?][^<>]*\Z")
_LEFTOVER = re.compile(
    r"</?(?:p|br|b|i|u|a|em|strong|div|span|img|font|ul|li|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_SIMPLE = re.compile(r"[!-%'-;=?-~]+(?: [!-%'-;=?-~]+)*+")
_SPACES = re.compile("  +")
# Control characters, and marks that change the direction of the text around them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
# Comments and what is never shown; a piece that does not end goes to the end of the text.
_SILENT_START = re.compile(r"<(?:!--|[sS](?:[cC]|[tT][yY])|[tT][eE]|[nN][oO])")
_SILENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|noscript).*?(?:</\1[^<>]*>|\Z)", re.I | re.S
)
_TWICE_STARTS = "ÂÃâã"
_TWICE = re.compile(f"[{_TWICE_STARTS}][\x80-\xbf\u0152-\u2122]")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
# What is said and what is meant, as browsers read it.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_SINGLE_BYTE = ("cp125", "iso8859", "latin", "mac")


def plain_text(markup: str | None, limit: int) -> str:
    """The text of a piece of HTML on one line, at most `limit` characters, cut at a word."""
    if not markup:
        return ""
    if len(markup) <= limit and _SIMPLE.fullmatch(markup):
        return markup  # most titles and names
    most = max(limit * MARKUP_FOR_TEXT, 2000)
    text = markup if len(markup) <= most else _HALF_TAG.sub("", markup[:most])
    if "<" in text:
        if _SILENT_START.search(text):
            text = _SILENT.sub("", text)
        if "<![CDATA[" in text:
            text = text.replace("<![CDATA[", " ").replace("]]>", " ")
        text = _TAG.sub("", _BLOCK.sub(" ", text))[: limit * 2]
    if "&" in text:
        text = html.unescape(text)
        if "<" in text:  # it was escaped twice
            text = _LEFTOVER.sub(" ", text)
    if not text.isascii() and any(map(text.__contains__, _TWICE_STARTS)) and _TWICE.search(text):
        text = encoded_once(text)
    text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\xa0", " ")
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if not text.isprintable():  # there are rarer blanks, or signs that nobody sees
        text = _UNSEEN.sub("", " ".join(text.split()))
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip() + "…"


def encoded_once(text: str) -> str:
    """Text that was UTF-8, taken for Latin and encoded again ("fÃ¼r"), as it was meant."""
    for wrong in ("cp1252", "latin-1"):
        try:
            return text.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text


def declared_encoding(body: bytes) -> str | None:
    """The encoding of the XML declaration, None without one."""
    match = _DECLARED.match(body[:400])
    return match[1].decode("ascii") if match else None


def decode(body: bytes, *said: str | None) -> str:
    """The text of a body whose encoding others have said, the most credible first. Never raises.

    A byte order mark goes before what anyone says. Text that is valid UTF-8 beyond ASCII is UTF-8
    even where a one-byte encoding was said: such sequences do not come about by chance.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    for start, encoding in ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be")):
        if body.startswith(start):
            return body.decode(encoding, errors="replace")
    names = [name for name in map(_codec, said) if name is not None]
    if all(name.startswith(_SINGLE_BYTE) for name in names):
        names.insert(0, "utf-8")
    for name in (*names, "utf-8", "cp1252"):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    # Mostly one encoding with a few broken bytes.
    wrong_in_utf8 = body.decode("utf-8", errors="replace").count("\ufffd")
    if wrong_in_utf8 * 50 < len(body):
        return body.decode(names[0] if names else "utf-8", errors="replace")
    return body.decode("latin-1")


def _codec(name: str | None) -> str | None:
    """Python's name for an encoding of text, as browsers understand the name."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().lower())
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(("utf-16", "utf-32")):
        return None  # these two would have been seen already
    return _MEANT.get(found.name, found.name)
