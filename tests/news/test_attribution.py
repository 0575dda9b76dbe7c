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
        ("Jane Roe, writing for Bloomberg: Kranbau looks for a partner.", "Bloomberg"),
        ("The plan was first reported by the Wall Street Journal.", "Wall Street Journal"),
        ("Reuters reported on Monday that talks had ended.", "Reuters"),
        ("He told the Financial Times that prices would rise.", "Financial Times"),
        ("据路透社报道，公司计划扩产。", "Reuters"),
        ("据彭博社消息，交易接近完成。", "Bloomberg"),
        ("Der Umsatz stieg, teilte das Unternehmen am Montag mit.", "Kranbau"),
        ("Kranbau hat nach eigenen Angaben 40 Kräne verkauft.", "Kranbau"),
        ("Nach eigenen Angaben verkaufte Kranbau 40 Kräne.", "Kranbau"),
        ("Der Kranhersteller verkaufte nach eigenen Angaben 40 Stück.", "Kranbau"),
        ("Ein Händler verlost nach eigenen Angaben drei Kräne von Kranbau.", "Börsenblatt"),
        ("The company said in a statement that sales rose.", "Kranbau"),
        ("FRANKFURT (dpa-AFX) - Kranbau baut aus.", "dpa-AFX"),
        ("BEIJING, Oct 19 (Reuters) - Kranbau builds.", "Reuters"),
        ("FRANKFURT (dpa-AFX) - Das Werk schließt, berichtete Reuters.", "Reuters"),
        ("Zuvor hatte der „Spiegel“ über die Pläne berichtet.", "Der Spiegel"),
        ("Das Handelsblatt meldet unter Berufung auf Reuters, das Werk ruhe.", "Reuters"),
        ("Nach Informationen des Handelsblatts gehen 800 Stellen.", "Handelsblatt"),
        ("Ein Bericht der Zeitung „Die Welt“ sei falsch.", "Die Welt"),
        ("Das geht aus Papieren hervor, die Reuters vorliegen.", "Reuters"),
        ("Der Chef sagte dies im Interview mit dem ZDF.", "ZDF"),
        ("The memo, seen by Reuters, names three sites.", "Reuters"),
        ("Shares rose after a Bloomberg report on a bid.", "Bloomberg"),
        ("彭博社援引知情人士的话称，公司将上市。", "Bloomberg"),
        ("有人向第一财经透露，公司将裁员。", "Yicai"),
        ("Kranbau meldete einen Umsatz von 512 Millionen Euro.", "Kranbau"),
        ("Der Gewinn stieg, wie Kranbau am Mittwoch mitteilte.", "Kranbau"),
        ("ESSEN--(BUSINESS WIRE)--Kranbau today reported results.", "Kranbau"),
        ("Die Freigabe teilte das Bundeskartellamt am Montag mit.", "Bundeskartellamt"),
        (
            "Analysten hatten laut einer von Bloomberg zusammengestellten Umfrage mehr.",
            "Börsenblatt",
        ),
        ("Die Aktie stieg. Foto: Reuters", "Börsenblatt"),
        ("Aktionäre teilten mit Sorge diese Ansicht.", "Börsenblatt"),
        ("Der frühere Reuters-Journalist Petersen wird Sprecher.", "Börsenblatt"),
        ("Kranbau liefert Stahl für den Sitz von Bloomberg.", "Börsenblatt"),
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
