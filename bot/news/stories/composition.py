"""What does one story say? Which article speaks for it, its summary, its source, its identity.

The members are chosen already (`editor`); here they become one `Story`, linked to the best of them.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.instruments.models import Instrument
from bot.language.similarity import containment, shingles
from bot.language.summary import summarize
from bot.language.tokens import content_words
from bot.news.models import Article, Sentence, Story
from bot.news.relevance.naming import core_name, naming
from bot.news.stories.attribution import is_source, original_source
from bot.news.stories.markets import is_market_report, narrowed, said_of
from bot.news.stories.revisions import bare_title, is_correction, is_update
from bot.news.stories.sayings import is_cut, tells
from bot.news.stories.tones import tone_of

SUMMARY_AT_MOST = 280  # characters of a story's summary in the card
SUMMARY_SENTENCES = 2
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)

_CLAUSE = re.compile(r"[,;:–—]\s|[，；：]")


def compose(
    identity: str,
    instrument: Instrument,
    members: Sequence[Article],
    languages: Sequence[str],
    earliest: datetime | None,
) -> Story:
    """One story of these articles. `earliest`: when any of them, or a copy, first appeared."""
    ordered = sorted(members, key=lambda article: preference(article, languages))
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
        summary=_summary(ordered, naming(instrument).names),
        articles=tuple(ordered),
        original_source=_origin(instrument, ordered),
        first_published=earliest,
        tone=tone_of(head.title, head.language, naming(instrument).names),
        updated=max(revised) if revised else None,
    )


def is_origin(article: Article) -> bool:
    """A correction, or an agency's own publication: not a site that copied it."""
    return is_correction(article.title) or is_source(article.publisher)


def preference(article: Article, languages: Sequence[str]) -> tuple[object, ...]:
    """Smaller is better: corrected, in a language that is read, dated, whole, with text, first."""
    return (
        _language_rank(article.language, languages),
        not is_correction(article.title),
        not is_update(article.title),
        article.published is None,
        is_cut(article.title),
        not article.disclosure,
        article.text is None and len(article.teaser) < 80,
        article.published or UNDATED,
        article.url,
    )


def _language_rank(language: str | None, languages: Sequence[str]) -> int:
    if language is None:
        return len(languages)
    return languages.index(language) if language in languages else len(languages) + 1


def without_replaced(members: Sequence[Article]) -> tuple[list[Article], list[Article]]:
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
    if not _same_headline(new.title, old.title):
        return False
    if is_correction(old.title) and not is_correction(new.title):
        return False
    if new.published is None or old.published is None:
        return not (is_correction(old.title) or is_update(old.title))
    if new.published == old.published:
        return members.index(old) < members.index(new) and not is_correction(old.title)
    return old.published < new.published


def _same_headline(one: str, other: str) -> bool:
    """Whether most words of the shorter one are in the other: a text keeps its headline's gist."""
    first, second = (frozenset(content_words(bare_title(title))) for title in (one, other))
    return containment(first, second) > 0.5


def story_id(instrument: Instrument, first: Article) -> str:
    """Stays the same while a story grows: it hangs on the headline that was there first."""
    key = f"{instrument.key}\n{' '.join(content_words(bare_title(first.title)))}"
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _origin(instrument: Instrument, members: Sequence[Article]) -> str:
    """Whom the linked text names, else the earliest that names one, else who published it.

    What an agency itself published is its own.
    """
    issuer = core_name(instrument.name)
    names = naming(instrument).names
    members = [narrowed(article, names) for article in members]
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


def _summary(members: Sequence[Article], names: Sequence[str]) -> tuple[Sentence, ...]:
    """At most 280 characters of whole sentences, in the language of the article that is linked.

    names: the company's. Of a market report, what it says of the company comes first.
    """
    head = members[0]
    said = frozenset(shingles(head.title, 2))
    texts: list[str] = []
    owners: list[int] = []
    for index, article in enumerate(members[:10]):
        if article.language == head.language and (body := article.text or article.teaser):
            texts.append(_readable(body))
            owners.append(index)
    if is_market_report(head.title, names):
        about = said_of(texts, head.language, names)
        if chosen := _fitting((text, owners[place]) for text, place in about if tells(text)):
            return chosen

    def unwanted(text: str) -> bool:
        return not tells(text) or containment(said, shingles(text, 2)) >= 0.9

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


def _fitting(sentences: Iterable[tuple[str, int]]) -> tuple[Sentence, ...]:
    """The first ones that fit, whole."""
    chosen: list[Sentence] = []
    room = SUMMARY_AT_MOST
    for text, owner in sentences:
        if len(text) <= room and all(text != one.text for one in chosen):
            chosen.append(Sentence(text, owner))
            room -= len(text) + 1
        if len(chosen) == SUMMARY_SENTENCES:
            break
    return tuple(chosen)


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
