"""Everything once on a made-up story, so that a new worker process is quick from the first task.

Word lists, language models and patterns are made when they are first used, which takes a second or
two; `bot.workers` lets each new process do this before it is given work.
"""

from datetime import UTC, datetime, timedelta

from bot.instruments.models import Instrument, Listing
from bot.news.feeds.reader import parse_feed
from bot.news.models import Article
from bot.news.pages.reader import read_page
from bot.news.stories.editor import tell

_NOW = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)
_COMPANY = Instrument(
    name="Musterwerk AG",
    isin=None,
    wkn=None,
    listings=(Listing("MWK.DE", "Xetra", "XETR", "EUR", home=True),),
    names=("样本工业",),
)
# Headline, then what a feed says of it: with and without a source that is named.
_TOLD = (
    (
        "Musterwerk hebt die Prognose an und kauft eigene Aktien zurück",
        "Musterwerk rechnet nach starken Zahlen mit mehr Gewinn. Das berichtete die Zeitung "
        "„Beispielblatt“ am Dienstag. Die Aktie legte um 4,5 Prozent auf 12,30 Euro zu.",
    ),
    (
        "UPDATE 1-Musterwerk raises outlook after strong quarter, sources say",
        "Musterwerk AG raised its profit outlook on Tuesday, Example Newswire reported. "
        "Shares rose 4.5% to 12.30 euros. The company declined to comment.",
    ),
    (
        "样本工业上调全年盈利预期",
        "样本工业周二宣布上调全年盈利预期，股价上涨4.5%。据示例社报道，公司还将回购股份。",
    ),
    ("Musterwerk: was Anleger jetzt wissen müssen", ""),
)
_PAGE = """<!doctype html><html lang="de"><head><title>{0}</title>
<meta name="author" content="Erika Muster"><meta name="date" content="2021-10-19"></head><body>
<nav><a href="/">Start</a></nav><article><h1>{0}</h1><p class="byline">Von Erika Muster,
19. Oktober 2021</p><p>{1}</p><p>{1} Mehr teilte das Unternehmen nicht mit.</p></article>
</body></html>"""
_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Muster</title><item>
<title>{0}</title><link>https://example.org/1</link><description>&lt;p&gt;{1}&lt;/p&gt;</description>
<pubDate>Tue, 19 Oct 2021 08:00:00 GMT</pubDate></item></channel></rss>"""


def rehearse() -> None:
    """Reads a feed and a page and tells their stories. Only for a worker process."""
    parse_feed(_FEED.format(*_TOLD[0]).encode(), "https://example.org/feed")
    read_page(_PAGE.format(*_TOLD[0]).encode(), "https://example.org/1", None)
    articles = [
        Article(
            title,
            f"https://example.org/{number}",
            publisher="Example",
            provider="Example",
            published=_NOW - timedelta(hours=number),
            teaser=teaser,
        )
        for number, (title, teaser) in enumerate(_TOLD)
    ]
    tell(_COMPANY, articles, now=_NOW)
