"""JSON Feed, the youngest form of feed."""

from bot.errors import BadAnswer
from bot.news.dates import parse_date
from bot.news.feeds.entries import Entry, Feed
from bot.web.parsing import as_list, as_mapping, dig, parse_json, text


def read_json(body: bytes, source: str) -> Feed:
    """Raises BadAnswer where it is no JSON Feed."""
    feed = as_mapping(parse_json(body, source))
    if "jsonfeed.org" not in (text(feed.get("version")) or ""):
        raise BadAnswer(source=source, reason="it is JSON, but not a feed")
    language = text(feed.get("language"))
    entries = (_entry(item, language) for item in as_list(feed.get("items")))
    return Feed(text(feed.get("title")) or "", tuple(entries))


def _entry(value: object, language: str | None) -> Entry:
    item = as_mapping(value)

    def first(*names: str) -> str:
        return next(filter(None, (text(item.get(name)) for name in names)), "")

    author = dig(item, "authors", 0, "name") or dig(item, "author", "name")
    return Entry(
        title=first("title"),
        link=first("url", "external_url", "id"),
        published=parse_date(first("date_published") or first("date_modified")),
        summary=first("summary", "content_text", "content_html"),
        author=text(author),
        language=first("language") or language,
    )
