"""Foreign text made harmless: what a source or a person wrote is shown, never obeyed.

Everything that comes from outside passes `plain` (no controls, no direction marks, one line) and,
where Discord reads markdown, `escape` or `link`. Pings are refused a second time by
`AllowedMentions.none()` on every message.
"""

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

_GAP = "\u200b"  # zero width: nobody sees it, no parser reads over it
_JOINERS = "\u200c\u200d"  # needed inside words of some scripts and inside emoji
_MARKS_IN_A_ROW = 2  # more combining marks than this on one letter is scribble, not language
_FIRST_MARK = "\u0300"  # printable text of smaller characters has nothing to be taken out
_UNREADABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

_SPECIAL = re.compile(r"([\\*_~|`\[\]])")
_LINE_START = re.compile(r"^(?:#|>|[-+](?=[\s#]|$)|\d+(?=[.)](?:\s|$)))")
_MASS_PING = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,15}:)(?=//)")
_INVITE = re.compile(r"(discord)(?=(?:app)?\.(?:gg|com|me|li|io)\b)", re.IGNORECASE)
_IN_ADDRESS = "%/:=&?~#+!$,;@"
_ADDRESS_LIMIT = 500  # characters; longer ones are trackers, and five must fit into one embed


def plain(text: str, limit: int | None = None) -> str:
    """One line of readable characters, clipped to `limit` at a word, with "…" where it was cut."""
    if limit is not None:
        text = text[: limit * 8 + 64]
    if text.isprintable() and max(text, default="") < _FIRST_MARK:
        clean = " ".join(text.split())
        return clean if limit is None else clip(clean, limit)
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > _MARKS_IN_A_ROW:
                continue
        else:
            marks = 0
        if char.isspace() or category in {"Zl", "Zp"}:
            kept.append(" ")
        elif category not in _UNREADABLE or char in _JOINERS:
            kept.append(char)
    clean = " ".join("".join(kept).split()).strip(_JOINERS)
    return clean if limit is None else clip(clean, limit)


def clip(text: str, limit: int) -> str:
    """At most `limit` characters (as Discord counts: UTF-16 units), cut at a word."""
    if length(text) <= limit:
        return text
    kept = text[: limit - 1]
    while length(kept) > limit - 1:
        kept = kept[:-1]
    space = kept.rfind(" ")
    if space > limit * 2 // 3:
        kept = kept[:space]
    return kept.rstrip(" ,;:–-") + "…"


def length(text: str) -> int:
    """Characters as the strictest reader counts them: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str, limit: int | None = None) -> str:
    """Foreign text for a place where Discord reads markdown, links and mentions."""
    return _escaped(plain(text, limit), opening="\\[", closing="\\]")


def link(text: str, url: str, limit: int | None = None) -> str:
    """A headline linked to its own address; only the headline where the address is not honest."""
    # Discord obeys no escape while it looks for the end of a link's text: no brackets there.
    label = _escaped(plain(text, limit), opening="(", closing=")")
    address = safe_url(url)
    return f"[{label}]({address})" if address and label else label


def safe_url(url: str) -> str | None:
    """The address, written so that it cannot leave its place; None where it must not be linked.

    Only http and https, with a host, without credentials ("https://bank.de@evil.example").
    """
    url = url.strip()
    if not url.isascii() and any(unicodedata.category(char) in _UNREADABLE for char in url):
        return None
    if any(ord(char) < 33 or char == "\x7f" for char in url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return None
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
        return None
    if not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:.]+", host):
        return None
    where = f"[{host}]" if ":" in host else host
    address = urlunsplit(
        (
            parts.scheme,
            where if port is None else f"{where}:{port}",
            quote(parts.path, safe=_IN_ADDRESS),
            quote(parts.query, safe=_IN_ADDRESS),
            quote(parts.fragment, safe=_IN_ADDRESS),
        )
    )
    return address if len(address) <= _ADDRESS_LIMIT else None


def host_of(url: str) -> str:
    """The host that a link leads to, as a reader writes it: "finanznachrichten.de"."""
    address = safe_url(url)
    host = urlsplit(address).hostname if address else None
    return (host or "").removeprefix("www.")


def _escaped(clean: str, *, opening: str, closing: str) -> str:
    text = _SPECIAL.sub(
        lambda found: {"[": opening, "]": closing}.get(found[1], "\\" + found[1]), clean
    )
    text = _SCHEME.sub(rf"\1{_GAP}", text)
    text = _INVITE.sub(rf"\1{_GAP}", text)
    text = text.replace("<", f"\\<{_GAP}")
    text = _MASS_PING.sub(f"@{_GAP}", text)
    start = _LINE_START.match(text)
    if start is None:
        return text
    if start[0].isdigit():
        return f"{start[0]}\\{text[start.end() :]}"
    return "\\" + text
