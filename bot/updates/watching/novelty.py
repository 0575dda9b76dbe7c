"""What of a look is new? Pure; the time is an argument.

Nothing of a source's first answer is, unless it was published after we began to ask. An article is
new where its key was never seen and it is not old; without a date, where the rest of its feed is
known, so that it was added since.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.news.looking import Look, SourceLook
from bot.news.stories.freshness import STALE_AFTER, known_date
from bot.updates.watching.newsmemory import (
    MOST_SEEN,
    RECENT,
    NewsMemory,
    Recent,
    SourceMemory,
    article_key,
)

# So many unknown articles and none that is known: the feed was moved or rewritten, not so busy.
_ANOTHER_FEED = 5
_LATE = timedelta(hours=1)  # that articles appear after the time they give; known ones are known


@dataclass(frozen=True, slots=True)
class Novelty:
    """memory: with what was seen, before anything is told. fresh: what may be told.

    known: what was not seen before either, but is there silently.
    """

    memory: NewsMemory
    fresh: tuple[Recent, ...] = ()
    known: tuple[Recent, ...] = ()


def novelty(memory: NewsMemory | None, look: Look, now: datetime) -> Novelty:
    """memory: None before the first look, which is the baseline."""
    first = memory is None
    memory = memory or NewsMemory(begun=now, looked=now)
    before_now = frozenset(memory.seen)
    seen = dict.fromkeys(memory.seen)
    sources = dict(memory.sources)
    fresh: dict[str, Recent] = {}
    known: dict[str, Recent] = {}
    for one in look.sources:
        before = sources.get(one.name) or SourceMemory(since=now)
        sources[one.name] = _after(before, one)
        keyed = {article_key(article): article for article in one.articles or ()}
        unseen = {key: article for key, article in keyed.items() if key not in before_now}
        after = _silent_until(before, keyed, unseen, memory)
        for key, article in unseen.items():
            at = known_date(article, now)
            told = _may_be_told(at, after, memory.looked, now) and not first
            (fresh if told else known)[key] = Recent(article, at or now)
        for key in keyed:
            seen.pop(key, None)
            seen[key] = None
    changed = replace(memory, sources=sources, seen=tuple(seen)[-MOST_SEEN:])
    if look.changed:
        changed = replace(changed, looked=now)
    silent = tuple(one for key, one in known.items() if key not in fresh)
    return Novelty(changed, tuple(fresh.values()), silent)


def _after(before: SourceMemory, one: SourceLook) -> SourceMemory:
    if one.error is not None:
        return before
    return replace(before, heard=True, mark=one.mark or before.mark)


def _silent_until(
    before: SourceMemory, keyed: Collection[str], unseen: Collection[str], memory: NewsMemory
) -> datetime | None:
    """What is not known to be published after that moment is no news; None: all may be."""
    if not before.heard:
        return before.since
    if len(unseen) >= _ANOTHER_FEED and len(unseen) == len(keyed):
        return memory.looked - _LATE
    return None


def _may_be_told(
    at: datetime | None, after: datetime | None, looked: datetime, now: datetime
) -> bool:
    """at: when it was published, None unknown."""
    if at is None:
        return after is None
    if now - at > STALE_AFTER or (after is not None and at <= after):
        return False
    # Longer ago than what we remember, it cannot be compared, unless we were away so long.
    return at >= min(now - RECENT, looked)
