"""Which articles are the same text again? An agency's copy on five sites is one article."""

import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.language.similarity import SAME_TEXT, containment, shingles
from bot.language.tokens import content_words
from bot.news.models import Article
from bot.news.stories.revisions import bare_title

SAME_HEADLINE_WITHIN = timedelta(days=4)  # a weekly headline comes back and is another article
ENOUGH_WORDS = 14  # shingles; below, a text is too short to prove a copy
_TRACKING = re.compile(
    r"^(?:utm_|at_|fbclid|gclid|ref$|source$|cmp|mc_|guccounter|tsrc|\.tsrc|ns_|wt_|dclid)", re.I
)


def address(url: str) -> str:
    """One address for all spellings: no scheme, www, tracking, fragment or closing slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    except ValueError:
        return url.strip()
    query = [pair for pair in parse_qsl(parts.query)[:20] if not _TRACKING.match(pair[0])]
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}".rstrip("?")


def copies(articles: Sequence[Article]) -> list[int]:
    """For each article the index of the first one that it is a copy of, or its own index."""
    first = list(range(len(articles)))
    by_address: dict[str, int] = {}
    by_title: dict[str, list[int]] = {}
    by_shingle: dict[int, list[int]] = {}
    prints = [_print(article) for article in articles]
    for index, article in enumerate(articles):
        key = address(article.url)
        title = " ".join(content_words(bare_title(article.title)))
        found = by_address.get(key) if article.url else None
        if found is None:
            found = next(
                (other for other in by_title.get(title, ()) if _close(article, articles[other])),
                None,
            )
        if found is None:
            found = _same_text(index, prints, by_shingle)
        first[index] = first[found] if found is not None else index
        by_address.setdefault(key, index)
        if len(title) >= 12:
            by_title.setdefault(title, []).append(index)
        for one in prints[index]:
            by_shingle.setdefault(one, []).append(index)
    return first


def _print(article: Article) -> frozenset[int]:
    body = article.text or article.teaser
    prints = shingles(body[:8_000])
    return prints if len(prints) >= ENOUGH_WORDS else frozenset()


def _same_text(
    index: int, prints: Sequence[frozenset[int]], by_shingle: dict[int, list[int]]
) -> int | None:
    counts: dict[int, int] = {}
    for one in prints[index]:
        for other in by_shingle.get(one, ())[:50]:
            counts[other] = counts.get(other, 0) + 1
    for other, common in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if common < 6:
            break
        if containment(prints[index], prints[other]) >= SAME_TEXT:
            return other
    return None


def _close(one: Article, other: Article) -> bool:
    if one.disclosure and other.disclosure and one.provider == other.provider:
        return False  # an issuer files many a report under the same words
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= SAME_HEADLINE_WITHIN
