"""Google News as RSS: off unless the operator says so, since its feeds are for personal readers.

Its links are opaque on purpose; they are shown as they are and never decoded.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.audience import Audience
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.feed import as_article, read_entries
from bot.news.providers.form import NewsProvider, language_of
from bot.news.relevance.naming import core_name
from bot.web.fetcher import Page
from bot.web.source import Source
from bot.workers import Workers

_EDITIONS = {
    "en": ("en-US", "US", "US:en"),
    "de": ("de", "DE", "DE:de"),
    "zh": ("zh-HK", "HK", "HK:zh-Hant"),
}


class GoogleNews(NewsProvider):
    def __init__(self, source: Source, workers: Workers) -> None:
        super().__init__(source)
        self._workers = workers

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        """The last seven days by the company's name in quotes, never by a symbol as a word."""
        language, country, edition = _EDITIONS[language_of(audience, tuple(_EDITIONS))]
        name = core_name(instrument.name).replace('"', " ")
        params = {"q": f'"{name}" when:7d', "hl": language, "gl": country, "ceid": edition}
        return self.source.address("/rss/search", params)

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        entries = await read_entries(page, self._workers, self.label)
        articles = (as_article(entry, self.label) for entry in entries)
        return [_without_publisher(article) for article in articles if article is not None]


def _without_publisher(article: Article) -> Article:
    """Headlines end in " - Publisher" there; the teaser is only the linked headline again."""
    title = article.title.removesuffix(f" - {article.publisher}")
    return replace(article, title=title or article.title, teaser="")
