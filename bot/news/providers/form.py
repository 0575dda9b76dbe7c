"""The form that every news source has, and how its items become articles."""

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

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
# UTF-8 that somebody read as Windows-1252 and wrote down again: "MÃ¼nchen", "â€œ", "Â ".
_TWICE = re.compile(
    "Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf]|â[€‚][\x80-\xbf¬œžŸ™š›“”•–˜‘’„…†‡]"
)
_STRAY = re.compile("Â(?=\\s)")
_REDIRECT = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")
_SHORTEST_REPEATED = 25  # characters of a headline that is not in a teaser by chance
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
    told = _without_headline(plain(teaser, _LONGEST_TEASER), headline)
    return Article(
        title=headline,
        url=address,
        publisher=_name_of(plain(publisher, 100)) or provider,
        provider=provider,
        published=published,
        language=language,
        teaser=told,
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
    unescaped = _read_once(html.unescape(_TAG.sub(" ", text[: limit * 4])))
    return " ".join(_INVISIBLE.sub(" ", unescaped).split())[:limit].rstrip()


def _read_once(text: str) -> str:
    if "Ã" not in text and "Â" not in text and "â" not in text:
        return text
    return _STRAY.sub("", _TWICE.sub(_once, text))


def _once(found: re.Match[str]) -> str:
    raw = b"".join(
        char.encode("latin-1" if ord(char) < 256 else "cp1252") for char in found.group()
    )
    return raw.decode("utf-8", errors="ignore") or found.group()


def _without_headline(teaser: str, headline: str) -> str:
    """Some teasers begin with the headline, put before the first sentence."""
    rest = teaser.removeprefix(headline)
    if rest == teaser or len(headline) < _SHORTEST_REPEATED:
        return teaser
    rest = rest.lstrip(" -–—|:·.")
    return rest if rest[:1].isupper() or not rest else teaser


def web_address(url: str | None) -> str | None:
    """The address if it is http(s), without a user in it, and of a bearable length.

    Of a search engine's redirect, the address that it leads to.
    """
    text = (url or "").strip()
    if (target := _redirected(text)) is not None:
        text = target
    if not text or len(text) > _LONGEST_URL or re.search(r"[\s\x00-\x1f\"<>\\^`{|}]", text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and host and "@" not in parts.netloc else None


def _redirected(url: str) -> str | None:
    if "/url?" not in url[:40]:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.path != "/url" or not _REDIRECT.fullmatch(parts.netloc):
        return None
    query = dict(parse_qsl(parts.query)[:20])
    target = query.get("url") or query.get("q") or ""
    return target if target.startswith(("http://", "https://")) else None


def moment(seconds: int | None) -> datetime | None:
    """A Unix time in seconds as aware UTC; None for what can be no date of an article."""
    if seconds is None or not _EARLIEST.timestamp() <= seconds < 4_102_444_800:  # the year 2100
        return None
    return datetime.fromtimestamp(seconds, UTC)


def language_of(audience: Audience, offered: Sequence[str]) -> str:
    """The first language that is read here and offered there, else the first offered."""
    return next((code for code in audience.languages if code in offered), offered[0])
