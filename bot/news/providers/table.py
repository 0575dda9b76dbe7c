"""All news sources, in the order in which they are named."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.news.providers.eqs import EqsNews
from bot.news.providers.extra import ExtraFeed, labels_of
from bot.news.providers.finanznachrichten import Finanznachrichten
from bot.news.providers.form import NewsProvider
from bot.news.providers.google import GoogleNews
from bot.news.providers.hkex import HkexNews
from bot.news.providers.sec import SecEdgar
from bot.news.providers.yahoo import YahooHeadlines, YahooNews
from bot.web.source import Sources
from bot.workers import Workers


def news_providers(
    sources: Sources, workers: Workers, clock: Clock, feeds: Sequence[str] = ()
) -> tuple[NewsProvider, ...]:
    """feeds: extra addresses, `{isin}`, `{symbol}` and `{name}` are filled in."""
    return (
        Finanznachrichten(sources["FINANZNACHRICHTEN"], workers),
        EqsNews(sources["EQS"]),
        HkexNews(sources["HKEX"], clock),
        SecEdgar(sources["SEC"], workers, clock),
        YahooNews(sources["YAHOO"]),
        YahooHeadlines(sources["YAHOO"], workers),
        GoogleNews(sources["GOOGLE_NEWS"], workers),
        *(
            ExtraFeed(address, sources["FEEDS"], workers, label=label)
            for address, label in zip(feeds, labels_of(feeds), strict=True)
        ),
    )
