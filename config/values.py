"""From what an operator writes to a typed value. Each raises ValueError for what it cannot read."""

import re
from pathlib import PurePosixPath
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr

_SEPARATORS = re.compile(r"[\s,;]+")
_PLACEHOLDERS = frozenset({"isin", "symbol", "name"})
_POSTGRES_SCHEMES = frozenset({"postgres", "postgresql", "postgresql+asyncpg"})
_SQLITE_SCHEMES = frozenset({"sqlite", "sqlite+aiosqlite"})


def words(value: object) -> object:
    """A text of words separated by blanks or commas becomes a tuple; anything else stays."""
    if not isinstance(value, str):
        return value
    return tuple(word for word in _SEPARATORS.split(value) if word)


def one_word(value: SecretStr | None) -> SecretStr | None:
    text = value.get_secret_value() if value else ""
    if not text.isprintable() or " " in text:
        raise ValueError("not one word")
    return value


def root_address(value: str) -> str:
    """The root of a source's or an API's addresses, without a slash at its end."""
    return _address(value, {"http", "https"})


def gateway_address(value: str) -> str:
    return _address(value, {"ws", "wss"})


def feed_address(value: str) -> str:
    """An http(s) address that may hold `{isin}`, `{symbol}` and `{name}`."""
    found = set(re.findall(r"\{(.*?)\}", value))
    if found - _PLACEHOLDERS or value.count("{") != value.count("}"):
        raise ValueError("unknown placeholder")
    parts = _split(re.sub(r"\{.*?\}", "x", value))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an http address")
    return value


def private_networks(value: object) -> object:
    """`host:port` pairs become a set of (host, port); IPv6 addresses stand in brackets."""
    if not isinstance(value, str):
        return value
    pairs: set[tuple[str, int]] = set()
    for word in filter(None, _SEPARATORS.split(value)):
        parts = _split(f"//{word}")
        if not parts.hostname or parts.port is None or parts.path or parts.username:
            raise ValueError("not host:port")
        pairs.add((parts.hostname, parts.port))
    return frozenset(pairs)


def database_address(value: str) -> str:
    """A database address as people write it, with one of two schemes: sqlite, postgresql.

    `sqlite:///relative`, `sqlite:////absolute/path`, `postgres://…` and the spellings with a
    driver's name are taken; a database in memory is not, since nothing would be kept.
    """
    text = value.strip()
    scheme, colon, rest = text.partition("://")
    scheme = scheme.lower()
    if scheme in _SQLITE_SCHEMES and colon:
        path = rest.removeprefix("/")
        if not rest.startswith("/") or not path or path == ":memory:" or "?" in path:
            raise ValueError("no path")
        return f"sqlite:///{path}"
    if scheme in _POSTGRES_SCHEMES and colon:
        parts = _split(f"postgresql://{rest}")
        # A socket's folder may stand for the host, as `?host=/run/postgresql`.
        if not parts.hostname and "host=" not in parts.query:
            raise ValueError("no host")
        return f"postgresql://{rest}"
    raise ValueError("unknown scheme")


def sqlite_address(folder: str, name: str) -> str:
    return f"sqlite:///{PurePosixPath(folder.replace(chr(92), '/')) / name}"


def timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (OSError, KeyError, ValueError) as error:
        raise ValueError("unknown time zone") from error


def contact(value: str) -> str:
    """An e-mail address or a web page, safe in a header."""
    if not value.isascii() or not value.isprintable() or " " in value or len(value) > 200:
        raise ValueError("not an address")
    if "@" not in value and _split(value).scheme not in {"http", "https"}:
        raise ValueError("not an address")
    return value


def _address(value: str, schemes: set[str]) -> str:
    text = value.strip()
    parts = _split(text)
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("not an address")
    if parts.username is not None or re.search(r"\s", text):
        raise ValueError("not an address")
    return text.rstrip("/")


def _split(value: str) -> SplitResult:
    """urlsplit that also refuses a port that is none, by ValueError."""
    parts = urlsplit(value)
    _ = parts.port
    return parts
