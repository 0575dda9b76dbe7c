"""Which stories are new, and which that were told have grown? Pure; the time is an argument.

A story that shares an article with a told one is that one. It has grown where another publisher
reports it in words of its own, where one of its publishers reports more, or where it was corrected
or updated; the same text once more is remembered and changes nothing that people see.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from rapidfuzz.fuzz import token_set_ratio

from bot.news.models import Article, Story
from bot.news.stories.composition import UNDATED
from bot.news.stories.revisions import is_correction, is_update
from bot.updates.models import ArticleFact, StoryFact
from bot.updates.watching.newsmemory import (
    MOST_MOMENTS,
    NewsMemory,
    Recent,
    Told,
    address_key,
    article_key,
    with_articles,
    with_told,
)

_MOST_ARTICLES = 12  # of one story, in an event
_SAME_WORDS = 75.0  # percent; two headlines with so much in common say the same

Languages = frozenset[str | None]  # None: of an article whose language is not known


@dataclass(frozen=True, slots=True)
class Grown:
    """before: the languages in which the story could be read until now."""

    story: StoryFact
    before: Languages


@dataclass(frozen=True, slots=True)
class Telling:
    memory: NewsMemory
    new: tuple[StoryFact, ...] = ()
    grown: tuple[Grown, ...] = ()


def telling(
    memory: NewsMemory,
    stories: Sequence[Story],
    fresh: Sequence[Recent],
    known: Sequence[Recent],
    now: datetime,
) -> Telling:
    """stories: told of the fresh and known articles and of those that `memory` has.

    fresh: what may make a story new. known: what is there silently.
    """
    dates = {article_key(one.article): one for one in (*memory.recent, *known, *fresh)}
    kept = [
        one
        for story in stories
        for article in (*story.articles, *_newest(story.copies))
        if (one := dates.get(article_key(article))) is not None
    ]
    remembered = with_articles(replace(memory, recent=()), kept, now)
    fresh_keys = frozenset(article_key(one.article) for one in fresh)
    told: dict[str, Told] = {one.fact.id: one for one in memory.told}
    new: list[StoryFact] = []
    grown: list[Grown] = []
    for story, others, old in _matched(stories, memory.told):
        members = [one for each in (story, *others) for one in each.articles]
        news = [one for one in members if article_key(one) in fresh_keys]
        if old is None:
            fact = _fact(story, _story_id(story, told, now))
            told[fact.id] = _told(fact, story, members, now, posted=bool(news))
            if news:
                new.append(fact)
            continue
        more = _grows(old, news)
        fact = _merged(old, story, members, others) if more else old.fact
        if more and old.posted:
            grown.append(Grown(fact, languages(old.fact)))
        elif more:  # it was there before anybody listened, and is told for the first time
            new.append(fact)
        told[fact.id] = replace(
            old,
            fact=fact,
            at=now,
            keys=old.keys | _keys((story, *others)),
            publishers=old.publishers | _publishers(members),
            posted=old.posted or more,
        )
    remembered = with_told(remembered, list(told.values()), now)
    if new or grown:
        remembered = replace(remembered, moments=(*memory.moments, now)[-MOST_MOMENTS:])
    return Telling(remembered, tuple(new), tuple(grown))


def languages(story: StoryFact) -> Languages:
    """The languages in which it can be read; with None where one is not known."""
    return frozenset((story.language, *(one.language for one in story.articles)))


def can_read(read: Iterable[str], offered: Languages) -> bool:
    """Whether a server that reads these languages is told of a story in those."""
    return None in offered or not offered.isdisjoint(read)


def _newest(copies: Sequence[Article]) -> Sequence[Article]:
    """The last copy of a text is remembered when its first is too old to be."""
    return sorted(copies, key=lambda one: one.published or UNDATED)[-1:]


def _matched(
    stories: Sequence[Story], told: Sequence[Told]
) -> list[tuple[Story, list[Story], Told | None]]:
    """Each story with further ones that turn out to be the same, and the told one that it is."""
    owners: dict[str, list[Told]] = {}
    for one in told:
        for key in one.keys:
            owners.setdefault(key, []).append(one)
    same: dict[str, list[tuple[int, Story]]] = {}
    found: list[tuple[Story, list[Story], Told | None]] = []
    by_id = {one.fact.id: one for one in told}
    for story in stories:
        shared: dict[str, int] = {}
        for key in _keys((story,)):
            for one in owners.get(key, ()):
                shared[one.fact.id] = shared.get(one.fact.id, 0) + 1
        if not shared:
            found.append((story, [], None))
            continue
        # The one with most in common; of equals the one that people have seen, then the older.
        best = min(
            shared, key=lambda id_: (-shared[id_], not by_id[id_].posted, by_id[id_].at, id_)
        )
        same.setdefault(best, []).append((shared[best], story))
    for id_, ranked in same.items():
        ranked.sort(key=lambda pair: -pair[0])
        (_, story), *others = ranked
        found.append((story, [one for _, one in others], by_id[id_]))
    return found


def _grows(old: Told, news: Iterable[Article]) -> bool:
    return any(
        one.publisher.casefold() not in old.publishers
        or one.disclosure  # an issuer files each only once
        or is_correction(one.title)
        or is_update(one.title)
        or _is_further(one, old)
        for one in news
    )


def _is_further(article: Article, old: Told) -> bool:
    """Whether a publisher who is in the story already reports more, not the same once more."""
    if address_key(article.url) in old.keys:
        return False
    title = article.title.casefold()
    known = (old.fact.title, *(one.title for one in old.fact.articles))
    return all(token_set_ratio(title, one.casefold()) < _SAME_WORDS for one in known)


def _story_id(story: Story, told: Collection[str], now: datetime) -> str:
    """With its day: a weekly column has the same headline, and so the same id, every week."""
    id_ = f"{story.id}-{now:%y%m%d}"
    return next(one for n in count(1) if (one := f"{id_}-{n}" if n > 1 else id_) not in told)


def _fact(story: Story, id_: str, *, revision: int = 0) -> StoryFact:
    return StoryFact(
        id=id_,
        title=story.title,
        url=story.url,
        original_source=story.original_source,
        articles=tuple(_article_fact(one) for one in story.articles[:_MOST_ARTICLES]),
        summary=tuple(one.text for one in story.summary),
        language=story.language,
        first_published=story.first_published,
        updated=story.updated,
        tone=story.tone.label if story.tone else None,
        revision=revision,
    )


def _merged(
    old: Told, story: Story, members: Sequence[Article], others: Sequence[Story]
) -> StoryFact:
    """The told story as it is now: with what it had, less what was corrected since."""
    fact = _fact(story, old.fact.id, revision=old.fact.revision + old.posted)
    articles = {one.url: one for one in fact.articles}
    for article in members:
        articles.setdefault(article.url, _article_fact(article))
    gone = {address_key(one.url) for each in (story, *others) for one in each.copies}
    for earlier in old.fact.articles:
        if address_key(earlier.url) not in gone:
            articles.setdefault(earlier.url, earlier)
    dates = [one for one in (fact.first_published, old.fact.first_published) if one is not None]
    updates = [one for one in (fact.updated, old.fact.updated) if one is not None]
    return replace(
        fact,
        articles=tuple(articles.values())[:_MOST_ARTICLES],
        first_published=min(dates, default=None),
        updated=max(updates, default=None),
    )


def _told(
    fact: StoryFact, story: Story, members: Sequence[Article], now: datetime, *, posted: bool
) -> Told:
    return Told(
        fact=fact,
        at=now,
        keys=_keys((story,)),
        publishers=_publishers(members),
        posted=posted,
    )


def _publishers(members: Iterable[Article]) -> frozenset[str]:
    return frozenset(one.publisher.casefold() for one in members)


def _keys(stories: Iterable[Story]) -> frozenset[str]:
    return frozenset(
        address_key(one.url) for each in stories for one in (*each.articles, *each.copies)
    )


def _article_fact(article: Article) -> ArticleFact:
    return ArticleFact(
        title=article.title,
        url=article.url,
        publisher=article.publisher,
        published=article.published,
        language=article.language,
    )
