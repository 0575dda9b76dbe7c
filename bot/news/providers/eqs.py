"""EQS News: what issuers must tell and want to tell, by ISIN, as JSON."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.audience import Audience
from bot.errors import BadAnswer
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.form import (
    MOST_ITEMS,
    NewsProvider,
    language_of,
    make_article,
    web_address,
)
from bot.web.fetcher import Page
from bot.web.parsing import as_list, as_mapping, integer, parse_json, text

_PATH = "/wp-json/eqsnews/v1/news"
_LANGUAGES = ("en", "de")
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class EqsNews(NewsProvider):
    by_identifier = True

    def wants(self, instrument: Instrument) -> bool:
        return super().wants(instrument) and instrument.isin is not None

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        language = language_of(audience, _LANGUAGES)
        return self.source.address(_PATH, {"lang": language, "isin": instrument.isin or ""})

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        """Issuers' own releases. An ISIN that EQS does not serve has none."""
        language = language_of(audience, _LANGUAGES)
        answer = as_mapping(parse_json(page, self.label))
        if not isinstance(answer.get("records"), list):
            raise BadAnswer(source=self.label, reason="it holds no list of records")
        found: list[Article] = []
        for record in map(as_mapping, as_list(answer["records"])[:MOST_ITEMS]):
            article = self._article(record, instrument, language)
            if article is not None:
                found.append(article)
        return found

    def _article(
        self, record: Mapping[str, object], instrument: Instrument, asked: str
    ) -> Article | None:
        # Without a filter that works, the list is of all issuers.
        isin = text(record.get("isin"))
        if isin is not None and isin.upper() != instrument.isin:
            return None
        return make_article(
            title=text(record.get("headline")),
            url=self._url(record),
            publisher=text(record.get("companyName")) or instrument.name,
            provider=self.label,
            published=_published(text(record.get("dateUtc"))),
            language=_language(record, asked),
            disclosure=True,
        )

    def _url(self, record: Mapping[str, object]) -> str | None:
        """The release's page: named by the record, else put together as the site does."""
        named = web_address(text(record.get("url")))
        number = _identity(record)
        if named is not None or number is None:
            return named
        category = _slug(text(record.get("category")) or "news")
        headline = _slug(text(record.get("headline")) or "release")
        return self.source.address(f"/news/{category}/{headline}/{number}")


def _identity(record: Mapping[str, object]) -> str | None:
    number = integer(record.get("id"))
    found = str(number) if number is not None else text(record.get("id"))
    return found if found and re.fullmatch(r"[\w-]{1,80}", found) else None


def _language(record: Mapping[str, object], asked: str) -> str:
    """As it says; its id may end in the language that it came in ("…_de")."""
    ending = (_identity(record) or "").rpartition("_")[2]
    said = (text(record.get("language")) or ending).lower()[:2]
    return said if said in _LANGUAGES else asked


def _published(written: str | None) -> datetime | None:
    """ "2021-10-20 07:30:00" is UTC by the field's name; with an offset, that one counts."""
    try:
        read = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _slug(words: str) -> str:
    plain = words.casefold().translate(_ASCII)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:120] or "news"
