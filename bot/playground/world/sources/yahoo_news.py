"""Yahoo's search and headlines: `/v1/finance/search?q=`, `/rss/2.0/headline?s=`.

The search answers with listings and with news, of which not all is about the company.
"""

from email.utils import format_datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from aiohttp import web

from bot.playground.world.newsroom import Published
from bot.playground.world.sample import Handler, Sample
from bot.playground.world.sources.xml import document, rss_item
from bot.playground.world.tables import SampleInstrument, by_key, by_symbol, instruments
from bot.playground.world.venues import VENUES

Json = dict[str, Any]


def routes(sample: Sample) -> list[web.RouteDef]:
    return [
        web.get("/yahoo/v1/finance/search", _search(sample)),
        web.get("/yahoo/rss/2.0/headline", _headlines(sample)),
    ]


def matching(query: str) -> list[SampleInstrument]:
    """The shares that a search for a name, symbol, ISIN or WKN brings, best first."""
    wanted = " ".join(query.casefold().split())
    if not wanted:
        return []
    exact: list[SampleInstrument] = []
    partly: list[SampleInstrument] = []
    for one in instruments():
        symbols = {listing.symbol.casefold() for listing in one.listing}
        bare = {symbol.split(".")[0] for symbol in symbols}
        names = {*one.aliases, one.name.casefold(), one.isin.casefold(), one.wkn.casefold()}
        if wanted in symbols | bare | names:
            exact.append(one)
        elif wanted in one.name.casefold() or any(alias in wanted.split() for alias in one.aliases):
            partly.append(one)
    return exact + partly


def _search(sample: Sample) -> Handler:
    async def search(request: web.Request) -> web.Response:
        query = request.query.get("q", "")
        quotes = int(request.query.get("quotesCount", "7"))
        count = int(request.query.get("newsCount", "4"))
        found = matching(query)
        listed = [
            _listing(one, index, place)
            for place, one in enumerate(found)
            for index in range(len(one.listing))
        ]
        news: list[Published] = []
        if found:
            news = sample.newsroom.carried("yahoo", found[0].key, sample.clock.now())
        answer: Json = {
            "explains": [],
            "count": len(listed[:quotes]) + len(news[:count]),
            "quotes": listed[:quotes],
            "news": [_news(sample, one) for one in news[:count]],
            "nav": [],
            "lists": [],
            "researchReports": [],
            "totalTime": 18,
        }
        return web.json_response(answer)

    return search


def _listing(instrument: SampleInstrument, index: int, place: int) -> Json:
    listing = instrument.listing[index]
    venue = VENUES[listing.mic]
    return {
        "exchange": venue.code,
        "shortname": instrument.short,
        "quoteType": "EQUITY",
        "symbol": listing.symbol,
        "index": "quotes",
        "score": 30000.0 - 2000 * index - 9000 * place,
        "typeDisp": "Equity",
        "longname": instrument.name,
        "exchDisp": venue.name,
        "isYahooFinance": True,
    }


def _news(sample: Sample, one: Published) -> Json:
    """An item without a date has none here either, which is rare but happens."""
    item = one.item
    related = [by_key()[key].home.symbol for key in item.about if key in by_key()]
    made: Json = {
        "uuid": str(uuid5(NAMESPACE_URL, item.id)),
        "title": item.title,
        "publisher": one.site.name,
        "link": sample.article_url(item.site, item.id),
        "type": "STORY",
        "relatedTickers": related,
    }
    if one.at is not None:
        made["providerPublishTime"] = int(one.at.timestamp())
    return made


def _headlines(sample: Sample) -> Handler:
    async def headlines(request: web.Request) -> web.Response:
        symbols = request.query.get("s", "").upper().split(",")
        keys = {by_symbol()[symbol][0].key for symbol in symbols if symbol in by_symbol()}
        now = sample.clock.now()
        found = [one for key in keys for one in sample.newsroom.carried("headlines", key, now)]
        entries = [
            rss_item(
                title=one.item.title,
                link=sample.article_url(one.item.site, one.item.id),
                description=one.item.teaser,
                published=one.at and format_datetime(one.at),
                guid=str(uuid5(NAMESPACE_URL, one.item.id)),
                source=(one.site.name, f"{sample.root}/sites/{one.item.site}/"),
            )
            for one in found
        ]
        return document("Yahoo! Finance: " + ",".join(symbols) + " News", entries, language="en-US")

    return headlines
