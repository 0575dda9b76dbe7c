"""What happened? From all that was found to a few stories, and nothing dropped without a reason.

`tell` is the whole path: is it about the company → is it new → is it the same text again → which
articles tell one event → what do they say. Pure, and heavy enough to run in a worker process.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.instruments.models import Instrument
from bot.language.identify import detect
from bot.news.models import Article, Dropped, DropReason, Story
from bot.news.relevance.judging import relevance
from bot.news.relevance.naming import fold, naming
from bot.news.stories.agreement import join_agreeing
from bot.news.stories.clusters import cluster
from bot.news.stories.composition import (
    UNDATED,
    compose,
    is_origin,
    preference,
    story_id,
    without_replaced,
)
from bot.news.stories.duplicates import copies
from bot.news.stories.freshness import is_stale, known_date
from bot.news.stories.tellings import telling

MOST_ARTICLES = 400  # of one asking; more is no news but an archive
MANY_SOURCES_WEIGH = timedelta(hours=8)  # what each doubling of a story's sources is worth


def group(
    articles: Sequence[Article],
    *,
    now: datetime | None = None,
    company: frozenset[str] = frozenset(),
) -> list[list[int]]:
    """Which articles tell one story: groups of indices, in the order of their first members.

    `company`: folded names of the company that all articles are about, if there is one; a name
    that all share says nothing. `now` bounds dates that a source put into the future.
    """
    first = copies(articles)
    leaders = sorted(set(first))
    tellings = [
        telling(
            article.title,
            teaser=(article.teaser or article.text or "")[:300],
            language=article.language,
            published=article.published if now is None else known_date(article, now),
            company=company,
        )
        for article in (articles[index] for index in leaders)
    ]
    groups = cluster(tellings, one_company=bool(company))
    groups = join_agreeing(tellings, groups, one_company=bool(company))
    members: dict[int, list[int]] = {}
    for index, leader in enumerate(first):
        members.setdefault(leader, []).append(index)
    found = [sorted(index for place in one for index in members[leaders[place]]) for one in groups]
    return sorted(found, key=lambda one: one[0])


def tell(
    instrument: Instrument,
    articles: Sequence[Article],
    *,
    now: datetime,
    limit: int = 5,
    languages: Sequence[str] = ("de", "en"),
    already_asked: Iterable[str] = (),
    neighbours: tuple[str, ...] = (),
) -> tuple[tuple[Story, ...], tuple[Dropped, ...]]:
    """The stories for one company, best first, at most `limit`; and all that was dropped.

    Stories in a language that is read come first, then the others. `already_asked`: names of
    providers that were asked by the company's own identifier, which vouches for their articles.
    `neighbours`: folded names of other companies that begin with this one's.
    Articles of stories beyond the limit, and any after the first 400, are in neither list.
    """
    vouched = frozenset(already_asked)
    dropped: list[Dropped] = []
    kept: list[Article] = []
    for article in articles[:MOST_ARTICLES]:
        if not article.title.strip():
            dropped.append(Dropped(article, DropReason.UNREADABLE))
        elif not relevance(
            article,
            instrument,
            by_identifier=article.provider in vouched,
            neighbours=neighbours,
        ):
            dropped.append(Dropped(article, DropReason.OTHER_COMPANY))
        elif is_stale(article, now):
            dropped.append(Dropped(article, DropReason.STALE))
        else:
            kept.append(with_language(_without_future(article, now)))
    kept, copied, since = _without_copies(kept, languages)
    dropped += (Dropped(one, DropReason.DUPLICATE) for same in copied.values() for one in same)
    company = frozenset(
        fold(part) for name in naming(instrument).names for part in (name, *name.split())
    )
    stories: list[Story] = []
    for indices in group(kept, now=now, company=company):
        members = [kept[index] for index in indices]
        told, replaced = without_replaced(members)
        dropped += (Dropped(article, DropReason.DUPLICATE) for article in replaced)
        earliest = min((since[index] for index in indices if index in since), default=None)
        first = min(indices, key=lambda i: (i not in since, since.get(i, UNDATED), kept[i].url))
        again = [one for index in indices for one in copied.get(index, ())]
        identity = story_id(instrument, kept[first])
        story = compose(identity, instrument, told, languages, earliest)
        stories.append(replace(story, copies=(*again, *replaced)))
    stories.sort(key=lambda story: _rank(story, languages, now))
    return tuple(stories[:limit]), tuple(dropped)


def _without_future(article: Article, now: datetime) -> Article:
    """A date that cannot be true is no date."""
    if article.published is not None and known_date(article, now) != article.published:
        return replace(article, published=None)
    return article


def with_language(article: Article) -> Article:
    """The article with the code of its language, read from its words where nobody says."""
    if article.language:
        return replace(article, language=article.language.split("-")[0].casefold())
    body = article.teaser or (article.text or "")[:300]
    code = detect(f"{article.title}. {body}").code
    return replace(article, language=None if code == "und" else code)


def _without_copies(
    articles: Sequence[Article], languages: Sequence[str]
) -> tuple[list[Article], dict[int, list[Article]], dict[int, datetime]]:
    """One article for each text; by its place, its copies, and when the text first appeared."""
    sets: dict[int, list[int]] = {}
    for index, leader in enumerate(copies(articles)):
        sets.setdefault(leader, []).append(index)
    best: dict[int, list[int]] = {}
    for same in sets.values():
        chosen = min(
            same, key=lambda i: (not is_origin(articles[i]), *preference(articles[i], languages))
        )
        best[chosen] = same
    copied: dict[int, list[Article]] = {}
    since: dict[int, datetime] = {}
    for place, chosen in enumerate(sorted(best)):
        dates = [when for i in best[chosen] if (when := articles[i].published) is not None]
        if dates:
            since[place] = min(dates)
        if len(best[chosen]) > 1:
            copied[place] = [articles[i] for i in best[chosen] if i != chosen]
    return [articles[chosen] for chosen in sorted(best)], copied, since


def _rank(story: Story, languages: Sequence[str], now: datetime) -> tuple[object, ...]:
    """Readable first; then new and told by many first; undated last among equals."""
    read = story.language is None or story.language in languages
    latest = max(
        (article.published for article in story.articles if article.published), default=None
    )
    age = timedelta(days=6) if latest is None else now - latest
    doubled = len(story.articles).bit_length() - 1
    return (not read, age - MANY_SOURCES_WEIGH * doubled, story.id)
