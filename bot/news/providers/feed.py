"""Any RSS or Atom feed, read in a worker process; the base of all sources that speak it."""

from collections.abc import Sequence

from bot.errors import BadAnswer
from bot.news.feeds.entries import Entry
from bot.news.feeds.reader import parse_feed
from bot.news.models import Article
from bot.news.providers.form import MOST_ITEMS, make_article
from bot.web.fetcher import Page
from bot.workers import Workers

_SECONDS = 5.0


async def read_entries(page: Page, workers: Workers, label: str) -> Sequence[Entry]:
    """The feed's entries. Raises BadAnswer (with `label` as the source), WorkTimeout, WorkDied."""
    content_type = page.headers.get("content-type")
    try:
        feed = await workers.run(
            parse_feed,
            page.body,
            page.url,
            content_type,
            seconds=_SECONDS,
            task=f"Reading the feed of {label}",
        )
    except BadAnswer as error:
        # The parser knows the address only; people know the source by its name.
        raise BadAnswer(source=label, reason=error.details.get("reason", "no feed")) from error
    return feed.entries[:MOST_ITEMS]


def as_article(entry: Entry, label: str, *, publisher: str | None = None) -> Article | None:
    """An entry as an article; its own publisher wins over `publisher`, and both over the label.

    The language that a feed names is its own, not that of each item, so it is left to be detected.
    """
    return make_article(
        title=entry.title,
        url=entry.link,
        publisher=entry.publisher or publisher or label,
        provider=label,
        published=entry.published,
        teaser=entry.summary,
    )
