"""Sentences of the sources and nothing else; boilerplate never; limits kept."""

import pytest

from bot.language.boilerplate import dateline, is_boilerplate
from bot.language.similarity import SAME_TEXT, containment, shingles
from bot.language.summary import summarize

ARTICLE = """\
FRANKFURT (dpa-AFX) - Der Maschinenbauer Kranbau hebt nach einem starken Quartal seine Prognose \
an. Der Umsatz soll im laufenden Jahr um 12 Prozent auf 2,4 Milliarden Euro steigen, wie das \
Unternehmen am Montag mitteilte.

Lesen Sie auch: Die zehn besten Dividendenwerte

Bisher hatte der Vorstand mit 8 Prozent gerechnet. Treiber ist das Geschäft mit Windparks in \
Nordamerika. Die Aktie legte am Vormittag um 6 Prozent zu.

Foto: Beispielagentur
Hinweis: Der Autor hält Positionen in Kranbau.
/mb"""


def test_every_sentence_in_order_where_more_are_wanted_than_there_are() -> None:
    picked = summarize([ARTICLE], language="de", sentences=50)
    assert [one.text.split()[0] for one in picked] == [
        "FRANKFURT",
        "Der",
        "Bisher",
        "Treiber",
        "Die",
    ]
    assert [one.offset for one in picked] == sorted(one.offset for one in picked)


@pytest.mark.parametrize("sentences", [1, 2, 3, 4, 50])
def test_to_the_letter_and_without_boilerplate(sentences: int) -> None:
    picked = summarize([ARTICLE], language="de", sentences=sentences)
    assert 1 <= len(picked) <= sentences
    for one in picked:
        assert ARTICLE[one.offset : one.offset + len(one.text)] == one.text
        assert not any(word in one.text for word in ("Lesen Sie", "Foto", "Hinweis", "/mb"))


def test_the_lead_comes_first() -> None:
    (one,) = summarize([ARTICLE], language="de", sentences=1, datelines=False)
    assert one.text.startswith("Der Maschinenbauer Kranbau hebt")


@pytest.mark.parametrize("words", [20, 30, 45])
def test_words(words: int) -> None:
    picked = summarize([ARTICLE], language="de", words=words)
    assert 0 < sum(len(one.text.split()) for one in picked) <= words


def test_characters() -> None:
    picked = summarize([ARTICLE], language="de", characters=280)
    assert 0 < len(" ".join(one.text for one in picked)) <= 280
    assert summarize([ARTICLE], language="de", characters=20) == []


def test_several_articles_do_not_repeat_each_other() -> None:
    other = (
        "Der Maschinenbauer Kranbau hebt nach einem starken Quartal seine Prognose an. "
        "Analysten der Nordbank raten nun zum Kauf der Aktie. Das Kursziel liegt bei 80 Euro."
    )
    picked = summarize([ARTICLE, other], language="de", sentences=3)
    assert len({one.text for one in picked}) == len(picked)
    assert {one.source for one in picked} == {0, 1}


@pytest.mark.parametrize("text", ["", "   ", "/mb", "Von Redaktion", "Foto: Agentur\n© 2021"])
def test_nothing_to_say(text: str) -> None:
    assert summarize([text], language="de") == []


def test_chinese() -> None:
    text = "小米汽车将于2024年上半年量产。公司未来十年投资100亿美元。免责声明：本文不构成投资建议。"
    picked = summarize([text], language="zh", sentences=9)
    assert [one.text for one in picked] == [
        "小米汽车将于2024年上半年量产。",
        "公司未来十年投资100亿美元。",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Lesen Sie auch: Was der Dax heute macht",
        "Mehr zum Thema finden Sie hier.",
        "Von Redaktion",
        "Von Anna Beispiel, dpa-AFX",
        "By Jane Doe",
        "/mb",
        "--- Von Max Muster, dpa-AFX ---",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "Hinweis auf Interessenkonflikte: Der Vorstand hält Positionen.",
        "Disclosure: I have no positions in any stocks mentioned.",
        "Read more: Ten stocks to watch",
        "Jetzt den kostenlosen Newsletter abonnieren!",
        "责任编辑：王小明",
        "Jetzt Depot eröffnen und 50 Euro Prämie sichern!",
        "Jetzt bei der Nordbank handeln",
        "Open an account in five minutes.",
        "About The Trade Desk: The Trade Desk offers a platform.",
        "(Mehr dazu im Börsenblog)",
        "Melden Sie sich hier für den Newsletter an.",
        "Wertpapiere unterliegen Kursschwankungen, ein Totalverlust ist möglich.",
        "Der Beitrag Kranbau im Aufwind erschien zuerst auf Anlegerwelt.",
        "Trading CFDs carries a high level of risk.",
        "This story has been updated.",
        "Behalten Sie hier den ganzen Handelstag im Blick.",
        "This article was updated on March 3 with figures of the quarter.",
        "submitted by /u/kranfreund to /r/kraene [link] [12 comments]",
        "An dieser Stelle findest du einen externen Inhalt, der den Artikel ergänzt.",
        "Empfohlener redaktioneller Inhalt",
        "Um dieses Video zu zeigen, brauchen wir Ihre Zustimmung.",
        "Wir benötigen dafür deine Einwilligung.",
        "Kranbau 12,40 EUR +1,20% Chart Zeitraum 1 Woche Hoch 13,10 Tief 11,90",
        "Die Geschichte der Kräne in Bildern 3 von 12 Zurück Weiter",
        "本文来源：证券日报",
        "更多精彩内容请下载客户端",
        "未经授权，不得转载。",
        "In diesem Bericht stehen Affiliate-Links.",
        "Wer darüber bestellt: Dann erhalten wir eine kleine Provision vom Händler.",
        "We may earn a small commission from links on this page.",
        "Unser Herausgeber ist an den besprochenen Unternehmen beteiligt.",
        "Der Autor und sein Haus halten Aktien des Kranbauers.",
        "(Mit Material der Nachrichtenagentur)",
        "Zur Aktie gibt es unsere neue Gratis-Analyse.",
        "Photo credit: Crane Pictures",
        "Lesezeit: ca. 4 Minuten",
        "Passende Zertifikate zum Kranbauer",
        "Für den Inhalt der Meldung ist der Kranbauer verantwortlich.",
        "Werbehinweis: Der Text hat Affiliate-Links.",
        "Unser kostenloser Kran-Newsletter kommt am Morgen.",
    ],
)
def test_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Von der Leyen kündigte neue Zölle auf Elektroautos an.",
        "By the end of the year the plant will employ 500 people.",
        "Die Werbung auf dem Telefon bringt mehr ein als der Verkauf.",
        "Reuters berichtete, der Konzern prüfe einen Verkauf.",
        "Der Autor des Berichts sieht Risiken für die Aktie.",
        "Quellen zufolge steht der Abschluss bevor.",
        "Über Nacht stieg der Kurs.",
        "About 500 people work in the plant.",
        "Anzeigen auf Smartphones kosten künftig mehr.",
        "Jetzt liegt die Prognose bei 12 Milliarden Euro.",
        "By contrast, exports to China fell.",
        "Hinzu kommt das Risiko eines Totalverlusts.",
        "Die Aktionäre müssen ihre Zustimmung bis Mai geben.",
        "An dieser Stelle baut der Konzern ein Werk.",
        "Im Zeitraum von Januar bis März gingen die Aufträge weiter zurück.",
        "Drei von vier Werken laufen weiter.",
        "点击量同比增长三成。",
        "Auf diese Verkäufe zahlen wir keine Provision mehr, sagte die Vorstandschefin.",
        "Brokers receive a commission of two percent, the bank said.",
        "Die Lesezeit der Kunden in der App stieg um 12 Prozent.",
        "Für den Inhalt der Klage machte die Kanzlei keine Angaben.",
        "Die besprochene Fusion soll im Mai abgeschlossen werden.",
        "Mit Informationen über den Rivalen hielt sich der Kranbauer zurück.",
        "Der Autor hält die Aktien für zu teuer.",
    ],
)
def test_what_only_looks_like_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("FRANKFURT (dpa-AFX) - Der Dax steigt.", "Der Dax steigt."),
        ("BEIJING, Oct 19 (Reuters) - Xiaomi rose.", "Xiaomi rose."),
        ("Der Dax (ein Index) - so heißt er.", "Der Dax (ein Index) - so heißt er."),
    ],
)  # fmt: skip
def test_dateline(text: str, rest: str) -> None:
    assert text[dateline(text) :] == rest


def test_copies_are_told_by_containment() -> None:
    copy = " ".join(ARTICLE.split()[5:40])
    assert containment(shingles(ARTICLE), shingles(copy)) >= SAME_TEXT
    assert (
        containment(shingles(ARTICLE), shingles("Ganz andere Wörter über etwas Neues hier.")) == 0
    )
    assert containment(shingles(""), shingles(copy)) == 0
