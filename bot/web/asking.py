"""One question to one source: in its turn, with what is known already, tried up to three times."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from bot.clock import Clock
from bot.errors import SourceDown, SourceTimeout
from bot.web.fetcher import MOST_BYTES, Fetcher, Following, Page, Request
from bot.web.lane import Lane
from bot.web.ledger import Ledger
from config.sources import SourceSettings

log = logging.getLogger(__name__)

ATTEMPTS = 3
LIMITING = frozenset({429, 503, 999})
MOST_LANES = 2048

Key = tuple[str, str, bytes | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """key: method, address, body and headers. conditions: headers that ask for what changed.

    limit: bytes of the answer. accept: statuses that are no error. yielding: whether it lets
    others go first. follow: whether a redirect may be followed, None where any may.
    """

    key: Key
    limit: int = MOST_BYTES
    accept: Collection[int] = (200,)
    conditions: Mapping[str, str] = field(default_factory=dict[str, str])
    yielding: bool = False
    follow: Following | None = None


class Asking:
    """Asks one source's hosts, each in its own lane. ledger: what the lanes of all processes
    share, None for the only process."""

    def __init__(
        self,
        name: str,
        label: str,
        settings: SourceSettings,
        *,
        fetcher: Fetcher,
        clock: Clock,
        ledger: Ledger | None = None,
    ) -> None:
        self._name = name
        self._label = label
        self._settings = settings
        self._fetcher = fetcher
        self._clock = clock
        self._ledger = ledger
        self._lanes: dict[str, Lane] = {}

    async def answer(self, question: Question) -> Page:
        """The answer within the source's time limit, whatever its status below 500.

        Raises SourceLimited, SourceDown, SourceTimeout, TooLarge, ForbiddenAddress, BadAnswer.
        """
        until = asyncio.get_running_loop().time() + self._settings.timeout
        retrying = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential_jitter(multiplier=0.1, max=1.0, jitter=0.2),
            retry=retry_if_exception_type(SourceDown),
            reraise=True,
        )
        try:
            async with asyncio.timeout_at(until):
                async for attempt in retrying:
                    with attempt:
                        return await self._try(question, until)
        except (TimeoutError, SourceTimeout):
            pass
        raise SourceTimeout(source=self._label, seconds=self._settings.timeout)

    async def _try(self, question: Question, until: float) -> Page:
        method, url, body, headers = question.key
        lane = self._lane(url)
        await _turn(lane, question, until)
        asked_at = self._clock()

        async def follow(address: str) -> bool:
            """Another host has a pace of its own, and answers for itself."""
            nonlocal lane, asked_at
            if question.follow is not None and not await question.follow(address):
                return False
            following = self._lane(address)
            if following is not lane:
                await lane.answered(asked_at)
                await _turn(following, question, until)
                lane, asked_at = following, self._clock()
            return True

        page = await self._fetcher.fetch(
            Request(
                url=url,
                source=self._label,
                method=method,
                headers={**dict(headers), **question.conditions},
                body=body,
                seconds=max(until - asyncio.get_running_loop().time(), 0.01),
                limit=question.limit,
                follow=follow,
            )
        )
        log.debug("%s answered %d with %d bytes", self._label, page.status, len(page.body))
        if page.status in LIMITING and page.status not in question.accept:
            raise await lane.limited(asked_at, page.headers.get("retry-after"))
        if page.status >= 500 and page.status not in question.accept:
            raise SourceDown(source=self._label, reason=f"it answers with error {page.status}")
        await lane.answered(asked_at)
        return page

    def _lane(self, url: str) -> Lane:
        host = urlsplit(url).netloc.lower()
        lane = self._lanes.get(host)
        if lane is None:
            if len(self._lanes) >= MOST_LANES:
                self._lanes = {one: old for one, old in self._lanes.items() if not old.idle()}
            lane = self._lanes[host] = Lane(
                f"source:{self._name}:{host}",
                pace=self._settings.pace,
                first_pause=self._settings.cool_down,
                source=self._label,
                clock=self._clock,
                ledger=self._ledger,
            )
        return lane


async def _turn(lane: Lane, question: Question, until: float) -> None:
    """until: by the loop's clock. Raises SourceLimited where there is none by then."""
    wait = lane.late_turn if question.yielding else lane.turn
    await wait(until - asyncio.get_running_loop().time())
