"""Feeds of headlines: finanznachrichten.de, Google News, and a Chinese portal as an extra feed."""

import base64
from email.utils import format_datetime

from aiohttp import web

from bot.playground.world.newsroom import Published, items
from bot.playground.world.sample import Handler, Sample
from bot.playground.world.sources.xml import document, rss_item
from bot.playground.world.sources.yahoo_news import matching
from bot.playground.world.tables import by_isin, by_symbol


def routes(sample: Sample) -> list[web.RouteDef]:
    return [
        web.get("/finanznachrichten/rss-x-aktien-{isin}", _share(sample)),
        web.get("/finanznachrichten/rss-aktien-adhoc", _disclosures(sample)),
        web.get("/finanznachrichten/aktien/uebersicht.htm", _overview),
        web.get("/google/rss/search", _google(sample)),
        web.get("/google/rss/articles/{token}", _opened(sample)),
        web.get("/portal/{symbol}.xml", _portal(sample)),
    ]


def _entry(sample: Sample, one: Published, *, link: str | None = None) -> str:
    return rss_item(
        title=one.item.title,
        link=link or sample.article_url(one.item.site, one.item.id),
        description=one.item.teaser,
        published=one.at and format_datetime(one.at),
        guid=one.item.id,
        source=(one.site.name, f"{sample.root}/sites/{one.item.site}/"),
    )


def _share(sample: Sample) -> Handler:
    async def share(request: web.Request) -> web.Response:
        instrument = by_isin().get(request.match_info["isin"].upper())
        if instrument is None:
            raise web.HTTPMovedPermanently("/finanznachrichten/aktien/uebersicht.htm")
        found = sample.newsroom.carried("finanznachrichten", instrument.key, sample.clock.now())
        title = f"FinanzNachrichten.de: Aktuelle Nachrichten zu {instrument.name}"
        entries = [_entry(sample, one) for one in found]
        return document(title, entries, language="de-de")

    return share


def _disclosures(sample: Sample) -> Handler:
    async def disclosures(_: web.Request) -> web.Response:
        now = sample.clock.now()
        entries = [
            rss_item(
                title="EQS-Adhoc: " + filing.headline,
                link=f"{sample.root}/eqs/news/{filing.id}.html",
                published=format_datetime(filing.at),
                guid=str(filing.id),
            )
            for key in ("sap", "siemens")
            for filing in sample.newsroom.filed("eqs", key, now)
            if filing.category == "Ad-hoc"
        ]
        return document("FinanzNachrichten.de: Ad-hoc-Mitteilungen", entries, language="de-de")

    return disclosures


async def _overview(_: web.Request) -> web.Response:
    text = "<!doctype html><title>Aktien</title><h1>Aktien von A bis Z</h1>"
    return web.Response(text=text, content_type="text/html")


def _google(sample: Sample) -> Handler:
    async def search(request: web.Request) -> web.Response:
        words = [word for word in request.query.get("q", "").split() if ":" not in word]
        query, language = " ".join(words).strip('"'), request.query.get("hl", "en")
        found = matching(query)
        entries: list[str] = []
        if found:
            carried = sample.newsroom.carried("google", found[0].key, sample.clock.now())
            for one in carried:
                if one.site.language != language[:2].lower():
                    continue
                # An opaque link, and the publisher once more at the end of the headline.
                token = base64.urlsafe_b64encode(one.item.id.encode()).decode()
                named = one.item.model_copy(update={"title": f"{one.item.title} - {one.site.name}"})
                link = f"{sample.root}/google/rss/articles/{token}?oc=5"
                entries.append(_entry(sample, Published(named, one.at, one.site), link=link))
        return document(f'"{query}" - Google News', entries, language=language)

    return search


def _opened(sample: Sample) -> Handler:
    async def opened(request: web.Request) -> web.Response:
        token = request.match_info["token"]
        try:
            id_ = base64.urlsafe_b64decode(token).decode()
        except ValueError:
            raise web.HTTPNotFound from None
        item = items().get(id_)
        if item is None:
            raise web.HTTPNotFound
        raise web.HTTPFound(sample.article_url(item.site, item.id))

    return opened


def _portal(sample: Sample) -> Handler:
    async def portal(request: web.Request) -> web.Response:
        symbol = request.match_info["symbol"].upper()
        if symbol not in by_symbol():
            raise web.HTTPNotFound
        key = by_symbol()[symbol][0].key
        found = sample.newsroom.carried("portal", key, sample.clock.now())
        return document("港股新闻", [_entry(sample, one) for one in found], language="zh-cn")

    return portal
