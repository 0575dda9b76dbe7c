"""One source of the outside world, asked politely.

Each answer is kept for a while and confirmed instead of fetched again; the same question is asked
once however many wait for it; requests keep their distance; a cut connection is tried again; a
host that says "too many" is left alone. What still goes wrong is a SourceError with its name.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import orjson

from bot.clock import Clock, utc_now
from bot.errors import BadAnswer, NotFound, SourceDown
from bot.web.asking import Asking, Key, Question
from bot.web.cache import Cache, Kept
from bot.web.fetcher import MOST_BYTES, Fetcher, Following, Page
from bot.web.ledger import Ledger
from bot.web.marks import UNCHANGED, Mark, Sight, address_mark, mark_of
from bot.web.polling import is_polling
from config.sources import LABELS, NEEDS_KEY, SourceSettings

MISSING = frozenset({404, 410})
MOST_LOOKED = 50_000  # addresses whose last look is remembered, some 200 bytes each


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
        ledger: Ledger | None = None,
    ) -> None:
        self.name = name
        self.label = label
        self.settings = settings
        self._cache = cache
        self._clock = clock
        self._asking = Asking(name, label, settings, fetcher=fetcher, clock=clock, ledger=ledger)
        self._flights: dict[object, asyncio.Task[Page]] = {}
        self._looked: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

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
        aside: bool = False,
        follow: Following | None = None,
    ) -> Page:
        """The answer to a GET, from the cache where it is younger than `fresh` seconds.

        fresh: the source's own cache time where None, 0 asks in any case. limit: bytes. accept:
        the statuses that the caller judges itself. aside: for polling (see `bot.web.polling`,
        which holds for it too) whose answer is not kept. follow: whether a redirect to that
        address may be followed, None where any may.

        Raises NotFound (404, 410), SourceLimited (429, 503, 999 and the pause after it),
        SourceDown (5xx, cut), SourceTimeout, TooLarge, ForbiddenAddress, BadAnswer.
        """
        key: Key = ("GET", self.address(path_or_url, params), None, _sorted(headers))
        question = Question(key, limit or MOST_BYTES, accept, follow=follow)
        return await self._ask(question, fresh, aside=aside)

    async def look(self, address: str, known: Mark | None, *, keep: bool = False) -> Sight:
        """The answer to a GET where it is another than `known`; a status other than 200 raises.

        For polling: it lets people's questions go first, asks for no address more often than the
        source's cache time allows, and keeps an answer only if told to (`keep`) or where an older
        one is kept, so that ten thousand feeds do not drive out what people ask for. Raises as
        `get` does.
        """
        self._must_be_on()
        key: Key = ("GET", address, None, ())
        place = address_mark(address)
        if known is not None and known.address != place:
            known = None  # what is known is the answer to another question
        kept = self._cache.get(key)
        if kept is not None and self._is_fresh(kept, None):
            return self._seen(address, self._judged(kept.page, (200,)), known)
        if known is not None and self._is_confirmed(known):
            return Sight(known, None)
        conditions = known.asks() if known is not None else _conditions(kept)
        question = Question(key, conditions=conditions, yielding=True)
        asked_at = self._clock()
        page = await self._shared((key, known), lambda: self._asking.answer(question))
        if page.status == UNCHANGED and known is not None:
            self._remember(place, known.content, asked_at)
            return Sight(known, None)
        if page.status == UNCHANGED and kept is not None:
            page = kept.page
        page = self._judged(page, (200,))
        if keep or kept is not None:
            self._cache.put(key, page, asked_at)
        sight = self._seen(address, page, known)
        self._remember(place, sight.mark.content, asked_at)
        return sight

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
        return await self._ask(Question(key, limit or MOST_BYTES, accept), fresh)

    async def close(self) -> None:
        """Give up what is under way; its waiters are told SourceDown."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    async def _ask(self, question: Question, fresh: float | None, *, aside: bool = False) -> Page:
        self._must_be_on()
        key, accept = question.key, question.accept
        kept = self._cache.get(key)
        if kept is not None and self._is_fresh(kept, fresh):
            return self._judged(kept.page, accept)
        late = aside or is_polling()
        question = replace(question, yielding=late)
        if aside:
            page = await self._shared(("aside", key), lambda: self._asking.answer(question))
            return self._judged(page, accept)
        question = replace(question, conditions=_conditions(kept))
        # A person does not wait for the answer of somebody who has time.
        page = await self._shared((key, late), lambda: self._renewed(question, kept))
        return self._judged(page, accept)

    def _must_be_on(self) -> None:
        if not self.enabled:
            raise SourceDown(source=self.label, reason="it is switched off")

    async def _renewed(self, question: Question, kept: Kept | None) -> Page:
        """The answer, which is kept; the kept one where it is confirmed."""
        asked_at = self._clock()
        page = await self._asking.answer(question)
        if page.status == UNCHANGED and kept is not None:
            page = kept.page
        if page.status in question.accept or page.status in MISSING:
            self._cache.put(question.key, page, asked_at)
        return page

    async def _shared(self, key: object, ask: Callable[[], Coroutine[None, None, Page]]) -> Page:
        """The same question is asked once, however many wait for the answer."""
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = asyncio.create_task(ask())
            flight.add_done_callback(lambda done: self._landed(key, done))
        try:
            return await asyncio.shield(flight)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if flight.cancelled() and not (task and task.cancelling()):
                raise SourceDown(source=self.label, reason="Parkett is closing") from None
            raise

    def _landed(self, key: object, flight: asyncio.Task[Page]) -> None:
        self._flights.pop(key, None)
        if not flight.cancelled():
            flight.exception()  # seen, should all who waited have left

    def _seen(self, address: str, page: Page, known: Mark | None) -> Sight:
        mark = mark_of(address, page)
        same = known is not None and known.content == mark.content
        return Sight(mark, None if same else page)

    def _is_confirmed(self, known: Mark) -> bool:
        """Whether it was looked at within the source's cache time, and was as it is known."""
        content, at = self._looked.get(known.address, ("", None))
        if at is None or content != known.content:
            return False
        return 0 <= (self._clock() - at).total_seconds() < self.settings.cache

    def _remember(self, place: str, content: str, at: datetime) -> None:
        self._looked[place] = (content, at)
        self._looked.move_to_end(place)
        if len(self._looked) > MOST_LOOKED:
            self._looked.popitem(last=False)

    def _is_fresh(self, kept: Kept, fresh: float | None) -> bool:
        age = (self._clock() - kept.at).total_seconds()
        return 0 <= age < (self.settings.cache if fresh is None else fresh)

    def _judged(self, page: Page, accept: Collection[int]) -> Page:
        if page.status in accept:
            return page
        if page.status in MISSING:
            raise NotFound(source=self.label, what="that address")
        raise BadAnswer(source=self.label, reason=f"it answers with status {page.status}")


class Sources:
    """All configured sources by name. Open with `async with`; they share one cache.

    ledger: keeps the pace together with other processes; None for a process that is alone.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        settings: Mapping[str, SourceSettings],
        *,
        clock: Clock = utc_now,
        cache: Cache | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        shared = cache or Cache()
        self._ledger = ledger
        self._sources = {
            name: Source(
                name,
                LABELS.get(name, name),
                chosen,
                fetcher=fetcher,
                cache=shared,
                clock=clock,
                ledger=ledger,
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
        if self._ledger is not None:
            await self._ledger.close()


def _sorted(headers: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(headers.items())) if headers else ()


def _conditions(kept: Kept | None) -> dict[str, str]:
    """What lets the source say "unchanged" instead of sending everything again."""
    if kept is None or kept.page.status != 200:
        return {}
    known = kept.page.headers
    asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last-modified")}
    return {name: text for name, text in asked.items() if text}
