"""Is it new? Judged by when it was published, never by when we fetched it.

An undated article is judged by what else is known: a date in its address, its headline or at the
beginning of its text. Where nothing is known it stays, and stays marked as undated.
"""

import re
from datetime import UTC, datetime, timedelta

from bot.news.models import Article

STALE_AFTER = timedelta(days=7)
CLOCKS_DIFFER = timedelta(days=1)  # a source in Hong Kong may write tomorrow's date

_ADDRESS_DATE = re.compile(
    r"(?<!\d)(20\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_NUMERIC = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.\s?(20\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
_CHINESE = re.compile(r"(20\d{2})年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan jänner", "februar february feb", "märz march mar mär", "april apr",
            "mai may", "juni june jun", "juli july jul", "august aug", "september sep sept",
            "oktober october oct okt", "november nov", "dezember december dec dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WRITTEN = re.compile(r"(?<!\d)(3[01]|[12]\d|0?[1-9])\.?\s([A-Za-zä]{3,9})\.?,?\s(20\d{2})")
_WRITTEN_US = re.compile(r"\b([A-Z][a-z]{2,8})\.?\s(3[01]|[12]\d|0?[1-9]),\s(20\d{2})")


def is_stale(article: Article, now: datetime, *, after: timedelta = STALE_AFTER) -> bool:
    """True where the article is older than `after`, by its own date or what is known of it."""
    known = known_date(article, now)
    return known is not None and now - known > after


def known_date(article: Article, now: datetime) -> datetime | None:
    """When it was published: as the source says, else as its address or text tell; else None.

    A date in the future beyond the difference of clocks is a mistake and counts as unknown.
    """
    if article.published is not None and article.published <= now + CLOCKS_DIFFER:
        return article.published
    found = _date_in_address(article.url) or _date_in_text(
        f"{article.title}\n{article.teaser[:200]}\n{(article.text or '')[:200]}"
    )
    return found if found is not None and found <= now + CLOCKS_DIFFER else None


def _date_in_address(url: str) -> datetime | None:
    path = url.split("?", 1)[0].split("#", 1)[0]
    match = _ADDRESS_DATE.search(path)
    return _at(*match.groups()) if match else None


def _date_in_text(text: str) -> datetime | None:
    """The first full date; only one that stands at the beginning dates the article."""
    candidates: list[tuple[int, datetime]] = []
    for pattern, order in (
        (_NUMERIC, (3, 2, 1)),
        (_ISO, (1, 2, 3)),
        (_CHINESE, (1, 2, 3)),
    ):
        if match := pattern.search(text):
            when = _at(*(match.group(i) for i in order))
            if when:
                candidates.append((match.start(), when))
    if match := _WRITTEN.search(text):
        month = MONTHS.get(match.group(2).casefold())
        if month and (when := _at(match.group(3), str(month), match.group(1))):
            candidates.append((match.start(), when))
    if match := _WRITTEN_US.search(text):
        month = MONTHS.get(match.group(1).casefold())
        if month and (when := _at(match.group(3), str(month), match.group(2))):
            candidates.append((match.start(), when))
    return min(candidates)[1] if candidates else None


def _at(year: str, month: str, day: str) -> datetime | None:
    """The end of that day, UTC: a date without a time is given the benefit of the doubt."""
    try:
        return datetime(int(year), int(month), int(day), 23, 59, tzinfo=UTC)
    except ValueError:
        return None
