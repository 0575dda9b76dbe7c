"""The optional writer: asks a model for a story's summary and shows only what passes the check.

Whatever goes wrong, the story stays as it is, with its chosen sentences; the log says why, never
what was written. What was judged is kept, by the words it was made of: nothing is paid for twice.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from weakref import WeakValueDictionary

from bot.clock import Clock
from bot.errors import ParkettError, SourceLimited, SourceTimeout
from bot.instruments.models import Instrument
from bot.news.models import Story
from bot.news.relevance.naming import core_name
from bot.news.writing.checking import Evidence, refusal
from bot.news.writing.prompt import answer_of, request_body
from bot.web.fetcher import Fetcher, Page, Request
from bot.web.guard import place_of
from bot.web.lane import pause_asked
from bot.workers import Workers

log = logging.getLogger(__name__)

SOURCE = "The writer"
MOST_BYTES = 64 * 1024  # of an answer
MOST_STORIES = 5  # of one card
_REST = 60.0  # seconds after a failure in which nobody waits for it again
_ASKS_US_TO_WAIT = frozenset({429, 503})
_MOST_KEPT = 2_000  # judged summaries in memory, some 0.5 KB each


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """root: of an OpenAI-compatible API. timeout: seconds for one answer in all. checking: seconds
    more for its check, in which it may also wait for a worker.

    per_day: requests for one server in a day (UTC); all direct messages count as one server.
    """

    root: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 8.0
    checking: float = 5.0
    per_day: int = 100


@asynccontextmanager
async def open_writer(
    endpoint: Endpoint, *, contact: str | None, workers: Workers, clock: Clock
) -> AsyncGenerator["Writer"]:
    """A writer with a way out of its own: where the operator put the model, and nowhere else
    inside a private network. Nothing that feeds or people write ever goes that way.
    """
    async with Fetcher(allowed={place_of(endpoint.root)}, contact=contact) as fetcher:
        yield Writer(endpoint, fetcher=fetcher, workers=workers, clock=clock)


class Writer:
    """Writes summaries. Limits are kept in memory: a restart begins the day anew."""

    def __init__(
        self, endpoint: Endpoint, *, fetcher: Fetcher, workers: Workers, clock: Clock
    ) -> None:
        self._endpoint = endpoint
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._judged: OrderedDict[str, str | None] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._day: date | None = None
        self._asked: dict[int | None, int] = {}
        self._told: set[int | None] = set()  # whose limit the log has told of today
        self._rests_until: datetime | None = None

    def waits(self, stories: Sequence[Story], language: str, server: int | None) -> bool:
        """Whether `written` would have to ask the model, and so take time."""
        return self._may_ask(server) and any(
            _key(story, language) not in self._judged for story in _writable(stories)
        )

    async def written(
        self,
        stories: Sequence[Story],
        instrument: Instrument,
        language: str,
        *,
        server: int | None = None,
    ) -> tuple[Story, ...]:
        """The stories in their order, each with what is written of it in `language`, if anything.

        Never raises for the model's sake, and takes no longer than the endpoint says.
        """
        writable = _writable(stories)
        texts = await asyncio.gather(
            *(self._text(story, instrument, language, server) for story in writable)
        )
        by_id = {story.id: text for story, text in zip(writable, texts, strict=True)}
        model = self._endpoint.model
        return tuple(
            replace(story, written=text, written_by=model)
            if (text := by_id.get(story.id))
            else story
            for story in stories
        )

    async def _text(
        self, story: Story, instrument: Instrument, language: str, server: int | None
    ) -> str | None:
        limit = asyncio.timeout(self._endpoint.timeout + self._endpoint.checking)
        try:
            async with limit:
                return await self._judged_text(story, instrument, language, server)
        except TimeoutError:
            if not limit.expired():
                raise
            self._fails(story, SourceTimeout(source=SOURCE, seconds=self._endpoint.timeout))
        except ParkettError as error:
            self._fails(story, error)
        return None

    def _fails(self, story: Story, error: ParkettError) -> None:
        log.warning("Story %s is not written: %s", story.id, error)
        seconds = error.details.get("retry_after") if isinstance(error, SourceLimited) else None
        rest = seconds if isinstance(seconds, float) else _REST
        self._rests_until = self._clock() + timedelta(seconds=rest)

    async def _judged_text(
        self, story: Story, instrument: Instrument, language: str, server: int | None
    ) -> str | None:
        key = _key(story, language)
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        async with lock:  # who asks for the same at the same time waits for the same answer
            if key in self._judged:
                self._judged.move_to_end(key)
                return self._judged[key]
            if not self._may_ask(server):
                self._tell_of_limit(server)
                return None
            self._asked[server] = self._asked.get(server, 0) + 1
            text = await self._asked_for(story, instrument, language)
            self._judged[key] = text
            while len(self._judged) > _MOST_KEPT:
                self._judged.popitem(last=False)
            return text

    def _tell_of_limit(self, server: int | None) -> None:
        used_up = self._asked.get(server, 0) >= self._endpoint.per_day
        if used_up and server not in self._told:
            self._told.add(server)
            log.warning("No more summaries are written today for server %s", server or "(none)")

    async def _asked_for(self, story: Story, instrument: Instrument, language: str) -> str | None:
        """One request and its check. Raises SourceError and WorkError."""
        sentences = tuple(sentence.text for sentence in story.summary)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        page = await self._fetcher.fetch(
            Request(
                url=f"{self._endpoint.root}/chat/completions",
                source=SOURCE,
                method="POST",
                headers=headers,
                body=request_body(self._endpoint.model, story.title, sentences, language),
                seconds=self._endpoint.timeout,
                limit=MOST_BYTES,
            )
        )
        text = answer_of(self._answered(page), SOURCE)
        if text is None:
            log.warning("Story %s is not written: the model gave no finished text", story.id)
            return None
        names = (instrument.name, core_name(instrument.name), *instrument.names)
        reason = await self._workers.run(
            refusal,
            text,
            Evidence((story.title, *sentences), story.language, names),
            language,
            seconds=self._endpoint.checking,
            task="Checking a written summary",
        )
        if reason is None:
            return text
        log.warning("Story %s is not written: the summary was refused for its %s", story.id, reason)
        return None

    def _answered(self, page: Page) -> Page:
        """Raises SourceLimited where the model asks us to wait."""
        if page.status not in _ASKS_US_TO_WAIT:
            return page
        asked = pause_asked(page.headers.get("retry-after"), self._clock())
        raise SourceLimited(source=SOURCE, retry_after=max(asked, _REST))

    def _may_ask(self, server: int | None) -> bool:
        now = self._clock()
        if self._rests_until is not None and now < self._rests_until:
            return False
        if self._day != now.date():
            self._day = now.date()
            self._asked.clear()
            self._told.clear()
        return self._asked.get(server, 0) < self._endpoint.per_day


def _writable(stories: Sequence[Story]) -> list[Story]:
    """Those with sentences to write from."""
    return [story for story in stories[:MOST_STORIES] if story.summary]


def _key(story: Story, language: str) -> str:
    """Changes with the words that it is written from: a correction is written anew."""
    words = "\n".join([story.id, language, story.title, *(one.text for one in story.summary)])
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()
