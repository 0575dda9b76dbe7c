"""`read` and `feed`: what the bot makes of a page or a feed, from a file or from the web."""

import argparse
import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.cli.frame import ANSWERED, Command, Console, read_bytes
from bot.errors import BadAnswer, InputError, NotFound
from bot.news.feeds.entries import Feed
from bot.news.feeds.reader import parse_feed
from bot.news.pages.reader import ReadPage, read_page
from bot.web.fetcher import Fetcher, Page, Request

LARGEST = 8 * 1024 * 1024  # bytes
FETCHING = 20.0  # seconds
READING = 20.0  # seconds; a person waits for one page more patiently than a channel does

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
Answer = TypeVar("Answer")


class NothingGiven(InputError):
    code = "nothing_given"
    template = "Give a file or an address."


@dataclass(frozen=True, slots=True)
class _Found:
    """Bytes and where they come from; of a file, nobody has said the type."""

    body: bytes
    url: str
    content_type: str | None = None
    charset: str | None = None


async def _read(arguments: argparse.Namespace, console: Console) -> int:
    async def answer(place: str) -> ReadPage:
        found = await _find(place, console)
        workers = await console.workers()
        return await workers.run(
            read_page,
            found.body,
            found.url,
            found.charset,
            seconds=READING,
            task=f"Reading {place}",
        )

    return await _answer(arguments, console, answer, _page_document, _page_text)


async def _feed(arguments: argparse.Namespace, console: Console) -> int:
    async def answer(place: str) -> Feed:
        found = await _find(place, console)
        workers = await console.workers()
        return await workers.run(
            parse_feed,
            found.body,
            found.url,
            found.content_type,
            seconds=READING,
            task=f"Reading {place}",
        )

    return await _answer(arguments, console, answer, _feed_document, _feed_text)


async def _answer(
    arguments: argparse.Namespace,
    console: Console,
    answer: Callable[[str], Awaitable[Answer]],
    document: Callable[[Answer], object],
    text: Callable[[Answer], str],
) -> int:
    """One answer, or with --batch a line for each place."""
    if arguments.batch is not None:

        async def line(place: str) -> object:
            return document(await answer(place))

        return await console.batch(arguments.batch, line)
    found = await answer(arguments.place)
    console.answer(document(found), text(found))
    return ANSWERED


async def _find(place: str, console: Console) -> _Found:
    """The bytes of a file or an address. Raises UnreadableFile or SourceError."""
    place = place.strip()
    if not place:
        raise NothingGiven
    if not _ADDRESS.match(place):
        return _Found(await asyncio.to_thread(read_bytes, place, LARGEST), place)
    settings = console.settings()
    async with Fetcher(
        allowed=settings.allow_private_networks, contact=settings.contact
    ) as fetcher:
        page = await fetcher.fetch(Request(url=place, seconds=FETCHING, limit=LARGEST))
    return _Found(_good(page, place), page.url, page.headers.get("content-type"), page.charset)


def _good(page: Page, place: str) -> bytes:
    if page.status in (404, 410):
        raise NotFound(source=place, what="that address")
    if page.status != 200:
        raise BadAnswer(source=place, reason=f"it answers with status {page.status}")
    return page.body


def _page_document(page: ReadPage) -> object:
    return {
        "title": page.title,
        "authors": list(page.authors),
        "published": page.published.isoformat() if page.published else None,
        "language": page.language,
        "lead": page.lead,
        "text": page.text,
    }


def _page_text(page: ReadPage) -> str:
    by = ", ".join(page.authors)
    at = page.published.strftime("%Y-%m-%d %H:%M UTC") if page.published else "undated"
    head = " · ".join(part for part in (by, at, page.language or "") if part)
    return "\n\n".join(filter(None, (f"{page.title}\n{head}", page.lead, page.text)))


def _feed_document(feed: Feed) -> object:
    return {
        "title": feed.title,
        "entries": [
            {
                "title": entry.title,
                "link": entry.link or None,
                "published": entry.published.isoformat() if entry.published else None,
                "summary": entry.summary,
            }
            for entry in feed.entries
        ],
    }


def _feed_text(feed: Feed) -> str:
    lines = [feed.title or "(no title)"]
    for entry in feed.entries:
        at = entry.published.strftime("%Y-%m-%d %H:%M UTC") if entry.published else "undated"
        lines.append(f"{at}  {entry.title}  {entry.link}")
    return "\n".join(lines)


def _arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("place", metavar="FILE|URL", nargs="?", help="may be packed; - for stdin")
    what.add_argument(
        "--batch", metavar="LIST", help="a file with a path or an address a line, - for stdin"
    )


COMMANDS: tuple[Command, ...] = (
    Command("read", "title, authors, date, language and text of a page", _arguments, _read),
    Command("feed", "the entries of an RSS, Atom or JSON feed", _arguments, _feed),
)
