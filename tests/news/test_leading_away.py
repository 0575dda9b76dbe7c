"""What leads to other articles, or offers something, is no part of a text."""

import pytest

from tests.news.sample_page import PARAGRAPHS, page, read

START = "".join(f"<p>{one}</p>" for one in PARAGRAPHS[:3])
END = "".join(f"<p>{one}</p>" for one in PARAGRAPHS[3:])
OTHERS = ("Andere Firma meldet Verlust im Ausland", "Andere Firma sucht einen neuen Chef")


def linked(kicker: str, item: str) -> str:
    return "".join(
        f"<{item}>{kicker}<a href='/{n}'>{one}</a></{item}>" for n, one in enumerate(OTHERS)
    )


@pytest.mark.parametrize(
    "box",
    [
        f"<div><h3>Mehr zum Thema</h3>{linked('Pumpen in aller Welt: wie sich die ', 'p')}</div>",
        f"<div><div><h4>Meistgelesen</h4></div><div>{linked('', 'p')}</div></div>",
        f"<section><b>See also</b>{linked('Analysis of the whole trade: ', 'p')}</section>",
        f"<div><p>Related stories</p>{linked('Once more in the news, ', 'p')}</div>",
        "<div><h3>Über den Autor</h3><p>Jan Probe schreibt über Andere Firma, seit es sie gibt, "
        "und lebt mit zwei Katzen in der Stadt am Fluss.</p></div>",
        f"<div><span>相关阅读</span>{linked('此前报道内容如下：', 'p')}</div>",
        f"<h3>Exklusive Berichte für Sie</h3><ul>{linked('<b>Streit um Pumpen:</b> ', 'li')}</ul>",
        f"<div class='most-read'><h2>Oft gelesen</h2>{linked('Eva Probe: ', 'div')}</div>",
        "<div class='registration-wall-blatt'><h2>Gefällt Ihnen, was Andere Firma tut?</h2></div>",
    ],
)  # fmt: skip
def test_a_box_goes_with_its_heading(box: str) -> None:
    assert read(page(body=START + box + END)).text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "inside",
    [
        "<h3>Mehr dazu</h3>",
        "<h3>Related</h3>",
        "<span>Newsletter</span>",
    ],
)
def test_such_a_heading_above_the_text_does_not_take_the_text_with_it(inside: str) -> None:
    article = read(page(body=f"<div>{inside}{START}{END}</div>"))
    assert article.text == "\n".join(PARAGRAPHS)


def test_a_list_of_sentences_with_links_is_no_list_of_links() -> None:
    items = "".join(f"<li>{one} <a href='/x'>Zum Bericht</a></li>" for one in PARAGRAPHS[:2])
    text = read(page(body=f"<p>Die Zahlen im Überblick:</p><ul>{items}</ul>{END}")).text
    assert PARAGRAPHS[0] in text
    assert PARAGRAPHS[1] in text
