"""Has anything been published? For polling: what has not changed is neither sent nor read."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.audience import Audience
from bot.errors import BadAnswer, NotFound, ParkettError, SourceTimeout, WorkTimeout
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.form import NewsProvider
from bot.web.marks import Mark
from bot.web.polling import polling

log = logging.getLogger(__name__)

GIVE_UP = 20.0  # seconds for one source, reading included; less than a lease


@dataclass(frozen=True, slots=True)
class SourceLook:
    """What one source said. articles: None where nothing has changed, or it failed (`error`).

    mark: what to know the answer by the next time, None to go on with the one that is known.
    """

    name: str
    articles: tuple[Article, ...] | None = None
    mark: Mark | None = None
    error: ParkettError | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One look at all of an instrument's sources, in their order."""

    sources: tuple[SourceLook, ...] = ()

    @property
    def changed(self) -> bool:
        return any(one.articles is not None for one in self.sources)


async def look_at(
    providers: Sequence[NewsProvider],
    instrument: Instrument,
    audience: Audience,
    known: Mapping[str, Mark],
    *,
    aside: asyncio.Semaphore,
) -> Look:
    """Asks each provider once, side by side. known: marks of the last look, by label.

    aside: bounds how many answers are read at once.
    """
    one_by_one = [
        _look(one, instrument, audience, known.get(one.label), aside) for one in providers
    ]
    with polling():  # also for what must be known before an address is
        if len(one_by_one) == 1:
            return Look((await one_by_one[0],))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(look) for look in one_by_one]
    return Look(tuple(task.result() for task in tasks))


async def _look(
    provider: NewsProvider,
    instrument: Instrument,
    audience: Audience,
    known: Mark | None,
    aside: asyncio.Semaphore,
) -> SourceLook:
    name = provider.label
    answered = False
    try:
        async with asyncio.timeout(GIVE_UP):
            address = await provider.address(instrument, audience)
            sight = await provider.source.look(address, known, keep=provider.common)
            answered = True
            if sight.page is None:
                return SourceLook(name)
            async with aside:
                articles = await provider.read(sight.page, instrument, audience)
            return SourceLook(name, tuple(articles), sight.mark)
    except NotFound:
        # A source that knows nothing of this company did its work.
        return SourceLook(name, ())
    except ParkettError as error:
        return SourceLook(name, error=error)
    except TimeoutError:
        if answered:  # our own processes are busy
            task = f"Reading what {name} says"
            return SourceLook(name, error=WorkTimeout(task=task, seconds=GIVE_UP))
        return SourceLook(name, error=SourceTimeout(source=name, seconds=GIVE_UP))
    except Exception:
        log.exception("Looking at %s failed in a way that nobody expected", name)
        reason = "it could not be understood"
        return SourceLook(name, error=BadAnswer(source=name, reason=reason))
