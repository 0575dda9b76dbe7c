"""finanznachrichten.de: German news of one share by its ISIN, as RSS."""

from collections.abc import Sequence

from bot.audience import Audience
from bot.errors import NotFound
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.feed import as_article, read_entries
from bot.news.providers.form import NewsProvider
from bot.web.fetcher import Page
from bot.web.source import Source
from bot.workers import Workers


class Finanznachrichten(NewsProvider):
    by_identifier = True

    def __init__(self, source: Source, workers: Workers) -> None:
        super().__init__(source)
        self._workers = workers

    def wants(self, instrument: Instrument) -> bool:
        return super().wants(instrument) and instrument.isin is not None

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        isin = (instrument.isin or "").lower()
        return self.source.address(f"/rss-x-aktien-{isin}")

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        """Raises NotFound for an ISIN that it does not know, which it tells by a redirect."""
        if _is_web_page(page):
            raise NotFound(source=self.label, what=instrument.isin or instrument.name)
        entries = await read_entries(page, self._workers, self.label)
        articles = (as_article(entry, self.label) for entry in entries)
        return [article for article in articles if article is not None]


def _is_web_page(page: Page) -> bool:
    head = page.body[:300].lstrip().lower()
    return "html" in page.content_type or head.startswith((b"<!doctype html", b"<html"))
