"""What each source says becomes articles; what it says wrongly becomes a clear error."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.audience import Audience
from bot.errors import BadAnswer, NotFound, ParkettError, SourceDown
from bot.news.providers.eqs import EqsNews
from bot.news.providers.extra import ExtraFeed, filled_in, labels_of, publisher_of
from bot.news.providers.finanznachrichten import Finanznachrichten
from bot.news.providers.form import make_article, web_address
from bot.news.providers.google import GoogleNews
from bot.news.providers.hkex import HkexNews
from bot.news.providers.sec import SecEdgar
from bot.news.providers.yahoo import YahooHeadlines, YahooNews
from bot.web.source import Sources
from bot.workers import Workers
from config.sources import LABELS
from tests.news.wire import ACME, NOW, XIAOMI, Wire, item, opened_sources, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

GERMAN = Audience()
CHINESE = Audience(languages=("zh", "en"))
FEED = "application/rss+xml"
SEARCH = "/hkex/search/titleSearchServlet.do"
PREFIX = "/hkex/search/prefix.do"
EQS = "/eqs/wp-json/eqsnews/v1/news"


@pytest_asyncio.fixture(loop_scope="module")
async def sources(wire: Wire) -> AsyncIterator[Sources]:
    async with opened_sources(wire, PARKETT_SOURCES__GOOGLE_NEWS__ENABLED="yes") as opened:
        yield opened


async def test_finanznachrichten_by_isin(wire: Wire, sources: Sources, workers: Workers) -> None:
    wire.serve(
        "/finanznachrichten/rss-x-aktien-kyg9830t1067",
        rss(
            item(
                "Xiaomi baut ein Auto &amp; mehr",
                "https://example.org/1",
                teaser="&lt;p&gt;Der Konzern plant &lt;b&gt;2024&lt;/b&gt;.&lt;/p&gt;",
                source="dpa-AFX",
            ),
            item("Ohne Datum", "https://example.org/2", date=None),
            item("", "https://example.org/3"),
            item("Falscher Verweis", "javascript:alert(1)"),
        ),
        kind=FEED,
    )
    provider = Finanznachrichten(sources["FINANZNACHRICHTEN"], workers)
    first, second = await provider.items(XIAOMI, GERMAN)
    assert first.title == "Xiaomi baut ein Auto & mehr"
    assert first.teaser == "Der Konzern plant 2024."
    assert (first.publisher, first.provider) == ("dpa-AFX", "finanznachrichten.de")
    assert first.published == datetime(2021, 10, 20, 5, 15, tzinfo=UTC)
    assert (second.title, second.published) == ("Ohne Datum", None)
    assert second.publisher == "finanznachrichten.de"


async def test_finanznachrichten_sends_an_unknown_isin_to_a_web_page(
    wire: Wire, sources: Sources, workers: Workers
) -> None:
    wire.serve(
        "/finanznachrichten/rss-x-aktien-kyg9830t1067", "", status=301, headers={"Location": "/all"}
    )
    wire.serve("/all", "<!doctype html><title>Aktien</title>", kind="text/html")
    provider = Finanznachrichten(sources["FINANZNACHRICHTEN"], workers)
    with pytest.raises(NotFound, match="knows nothing of KYG9830T1067"):
        await provider.items(XIAOMI, GERMAN)


async def test_eqs_releases_in_the_language_that_is_read(wire: Wire, sources: Sources) -> None:
    release = {
        "id": "5f0c_de",
        "dateUtc": "2021-10-19 05:30:00",
        "headline": "Xiaomi: Vorläufige Zahlen für das dritte Quartal",
        "category": "Ad-hoc",
        "companyName": "Xiaomi Corporation",
        "isin": "KYG9830T1067",
    }
    named = {"id": 77, "url": "https://eqs.example/77", "dateUtc": "2021-10-19T09:30:00+02:00"}
    wire.serve(EQS, {"status": 200, "records": [
        release,
        release | named,
        release | {"id": 78, "isin": "DE0007164600"},
        release | {"id": 79, "headline": None},
        "not a record",
    ]})  # fmt: skip
    provider = EqsNews(sources["EQS"])
    first, second = await provider.items(XIAOMI, GERMAN)
    assert dict(wire.asked[0].query) == {"lang": "de", "isin": "KYG9830T1067"}
    assert first.url == (
        f"{wire.root}/eqs/news/ad-hoc/xiaomi-vorlaeufige-zahlen-fuer-das-dritte-quartal/5f0c_de"
    )
    assert first.published == datetime(2021, 10, 19, 5, 30, tzinfo=UTC)
    assert (first.publisher, first.language, first.disclosure) == ("Xiaomi Corporation", "de", True)
    assert (second.url, second.published) == (
        "https://eqs.example/77",
        datetime(2021, 10, 19, 7, 30, tzinfo=UTC),
    )
    await provider.items(XIAOMI, CHINESE)
    assert wire.asked[1].query["lang"] == "en"


async def test_eqs_knows_no_release_of_most_companies(wire: Wire, sources: Sources) -> None:
    wire.serve(EQS, {"status": 200, "records": []})
    assert await EqsNews(sources["EQS"]).items(XIAOMI, GERMAN) == []


async def test_hkex_filings_by_the_stocks_own_number(wire: Wire, sources: Sources) -> None:
    wire.serve(
        PREFIX,
        'callback({"more":"0","stockInfo":[{"stockId":1,"code":"18100","name":"OTHER"},'
        '{"stockId":200143,"code":"01810","name":"XIAOMI-W"}]});\n',
        kind="application/javascript",
    )
    row = {
        "TITLE": "VOLUNTARY ANNOUNCEMENT<br/>SHARE REPURCHASE &amp; MORE",
        "LONG_TEXT": "Announcements and Notices - [Other - Miscellaneous]",
        "DATE_TIME": "19/10/2021 16:45",
        "STOCK_CODE": "01810<br/>81810",
        "FILE_LINK": "/listedco/2021/1019/a.pdf",
    }
    rows = [row, row | {"STOCK_CODE": "00700"}, row | {"FILE_LINK": None}, row | {"DATE_TIME": "?"}]
    wire.serve(SEARCH, {"result": json.dumps(rows), "hasNextRow": False})
    provider = HkexNews(sources["HKEX"], lambda: NOW)
    first, undated = await provider.items(XIAOMI, GERMAN)
    asked = wire.asked[1].query
    assert (asked["stockId"], asked["lang"]) == ("200143", "EN")
    assert (asked["fromDate"], asked["toDate"]) == ("20210920", "20211020")
    assert first.title == "VOLUNTARY ANNOUNCEMENT SHARE REPURCHASE & MORE"
    assert first.published == datetime(2021, 10, 19, 8, 45, tzinfo=UTC)
    assert first.url == f"{wire.root}/hkex/listedco/2021/1019/a.pdf"
    assert (first.publisher, first.language, first.disclosure) == ("Xiaomi Corp.", "en", True)
    assert undated.published is None

    chinese = await provider.items(XIAOMI, CHINESE)
    assert chinese[0].language == "zh"
    assert wire.paths() == [PREFIX, SEARCH, SEARCH]  # the number is asked once


@pytest.mark.parametrize("result", ["null", "", "[]", None])
async def test_hkex_without_filings(wire: Wire, sources: Sources, result: str | None) -> None:
    wire.serve(PREFIX, {"stockInfo": [{"stockId": 200143, "code": "01810"}]})
    wire.serve(SEARCH, {"result": result, "recordCnt": 0})
    assert await HkexNews(sources["HKEX"], lambda: NOW).items(XIAOMI, GERMAN) == []


async def test_hkex_does_not_know_every_stock(wire: Wire, sources: Sources) -> None:
    wire.serve(PREFIX, 'callback({"more":"0","stockInfo":[]});')
    with pytest.raises(NotFound, match="HKEXnews knows nothing of stock 01810"):
        await HkexNews(sources["HKEX"], lambda: NOW).items(XIAOMI, GERMAN)


def filings(**columns: list[str]) -> dict[str, object]:
    return {"cik": "0000000042", "filings": {"recent": columns, "files": []}}


async def test_sec_filings_that_are_worth_a_headline(
    wire: Wire, sources: Sources, workers: Workers
) -> None:
    wire.serve(
        "/sec/files/company_tickers.json",
        {"0": {"cik_str": 7, "ticker": "ACM"}, "1": {"cik_str": 42, "ticker": "ACMT"}},
    )
    wire.serve(
        "/sec/submissions/CIK0000000042.json",
        filings(
            accessionNumber=["0-21-5", "0-21-4", "0-21-3", "0-21-2", "0-21-1"],
            form=["8-K", "4", "10-Q/A", "8-K", "8-K"],
            acceptanceDateTime=[
                "2021-10-19T20:30:11.000Z",  # 16:30 in New York
                "2021-10-19T20:00:00.000Z",
                "2021-10-18T07:30:32.000Z",  # 3:30 there, when EDGAR is closed: it is their clock
                "2021-10-14T12:00:00.000Z",
                "2021-08-01T12:00:00.000Z",
            ],
            filingDate=["2021-10-19", "2021-10-19", "2021-10-18", "2021-10-14", "2021-08-01"],
            items=["2.02,9.01", "", "", "8.01", "8.01"],
            primaryDocument=["a.htm", "b.htm", "c.htm", "d.htm", "e.htm"],
            primaryDocDescription=["FORM 8-K", "", "10-Q/A", "Recall of hammers", ""],
        ),
    )
    found = await SecEdgar(sources["SEC"], workers, lambda: NOW).items(ACME, GERMAN)
    assert [(one.title, one.published) for one in found] == [
        (
            "Acme Tools Inc.: Current report (8-K): results of operations and financial condition",
            datetime(2021, 10, 19, 20, 30, 11, tzinfo=UTC),
        ),
        (
            "Acme Tools Inc.: Quarterly report, amended (10-Q/A)",
            datetime(2021, 10, 18, 11, 30, 32, tzinfo=UTC),
        ),
        (
            "Acme Tools Inc.: Recall of hammers (8-K)",
            datetime(2021, 10, 14, 12, 0, tzinfo=UTC),
        ),
    ]
    assert found[0].url == f"{wire.root}/sec/Archives/edgar/data/42/0215/a.htm"
    assert found[0].disclosure
    assert not SecEdgar(sources["SEC"], workers, lambda: NOW).wants(XIAOMI)


async def test_yahoo_news_is_asked_by_name(wire: Wire, sources: Sources) -> None:
    wire.serve("/yahoo/v1/finance/search", {"quotes": [], "news": [
        {"title": "Xiaomi&#39;s car", "publisher": "Reuters", "link": "https://example.org/car",
         "providerPublishTime": 1634713200, "relatedTickers": ["1810.HK", None, "AAPL"]},
        {"title": "No time", "publisher": "X", "link": "https://example.org/x",
         "providerPublishTime": 99999999999999},
        {"title": "No link", "publisher": "X"},
    ]})  # fmt: skip
    first, second = await YahooNews(sources["YAHOO"]).items(XIAOMI, GERMAN)
    asked = wire.asked[0].query
    assert (asked["q"], asked["lang"], asked["region"]) == ("Xiaomi", "de-DE", "DE")
    assert (first.title, first.publisher) == ("Xiaomi's car", "Reuters")
    assert first.published == datetime(2021, 10, 20, 7, 0, tzinfo=UTC)
    assert first.symbols == ("1810.HK", "AAPL")
    assert second.published is None


async def test_yahoo_headlines_of_the_home_listing(
    wire: Wire, sources: Sources, workers: Workers
) -> None:
    headline = item("Xiaomi shares rise", "https://example.org/rise")
    wire.serve("/yahoo/rss/2.0/headline", rss(headline), kind="text/xml")
    [article] = await YahooHeadlines(sources["YAHOO"], workers).items(XIAOMI, GERMAN)
    assert wire.asked[0].query["s"] == "1810.HK"
    assert (article.provider, article.publisher) == ("Yahoo News", "Yahoo")


async def test_google_news_by_name_with_its_links_as_they_are(
    wire: Wire, sources: Sources, workers: Workers
) -> None:
    opaque = f"{wire.root}/google_news/rss/articles/CBMiQ2h0?oc=5"
    entry = item(
        "Xiaomi hebt ab - Handelsblatt",
        opaque,
        teaser="&lt;a href='x'&gt;Xiaomi hebt ab&lt;/a&gt;&amp;nbsp;Handelsblatt",
        source="Handelsblatt",
    )
    wire.serve("/google_news/rss/search", rss(entry), kind="text/xml")
    [article] = await GoogleNews(sources["GOOGLE_NEWS"], workers).items(XIAOMI, GERMAN)
    assert wire.asked[0].query["q"] == '"Xiaomi" when:7d'
    assert wire.asked[0].query["ceid"] == "DE:de"
    assert (article.title, article.publisher) == ("Xiaomi hebt ab", "Handelsblatt")
    assert (article.url, article.teaser) == (opaque, "")


async def test_an_extra_feed_is_filled_in(wire: Wire, sources: Sources, workers: Workers) -> None:
    address = f"{wire.root}/feed/{{isin}}.xml?s={{symbol}}&n={{name}}"
    wire.serve("/feed/KYG9830T1067.xml", rss(item("Neues", "https://example.org/n")), kind=FEED)
    provider = ExtraFeed(address, sources["FEEDS"], workers, label="127.0.0.1")
    [article] = await provider.items(XIAOMI, GERMAN)
    assert dict(wire.asked[0].query) == {"s": "1810.HK", "n": "Xiaomi"}
    assert (article.title, article.publisher) == ("Neues", "Feed")


async def test_what_is_filled_in_cannot_leave_its_place() -> None:
    from dataclasses import replace

    evil = replace(XIAOMI, name="../x?y=1#z @evil.example/", isin=None)
    assert filled_in("https://a.example/{name}/f", evil) == (
        "https://a.example/..%2Fx%3Fy%3D1%23z%20%40evil.example%2F/f"
    )
    assert labels_of(
        ["https://www.a.example/1", "https://b.example/{isin}", "http://a.example"]
    ) == [
        "a.example (1)",
        "b.example",
        "a.example (2)",
    ]


async def test_a_redirect_of_a_search_engine_is_left_out() -> None:
    paper = "https://paper.example/kran?a=1"
    wrapped = "https://www.google.com/url?rct=j&sa=t&url=https://paper.example/kran%3Fa%3D1&ct=ga"
    assert web_address(wrapped) == paper
    assert web_address("https://www.google.com/url?q=javascript:alert(1)") != "javascript:alert(1)"
    other = "https://paper.example/url?url=https://evil.example/"
    assert web_address(other) == other
    assert web_address("https://[::1/url?url=https://paper.example/") is None


@pytest.mark.parametrize(
    ("teaser", "told"),
    [
        ("Kranbau baut ein neues Werk in Bremen - Der Bau beginnt 2027.", "Der Bau beginnt 2027."),
        ("Kranbau baut ein neues Werk in Bremen", ""),
        ("Kranbau baut ein neues Werk in Bremen und Kiel.",) * 2,
        ("Der Bau beginnt 2027.",) * 2,
    ],
)
async def test_a_teaser_does_not_begin_with_the_headline(teaser: str, told: str) -> None:
    article = make_article(
        title="Kranbau baut ein neues Werk in Bremen",
        url="https://example.org/a",
        publisher=None,
        provider="Yahoo",
        teaser=teaser,
    )
    assert article is not None
    assert article.teaser == told


async def test_a_feed_is_named_as_its_readers_name_it() -> None:
    assert publisher_of("https://www.n-tv.de/wirtschaft/rss") == "ntv"
    assert publisher_of("https://rss.handelsblatt.com/{name}") == "Handelsblatt"
    assert publisher_of("https://www.kranbau.example/rss") == "kranbau.example"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Morgenblatt (blog)", "Morgenblatt"),
        ("Morgenblatt \\(subscription\\)", "Morgenblatt"),
        ("Kranbau (press release)", "Kranbau"),
        ("Courier \\& Post", "Courier & Post"),
        ("Reuters (UK)", "Reuters (UK)"),
        ("(blog)", "(blog)"),
        (" ", "Yahoo"),
    ],
)
async def test_a_publisher_is_its_name_alone(written: str, shown: str) -> None:
    article = make_article(
        title="A", url="https://example.org/a", publisher=written, provider="Yahoo"
    )
    assert article is not None
    assert article.publisher == shown


PROVIDERS = {
    "finanznachrichten": "/finanznachrichten/rss-x-aktien-kyg9830t1067",
    "eqs": EQS,
    "hkex": PREFIX,
    "yahoo": "/yahoo/v1/finance/search",
    "headlines": "/yahoo/rss/2.0/headline",
    "google": "/google_news/rss/search",
}


async def ask(name: str, sources: Sources, workers: Workers) -> None:
    providers = {
        "finanznachrichten": Finanznachrichten(sources["FINANZNACHRICHTEN"], workers),
        "eqs": EqsNews(sources["EQS"]),
        "hkex": HkexNews(sources["HKEX"], lambda: NOW),
        "yahoo": YahooNews(sources["YAHOO"]),
        "headlines": YahooHeadlines(sources["YAHOO"], workers),
        "google": GoogleNews(sources["GOOGLE_NEWS"], workers),
    }
    await providers[name].items(XIAOMI, GERMAN)


WRONG: dict[str, tuple[int, str | bytes, str, type[ParkettError]]] = {
    "empty": (200, "", "text/plain", BadAnswer),
    "torn": (200, "[1, 2", "application/json", BadAnswer),
    "of another kind": (200, '{"records": 5, "news": {}, "stockInfo": "x"}', "application/json",
                        ParkettError),
    "binary": (200, b"\x00\x01\x02" * 99, "application/octet-stream", BadAnswer),
    "broken": (500, "oops", "text/plain", SourceDown),
    "refused": (403, "no", "text/plain", BadAnswer),
    "hostile": (200, "[" * 100_000, "application/json", BadAnswer),
}  # fmt: skip


@pytest.mark.parametrize("name", PROVIDERS)
async def test_a_wrong_answer_is_a_clear_error(
    wire: Wire, sources: Sources, workers: Workers, name: str
) -> None:
    for what, (status, body, kind, expected) in WRONG.items():
        wire.serve(PROVIDERS[name], body, status=status, kind=kind)
        with pytest.raises(expected) as caught:
            await ask(name, sources, workers)
        label = str(caught.value.details["source"])
        assert label in {*LABELS.values(), "Yahoo News"}, what
        assert str(caught.value).startswith(label), what


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("  A\n\tB ", "A B"),
        ("A\u202eB\u200b\x07C", "A B C"),
        ("Umsatz &lt; Gewinn &amp; mehr", "Umsatz < Gewinn & mehr"),
        ("<b>Fett</b> <script>x</script>", "Fett x"),
        ("Kurs < 5 und > 3", "Kurs < 5 und > 3"),
        ("x" * 5000, "x" * 400),
        ("Kurs \ud83d steigt", "Kurs steigt"),
        # Read as Windows-1252 and written down again by whoever made the feed.
        ("Das LehrstÃ¼ck â€žKranâ€œ â€“ grÃ¶ÃŸte Halle", "Das Lehrstück „Kran“ – größte Halle"),
        ("Speaking againÂ at 100Â â‚¬", "Speaking again at 100 €"),
        ("Não é Ã“: SÃO PAULO", "Não é Ó: SÃO PAULO"),
        ("Spaß“ beim Café„", "Spaß“ beim Café„"),
    ],
)
async def test_a_headline_is_one_plain_line(title: str, shown: str) -> None:
    article = make_article(
        title=title, url="https://example.org/a", publisher=None, provider="Yahoo"
    )
    assert article is not None
    assert article.title == shown


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "https://user@example.org/",
        "https://example.org/a b",
        "https://example.org/<x>",
        "https://",
        "//example.org",
        "https://[::1",
        "https://example.org/" + "x" * 3000,
    ],
)
async def test_an_item_without_a_web_address_is_none(url: str | None) -> None:
    assert make_article(title="A", url=url, publisher="X", provider="Yahoo") is None


async def test_recorded_searches_of_yahoo_are_read_whole(
    wire: Wire, sources: Sources, shared_data: Path
) -> None:
    recorded = sorted((shared_data / "01_quotes" / "yahoo_finance2").glob("search-*.json"))
    assert recorded
    for path in recorded:
        answer = json.loads(path.read_bytes())["response"]
        body = answer.get("bodyJson") or answer["body"]
        wire.serve("/yahoo/v1/finance/search", body)
        found = await YahooNews(sources["YAHOO"]).items(XIAOMI, GERMAN)
        assert len(found) == len(body["news"]), path.name
        for article, item_ in zip(found, body["news"], strict=True):
            assert article.url == item_["link"]
            assert article.published is not None
            assert article.published.timestamp() == item_["providerPublishTime"]
            assert article.symbols == tuple(item_.get("relatedTickers", ()))
