"""The publishers' own sites: `/sites/{site}/{article}.html`, and what robots may open there."""

from html import escape

from aiohttp import web

from bot.playground.world.newsroom import items, sites
from bot.playground.world.sample import Handler, Sample
from bot.playground.world.sources.pages import article_page

_ROBOTS = "User-agent: *\nDisallow: /sites/technikmarkt/intern/\nDisallow: /playground/\n"


def routes(sample: Sample) -> list[web.RouteDef]:
    return [
        web.get("/robots.txt", _robots),
        web.get("/sites/{site}/{id}.html", _article(sample)),
        web.get("/sites/{site}/", _front(sample)),
    ]


async def _robots(_: web.Request) -> web.Response:
    return web.Response(text=_ROBOTS, content_type="text/plain")


def _article(sample: Sample) -> Handler:
    async def article(request: web.Request) -> web.Response:
        item, now = items().get(request.match_info["id"]), sample.clock.now()
        known = item and item.site == request.match_info["site"]
        if item is None or not known or not sample.newsroom.is_out(item, now):
            raise web.HTTPNotFound
        others = [
            sample.newsroom.published(other)
            for other in items().values()
            if other.site == item.site and other is not item and sample.newsroom.is_out(other, now)
        ]
        text = article_page(sample.newsroom.published(item), others[:4])
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    return article


def _front(sample: Sample) -> Handler:
    async def front(request: web.Request) -> web.Response:
        name = request.match_info["site"]
        if name not in sites():
            raise web.HTTPNotFound
        now = sample.clock.now()
        links = [
            f'<li><a href="{item.id}.html">{escape(item.title)}</a></li>'
            for item in items().values()
            if item.site == name and sample.newsroom.is_out(item, now)
        ]
        title = escape(sites()[name].name)
        text = f"<!doctype html><title>{title}</title><h1>{title}</h1><ul>{''.join(links)}</ul>"
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    return front
