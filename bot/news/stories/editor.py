"""What happened? From all that was found to a few stories, and nothing dropped without a reason.

`tell` is the whole path: is it about the company → is it new → is it the same text again → which
articles tell one event → what do they say. Pure, and heavy enough to run in a worker process.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.instruments.models import Instrument
from bot.language.blocks import CLOSERS
from bot.language.identify import detect
from bot.language.similarity import containment, shingles
from bot.language.standing import is_torn
from bot.language.summary import summarize
from bot.language.tokens import content_words
from bot.language.tone import tone
from bot.news.models import Article, Dropped, DropReason, Sentence, Story, Tone
from bot.news.stories.agreement import join_agreeing
from bot.news.stories.attribution import is_source, original_source
from bot.news.stories.clusters import cluster
from bot.news.stories.duplicates import copies
from bot.news.stories.freshness import is_stale, known_date
from bot.news.stories.naming import core_name, fold, naming
from bot.news.stories.relevance import relevance
from bot.news.stories.revisions import bare_title, is_correction, is_update
from bot.news.stories.tellings import telling

SUMMARY_AT_MOST = 280  # characters of a story's summary in the card
SUMMARY_SENTENCES = 2
MOST_ARTICLES = 400  # of one asking; more is no news but an archive
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
MANY_SOURCES_WEIGH = timedelta(hours=8)  # what each doubling of a story's sources is worth

_TORN = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W*$")
_ONLY_ASKS = re.compile(
    r"^(?:Was|Wie|Warum|Worauf|Wer|Wann|Wo|Why|What|How|Who|When)\b[^?!]*\.$"
)  # "Was die Kooperation für Aktionäre bedeutet."
_CLAUSE = re.compile(r"[,;:–—]\s|[，；：]")


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
            kept.append(_with_language(_without_future(article, now)))
    kept, copied, since = _without_copies(kept, languages)
    dropped += (Dropped(one, DropReason.DUPLICATE) for same in copied.values() for one in same)
    company = frozenset(
        fold(part) for name in naming(instrument).names for part in (name, *name.split())
    )
    stories: list[Story] = []
    for indices in group(kept, now=now, company=company):
        members = [kept[index] for index in indices]
        told, replaced = _without_replaced(members)
        dropped += (Dropped(article, DropReason.DUPLICATE) for article in replaced)
        earliest = min((since[index] for index in indices if index in since), default=None)
        first = min(indices, key=lambda i: (i not in since, since.get(i, UNDATED), kept[i].url))
        identity = _identity(instrument, kept[first])
        again = [one for index in indices for one in copied.get(index, ())]
        story = _story(identity, instrument, told, languages, earliest)
        stories.append(replace(story, copies=(*again, *replaced)))
    stories.sort(key=lambda story: _rank(story, languages, now))
    return tuple(stories[:limit]), tuple(dropped)


def _without_future(article: Article, now: datetime) -> Article:
    """A date that cannot be true is no date."""
    if article.published is not None and known_date(article, now) != article.published:
        return replace(article, published=None)
    return article


def _with_language(article: Article) -> Article:
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
            same, key=lambda i: (not _is_origin(articles[i]), *_preference(articles[i], languages))
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


def _is_origin(article: Article) -> bool:
    """A correction, or an agency's own publication: not a site that copied it."""
    return is_correction(article.title) or is_source(article.publisher)


def _preference(article: Article, languages: Sequence[str]) -> tuple[object, ...]:
    """Smaller is better: corrected, in a language that is read, dated, with text, and first."""
    return (
        _language_rank(article.language, languages),
        not is_correction(article.title),
        not is_update(article.title),
        article.published is None,
        not article.disclosure,
        article.text is None and len(article.teaser) < 80,
        article.published or UNDATED,
        article.url,
    )


def _language_rank(language: str | None, languages: Sequence[str]) -> int:
    if language is None:
        return len(languages)
    return languages.index(language) if language in languages else len(languages) + 1


def _without_replaced(members: Sequence[Article]) -> tuple[list[Article], list[Article]]:
    """A correction or update replaces what the same publisher told before."""
    revised = [one for one in members if is_correction(one.title) or is_update(one.title)]
    replaced = [
        old
        for old in members
        if any(_replaces(new, old, members) for new in revised if new is not old)
    ]
    return [one for one in members if one not in replaced], replaced


def _replaces(new: Article, old: Article, members: Sequence[Article]) -> bool:
    if new.publisher != old.publisher or new.language != old.language:
        return False
    if is_correction(old.title) and not is_correction(new.title):
        return False
    if new.published is None or old.published is None:
        return not (is_correction(old.title) or is_update(old.title))
    if new.published == old.published:
        return members.index(old) < members.index(new) and not is_correction(old.title)
    return old.published < new.published


def _story(
    identity: str,
    instrument: Instrument,
    members: Sequence[Article],
    languages: Sequence[str],
    earliest: datetime | None,
) -> Story:
    ordered = sorted(members, key=lambda article: _preference(article, languages))
    head = ordered[0]
    revised = [
        article.published
        for article in ordered
        if article.published and (is_correction(article.title) or is_update(article.title))
    ]
    return Story(
        id=identity,
        title=head.title.strip(),
        url=head.url,
        language=head.language,
        summary=_summary(ordered),
        articles=tuple(ordered),
        original_source=_origin(instrument, ordered),
        first_published=earliest,
        tone=_tone(head),
        updated=max(revised) if revised else None,
    )


def _identity(instrument: Instrument, first: Article) -> str:
    """Stays the same while a story grows: it hangs on the headline that was there first."""
    key = f"{instrument.key}\n{' '.join(content_words(bare_title(first.title)))}"
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _origin(instrument: Instrument, members: Sequence[Article]) -> str:
    """Whom the linked text names, else the earliest that names one, else who published it.

    What an agency itself published is its own.
    """
    issuer = core_name(instrument.name)
    dated = sorted(
        members, key=lambda article: (article.published is None, article.published or UNDATED)
    )
    if any(article.disclosure for article in members):
        return issuer
    linked = original_source(members[0], issuer)
    if linked != members[0].publisher or is_source(linked):
        return linked
    for article in dated:
        if (source := original_source(article, issuer)) != article.publisher:
            return source
    return linked


def _tone(head: Article) -> Tone | None:
    guess = tone(head.title, head.language)
    if guess.label == "neutral":
        return None
    return Tone(guess.label, guess.confidence)


def _summary(members: Sequence[Article]) -> tuple[Sentence, ...]:
    """At most 280 characters of whole sentences, in the language of the article that is linked."""
    head = members[0]
    said = frozenset(shingles(head.title, 2))
    texts: list[str] = []
    owners: list[int] = []
    for index, article in enumerate(members[:10]):
        if article.language == head.language and (body := article.text or article.teaser):
            texts.append(_readable(body))
            owners.append(index)

    def unwanted(text: str) -> bool:
        return (
            is_torn(text)
            or _TORN.search(text) is not None
            or _ONLY_ASKS.match(text) is not None
            or text.rstrip(CLOSERS).endswith(("?", "？"))
            or containment(said, shingles(text, 2)) >= 0.9
        )

    picked = summarize(
        texts,
        language=head.language,
        sentences=SUMMARY_SENTENCES,
        characters=SUMMARY_AT_MOST,
        title=head.title,
        datelines=False,
        unwanted=unwanted,
    )
    found = [Sentence(one.text, owners[one.source]) for one in picked]
    if not found and texts:
        found = _shortened(texts, owners, head)
    return tuple(found)


def _readable(body: str) -> str:
    return body[:20_000]


def _shortened(texts: Sequence[str], owners: Sequence[int], head: Article) -> list[Sentence]:
    """Where every sentence is too long: the best one up to a clause that ends before the limit."""
    for one in summarize(
        texts, language=head.language, sentences=1, title=head.title, datelines=False
    ):
        if len(one.text) <= SUMMARY_AT_MOST:
            continue
        ends = [match.start() for match in _CLAUSE.finditer(one.text[:SUMMARY_AT_MOST])]
        if ends and ends[-1] >= 60:
            return [Sentence(one.text[: ends[-1]], owners[one.source])]
    return []


def _rank(story: Story, languages: Sequence[str], now: datetime) -> tuple[object, ...]:
    """Readable first; then new and told by many first; undated last among equals."""
    read = story.language is None or story.language in languages
    latest = max(
        (article.published for article in story.articles if article.published), default=None
    )
    age = timedelta(days=6) if latest is None else now - latest
    doubled = len(story.articles).bit_length() - 1
    return (not read, age - MANY_SOURCES_WEIGH * doubled, story.id)
