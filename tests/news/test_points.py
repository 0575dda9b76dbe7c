"""Lists that are told in points stay; points that only add to a finished sentence do not."""

import pytest

from tests.news.sample_page import PARAGRAPHS, page, read

POINTS = (
    "Das Gehäuse besteht nun aus Stahl und nicht mehr aus Kunststoff.",
    "Die neue Anzeige lässt sich im Dunkeln ablesen.",
    "Der Motor soll leiser laufen als der bisherige.",
)
AMOUNTS = (
    "Der Umsatz stieg um 12,5 Prozent.",
    "Der Gewinn betrug 240 Millionen Euro.",
    "Neu ist auch die Dividende.",
)


def listed(points: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{one}</li>' for one in points)}</ul>"


def body(points: tuple[str, ...], before: str = "") -> str:
    text = [f"<p>{one}</p>" for one in PARAGRAPHS]
    return "".join((*text[:3], before, listed(points), *text[3:]))


def test_points_behind_a_finished_sentence_are_left_out() -> None:
    assert read(page(body=body(POINTS))).text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("points", "before"),
    [
        (POINTS, "<p>Das ist neu:</p>"),
        (POINTS, "<h3>Was neu ist</h3>"),
        (AMOUNTS, ""),
        (POINTS * 4, ""),
    ],
)
def test_points_that_are_announced_or_tell_amounts_or_are_the_article_stay(
    points: tuple[str, ...], before: str
) -> None:
    text = read(page(body=body(points, before))).text
    for one in (*PARAGRAPHS, *points):
        assert one in text
