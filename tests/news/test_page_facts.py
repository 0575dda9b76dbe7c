"""Who wrote a page and when: as it says, never the time of a change, never that of another page."""

import json

import pytest

from tests.news.sample_page import PARAGRAPHS, page, read

TITLE = "Beispielwerk verkauft mehr Pumpen"
LONG = f"<p>{' '.join(PARAGRAPHS[:3])}</p>"
TEXT = LONG + "".join(f"<p>{one}</p>" for one in PARAGRAPHS[3:])
CHINESE = "<p>样本集团周三公布第三季度业绩，营收同比增长百分之八，超出分析师此前的预期。</p>" * 4


def linked(*found: dict[str, str]) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **one})}</script>'
        for one in found
    )


def published(text: str) -> str | None:
    moment = read(text).published
    return moment.isoformat() if moment else None


@pytest.mark.parametrize("written", ["2021-10-20 11:00:00", "2021-10-20T11:00:00"])
@pytest.mark.parametrize(
    ("language", "body", "moment"),
    [
        ("de", TEXT, "2021-10-20T09:00:00+00:00"),
        ("zh-CN", CHINESE, "2021-10-20T03:00:00+00:00"),
    ],
)
def test_a_time_without_a_zone_is_that_of_the_country(
    written: str, language: str, body: str, moment: str
) -> None:
    declared = page(head=linked({"datePublished": written}), body=body, lang=language)
    assert published(declared) == moment
    named = f"<meta property='article:published_time' content='{written}'>"
    assert published(page(head=named, body=body, lang=language)) == moment
    shown = f"<div><span>{written}</span></div>{body}"
    assert published(page(body=shown, lang=language)) == moment


def test_a_zone_that_is_said_and_a_day_alone_stay_as_they_are() -> None:
    zoned = linked({"datePublished": "2021-10-20T11:00:00-05:00"})
    assert published(page(head=zoned)) == "2021-10-20T16:00:00+00:00"
    day = linked({"datePublished": "2021-10-20"})
    assert published(page(head=day)) == "2021-10-20T00:00:00+00:00"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<ul><li><a href='/x'><time datetime='2021-10-20'>gestern</time> Anderes</a></li></ul>",
        "<div class='comment-metadata'><time datetime='2021-10-20T11:00:00Z'>11:00</time></div>",
        "<p class='updated'><time datetime='2021-10-20T11:00:00Z'>geändert</time></p>",
        "<time itemprop='dateModified' datetime='2021-10-20T11:00:00Z'>20.10.</time>",
        "<aside><time datetime='2021-10-20T11:00:00Z'>20.10.</time></aside>",
    ],
)
def test_the_times_of_others_and_of_changes_leave_a_page_undated(elsewhere: str) -> None:
    assert published(page(body=elsewhere + TEXT)) is None
    assert published(page(body=TEXT + elsewhere)) is None
    outside = page(body=TEXT).replace("<main>", f"{elsewhere}<main>")
    assert published(outside) is None


def test_a_time_in_the_article_of_another_headline_is_not_ours() -> None:
    other = "<article><h3>Anderes</h3><time datetime='2020-01-01'>1.1.</time></article>"
    assert published(page(body=TEXT).replace("<main>", f"{other}<main>")) is None
    ours = page(body=f"<time datetime='2021-10-20'>20.10.</time>{TEXT}")
    dated = published(ours.replace("<main>", f"{other}<main>"))
    assert dated == "2021-10-20T00:00:00+00:00"


def test_the_time_called_published_comes_before_others() -> None:
    times = (
        "<time datetime='2021-10-22'>22.10.</time>"
        "<a href='/'><time class='entry-date published' datetime='2021-10-20'>20.10.</time></a>"
    )
    assert published(page(body=times + TEXT)) == "2021-10-20T00:00:00+00:00"


def test_linked_data_about_another_article_does_not_date_ours() -> None:
    other = {"headline": "Kälte in Übersee", "datePublished": "2019-01-01T00:00:00Z"}
    ours = {"headline": TITLE, "datePublished": "2021-10-20T00:00:00Z"}
    assert published(page(head=linked(other, ours))) == "2021-10-20T00:00:00+00:00"
    assert published(page(head=linked(other))) is None


@pytest.mark.parametrize(
    ("above", "moment"),
    [
        ("<span class='date'>20.10.2021</span>", "2021-10-20T00:00:00+00:00"),
        ("<div><p class='meta-dateline'>20. Oktober 2021</p></div>", "2021-10-20T00:00:00+00:00"),
        ("<p>20.10.2021</p>", None),
        (
            "<p class='date'>Mittwoch, 20.10.2021</p><p>Start Märkte Firmen Geld Leben Reisen Sport"
            " Wetter Rätsel Reise Wissen Technik Bilder Filme Hefte Läden Spiele Karten Anzeigen"
            " Hilfe</p>",
            None,
        ),
    ],
)
def test_a_date_right_above_the_headline(above: str, moment: str | None) -> None:
    assert published(page(body=TEXT).replace("<h1>", f"{above}<h1>")) == moment


@pytest.mark.parametrize(
    ("shown", "moment"),
    [
        ("<p>Musterstadt, 20. Oktober 2021</p>", "2021-10-20T00:00:00+00:00"),
        ("<p>Musterstadt am See, den 20.10.2021</p>", "2021-10-20T00:00:00+00:00"),
        ("<p>Das Werk in Musterstadt, 20. Oktober 2021, im Bau und später verkauft</p>", None),
    ],
)  # fmt: skip
def test_a_date_behind_the_name_of_a_place(shown: str, moment: str | None) -> None:
    assert published(page(body=shown + TEXT)) == moment


def test_a_headline_that_is_no_h1_has_its_date_too() -> None:
    shown = page(body=f"<div>Mi 20.10.21 | 11:00 Uhr | Von <b>Eva Probe</b></div>{TEXT}")
    article = read(shown.replace("<h1>", "<h3>").replace("</h1>", "</h3>"))
    assert article.published is not None
    assert article.published.isoformat() == "2021-10-20T09:00:00+00:00"


@pytest.mark.parametrize(
    ("shown", "authors"),
    [
        ("<li>Von: <a href='/e'>Eva Probe</a>, <a href='/j'>Jan Muster</a></li>",
         ("Eva Probe", "Jan Muster")),
        ("<div id='authors'><span>Eva Probe</span></div>", ("Eva Probe",)),
        ("<p>作者：王小明 李华</p>", ("王小明", "李华")),
        ("<p>来源：样本网</p>", ()),
    ],
)  # fmt: skip
def test_authors_as_they_are_shown(shown: str, authors: tuple[str, ...]) -> None:
    assert read(page(body=shown + TEXT)).authors == authors


@pytest.mark.parametrize("named", ["<title>{} - Beispielblatt</title>", "<title>{}</title>"])
def test_a_kicker_within_the_headline_is_no_part_of_the_title(named: str) -> None:
    shown = page(body=TEXT).replace("<h1>", "<h1><span>Neue Zahlen</span> ")
    tab = shown.replace(f"<title>{TITLE} - Beispielblatt</title>", named.format(TITLE))
    assert read(tab).title == TITLE


def test_a_chinese_title_without_the_name_of_the_site_behind_a_dash() -> None:
    shown = page(body=CHINESE, title="样本集团公布业绩，营收增长", lang="zh")
    shown = shown.replace("<h1>样本集团公布业绩，营收增长</h1>", "")
    assert read(shown.replace(" - Beispielblatt", "-样本网")).title == "样本集团公布业绩，营收增长"
