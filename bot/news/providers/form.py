"""The form that every news source has, and how its items become articles."""

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.audience import Audience
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.web.fetcher import Page
from bot.web.source import Source

MOST_ITEMS = 100  # of one source; what comes after is older than anyone asks for
_LONGEST_TITLE = 400  # characters
_LONGEST_TEASER = 3_000
_LONGEST_URL = 2_000
# Controls, zero-width signs, marks that turn the writing direction, and halves of signs, which no
# database or channel takes: never part of a headline.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_KIND_OF_PUBLISHER = re.compile(
    r"\s\((?:blog|subscription|registration|press\srelease|abonnement|pressemitteilung)\)$",
    re.IGNORECASE,
)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class NewsProvider(ABC):
    """One way to ask for a company's news: what is asked, and how the answer reads.

    label: the name that people read, unique. by_identifier: it is asked by ISIN, symbol or number
    and answers for that one company, so that an everyday name needs no further proof. common: it
    is the same answer for every company.
    """

    by_identifier = False
    common = False

    def __init__(self, source: Source, *, label: str | None = None) -> None:
        self.source = source
        self.label = label or source.label

    def wants(self, instrument: Instrument) -> bool:
        """Whether it is switched on and can know anything of this instrument."""
        return self.source.enabled

    @abstractmethod
    async def address(self, instrument: Instrument, audience: Audience) -> str:
        """The whole address that answers for it. Raises SourceError."""

    @abstractmethod
    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        """The articles of an answer, in its order. Raises SourceError, WorkError."""

    async def items(self, instrument: Instrument, audience: Audience) -> Sequence[Article]:
        """Its articles, in its order. Raises SourceError, WorkError."""
        page = await self.source.get(await self.address(instrument, audience))
        return await self.read(page, instrument, audience)


def make_article(
    *,
    title: str | None,
    url: str | None,
    publisher: str | None,
    provider: str,
    published: datetime | None = None,
    language: str | None = None,
    teaser: str | None = None,
    symbols: Sequence[str] = (),
    disclosure: bool = False,
) -> Article | None:
    """An article out of what a source says; None without a headline or a web address."""
    headline, address = plain(title, _LONGEST_TITLE), web_address(url)
    if not headline or address is None:
        return None
    return Article(
        title=headline,
        url=address,
        publisher=_name_of(plain(publisher, 100)) or provider,
        provider=provider,
        published=published,
        language=language,
        teaser=plain(teaser, _LONGEST_TEASER),
        symbols=tuple(symbols),
        disclosure=disclosure,
    )


def _name_of(publisher: str) -> str:
    """The name alone, without what aggregators say of it ("(blog)", "(subscription)")."""
    return _KIND_OF_PUBLISHER.sub("", publisher.replace("\\", ""))


def plain(text: str | None, limit: int) -> str:
    """One line of text without markup and invisible signs, at most `limit` characters."""
    if not text:
        return ""
    unescaped = html.unescape(_TAG.sub(" ", text[: limit * 4]))
    return " ".join(_INVISIBLE.sub(" ", unescaped).split())[:limit].rstrip()


def web_address(url: str | None) -> str | None:
    """The address if it is http(s), without a user in it, and of a bearable length."""
    text = (url or "").strip()
    if not text or len(text) > _LONGEST_URL or re.search(r"[\s\x00-\x1f\"<>\\^`{|}]", text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and host and "@" not in parts.netloc else None


def moment(seconds: int | None) -> datetime | None:
    """A Unix time in seconds as aware UTC; None for what can be no date of an article."""
    if seconds is None or not _EARLIEST.timestamp() <= seconds < 4_102_444_800:  # the year 2100
        return None
    return datetime.fromtimestamp(seconds, UTC)


def language_of(audience: Audience, offered: Sequence[str]) -> str:
    """The first language that is read here and offered there, else the first offered."""
    return next((code for code in audience.languages if code in offered), offered[0])
