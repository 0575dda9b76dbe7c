"""May this address be fetched? Judged as written, and again as it is connected.

What people and feeds write is hostile: loopback has a hundred spellings, and a name may point
anywhere. So the URL is judged first, to say why it is refused, and then each socket is judged by
the address that it is about to connect to, which no spelling and no DNS answer can hide.
"""

import re
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from yarl import URL

from bot.errors import ForbiddenAddress

LONGEST_URL = 2048  # characters
SCHEMES = frozenset({"http", "https"})
PORTS = frozenset({80, 443, 8080, 8443})
INNER_NAMES = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "arpa")

_UNICAST = IPv6Network("2000::/3")  # nothing outside of it is a public host
_SIX_TO_FOUR = IPv6Network("2002::/16")  # carries an IPv4 address that would be reached instead
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})  # likewise, in the interface identifier
_DENIED_V4 = (
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("168.63.129.16/32"),  # a cloud's own services behind a public-looking address
)

_AUTHORITY_END = re.compile("[/?#]")

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether this is a host of the public internet.

    `ipaddress.is_global` alone is not enough: it takes NAT64, 6to4, ISATAP, site-local and
    multicast for global.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        return (
            address in _UNICAST
            and address not in _SIX_TO_FOUR
            and (int(address) >> 32) & 0xFFFF_FFFF not in _ISATAP
            and address.is_global
            and address.scope_id is None
        )
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in network for network in _DENIED_V4)
    )


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, None for a name."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def place_of(url: str) -> tuple[str, int]:
    """Host and port of an address that the operator wrote, for `allowed`."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


class Guard:
    """The one judge of addresses. allowed: host:port pairs that may be private."""

    def __init__(self, allowed: Collection[tuple[str, int]] = ()) -> None:
        self._allowed = frozenset((host.lower(), port) for host, port in allowed)
        self._opened: set[tuple[IPv4Address | IPv6Address, int]] = set()
        for host, port in self._allowed:
            if (address := literal(host)) is not None:
                self._opened.add((address, port))

    def judge(self, url: str | URL) -> URL:
        """The parsed URL. Raises ForbiddenAddress with the reason in words."""
        written = str(url)
        shown = written[:100]
        if len(written) > LONGEST_URL:
            raise ForbiddenAddress(source=shown, reason=f"it is longer than {LONGEST_URL}")
        if any(sign <= " " or sign in '\\"<>\x7f' for sign in written):
            raise ForbiddenAddress(source=shown, reason="it holds signs that no address has")
        try:
            parsed = URL(written)
            host, port = parsed.host, parsed.port
        except ValueError:
            raise ForbiddenAddress(source=shown, reason="it is not an address") from None
        if parsed.scheme not in SCHEMES or not host or port is None:
            raise ForbiddenAddress(
                source=shown, reason="it does not begin with http:// or https://"
            )
        if "@" in _AUTHORITY_END.split(written.partition("://")[2], maxsplit=1)[0]:
            raise ForbiddenAddress(source=host, reason="it holds a user name or password")
        if (host.lower(), port) in self._allowed:
            return parsed
        if port not in PORTS:
            raise ForbiddenAddress(source=host, reason=f"port {port} is not one of web pages")
        address = literal(host)
        if address is not None and not is_public(address):
            raise ForbiddenAddress(source=host, reason="it is not a public address")
        labels = host.lower().rstrip(".").split(".")
        if address is None and (len(labels) < 2 or labels[-1] in INNER_NAMES):
            raise ForbiddenAddress(source=host, reason="it is a name inside this network")
        return parsed

    def admit(self, host: str, port: int, found: Collection[str]) -> list[str]:
        """Of the addresses that a name resolved to, those that may be connected to.

        Raises ForbiddenAddress if none may.
        """
        judged = {one: literal(one) for one in found}
        if (host.lower().rstrip("."), port) in self._allowed:
            self._opened.update((one, port) for one in judged.values() if one is not None)
        admitted = [
            one for one, address in judged.items() if address and self._may_connect(address, port)
        ]
        if not admitted:
            raise ForbiddenAddress(source=host, reason="its name leads to a private address")
        return admitted

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """A socket for the address that is about to be connected, or OSError."""
        family, kind, protocol, _, where = info
        address = literal(str(where[0]))
        if address is None or not self._may_connect(address, int(where[1])):
            raise PermissionError(f"{where[0]} port {where[1]} may not be fetched")
        return socket.socket(family=family, type=kind, proto=protocol)

    def _may_connect(self, address: IPv4Address | IPv6Address, port: int) -> bool:
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return (port in PORTS and is_public(address)) or (address, port) in self._opened
