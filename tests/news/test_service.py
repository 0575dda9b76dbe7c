"""All sources side by side: never stuck, each failure named, pages opened only where needed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
import pytest_asyncio
from aiohttp import web

from bot.audience import Audience
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Place, Record
from bot.news.models import NewsReport
from bot.news.pages.opening import belongs
from bot.news.service import News
from bot.workers import Workers
from tests.news.wire import NOW, XIAOMI, Wire, item, opened_sources, opened_wire, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

GERMAN = Audience()
FEED = "/finanznachrichten/rss-x-aktien-kyg9830t1067"
SEARCH = "/yahoo/v1/finance/search"
HEADLINES = "/yahoo/rss/2.0/headline"
EQS = "/eqs/wp-json/eqsnews/v1/news"
LONG = (
    "Xiaomi hat am Dienstag eine Partnerschaft mit einem Anbieter von Werbetechnik bekanntgegeben. "
    "Damit sollen Anzeigen auf den Telefonen des Konzerns in Europa besser ausgesteuert werden. "
    "Die Zusammenarbeit beginnt nach Angaben des Unternehmens im November und läuft drei Jahre."
)
PAGE = f"""<!doctype html><html lang="de"><head><title>Xiaomi schließt Partnerschaft</title></head>
<body><nav>Start Börse</nav><article><h1>Xiaomi schließt Partnerschaft</h1>
<p>{LONG}</p><p>Analysten hatten mit dem Schritt gerechnet. Finanzielle Einzelheiten
nannte Xiaomi nicht, die Aktie gab am Nachmittag leicht nach.</p></article></body></html>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(2) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with opened_wire() as opened:
        opened.serve(FEED, rss(), kind="application/rss+xml")
        opened.serve(SEARCH, {"news": []})
        opened.serve(HEADLINES, rss(), kind="text/xml")
        opened.serve(EQS, {"records": []})
        opened.serve("/hkex/search/prefix.do", {"stockInfo": [{"stockId": 1, "code": "01810"}]})
        opened.serve("/hkex/search/titleSearchServlet.do", {"result": "null"})
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def news(wire: Wire, workers: Workers) -> AsyncIterator[News]:
    async with opened_sources(wire) as sources:
        yield News(sources=sources, workers=workers, clock=lambda: NOW)


def about_partnership(wire: Wire, teaser: str = LONG) -> str:
    return item("Xiaomi schließt Partnerschaft", f"{wire.root}/artikel/1", teaser=teaser)


async def all_reports(
    news: News, *, first_by: float = 2.0, give_up: float = 12.0
) -> list[NewsReport]:
    async with aclosing(
        news.reports(XIAOMI, GERMAN, first_by=first_by, give_up=give_up)
    ) as reports:
        return [report async for report in reports]


def statuses(report: NewsReport) -> dict[str, str]:
    return {one.name: one.status for one in report.sources}


async def test_what_all_sources_found_becomes_one_report(wire: Wire, news: News) -> None:
    wire.serve(FEED, rss(about_partnership(wire)), kind="application/rss+xml")
    wire.serve(SEARCH, {"news": [
        {"title": "Target raises its outlook", "publisher": "X", "link": "https://example.org/t",
         "providerPublishTime": 1634713200, "relatedTickers": ["TGT"]},
    ]})  # fmt: skip
    report = await news.report(XIAOMI, GERMAN)
    assert [story.title for story in report.stories] == ["Xiaomi schließt Partnerschaft"]
    assert report.stories[0].summary[0].text in LONG
    assert [(one.article.title, one.reason.value) for one in report.dropped] == [
        ("Target raises its outlook", "other_company")
    ]
    assert report.complete
    assert statuses(report) == {
        "finanznachrichten.de": "ok",
        "EQS News": "ok",
        "HKEXnews": "ok",
        "Yahoo": "ok",
        "Yahoo News": "ok",
    }
    assert report.sources[0].items == 1


async def test_a_company_of_the_catalogue_with_a_longer_name_is_another(
    wire: Wire, workers: Workers
) -> None:
    records = [
        Record("Xiaomi Corp.", ("KYG9830T1067",), places=(Place("1810.HK"),)),
        Record("Xiaomi Robotics Ltd.", places=(Place("7777.HK"),)),
    ]
    items = [
        item(title, f"{wire.root}/artikel/{n}", teaser="")
        for n, title in enumerate(("Xiaomi hebt die Prognose an", "Xiaomi Robotics baut ein Werk"))
    ]
    wire.serve(FEED, rss(*items), kind="application/rss+xml")
    async with opened_sources(wire) as sources:
        catalogue = Catalogue(build_catalogue({"plain": records}))
        news = News(sources=sources, workers=workers, clock=lambda: NOW, catalogue=catalogue)
        report = await news.report(XIAOMI, GERMAN)
    assert [story.title for story in report.stories] == ["Xiaomi hebt die Prognose an"]
    assert [one.reason.value for one in report.dropped] == ["other_company"]


async def test_stories_beyond_the_limit_are_counted(wire: Wire, news: News) -> None:
    titles = [
        "Xiaomi schließt Partnerschaft",
        "Xiaomi ruft Elektroroller zurück",
        "Xiaomi kauft eigene Aktien im Wert von einer Milliarde zurück",
    ]
    items = [item(title, f"{wire.root}/artikel/{n}", teaser="") for n, title in enumerate(titles)]
    wire.serve(FEED, rss(*items), kind="application/rss+xml")
    report = await news.report(XIAOMI, GERMAN, limit=1)
    assert (len(report.stories), report.dropped) == (1, ())
    assert (report.found, report.beyond) == (3, 2)


async def test_a_hanging_source_holds_nobody_up_and_is_named(wire: Wire, news: News) -> None:
    wire.serve(FEED, rss(about_partnership(wire)), kind="application/rss+xml")
    wire.hang(EQS)
    first, *_, last = await all_reports(news, first_by=0.6, give_up=1.0)
    assert not first.complete
    assert statuses(first)["EQS News"] == "pending"
    assert statuses(last)["EQS News"] == "source_timeout"
    [failed] = [one for one in last.sources if one.status != "ok"]
    assert failed.message == "EQS News did not answer within 1 seconds."
    assert last.complete
    assert len(last.stories) == 1


async def test_a_late_source_is_added(wire: Wire, news: News) -> None:
    released = asyncio.Event()

    async def late(_: web.Request) -> web.Response:
        await released.wait()
        return web.json_response({"news": [
            {"title": "Xiaomi startet Verkauf in Polen", "publisher": "PAP",
             "link": "https://example.org/pl", "providerPublishTime": 1634713200}
        ]})  # fmt: skip

    wire.handle(SEARCH, late)
    wire.serve(FEED, rss(about_partnership(wire)), kind="application/rss+xml")
    titles: list[list[str]] = []
    async with aclosing(news.reports(XIAOMI, GERMAN, first_by=0.5)) as reports:
        async for report in reports:
            titles.append([story.title for story in report.stories])
            released.set()
    assert "Xiaomi startet Verkauf in Polen" not in titles[0]
    assert "Xiaomi startet Verkauf in Polen" in titles[-1]
    assert report.complete


async def test_with_everything_down_each_source_is_named(wire: Wire, news: News) -> None:
    for path in (FEED, SEARCH, HEADLINES, EQS, "/hkex/search/prefix.do"):
        wire.serve(path, "down", status=500)
    report = await news.report(XIAOMI, GERMAN)
    assert report.stories == ()
    assert report.complete
    assert set(statuses(report).values()) == {"source_down"}
    assert all("cannot be reached" in one.message for one in report.sources)


async def test_a_company_that_a_source_does_not_know_is_no_failure(wire: Wire, news: News) -> None:
    wire.serve(FEED, "<!doctype html><p>Alle Aktien", kind="text/html")
    report = await news.report(XIAOMI, GERMAN)
    assert statuses(report)["finanznachrichten.de"] == "ok"
    assert report.sources[0].items == 0


async def test_a_complete_report_is_kept_for_a_moment(wire: Wire, workers: Workers) -> None:
    now = [NOW]
    async with opened_sources(wire) as sources:
        news = News(sources=sources, workers=workers, clock=lambda: now[0])
        assert news.cached(XIAOMI, GERMAN) is None
        report = await news.report(XIAOMI, GERMAN)
        asked = len(wire.asked)
        assert news.cached(XIAOMI, GERMAN) is report
        assert await all_reports(news) == [report]
        assert len(wire.asked) == asked
        assert news.cached(XIAOMI, Audience(languages=("en",))) is None
        now[0] = NOW.replace(hour=10)
        assert news.cached(XIAOMI, GERMAN) is None
        assert (await news.report(XIAOMI, GERMAN)).complete
        assert len(wire.asked) > asked


async def test_a_thin_teaser_is_filled_from_the_article_itself(wire: Wire, news: News) -> None:
    wire.serve(FEED, rss(about_partnership(wire, teaser="Kurz.")), kind="application/rss+xml")
    wire.serve("/artikel/1", PAGE, kind="text/html")
    *_, before, last = await all_reports(news)
    assert not before.complete
    assert before.stories[0].summary == () or "Kurz" in before.stories[0].summary[0].text
    assert last.complete
    assert last.stories[0].summary[0].text in LONG
    assert "/robots.txt" in wire.paths()


@pytest.mark.parametrize(
    "robots",
    [
        (200, "User-agent: *\nDisallow: /artikel/\n"),
        (200, "User-agent: Parkett\nDisallow: /\n"),
        (500, "broken"),
    ],
)
async def test_a_page_that_robots_may_not_open_is_not_opened(
    wire: Wire, news: News, robots: tuple[int, str]
) -> None:
    status, text = robots
    wire.serve("/robots.txt", text, status=status, kind="text/plain")
    wire.serve(FEED, rss(about_partnership(wire, teaser="Kurz.")), kind="application/rss+xml")
    wire.serve("/artikel/1", PAGE, kind="text/html")
    report = await news.report(XIAOMI, GERMAN)
    assert report.complete
    assert "/artikel/1" not in wire.paths()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("<!doctype html><title>Weiter</title><p>Bitte stimmen Sie der Verwendung von Cookies zu, "
         "um weiterzulesen. Ihre Einwilligung können Sie jederzeit widerrufen.", "text/html", 200),
        ("%PDF-1.4", "application/pdf", 200),
        ("gone", "text/html", 410),
        ("", "text/html", 200),
    ],
)  # fmt: skip
async def test_a_page_that_says_nothing_adds_nothing(
    wire: Wire, news: News, body: str, kind: str, status: int
) -> None:
    wire.serve(FEED, rss(about_partnership(wire, teaser="")), kind="application/rss+xml")
    wire.serve("/artikel/1", body, kind=kind, status=status)
    report = await news.report(XIAOMI, GERMAN)
    assert report.complete
    assert [story.summary for story in report.stories] == [()]


async def test_at_most_five_pages_are_opened_and_never_opaque_links(wire: Wire, news: News) -> None:
    subjects = ["Auto", "Handy", "Uhr", "Fernseher", "Roller", "Kamera", "Lampe", "Router"]
    items = [
        item(f"Xiaomi: {one} Nummer {n} verkauft sich gut", f"{wire.root}/artikel/{n}")
        for n, one in enumerate(subjects)
    ]
    opaque = item("Xiaomi baut um", f"{wire.root}/rss/articles/CBMi")
    wire.serve(FEED, rss(opaque, *items), kind="application/rss+xml")
    async with aclosing(news.reports(XIAOMI, GERMAN, limit=9)) as reports:
        async for _ in reports:
            pass
    opened = [path for path in wire.paths() if path.startswith("/artikel/")]
    assert 0 < len(opened) <= 5
    assert not [path for path in wire.paths() if "CBMi" in path]


async def test_leaving_early_stops_the_asking(wire: Wire, news: News) -> None:
    wire.hang(EQS)
    async with aclosing(news.reports(XIAOMI, GERMAN, first_by=0.2, give_up=30)) as reports:
        async for report in reports:
            assert not report.complete
            break
    others = [task for task in asyncio.all_tasks() if "together" in repr(task)]
    assert others == []


async def test_hostile_text_goes_through_unharmed(wire: Wire, news: News) -> None:
    title = "Xiaomi @everyone \u202e**fett** [Klick](https://evil.example)\x07"
    answer = {"news": [{"title": title, "publisher": "`X`\n@here", "link": "https://example.org/h",
                        "providerPublishTime": 1634713200}]}  # fmt: skip
    wire.serve(SEARCH, json.dumps(answer))
    report = await news.report(XIAOMI, GERMAN)
    [story] = report.stories
    assert story.title == "Xiaomi @everyone **fett** [Klick](https://evil.example)"
    assert story.articles[0].publisher == "`X` @here"


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (LONG, "Xiaomi schließt Partnerschaft", True),
        ("Wir und unsere Partner nutzen Cookies.", "Xiaomi schließt Partnerschaft", False),
        ("小米集团周二宣布与一家广告技术公司合作。", "小米宣布广告合作", True),
        ("请先登录后继续阅读。", "小米宣布广告合作", False),
        ("Anything", "Q3", True),
    ],
)
async def test_a_page_belongs_to_its_headline(text: str, title: str, *, expected: bool) -> None:
    assert belongs(text, title) is expected
