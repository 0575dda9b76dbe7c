"""Feeds as they are out there: every dialect, every damage, and some that want to hurt."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from bot.errors import BadAnswer, SourceError, TooLarge
from bot.news.feeds.entries import Feed
from bot.news.feeds.reader import MOST_ENTRIES, parse_feed

URL = "https://news.example.org/feeds/all.xml"


def rss(items: str, head: str = "<title>Börsennachrichten</title>") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel>{head}{items}</channel></rss>"
    )


def item(number: int, more: str = "") -> str:
    return (
        f"<item><title>Meldung {number}</title><link>https://news.example.org/{number}</link>"
        f"<pubDate>Wed, 20 Oct 2021 11:{number % 60:02}:00 +0200</pubDate>"
        f"<description>Ein Satz über Nummer {number}.</description>{more}</item>"
    )


def read(text: str | bytes, url: str = URL, content_type: str | None = None) -> Feed:
    return parse_feed(text.encode() if isinstance(text, str) else text, url, content_type)


def test_an_ordinary_feed() -> None:
    feed = read(rss(item(1, "<dc:creator>Eva Beispiel</dc:creator>") + item(2)))
    assert feed.title == "Börsennachrichten"
    first = feed.entries[0]
    assert first.title == "Meldung 1"
    assert first.link == "https://news.example.org/1"
    assert first.published is not None
    assert first.published.isoformat() == "2021-10-20T09:01:00+00:00"
    assert first.summary == "Ein Satz über Nummer 1."
    assert first.author == "Eva Beispiel"
    assert [one.title for one in feed.entries] == ["Meldung 1", "Meldung 2"]


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de-AT"
  xml:base="https://base.example.org/x/"><title type="html">A &amp;amp; B</title>
  <link rel="self" href="https://self.example.org/"/>
  <entry><title>Zahlen</title><link rel="enclosure" href="https://a.example.org/s.mp3"/>
    <link rel="alternate" type="text/html" href="../zahlen?a=1&amp;b=2"/>
    <updated>2021-10-21T00:00:00Z</updated><published>2021-10-20T08:00:00Z</published>
    <author><name>Eva Beispiel</name><email>eva@example.org</email></author>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der Umsatz
      <b>stieg</b>.</p></div></content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://r.example.org/"><title>RDF</title></channel>
  <item rdf:about="https://r.example.org/1"><title>Eins</title><dc:date>2021-10-20T08:00:00Z</dc:date>
  <description>Kurz.</description></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "JSON",
        "language": "en-US",
        "items": [
            {"id": "1", "url": "/one", "title": "One", "content_html": "<p>Some&nbsp;words</p>",
             "date_published": "2021-10-20T10:00:00+02:00", "authors": [{"name": "Ann Sample"}]},
            "no object", {"title": 7},
        ],
    }
)  # fmt: skip


def test_every_dialect() -> None:
    atom = read(ATOM)
    assert atom.title == "A & B"
    entry = atom.entries[0]
    assert entry.link == "https://base.example.org/zahlen?a=1&b=2"
    assert entry.published is not None
    assert entry.published.isoformat() == "2021-10-20T08:00:00+00:00"
    assert (entry.summary, entry.author, entry.language) == (
        "Der Umsatz stieg .", "Eva Beispiel", "de"
    )  # fmt: skip
    rdf = read(RDF).entries[0]
    assert (rdf.title, rdf.link, rdf.summary) == ("Eins", "https://r.example.org/1", "Kurz.")
    entries = read(JSON_FEED).entries
    assert len(entries) == 3
    assert entries[0].link == "https://news.example.org/one"
    assert (entries[0].summary, entries[0].author) == ("Some words", "Ann Sample")
    assert entries[0].published is not None
    assert (entries[2].title, entries[2].link, entries[2].published) == ("", "", None)


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("<link>https://a.example.org/1</link>", "https://a.example.org/1"),
        ("<link> https://a.example.org/1\n</link>", "https://a.example.org/1"),
        (
            "<link><![CDATA[https://a.example.org/?a=1&b=2]]></link>",
            "https://a.example.org/?a=1&b=2",
        ),
        ("<link>/relative</link>", "https://news.example.org/relative"),
        ("<guid>https://a.example.org/g</guid>", "https://a.example.org/g"),
        ('<guid isPermaLink="false">https://a.example.org/g</guid>', ""),
        ("<guid>12345</guid>", ""),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>data:text/html,x</link>", ""),
        ("<link>file:///etc/passwd</link>", ""),
        ("<link>mailto:a@example.org</link>", ""),
        ("<link>http://</link>", ""),
        ("<link>https://a.example.org/ü b</link>", "https://a.example.org/ü%20b"),
        ("<link>https://a.example.org/" + "a" * 3000 + "</link>", ""),
        ("", ""),
    ],
)
def test_only_links_that_can_be_opened(inside: str, link: str) -> None:
    assert read(rss(f"<item><title>T</title>{inside}</item>")).entries[0].link == link


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("Gewinn &amp;amp; Verlust", "Gewinn & Verlust"),
        ("<![CDATA[<p>Erster.</p><p>Zweiter.</p>]]>", "Erster. Zweiter."),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Text", "Text"),
        ("&lt;style&gt;p{}&lt;/style&gt;&lt;!-- x --&gt;Text", "Text"),
        ("&lt;script&gt;never closed", ""),
        ("a&lt;STYLE&gt;p{}&lt;/style &gt; b&lt;script src=x&gt;&lt;/script\n&gt; c", "a b c"),
        ("&amp;lt;b&amp;gt;fett&amp;lt;/b&amp;gt;", "fett"),
        ("5 &lt; 6 und 7 &gt; 6", "5 < 6 und 7 > 6"),
        ("a<br/>b", "a b"),
        ("K&amp;uuml;hl\u202e\u200fx\u0007", "Kühlx"),
        ("fÃ¼r BÃ¶rsen", "für Börsen"),
        ("@everyone [klick](https://evil.example)", "@everyone [klick](https://evil.example)"),
        ("&lt;" * 3000, "<"),
    ],
)
def test_text_is_plain(markup: str, plain: str) -> None:
    markup = markup.replace("\u0007", "")
    text = read(rss(f"<item><title>{markup}</title></item>")).entries[0].title
    assert text.startswith(plain) if plain == "<" else text == plain
    assert len(text) <= 500


def test_markup_that_is_cut_off_leaves_no_half_tag() -> None:
    link = f"<a href='https://news.example.org/{'x' * 90}'>Wort</a> "
    summary = read(rss(f"<item><description><![CDATA[{link * 100}]]></description></item>"))
    assert set(summary.entries[0].summary.split()) == {"Wort"}


def test_the_feed_s_title_may_follow_its_items() -> None:
    assert read(rss(item(1) + "<title>Am Ende</title>", head="")).title == "Am Ende"


def test_what_is_named_twice_is_the_item_s_own_not_the_picture_s() -> None:
    feed = read(rss(item(1).replace("<item>", "<item><media:title>A photo</media:title>")))
    assert feed.entries[0].title == "Meldung 1"


def test_the_original_publisher_is_kept() -> None:
    more = '<source url="https://wire.example.org">Example Wire</source>'
    assert read(rss(item(1, more))).entries[0].publisher == "Example Wire"


def test_an_undated_entry_stays_undated() -> None:
    for date in ("", "<pubDate>heute</pubDate>", "<pubDate>10:30</pubDate>",
                 "<guid isPermaLink='false'>20211020</guid>"):  # fmt: skip
        feed = read(rss(f"<item><title>T</title>{date}</item>"))
        assert feed.entries[0].published is None


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", None, None),
        ("iso-8859-1", "ISO-8859-1", None),
        ("cp1252", "windows-1252", None),
        ("cp1252", "iso-8859-1", None),
        ("utf-16", "utf-16", None),
        ("utf-8", "iso-8859-1", None),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("iso-8859-1", "utf-8", None),
        ("iso-8859-1", None, "application/rss+xml; charset=ISO-8859-1"),
        ("utf-8", "no-such-encoding", None),
        ("utf-8", "utf-16", None),
    ],
)
def test_umlauts_survive_whatever_was_declared(
    encoding: str, declared: str | None, content_type: str | None
) -> None:
    quoted = "Grüße aus Köln – größer" if encoding != "iso-8859-1" else "Grüße aus Köln, größer"
    text = rss(f"<item><title>{quoted}</title></item>")
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (head + text.partition("?>")[2]).encode(encoding)
    assert read(body, content_type=content_type).entries[0].title == quoted


def test_chinese_in_its_own_encoding() -> None:
    text = rss("<item><title>小米汽车</title></item>").replace("UTF-8", "gb2312")
    assert read(text.encode("gb18030")).entries[0].title == "小米汽车"


@pytest.mark.parametrize(
    ("damage", "titles"),
    [
        (lambda text: text.replace("Meldung 1", "Meldung & Eins"), "Meldung & Eins"),
        (lambda text: text.replace("Meldung 1", "K&ouml;ln"), "Köln"),
        (lambda text: text.replace("Meldung 1", "Meldung\x03 1"), "Meldung 1"),
        (lambda text: "\n\n  " + text, "Meldung 1"),
        (lambda text: text + "<!-- counter --><script>", "Meldung 1"),
        (lambda text: text.replace("</channel></rss>", ""), "Meldung 1"),
        (lambda text: text.replace("<title>Börsen", "<title><b>Börsen"), "Meldung 1"),
        (lambda text: text.replace("?><rss", '?><!DOCTYPE rss SYSTEM "rss.dtd"><rss'), "Meldung 1"),
    ],
)
def test_small_damage_is_repaired(damage, titles: str) -> None:
    feed = read(damage(rss(item(1) + item(2))))
    assert [one.title for one in feed.entries] == [titles, "Meldung 2"]
    assert feed.entries[0].link == "https://news.example.org/1"


def test_a_feed_that_breaks_off_gives_what_is_whole() -> None:
    whole = rss("".join(item(n) for n in range(10)))
    for cut in (0.3, 0.5, 0.7, 0.9):
        broken = whole[: int(len(whole) * cut)]
        entries = read(broken).entries
        assert len(entries) == broken.count("</item>") > 0
        assert all(one.summary and one.published for one in entries)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "it is empty"),
        ("   \n", "it is empty"),
        ("<!DOCTYPE html><html><body>Seite</body></html>", "a web page, not a feed"),
        ("<HTML><HEAD><title>x</title></HEAD></HTML>", "a web page, not a feed"),
        ("<!-- x --><html lang='de'><body></body></html>", "a web page, not a feed"),
        ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "a web page"),
        ("<!---->" * 500 + "<quotes/>", "XML, but not a feed"),
        ("Too Many Requests", "neither a feed nor XML"),
        ('{"error": "no"}', "JSON, but not a feed"),
        ("{broken", "not JSON"),
        ("<quotes><quote>1</quote></quotes>", "XML, but not a feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "neither a feed nor XML"),
    ],
)
def test_what_is_no_feed_is_said(body: str | bytes, words: str) -> None:
    with pytest.raises(BadAnswer, match=words) as refused:
        read(body)
    assert "news.example.org" in str(refused.value)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss("")).entries == ()


ENTITIES = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{ENTITIES}]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!doctype rss [ <!entity x "y"> ]>',
        "<!-- c --><!DOCTYPE rss [<!ENTITY x 'y'>]>",
        "<!DOCTYPE rss [" + "<!-- -->" * 5000 + "<!ENTITY x 'y'>]>",
    ],
)
def test_entities_are_refused(declared: str) -> None:
    feed = rss(item(1, "<comments>&l29;&x;</comments>")).replace("?><rss", f"?>{declared}<rss")
    with pytest.raises(BadAnswer, match="declares entities"):
        read(feed)


def test_an_undeclared_entity_reads_nothing() -> None:
    assert "root:" not in str(read(rss(item(1).replace("Meldung 1", "&passwd;"))))


def test_deep_nesting_and_bombs_end(shared_data: Path) -> None:
    deep = rss("<item>" + "<div>" * 50_000 + "</div>" * 50_000 + "</item>" + item(2))
    try:
        read(deep)
    except SourceError as error:
        assert isinstance(error, BadAnswer)
    for name in ("feed_20MB.xml.gz", "zeros_20MB.gz"):
        with pytest.raises(TooLarge):
            read((shared_data / "07_hostile" / "bombs" / name).read_bytes())
    for path in (shared_data / "07_hostile" / "xml").iterdir():
        with pytest.raises(BadAnswer):
            read(path.read_bytes())


def test_a_packed_feed_is_unpacked() -> None:
    assert len(read(gzip.compress(rss(item(1)).encode())).entries) == 1


def test_of_very_many_the_newest_are_kept_in_their_order() -> None:
    items = [
        f"<item><title>{n}</title><pubDate>{2000 + n // 365}-01-01T{n % 24:02}:00Z</pubDate></item>"
        for n in range(MOST_ENTRIES + 500)
    ]
    titles = [int(one.title) for one in read(rss("".join(items))).entries]
    assert len(titles) == MOST_ENTRIES
    assert titles == sorted(titles)
    assert titles[-1] == MOST_ENTRIES + 499
    assert min(titles) > 300


def test_five_megabytes_are_read() -> None:
    body = rss("".join(item(n, "x" * 600) for n in range(8_000))).encode()
    assert len(body) > 5 * 1024 * 1024
    assert len(read(body).entries) == MOST_ENTRIES


def recorded(shared_data: Path) -> Iterator[tuple[str, bytes]]:
    folder = shared_data / "02_feeds"
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if not name.endswith("/"):
                        yield f"{path.name}!{name}", archive.read(name)
        elif path.is_file() and path.suffix not in {".json", ".csv", ".html", ".md"}:
            yield str(path.relative_to(folder)), path.read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_no_entry_is_lost_against_feedparser(shared_data: Path) -> None:
    lost: list[str] = []
    count = 0
    for name, body in recorded(shared_data):
        count += 1
        plain = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
        expected = len(feedparser.parse(io.BytesIO(plain), sanitize_html=False).entries)
        try:
            found = len(parse_feed(body, URL).entries)
        except BadAnswer:
            found = 0
        if found < expected:
            lost.append(f"{name}: {found} of {expected}")
    assert count > 1000
    assert lost == []
