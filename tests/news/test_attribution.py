"""Who said it first?"""

from pathlib import Path

import pytest

from bot.news.models import Article
from bot.news.stories.attribution import original_source


def source(text: str, *, title: str = "Kranbau wächst", disclosure: bool = False) -> str:
    article = Article(
        title=title,
        url="u",
        publisher="Börsenblatt",
        provider="p",
        text=text,
        disclosure=disclosure,
    )
    return original_source(article, "Kranbau")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wie Reuters am Dienstag mitteilte, stehen nun Daten fest.", "Reuters"),
        ("Das Werk schließt, wie die Nachrichtenagentur Bloomberg berichtet.", "Bloomberg"),
        ("Laut Reuters soll es 2024 so weit sein.", "Reuters"),
        ("Das „Handelsblatt“ berichtete zuvor darüber.", "Handelsblatt"),
        ("Unter Berufung auf das Manager Magazin heißt es, der Chef gehe.", "manager magazin"),
        ("According to Bloomberg, the deal is close.", "Bloomberg"),
        ("The plan was first reported by the Wall Street Journal.", "Wall Street Journal"),
        ("Reuters reported on Monday that talks had ended.", "Reuters"),
        ("He told the Financial Times that prices would rise.", "Financial Times"),
        ("据路透社报道，公司计划扩产。", "Reuters"),
        ("据彭博社消息，交易接近完成。", "Bloomberg"),
        ("Der Umsatz stieg, teilte das Unternehmen am Montag mit.", "Kranbau"),
        ("The company said in a statement that sales rose.", "Kranbau"),
        ("FRANKFURT (dpa-AFX) - Kranbau baut aus.", "dpa-AFX"),
        ("BEIJING, Oct 19 (Reuters) - Kranbau builds.", "Reuters"),
        ("FRANKFURT (dpa-AFX) - Das Werk schließt, berichtete Reuters.", "Reuters"),
        ("Der Dow Jones Index schloss fester.", "Börsenblatt"),
        ("Kranbau baut aus.", "Börsenblatt"),
        ("", "Börsenblatt"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert source(text) == expected


def test_headlines_and_filings() -> None:
    assert source("", title="Kranbau to build plant - Reuters") == "Reuters"
    assert source("Laut Reuters.", disclosure=True) == "Kranbau"


def test_the_example(shared_data: Path) -> None:
    text = (shared_data / "00_example" / "weekly_column_xiaomi_de.txt").read_text("utf-8")
    assert source(text) == "Reuters"
