"""What a watch of news remembers between two looks, and that as the JSON of its row.

Texts are kept for three days, so that what comes now can be told together with what was there;
stories that were told a week, so that none is told again. A busy company takes some 100 KB.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.news.models import Article
from bot.news.stories.duplicates import address
from bot.updates.models import StoryFact
from bot.updates.payloads.facts import story_document, story_of
from bot.updates.payloads.fields import items as items_of
from bot.updates.payloads.fields import mapping, string
from bot.updates.payloads.fields import moment as moment_of
from bot.web.marks import Mark

RECENT = timedelta(hours=72)  # how long an article is told together with newer ones
TOLD = timedelta(days=7)
MOST_RECENT = 200  # articles
MOST_TOLD = 80  # stories
MOST_SEEN = 6_000  # articles that are known again, 8 bytes each
MOST_MOMENTS = 16
_TEASER = 600  # characters; enough for a summary and to know a copy
_KEY = 8  # characters of an article's key
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMemory:
    """since: when it was first asked. heard: whether it has ever answered."""

    since: datetime
    heard: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """An article with its date; where it has none, when it was first seen."""

    article: Article
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story that is known. posted: it was told; else it was there before anybody listened.

    at: when it was last told, or was part of a telling. keys: of the addresses of all its articles
    and copies.
    """

    fact: StoryFact
    at: datetime
    keys: frozenset[str]
    publishers: frozenset[str]
    posted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsMemory:
    """begun: the baseline; looked: the last look that found anything changed. All times UTC.

    seen: keys of articles, longest unseen first. moments: the last times when there was news.
    recent: newest first. told: the last at first.
    """

    begun: datetime
    looked: datetime
    sources: Mapping[str, SourceMemory] = field(default_factory=dict[str, SourceMemory])
    seen: tuple[str, ...] = ()
    moments: tuple[datetime, ...] = ()
    recent: tuple[Recent, ...] = ()
    told: tuple[Told, ...] = ()

    def marks(self) -> dict[str, Mark]:
        return {name: one.mark for name, one in self.sources.items() if one.mark is not None}


def article_key(article: Article) -> str:
    """The same address with another headline is another article: a correction is one."""
    return _hashed(f"{address(article.url)}\n{article.title}")


def address_key(url: str) -> str:
    return _hashed(address(url))


def with_articles(memory: NewsMemory, found: Iterable[Recent], now: datetime) -> NewsMemory:
    """Remembers these beside the others, as far as they are recent."""
    known = {article_key(one.article): one for one in (*memory.recent, *found)}
    recent = [one for one in known.values() if now - one.at <= RECENT]
    recent.sort(key=lambda one: one.at, reverse=True)
    short = (
        replace(one, article=replace(one.article, teaser=one.article.teaser[:_TEASER], text=None))
        for one in recent[:MOST_RECENT]
    )
    return replace(memory, recent=tuple(short))


def with_told(memory: NewsMemory, told: Sequence[Told], now: datetime) -> NewsMemory:
    """Remembers these in the place of those with the same id."""
    known = {one.fact.id: one for one in (*memory.told, *told)}
    kept = [one for one in known.values() if now - one.at <= TOLD]
    kept.sort(key=lambda one: one.at, reverse=True)
    return replace(memory, told=tuple(kept[:MOST_TOLD]))


def recent_stories(state: object) -> list[StoryFact]:
    """The stories that a news watch knows, newest first by when they were first published.

    state: as its row holds it. Those without a date are left out: nobody knows what came after.
    """
    memory = read(state)
    facts = [one.fact for one in memory.told] if memory else []
    dated = [(one.first_published, one) for one in facts if one.first_published is not None]
    return [fact for _, fact in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def write(memory: NewsMemory) -> dict[str, object]:
    return {
        "version": _VERSION,
        "begun": memory.begun.isoformat(),
        "looked": memory.looked.isoformat(),
        "sources": {name: _source(one) for name, one in memory.sources.items()},
        "seen": "".join(memory.seen),
        "moments": [one.isoformat() for one in memory.moments],
        "recent": [_recent(one) for one in memory.recent],
        "told": [_told(one) for one in memory.told],
    }


def head(state: object) -> NewsMemory | None:
    """All but articles and stories, which most looks do not need and are slow to read."""
    return read(state, whole=False)


def read(state: object, *, whole: bool = True) -> NewsMemory | None:
    """None before the first look, and where another program's state is not understood."""
    stored = mapping(state) or {}
    begun, looked = moment_of(stored.get("begun")), moment_of(stored.get("looked"))
    if stored.get("version") != _VERSION or begun is None or looked is None:
        return None
    sources = {
        name: _source_of(one) for name, one in (mapping(stored.get("sources")) or {}).items()
    }
    memory = NewsMemory(
        begun=begun,
        looked=looked,
        sources={name: one for name, one in sources.items() if one is not None},
        moments=tuple(filter(None, map(moment_of, items_of(stored.get("moments"))))),
    )
    if not whole:
        return memory
    return replace(
        memory,
        seen=tuple(_keys_of(stored.get("seen"))),
        recent=tuple(filter(None, map(_recent_of, items_of(stored.get("recent"))))),
        told=tuple(filter(None, map(_told_of, items_of(stored.get("told"))))),
    )


def _source(one: SourceMemory) -> list[object]:
    mark = one.mark
    known = [] if mark is None else [mark.address, mark.content, mark.etag, mark.modified]
    return [one.since.isoformat(), one.heard, *known]


def _source_of(stored: object) -> SourceMemory | None:
    items = items_of(stored)
    since = moment_of(items[0]) if items else None
    if since is None or len(items) < 2:
        return None
    mark = None
    if len(items) == 6:
        etag, modified = string(items[4]) or None, string(items[5]) or None
        mark = Mark(string(items[2]), string(items[3]), etag, modified)
    return SourceMemory(since=since, heard=items[1] is True, mark=mark)


def _recent(one: Recent) -> list[object]:
    article = one.article
    published = article.published
    return [
        one.at.isoformat(), article.title, article.url, article.publisher, article.provider,
        None if published is None else published.isoformat(), article.language, article.teaser,
        list(article.symbols), article.disclosure,
    ]  # fmt: skip


def _recent_of(stored: object) -> Recent | None:
    items = items_of(stored)
    at = moment_of(items[0]) if len(items) == 10 else None
    if at is None:
        return None
    title, url, publisher, provider, published, language, teaser, symbols, disclosure = items[1:]
    article = Article(
        title=string(title),
        url=string(url),
        publisher=string(publisher),
        provider=string(provider),
        published=moment_of(published),
        language=string(language) or None,
        teaser=string(teaser),
        symbols=tuple(map(string, items_of(symbols))),
        disclosure=disclosure is True,
    )
    return Recent(article, at)


def _told(one: Told) -> dict[str, object]:
    return {
        "fact": story_document(one.fact),
        "at": one.at.isoformat(),
        "keys": "".join(sorted(one.keys)),
        "publishers": sorted(one.publishers),
        "posted": one.posted,
    }


def _told_of(stored: object) -> Told | None:
    fields = mapping(stored) or {}
    at, fact = moment_of(fields.get("at")), story_of(mapping(fields.get("fact")) or {})
    if at is None or fact is None or not fact.id:
        return None
    return Told(
        fact=fact,
        at=at,
        keys=frozenset(_keys_of(fields.get("keys"))),
        publishers=frozenset(map(string, items_of(fields.get("publishers")))),
        posted=fields.get("posted") is True,
    )


def _hashed(text: str) -> str:
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=_KEY * 6 // 8).digest()
    return urlsafe_b64encode(digest).decode()


def _keys_of(stored: object) -> list[str]:
    joined = string(stored)
    return [joined[at : at + _KEY] for at in range(0, len(joined), _KEY)]
