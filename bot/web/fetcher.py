"""One guarded way out: everything that Parkett fetches goes through `Fetcher.fetch`.

It limits where a request may go, redirects included, how long it may take in all, and how many
bytes it may unpack to; it says honestly who asks. It knows no politeness: that is `source.py`.
"""

import asyncio
import codecs
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.errors import BadAnswer, ForbiddenAddress, SourceDown, SourceTimeout, TooLarge
from bot.web.guard import Guard
from bot.web.names import GuardedResolver
from bot.web.unpacking import Unpacker

log = logging.getLogger(__name__)

PRODUCT = "Parkett/0.1"
MEBI = 1024 * 1024
MOST_BYTES = 4 * MEBI
MOST_REDIRECTS = 5
MOST_REQUESTS = 64  # at once, whatever asks
MOST_PER_HOST = 6
MOST_HEADERS = 100
CHUNK = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Headers that may follow a redirect to another host; a key or a cookie may not.
HARMLESS = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})
# Python's own, which no page is written in: some raise whatever is asked of them, and punycode
# takes minutes for a page.
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})


Following = Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to fetch. seconds: in all, redirects included. limit: bytes when unpacked.

    source: the name that errors carry; the host where it is None. follow: asked before each
    redirect whether that address may be opened; None follows all that the guard lets through.
    """

    url: str
    source: str | None = None
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    seconds: float = 10.0
    limit: int = MOST_BYTES
    follow: Following | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, whatever its status. url: after redirects. headers: names in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    charset: str | None = None

    def text(self) -> str:
        """The body in its declared encoding, else UTF-8; never raises."""
        return self.body.decode(self.charset or "utf-8-sig", errors="replace")

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, "" if unknown."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Fetcher:
    """One session for everything. Open with `async with`.

    allowed: host:port pairs that may be reached although private. contact: told in the
    User-Agent. resolver: how names become addresses, the system's where none is given.
    """

    def __init__(
        self,
        *,
        allowed: Collection[tuple[str, int]] = (),
        contact: str | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self.guard = Guard(allowed)
        self.user_agent = f"{PRODUCT} (+{contact})" if contact else PRODUCT
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=MOST_REQUESTS,
            limit_per_host=MOST_PER_HOST,
            resolver=GuardedResolver(self.guard, self._resolver),
            ttl_dns_cache=60,
            socket_factory=self.guard.open_socket,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.user_agent, "Accept-Encoding": "gzip, deflate"},
            auto_decompress=False,  # a bomb is unpacked by us, in bounded pieces
            trust_env=False,
            max_headers=MOST_HEADERS,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, request: Request) -> Page:
        """Fetch one address, following at most five redirects of a GET.

        Raises ForbiddenAddress, SourceTimeout, SourceDown, TooLarge or BadAnswer. A status is
        never an error here.
        """
        url = self.guard.judge(request.url)
        source = request.source or url.host or request.url
        try:
            async with asyncio.timeout(request.seconds):
                return await self._follow(request, url, source)
        except TimeoutError:
            raise SourceTimeout(source=source, seconds=request.seconds) from None
        except aiohttp.ClientConnectorDNSError as error:
            raise SourceDown(source=source, reason="its name is not known") from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise SourceDown(source=source, reason="its certificate is not valid") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, PermissionError):
                raise ForbiddenAddress(source=source, reason="it is a private address") from None
            raise SourceDown(source=source, reason="no connection") from error
        except aiohttp.InvalidURL as error:
            raise ForbiddenAddress(source=source, reason="it is not an address") from error
        except aiohttp.ClientPayloadError as error:
            raise SourceDown(source=source, reason="its answer was cut short") from error
        except aiohttp.ClientResponseError as error:
            raise BadAnswer(source=source, reason="it is not valid HTTP") from error
        except (aiohttp.ClientError, OSError) as error:
            raise SourceDown(source=source, reason="the connection was cut") from error

    async def _follow(self, request: Request, url: URL, source: str) -> Page:
        headers = dict(request.headers)
        for _ in range(MOST_REDIRECTS + 1):
            page = await self._ask(request, url, headers, source)
            target = page.headers.get("location")
            if page.status not in REDIRECTS or not target or request.method != "GET":
                return page
            try:
                following = self.guard.judge(url.join(URL(target)))
            except ValueError:
                raise BadAnswer(source=source, reason="it redirects to no address") from None
            if request.follow is not None and not await request.follow(str(following)):
                raise ForbiddenAddress(source=source, reason="it leads where we may not go")
            if following.origin() != url.origin():
                headers = {name: text for name, text in headers.items() if name.lower() in HARMLESS}
            url = following
        raise BadAnswer(source=source, reason=f"it redirects more than {MOST_REDIRECTS} times")

    async def _ask(
        self, request: Request, url: URL, headers: Mapping[str, str], source: str
    ) -> Page:
        if self._session is None:
            raise RuntimeError("the fetcher is not open")
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=request.seconds / 2)
        async with self._session.request(
            request.method,
            url,
            headers=headers,
            data=request.body,
            allow_redirects=False,
            timeout=timeout,
        ) as response:
            body = await _read(response, request.limit, source)
            return Page(
                url=str(response.url.with_fragment(None)),
                status=response.status,
                headers={name.lower(): text for name, text in response.headers.items()},
                body=body,
                charset=_known_charset(response.charset),
            )


async def _read(response: aiohttp.ClientResponse, limit: int, source: str) -> bytes:
    """The unpacked body. Raises TooLarge as soon as it is more than `limit` bytes."""
    shown = f"{limit / MEBI:.3g} MB"
    if (response.content_length or 0) > limit:
        raise TooLarge(source=source, limit=shown)
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""), limit, source)
    async for chunk in response.content.iter_chunked(CHUNK):
        if not unpacker.feed(chunk):
            raise TooLarge(source=source, limit=shown)
    return unpacker.result()


def _known_charset(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Codecs that are no text encoding ("zlib", "base64") would blow up or be refused later.
    usable = getattr(found, "_is_text_encoding", True) and found.name not in NO_CHARSETS
    return found.name if usable else None
