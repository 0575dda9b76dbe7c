"""One source of the outside world, asked politely.

Each answer is kept for a while and confirmed instead of fetched again; the same question is asked
once however many wait for it; requests keep their distance; a cut connection is tried again; a
host that says "too many" is left alone. What still goes wrong is a SourceError with its name.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

import orjson
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from bot.clock import Clock, utc_now
from bot.errors import BadAnswer, NotFound, SourceDown, SourceTimeout
from bot.web.cache import Cache, Kept
from bot.web.fetcher import MOST_BYTES, Fetcher, Page, Request
from bot.web.lane import Lane
from config.sources import LABELS, NEEDS_KEY, SourceSettings

log = logging.getLogger(__name__)

ATTEMPTS = 3
LIMITING = frozenset({429, 503, 999})
MISSING = frozenset({404, 410})
MOST_LANES = 2048

Key = tuple[str, str, bytes | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, and what is known of it already."""

    key: Key
    kept: Kept | None
    limit: int
    accept: Collection[int]


class Source:
    """One configured source. name: "YAHOO"; label: what people read, "Yahoo"."""

    def __init__(
        self,
        name: str,
        label: str,
        settings: SourceSettings,
        *,
        fetcher: Fetcher,
        cache: Cache,
        clock: Clock,
    ) -> None:
        self.name = name
        self.label = label
        self.settings = settings
        self._fetcher = fetcher
        self._cache = cache
        self._clock = clock
        self._lanes: dict[str, Lane] = {}
        self._flights: dict[Key, asyncio.Task[Page]] = {}

    @property
    def enabled(self) -> bool:
        """Whether it is asked at all: switched on, and with its key where it needs one."""
        return self.settings.enabled and (self.name not in NEEDS_KEY or bool(self.settings.key))

    def address(self, path_or_url: str, params: Mapping[str, str] | None = None) -> str:
        """The whole address of a path under the source's root; whole addresses stay."""
        url = path_or_url
        if not url.startswith(("http://", "https://")):
            url = f"{self.settings.base_url.rstrip('/')}/{path_or_url.lstrip('/')}"
        if params:
            url += ("&" if "?" in url else "?") + urlencode(params)
        return url

    async def get(
        self,
        path_or_url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        fresh: float | None = None,
        limit: int | None = None,
        accept: Collection[int] = (200,),
    ) -> Page:
        """The answer to a GET, from the cache where it is younger than `fresh` seconds.

        fresh: the source's own cache time where None, 0 asks in any case. limit: bytes. accept:
        the statuses that the caller judges itself.

        Raises NotFound (404, 410), SourceLimited (429, 503, 999 and the pause after it),
        SourceDown (5xx, cut), SourceTimeout, TooLarge, ForbiddenAddress, BadAnswer.
        """
        key: Key = ("GET", self.address(path_or_url, params), None, _sorted(headers))
        return await self._ask(key, fresh, limit, accept)

    async def post_json(
        self,
        path_or_url: str,
        body: object,
        *,
        headers: Mapping[str, str] | None = None,
        fresh: float | None = None,
        limit: int | None = None,
        accept: Collection[int] = (200,),
    ) -> Page:
        """The answer to a question that is put as JSON; kept and tried again just as a GET."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        key: Key = ("POST", self.address(path_or_url), orjson.dumps(body), _sorted(sent))
        return await self._ask(key, fresh, limit, accept)

    async def close(self) -> None:
        """Give up what is under way; its waiters are told SourceDown."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    async def _ask(
        self, key: Key, fresh: float | None, limit: int | None, accept: Collection[int]
    ) -> Page:
        if not self.enabled:
            raise SourceDown(source=self.label, reason="it is switched off")
        kept = self._cache.get(key)
        if kept is not None and self._is_fresh(kept, fresh):
            return self._judged(kept.page, accept)
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.create_task(
                self._fly(_Question(key, kept, limit or MOST_BYTES, accept))
            )
            self._flights[key] = flight
            flight.add_done_callback(lambda done: self._landed(key, done))
        try:
            page = await asyncio.shield(flight)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if flight.cancelled() and not (task and task.cancelling()):
                raise SourceDown(source=self.label, reason="Parkett is closing") from None
            raise
        return self._judged(page, accept)

    def _is_fresh(self, kept: Kept, fresh: float | None) -> bool:
        age = (self._clock() - kept.at).total_seconds()
        return 0 <= age < (self.settings.cache if fresh is None else fresh)

    def _landed(self, key: Key, flight: asyncio.Task[Page]) -> None:
        self._flights.pop(key, None)
        if not flight.cancelled():
            flight.exception()  # seen, should all who waited have left

    async def _fly(self, question: _Question) -> Page:
        """One question, tried up to three times within the source's time limit."""
        until = asyncio.get_running_loop().time() + self.settings.timeout
        retrying = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential_jitter(multiplier=0.1, max=1.0, jitter=0.2),
            retry=retry_if_exception_type(SourceDown),
            reraise=True,
        )
        lane = self._lane(question.key[1])
        try:
            async with asyncio.timeout_at(until):
                async for attempt in retrying:
                    with attempt:
                        return await self._try(question, lane, until)
        except (TimeoutError, SourceTimeout):
            pass
        raise SourceTimeout(source=self.label, seconds=self.settings.timeout)

    async def _try(self, question: _Question, lane: Lane, until: float) -> Page:
        method, url, body, headers = question.key
        kept, accept = question.kept, question.accept
        lane.check(self._clock())
        loop = asyncio.get_running_loop()
        await lane.turn(until - loop.time())
        asked_at = self._clock()
        page = await self._fetcher.fetch(
            Request(
                url=url,
                source=self.label,
                method=method,
                headers=dict(headers) | _conditions(kept),
                body=body,
                seconds=max(until - loop.time(), 0.01),
                limit=question.limit,
            )
        )
        log.debug("%s answered %d with %d bytes", self.label, page.status, len(page.body))
        if page.status in LIMITING and page.status not in accept:
            raise lane.limited(self._clock(), page.headers.get("retry-after"))
        if page.status >= 500 and page.status not in accept:
            raise SourceDown(source=self.label, reason=f"it answers with error {page.status}")
        lane.answered()
        if page.status == 304 and kept is not None:
            page = kept.page
        if page.status in accept or page.status in MISSING:
            self._cache.put(question.key, page, asked_at)
        return page

    def _judged(self, page: Page, accept: Collection[int]) -> Page:
        if page.status in accept:
            return page
        if page.status in MISSING:
            raise NotFound(source=self.label, what="that address")
        raise BadAnswer(source=self.label, reason=f"it answers with status {page.status}")

    def _lane(self, url: str) -> Lane:
        host = urlsplit(url).netloc.lower()
        lane = self._lanes.get(host)
        if lane is None:
            if len(self._lanes) >= MOST_LANES:
                now = self._clock()
                self._lanes = {one: old for one, old in self._lanes.items() if not old.idle(now)}
            lane = self._lanes[host] = Lane(
                pace=self.settings.pace, first_pause=self.settings.cool_down, source=self.label
            )
        return lane


class Sources:
    """All configured sources by name. Open with `async with`; they share one cache."""

    def __init__(
        self,
        fetcher: Fetcher,
        settings: Mapping[str, SourceSettings],
        *,
        clock: Clock = utc_now,
        cache: Cache | None = None,
    ) -> None:
        shared = cache or Cache()
        self._sources = {
            name: Source(
                name,
                LABELS.get(name, name),
                chosen,
                fetcher=fetcher,
                cache=shared,
                clock=clock,
            )
            for name, chosen in settings.items()
        }

    def __getitem__(self, name: str) -> Source:
        return self._sources[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.gather(*(source.close() for source in self._sources.values()))


def _sorted(headers: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(headers.items())) if headers else ()


def _conditions(kept: Kept | None) -> dict[str, str]:
    """What lets the source say "unchanged" instead of sending everything again."""
    if kept is None or kept.page.status != 200:
        return {}
    known = kept.page.headers
    asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last-modified")}
    return {name: text for name, text in asked.items() if text}
