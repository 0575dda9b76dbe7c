"""How does a message get to Discord? A lean client of the few requests that delivery needs.

It tries once and tells what happened; what follows from that is the business of `verdict`, and
when it may ask is the business of `pace`. Neither the token nor a text is ever logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast

import aiohttp
import orjson

ROOT = "https://discord.com/api/v10"
SEND_SECONDS = 20.0  # one request in all; the lease of a row is longer
CONNECTIONS = 100  # more than the courier serves at once
PAGE = 100  # messages that Discord tells at once
_MOST_BYTES = 8 << 20  # a hundred messages with ten embeds each stay below it
_VERSION = "0.1"
_PICTURE = "chart.png"
_JSON = {"Content-Type": "application/json"}
_HASTY = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of one request. All durations in seconds.

    status: HTTP's; None where no answer came, and then `cut` names the kind of failure and
    `accepted` tells whether Discord may have done it all the same. code: Discord's own. message:
    the id that was made (of a private channel: the channel's). is_json: the answer was an object
    or a list, so it came from Discord rather than from what stands before it. scope, everywhere:
    of a 429. remaining, reset_after: of the bucket that this request was counted in.
    """

    status: int | None
    code: int | None = None
    message: int | None = None
    is_json: bool = False
    retry_after: float | None = None
    scope: str | None = None
    everywhere: bool = False
    remaining: int | None = None
    reset_after: float | None = None
    cut: str | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a channel. marks: the custom_ids of its components."""

    id: int
    author: int
    marks: frozenset[str]


class Messenger:
    """One session. Open with `async with`.

    root: of Discord's REST API with its version. contact: a page or address of the operator,
    told in the User-Agent.
    """

    def __init__(
        self,
        token: str,
        *,
        root: str | None = None,
        contact: str | None = None,
        seconds: float = SEND_SECONDS,
    ) -> None:
        self.seconds = seconds
        self._token = token
        self._root = (root or ROOT).rstrip("/")
        self._agent = f"DiscordBot ({contact or 'Parkett'}, {_VERSION})"
        self._session: aiohttp.ClientSession | None = None
        self._private: dict[int, int] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=self.seconds),
            headers={
                "Authorization": f"Bot {self._token}",
                "User-Agent": self._agent,
            },
            trust_env=False,
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

    async def post(
        self,
        channel: int,
        body: Mapping[str, object],
        *,
        nonce: str,
        picture: bytes | None = None,
    ) -> Receipt:
        """A new message. While Discord remembers the nonce (≤ 25 characters), a repeat makes
        nothing new and tells of the first. picture: a PNG, shown in the first embed."""
        whole = {**body, "nonce": nonce, "enforce_nonce": True}
        if picture is not None:
            whole = _illustrated(whole)
        receipt, _ = await self._ask("POST", f"/channels/{channel}/messages", whole, picture)
        return receipt

    async def edit(self, channel: int, message: int, body: Mapping[str, object]) -> Receipt:
        """Changes what the body names of a message of our own."""
        receipt, _ = await self._ask("PATCH", f"/channels/{channel}/messages/{message}", body)
        return receipt

    async def open_private(self, user: int) -> Receipt:
        """The channel of our private messages with that user, in `message`."""
        receipt, _ = await self._ask("POST", "/users/@me/channels", {"recipient_id": str(user)})
        if receipt.status == 200 and receipt.message is not None:
            self._private[user] = receipt.message
        return receipt

    def private_channel(self, user: int) -> int | None:
        """The channel that `open_private` has opened, None where it has not."""
        return self._private.get(user)

    async def me(self) -> Receipt:
        """Our own id, in `message`."""
        receipt, _ = await self._ask("GET", "/users/@me")
        return receipt

    async def page(
        self, channel: int, *, before: int | None = None
    ) -> tuple[Receipt, tuple[Posted, ...]]:
        """The newest messages of a channel, or those before one; newest first, at most `PAGE`."""
        query = f"?limit={PAGE}" + (f"&before={before}" if before is not None else "")
        receipt, document = await self._ask("GET", f"/channels/{channel}/messages{query}")
        if receipt.status != 200 or not isinstance(document, list):
            return receipt, ()
        found = [_posted(one) for one in cast("list[object]", document)]
        return receipt, tuple(one for one in found if one is not None)

    async def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        picture: bytes | None = None,
    ) -> tuple[Receipt, object]:
        """One request, and the JSON of its answer (None where it is none)."""
        if self._session is None:
            raise RuntimeError("a Messenger is opened with `async with`")
        data = None if body is None else orjson.dumps(body)
        form = None if data is None or picture is None else _form(data, picture)
        try:
            async with self._session.request(
                method,
                self._root + path,
                data=form or data,
                headers=None if form else _JSON,
                allow_redirects=False,
            ) as answer:
                text = await _read(answer)
        except (TimeoutError, OSError, aiohttp.ClientError, aiohttp.InvalidURL) as error:
            maybe = not isinstance(error, _HASTY)
            return Receipt(status=None, cut=type(error).__name__, accepted=maybe), None
        document = _document(text)
        return _receipt(answer, document), document


def _illustrated(body: Mapping[str, object]) -> dict[str, object]:
    """The body with our picture in its first embed."""
    embeds = cast("list[dict[str, object]]", body.get("embeds") or [{}])
    shown = {**embeds[0], "image": {"url": f"attachment://{_PICTURE}"}}
    attached = [{"id": 0, "filename": _PICTURE}]
    return {**body, "embeds": [shown, *embeds[1:]], "attachments": attached}


def _form(body: bytes, picture: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("payload_json", body.decode(), content_type="application/json")
    form.add_field("files[0]", picture, filename=_PICTURE, content_type="image/png")
    return form


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The body, as far as an answer of Discord goes."""
    text = bytearray()
    async for piece in answer.content.iter_chunked(1 << 16):
        text += piece
        if len(text) > _MOST_BYTES:
            answer.close()
            return b""
    return bytes(text)


def _document(text: bytes) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _receipt(answer: aiohttp.ClientResponse, document: object) -> Receipt:
    told = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    headers = answer.headers
    retry_after = _number(told.get("retry_after"))
    if retry_after is None:
        retry_after = _number(headers.get("Retry-After"))
    code = told.get("code")
    return Receipt(
        status=answer.status,
        code=code if isinstance(code, int) else None,
        message=_id(told.get("id")),
        is_json=isinstance(document, dict | list),
        retry_after=retry_after,
        scope=headers.get("X-RateLimit-Scope"),
        everywhere=told.get("global") is True or headers.get("X-RateLimit-Scope") == "global",
        remaining=_whole(headers.get("X-RateLimit-Remaining")),
        reset_after=_number(headers.get("X-RateLimit-Reset-After")),
    )


def _posted(told: object) -> Posted | None:
    if not isinstance(told, dict):
        return None
    message = cast("dict[str, Any]", told)
    author = message.get("author")
    author = _id(cast("dict[str, Any]", author).get("id")) if isinstance(author, dict) else None
    number = _id(message.get("id"))
    if number is None or author is None:
        return None
    return Posted(number, author, frozenset(_marks(message.get("components"))))


def _marks(components: object) -> list[str]:
    """The custom_ids, however deep the components are nested."""
    found: list[str] = []
    waiting = [components]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += cast("list[object]", one)
        elif isinstance(one, dict):
            part = cast("dict[str, object]", one)
            mark = part.get("custom_id")
            if isinstance(mark, str):
                found.append(mark)
            waiting += [part.get("components"), part.get("accessory")]
    return found


def _id(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19:
        return int(value)
    return None


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and value.isascii() and value.isdigit() else None


def _number(value: object) -> float | None:
    """Seconds; None for what is no number, or none that one could wait for."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number < 1e6 else None
