"""What people ask for counts towards Discord's 50 requests a second: deliveries must know of it.

A hook in discord.py's own HTTP session, so that the library's retries are seen as well. It never
waits for the database and never makes anybody queue: it counts in memory, and only while Discord
has closed the door to all of us does it hold a request back.
"""

import asyncio
import logging
from types import SimpleNamespace

import aiohttp
import discord
import yarl
from discord.http import Route

from bot.errors import StoreError
from bot.updates.delivery.pace import Pace

log = logging.getLogger(__name__)

_EVERY = 0.25  # seconds between two times that the other processes are told
_PATIENCE = 10.0  # seconds that a person's request waits at most; then it is told to be too late
_UNCOUNTED = ("interactions", "webhooks")  # Discord does not count these towards the limit


def tracing(pace: Pace) -> aiohttp.TraceConfig:
    """For `Client(http_trace=…)`; to be made after `Route.BASE` has been set."""
    root = yarl.URL(Route.BASE)
    prefix = root.raw_path.rstrip("/") + "/"

    def counts(url: yarl.URL) -> bool:
        path = url.raw_path
        if url.host != root.host or not path.startswith(prefix):
            return False
        return not path.startswith(_UNCOUNTED, len(prefix))

    async def starting(
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        about: aiohttp.TraceRequestStartParams,
    ) -> None:
        del session, context
        if not counts(about.url):
            return
        if (rest := pace.paused) > 0:
            if rest > _PATIENCE:
                raise discord.RateLimited(rest)
            await asyncio.sleep(rest)
        pace.person_asked()

    async def ended(
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        about: aiohttp.TraceRequestEndParams,
    ) -> None:
        del session, context
        answer = about.response
        if answer.status == 429 and _is_for_all(answer):
            pace.pause(_seconds(answer.headers.get("Retry-After")))

    config = aiohttp.TraceConfig()
    config.on_request_start.append(starting)
    config.on_request_end.append(ended)
    return config


async def keep_telling(pace: Pace) -> None:
    """Tells the other processes how much people asked for, until it is cancelled; writes nothing
    while nobody asks. What a dead database does not take is told later."""
    failing = False
    while True:
        await asyncio.sleep(_EVERY)
        try:
            await pace.flush()
        except StoreError as error:
            if not failing:
                log.warning("other processes do not hear how much people ask for: %s", error)
            failing = True
        else:
            failing = False


def _is_for_all(answer: aiohttp.ClientResponse) -> bool:
    """The limit of the whole bot, or Cloudflare, which does not say that it stands between."""
    return "X-RateLimit-Global" in answer.headers or "Via" not in answer.headers


def _seconds(text: str | None) -> float:
    try:
        return min(max(float(text or ""), 1.0), 3600.0)
    except ValueError:
        return 5.0
