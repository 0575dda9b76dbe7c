"""Is it new? Judged by when it was published, never by when we fetched it.

An undated article is judged by what else is known: a date in its address, its headline or at the
beginning of its text. Where nothing is known it stays, and stays marked as undated.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from bot.news.models import Article

STALE_AFTER = timedelta(days=7)
BEGINNING = datetime(1995, 1, 1, tzinfo=UTC)  # what is dated before any feed was has no date
REDATED = timedelta(days=45)  # an address that much older than its date is an old text dated anew
BEGINS_WITHIN = 200  # characters of a text, in which a date may date it
CLOCKS_DIFFER = timedelta(days=1)  # a source in Hong Kong may write tomorrow's date

_ADDRESS_DATE = re.compile(
    r"(?<!\d)(20\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_ADDRESS_DAY_FIRST = re.compile(
    r"(?<!\d)(0[1-9]|[12]\d|3[01])[.-](0[1-9]|1[0-2])[.-](20\d{2})(?!\d)"
)
_ADDRESS_MONTH = re.compile(r"/(20\d{2})/(0[1-9]|1[0-2])/")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan jänner jän", "februar february feb", "märz march mar mär mrz",
            "april apr",
            "mai may", "juni june jun", "juli july jul", "august aug", "september sep sept",
            "oktober october oct okt", "november nov", "dezember december dec dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY, _NAME, _YEAR = (
    r"(?P<day>3[01]|[12]\d|0?[1-9])",
    r"(?P<name>[A-Za-zä]{3,9})",
    r"(?P<year>20\d{2})",
)
_WRITTEN_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_DAY}\.\s?(?P<month>0?[1-9]|1[0-2])\.\s?(?P<year>(?:20)?\d{{2}})(?!\.?\d)",
        rf"(?<!\d){_YEAR}-(?P<month>0[1-9]|1[0-2])-{_DAY}(?!\d)",
        rf"{_YEAR}年(?P<month>1[0-2]|0?[1-9])月{_DAY}日",
        rf"(?<!\d){_DAY}\.?\s{_NAME}\.?,?\s{_YEAR}",
        rf"\b{_NAME}\.?\s{_DAY},\s{_YEAR}",
        # datelines, which leave out the year
        rf"^[^a-z\d()]{{0,40}}\b{_NAME}\.?\s{_DAY}\s(?=\(|/|--|–|-\s)",
        rf"^[^，。]{{0,12}}?(?P<month>1[0-2]|0?[1-9])月{_DAY}日(?=电|讯|消息|，|上午|下午|晚)",
    )
)
# "MUSTERSTADT, 12. März 2024 – ", "NEW YORK, March 12, 2024 /PRNewswire/ --"
_DATELINES = tuple(
    re.compile(rf"^[A-ZÄÖÜ](?:[^\W\d_]|[/ .-]){{2,30}},\s{date}\s?[(/–—-]")
    for date in (rf"{_DAY}\.?\s{_NAME}\.?,?\s{_YEAR}", rf"{_NAME}\.?\s{_DAY},\s{_YEAR}")
)
_OTHER_DATE = re.compile(
    r"\b(?:seit|bis|zum|ab|until|since|by|before|ended|ending|through|quartals?|stichtag|per|till"
    r"|geboren|gegründet|founded|born)\b[^.!?]{0,25}$",
    re.IGNORECASE,
)
_OTHER_DATE_OR_DAY = re.compile(
    rf"{_OTHER_DATE.pattern}|(?<!icht\s)(?<!tellt\s)(?<!tand\s)\b(?:am|on|in)\s$|[a-zäöü]{{4,}}[^.:|]{{30,}}$",
    re.IGNORECASE,
)


def is_stale(article: Article, now: datetime, *, after: timedelta = STALE_AFTER) -> bool:
    """True where the article is older than `after`, by its own date or what is known of it."""
    known = known_date(article, now)
    return known is not None and now - known > after


def known_date(article: Article, now: datetime) -> datetime | None:
    """When it was published: as the source says, else as its address or text tell; else None.

    A date in the future beyond the difference of clocks is a mistake and counts as unknown, and so
    does one from before there were feeds ("1970"). An address or a dateline that is much older than
    the date tells that an old text was dated anew.
    """
    latest = now + CLOCKS_DIFFER
    in_address = _within(_date_in_address(article.url), latest)
    said = _within(article.published, latest)
    if said is None:
        return in_address or _within(_date_in_text(article, now), latest)
    for own in (in_address, _within(_date_in_dateline(article, now), latest)):
        if own is not None and said - own > REDATED:
            return own
    return said


def _date_in_dateline(article: Article, now: datetime) -> datetime | None:
    """The day, with its year, in front of a report, or of the release that it is."""
    for part in (article.teaser, article.text or ""):
        for pattern in _DATELINES:
            if match := pattern.match(part[:BEGINS_WITHIN].lstrip()):
                return _of_parts(match.groupdict(), now)
    return None


def _within(date: datetime | None, latest: datetime) -> datetime | None:
    return date if date is not None and BEGINNING <= date <= latest else None


def _date_in_address(url: str) -> datetime | None:
    address = url.split("#", 1)[0]
    if match := _ADDRESS_DATE.search(address):
        return _at(*match.groups())
    if match := _ADDRESS_DAY_FIRST.search(address):
        return _at(*reversed(match.groups()))
    if match := _ADDRESS_MONTH.search(address):
        year, month = int(match.group(1)), int(match.group(2))
        return _at(str(year), str(month), str(monthrange(year, month)[1]))
    return None


def _date_in_text(article: Article, now: datetime) -> datetime | None:
    """The date that stands at the beginning of the headline, teaser or text and dates the article.

    "Seit dem 1. Januar 2020 leitet sie" and "im Quartal bis zum 31. Dezember" date other things.
    """
    parts = ((article.title, True), (article.teaser, False), (article.text or "", False))
    for part, is_title in parts:
        if found := _dated_by(part[:BEGINS_WITHIN], now, is_title=is_title):
            return found
    return None


def _dated_by(text: str, now: datetime, *, is_title: bool) -> datetime | None:
    found = [
        (match.start("day"), when)
        for pattern in _WRITTEN_DATES
        if (match := pattern.search(text)) and (when := _of_parts(match.groupdict(), now))
    ]
    if not found:
        return None
    start, when = min(found)
    of_something_else = _OTHER_DATE if is_title else _OTHER_DATE_OR_DAY
    return None if of_something_else.search(text[:start]) else when


def _of_parts(parts: dict[str, str | None], now: datetime) -> datetime | None:
    """A day from its parts; without a year, the last time that there was that day."""
    name, day, year = parts.get("name"), parts["day"] or "", parts.get("year")
    month = str(MONTHS.get(name.casefold(), 0)) if name else parts.get("month") or ""
    if year:
        return _at(year if len(year) == 4 else f"20{year}", month, day)
    this = _at(str(now.year), month, day)
    if this is not None and this > now + CLOCKS_DIFFER:
        return _at(str(now.year - 1), month, day)
    return this


def _at(year: str, month: str, day: str) -> datetime | None:
    """The end of that day, UTC: a date without a time is given the benefit of the doubt."""
    try:
        return datetime(int(year), int(month), int(day), 23, 59, tzinfo=UTC)
    except ValueError:
        return None
