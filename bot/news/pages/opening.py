"""What does the article itself say? Pages are opened where the feed's teaser says too little.

Few, politely, within a limit of time, and only their text is kept, in memory, for a while.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.errors import ParkettError
from bot.news.models import Article, Story
from bot.news.pages.reader import read_page
from bot.news.pages.robots import Robots
from bot.web.fetcher import Page
from bot.web.source import Source
from bot.workers import Workers

log = logging.getLogger(__name__)

MOST_PAGES = 5  # for one answer
ENOUGH = 240  # characters of a teaser from which a summary can be made
_MOST_KEPT = 300
_LONGEST = 12_000  # characters of a text that are kept
_READING_SECONDS = 8.0
# Links that hide their target are shown as they are and never followed.
_OPAQUE_HOSTS = frozenset({"news.google.com"})
_WORDS = re.compile(r"[^\W\d_\u3400-\u9fff]{4,}|[\u3400-\u9fff]{2}")
_NOT_PAGES = (".pdf", ".xlsx", ".xls", ".doc", ".docx", ".zip", ".mp3", ".mp4", ".jpg", ".png")


class Opener:
    """Opens articles' pages through the source `ARTICLES`."""

    def __init__(self, source: Source, workers: Workers, clock: Clock) -> None:
        self._source = source
        self._workers = workers
        self._robots = Robots(source, clock)
        self._texts: OrderedDict[str, str] = OrderedDict()

    def wanted(self, stories: Iterable[Story]) -> list[Article]:
        """One article of each story that says too little by itself, the linked one if possible."""
        found: list[Article] = []
        for story in stories:
            said = max(len(one.text or "") + len(one.teaser) for one in story.articles)
            if said < ENOUGH and self._source.enabled:
                found += [one for one in story.articles if _can_be_opened(one.url)][:1]
        return found[:MOST_PAGES]

    async def texts(self, articles: Sequence[Article], *, seconds: float) -> Mapping[str, str]:
        """The texts of those pages that could be read within that time, by address."""
        tasks = {asyncio.create_task(self._text(article)): article.url for article in articles}
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=seconds)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        read = {url: task.result() for task, url in tasks.items() if not task.cancelled()}
        titles = {one.url: one.title for one in articles}
        return {url: text for url, text in read.items() if text and belongs(text, titles[url])}

    async def _text(self, article: Article) -> str:
        """The page's main text, "" where it cannot be had; the reason is logged."""
        url = article.url
        if url in self._texts:
            self._texts.move_to_end(url)
            return self._texts[url]
        try:
            text = await self._read(url)
        except ParkettError as error:
            log.info("An article was not read: %s", error)
            text = ""
        self._texts[url] = text
        while len(self._texts) > _MOST_KEPT:
            self._texts.popitem(last=False)
        return text

    async def _read(self, url: str) -> str:
        if not await self._robots.allow(url):
            return ""
        # A link often leads to another host, which has its own say.
        page = await self._source.get(url, follow=self._robots.allow)
        if not _is_html(page):
            return ""
        read = await self._workers.run(
            read_page,
            page.body,
            page.url,
            page.charset,
            seconds=_READING_SECONDS,
            task="Reading an article",
        )
        return "\n".join(filter(None, (read.lead, read.text)))[:_LONGEST]


def belongs(text: str, title: str) -> bool:
    """Whether the text can be the article of that headline, and not a consent or error page."""
    words = set(_WORDS.findall(title.casefold()))
    said = text.casefold()
    return not words or sum(word in said for word in words) * 3 >= len(words)


def with_texts(articles: Iterable[Article], texts: Mapping[str, str]) -> list[Article]:
    """The same articles, those with a text that was read."""
    return [
        replace(one, text=texts[one.url]) if one.url in texts and not one.text else one
        for one in articles
    ]


def _can_be_opened(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.hostname not in _OPAQUE_HOSTS
        and not parts.path.startswith("/rss/articles/")
        and not parts.path.lower().endswith(_NOT_PAGES)
    )


def _is_html(page: Page) -> bool:
    return page.content_type in {"", "text/html", "application/xhtml+xml"}
