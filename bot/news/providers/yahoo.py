"""Yahoo: the news of its search, and its headlines as RSS."""

from collections.abc import Mapping, Sequence

from bot.audience import Audience
from bot.errors import BadAnswer
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.feed import as_article, read_entries
from bot.news.providers.form import NewsProvider, language_of, make_article, moment
from bot.news.relevance.naming import core_name
from bot.web.fetcher import Page
from bot.web.parsing import as_list, as_mapping, integer, parse_json, text
from bot.web.source import Source
from bot.workers import Workers

_MOST_NEWS = 20
_REGIONS = {"en": ("en-US", "US"), "de": ("de-DE", "DE"), "zh": ("zh-Hant-HK", "HK")}
# Headlines live on another host than the rest; a stand-in has both under its one root.
_ROOT, _HEADLINES_ROOT = "https://query1.finance.yahoo.com", "https://feeds.finance.yahoo.com"


class YahooNews(NewsProvider):
    """The search's `news[]`. It is asked by name, and answers with much about others."""

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        language, region = _REGIONS[language_of(audience, tuple(_REGIONS))]
        params = {
            "q": core_name(instrument.name),
            "quotesCount": "0",
            "newsCount": str(_MOST_NEWS),
            "lang": language,
            "region": region,
        }
        return self.source.address("/v1/finance/search", params)

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        answer = as_mapping(parse_json(page, self.label))
        if not isinstance(answer.get("news"), list):
            raise BadAnswer(source=self.label, reason="it holds no list of news")
        items = (self._article(as_mapping(one)) for one in as_list(answer["news"])[:_MOST_NEWS])
        return [article for article in items if article is not None]

    def _article(self, item: Mapping[str, object]) -> Article | None:
        related = (text(one) for one in as_list(item.get("relatedTickers"))[:50])
        return make_article(
            title=text(item.get("title")),
            url=text(item.get("link")),
            publisher=text(item.get("publisher")),
            provider=self.label,
            published=moment(integer(item.get("providerPublishTime"))),
            symbols=[symbol for symbol in related if symbol],
        )


class YahooHeadlines(NewsProvider):
    """The headlines of the home listing, in English; half of them are about others too."""

    def __init__(self, source: Source, workers: Workers) -> None:
        super().__init__(source, label=f"{source.label} News")
        self._workers = workers

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        root = self.source.settings.base_url
        return self.source.address(
            (_HEADLINES_ROOT if root == _ROOT else root) + "/rss/2.0/headline",
            {"s": instrument.home.symbol, "region": "US", "lang": "en-US"},
        )

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        entries = await read_entries(page, self._workers, self.label)
        articles = (as_article(entry, self.label, publisher="Yahoo") for entry in entries)
        return [article for article in articles if article is not None]
