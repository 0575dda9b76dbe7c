"""RSS as the feeds of the sample are written: escaped, with a date only where there is one."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web


def rss_item(
    *,
    title: str,
    link: str,
    description: str = "",
    published: str | None = None,
    guid: str = "",
    source: tuple[str, str] | None = None,
    category: str = "",
) -> str:
    """One `<item>`. source: name and address of the publisher."""
    parts = [f"<title>{escape(title)}</title>", f"<link>{escape(link)}</link>"]
    if guid:
        parts.append(f'<guid isPermaLink="false">{escape(guid)}</guid>')
    if published:
        parts.append(f"<pubDate>{escape(published)}</pubDate>")
    if description:
        parts.append(f"<description>{escape(description)}</description>")
    if category:
        parts.append(f"<category>{escape(category)}</category>")
    if source:
        parts.append(f"<source url={quoteattr(source[1])}>{escape(source[0])}</source>")
    return "<item>" + "".join(parts) + "</item>"


def document(title: str, items: Iterable[str], *, language: str, link: str = "") -> web.Response:
    """The whole feed as an answer."""
    channel = [
        f"<title>{escape(title)}</title>",
        f"<link>{escape(link)}</link>",
        f"<description>{escape(title)}</description>",
        f"<language>{escape(language)}</language>",
        *items,
    ]
    text = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
    text += "\n".join(channel) + "\n</channel></rss>\n"
    return web.Response(body=text.encode(), content_type="application/rss+xml", charset="utf-8")
