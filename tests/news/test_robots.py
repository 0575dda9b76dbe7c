"""What a host's robots.txt says to us is obeyed to the letter of RFC 9309."""

import pytest

from bot.news.models import Article
from bot.news.pages.opening import Opener
from bot.news.pages.robots import parse_robots
from bot.workers import Workers
from tests.news.wire import NOW, opened_sources, opened_wire

EVERYONE = "User-agent: *\n"


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("this is no robots file\n<html>", "/a", True),
        (EVERYONE + "Disallow:\n", "/a", True),
        (EVERYONE + "Disallow: /\n", "/a", False),
        (EVERYONE + "Disallow: /news/\n", "/news/1", False),
        (EVERYONE + "Disallow: /news/\n", "/newsroom", True),
        (EVERYONE + "Disallow: /\nAllow: /news/\n", "/news/1", True),
        (EVERYONE + "Allow: /\nDisallow: /news/\n", "/news/1", False),
        (EVERYONE + "Disallow: /page\nAllow: /page\n", "/page", True),
        (EVERYONE + "Disallow: /*.pdf$\n", "/a/b.pdf", False),
        (EVERYONE + "Disallow: /*.pdf$\n", "/a/b.pdf?x=1", True),
        (EVERYONE + "Disallow: /*?print=\n", "/a?print=1", False),
        (EVERYONE + "Disallow: /*/private/*/x$\n", "/a/private/b/c/x", False),
        (EVERYONE + "Disallow: /*/private/*/x$\n", "/a/private/x", True),
        (EVERYONE + "Disallow: /a$\n", "/a", False),
        (EVERYONE + "Disallow: /a$\n", "/ab", True),
        (EVERYONE + "Disallow: /%C3%BCber\n", "/%C3%BCber-uns", False),
        (EVERYONE + "Disallow: /über\n", "/%C3%BCber-uns", False),
        (EVERYONE + "disallow : /a # why not\n", "/a", False),
        ("User-agent: Parkett\nDisallow: /\n" + EVERYONE + "Allow: /\n", "/a", False),
        ("User-agent: Parkett/1.0\nDisallow: /\n", "/a", False),
        (EVERYONE + "Disallow: /\n\nUser-agent: parkett\nAllow: /\n", "/a", True),
        ("User-agent: Other\nDisallow: /\n", "/a", True),
        ("User-agent: Other\nUser-agent: *\nDisallow: /\n", "/a", False),
        ("User-agent: *\nCrawl-delay: 5\nDisallow: /\n", "/a", False),
        ("User-agent: *\nDisallow: /a\nUser-agent: Other\nDisallow: /b\n", "/b", True),
        (EVERYONE + "Disallow: /b\n" + EVERYONE + "Disallow: /a\n", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a", False),
        (EVERYONE + f"Disallow: /{'*a' * 240}$\n", "/" + "a" * 2000 + "b", True),
    ],
)
def test_whether_a_page_may_be_opened(robots: str, path: str, *, allowed: bool) -> None:
    assert parse_robots(robots).allow(f"https://example.org{path}") is allowed


async def test_a_link_does_not_lead_to_where_robots_may_not_go() -> None:
    async with opened_wire() as wire, opened_sources(wire) as sources:
        wire.serve("/robots.txt", EVERYONE + "Disallow: /hidden/\n", kind="text/plain")
        wire.serve("/short/1", "", kind="text/html", status=302, headers={"Location": "/open/1"})
        wire.serve("/open/1", "", kind="text/html", status=302, headers={"Location": "/hidden/1"})
        wire.serve("/hidden/1", "<p>text</p>", kind="text/html")
        opener = Opener(sources["ARTICLES"], Workers(1), lambda: NOW)
        assert await opener.texts([_article(f"{wire.root}/short/1")], seconds=10) == {}
        assert wire.paths() == ["/robots.txt", "/short/1", "/open/1"]


def _article(url: str) -> Article:
    return Article(title="Xiaomi", url=url, publisher="A", provider="A", published=NOW)
