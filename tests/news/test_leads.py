"""The lead of a page is told apart from its text, and a first paragraph is no lead."""

import json

import pytest

from bot.news.models import Article
from bot.news.pages.opening import Opener
from bot.workers import Workers
from tests.news.sample_page import PARAGRAPHS, page, read
from tests.news.wire import NOW, opened_sources, opened_wire

LEAD = "Mehr Pumpen, mehr Gewinn: Was das Quartal dem Hersteller aus Musterstadt gebracht hat."
TEXT = "".join(f"<p class='absatz'>{one}</p>" for one in PARAGRAPHS)
DESCRIBED = f'<meta name="description" content="{LEAD}">'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<p class='article-header__lead'>{LEAD}</p>{TEXT}"),
        ("", f"<p class='Header_leadText__x9KqZ absatz'>{LEAD}</p>{TEXT}"),
        ("", f"<div class='teaser-text'><p>{LEAD}</p></div>{TEXT}"),
        ("", f"<div itemprop='description'>{LEAD}</div>{TEXT}"),
        ("", f"<div class='entry-excerpt'><p class='absatz'>{LEAD}</p></div>{TEXT}"),
        ("", f"<p class='absatz'><strong>{LEAD}</strong></p>{TEXT}"),
        (DESCRIBED, f"<h2 class='gross'>{LEAD}</h2>{TEXT}"),
        (DESCRIBED, f"<header><p>{LEAD}</p></header>{TEXT}"),
        (
            '<script type="application/ld+json">'
            + json.dumps({"@type": "NewsArticle", "description": f"{LEAD[:-1]}"})
            + "</script>",
            f"<p class='t-24'>{LEAD}</p>{TEXT}",
        ),
    ],
)
def test_a_lead_stands_apart_from_the_text(head: str, body: str) -> None:
    article = read(page(head=head, body=body))
    assert article.lead == LEAD
    assert article.text == "\n".join(PARAGRAPHS)


def test_a_lead_may_be_a_few_points() -> None:
    points = ("Der Umsatz wächst im dritten Quartal kräftig.", "Die Prognose für das Jahr bleibt.")
    items = "".join(f"<li>{one}</li>" for one in points)
    article = read(page(body=f"<div class='post-summary-bullets'><ul>{items}</ul></div>{TEXT}"))
    assert article.lead == "\n".join(points)
    assert article.text == "\n".join(PARAGRAPHS)


def test_a_headline_need_not_be_the_first_heading_of_the_page() -> None:
    shown = page(head=DESCRIBED, body=f"<p class='gross'>{LEAD}</p>{TEXT}")
    shown = shown.replace("<h1>", "<h3><span>Pumpen</span> ").replace("</h1>", "</h3>")
    assert read(shown).lead == LEAD


@pytest.mark.parametrize(
    ("head", "first"),
    [
        (f'<meta name="description" content="{PARAGRAPHS[0]}">', "<p class='absatz'>"),
        (f'<meta name="description" content="{PARAGRAPHS[0]}">', "<p class='absatz first'>"),
        ("", "<p class='has-dropcap__lead-standard'>"),
        ("", "<p class='leading-7'>"),
        ("", "<p class='gross'>"),
    ],
)
def test_a_first_paragraph_is_no_lead(head: str, first: str) -> None:
    article = read(page(head=head, body=TEXT.replace("<p class='absatz'>", first, 1)))
    assert article.lead == ""
    assert article.text == "\n".join(PARAGRAPHS)


def test_a_bold_first_question_of_an_interview_is_no_lead() -> None:
    asked = ("Frau Muster, wie ist das Quartal gelaufen?", "Und was kommt danach auf Sie zu?")
    body = "".join(
        f"<p><b>{question}</b></p><p>{one}</p><p>{other}</p>"
        for question, one, other in zip(asked, PARAGRAPHS, PARAGRAPHS[2:], strict=False)
    )
    assert read(page(body=body)).lead == ""


def test_a_text_that_is_hardly_longer_than_its_first_paragraph_has_no_lead() -> None:
    long = " ".join(PARAGRAPHS)
    article = read(page(body=f"<p class='intro'>{long}</p><p>{PARAGRAPHS[4]}</p>"))
    assert article.lead == ""
    assert PARAGRAPHS[0] in article.text


def test_what_stands_above_the_headline_is_no_lead() -> None:
    shown = page(body=TEXT).replace("<main>", f"<div class='intro'><p>{LEAD}</p></div><main>")
    assert read(shown).lead == ""


async def test_where_a_page_is_opened_its_lead_comes_before_its_text() -> None:
    async with opened_wire() as wire, opened_sources(wire) as sources:
        wire.serve("/robots.txt", "", status=404, kind="text/plain")
        wire.serve("/1", page(body=f"<p class='lead'>{LEAD}</p>{TEXT}"), kind="text/html")
        async with Workers(1) as workers:
            url = f"{wire.root}/1"
            article = Article(title="Pumpen", url=url, publisher="A", provider="A", published=NOW)
            opener = Opener(sources["ARTICLES"], workers, lambda: NOW)
            found = await opener.texts([article], seconds=20)
    assert found == {url: "\n".join((LEAD, *PARAGRAPHS))}
