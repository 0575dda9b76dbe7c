"""Where sentences end, in the text as agencies and sites really write it. `|` marks each end."""

from pathlib import Path

import pytest

from bot.language.sentences import sentences

GERMAN = [
    "Das sagte Vorstand Dr. jur. Klein.|Die Tranche folgt im 1. Hj. 2027, mit ber. Marge.",
    "Die Aktie kostete rund 2,35 Euro.|Am Dienstag stieg sie auf 2,55 Euro.",
    "Sie kam ihrem 52-Wochen-Hoch bei 3,885 Euro näher.|Mehr nicht.",
    "Am 12. Juni beginnt das 4. Quartal nicht.|Es beginnt im Oktober.",
    "Am 1. und 2. Juli tagt der Rat.|Danach ist Pause.",
    "Der Umsatz lag bei 1.019,80 Mio. Euro.|Das waren rd. 3,5 Prozent mehr.",
    "Die Marge stieg z. B. in den USA.|Auch in der EU lief es gut.",
    "Dr. Meyer und Prof. Schulz blieben.|Die Dr. Ing. h.c. F. Porsche AG baut ab.",
    "Die Kosten sanken gegenüber dem Vortag.|Der Kurs fiel.",
    "„Wir sind zufrieden“, sagte der Chef.|Mehr wollte er nicht sagen.",
    "Er sagte: „Kommt die Wende?|Nein.“|Dann ging er.",
    "„Der ‚Spiegel‘ schreibt: ‚Das reicht!‘ und irrt“, sagte er.|Niemand widersprach.",
    '"Das war gut."|Analysten sahen es ähnlich.',
    "Das Plus betrug 5 Prozent gegenüber 2023.|Anleger griffen zu.",
    "Was nun?|Niemand weiß es!|Abwarten.",
    "Der Kurs lag um 17.30 Uhr bei 12,5 Euro.|Das war das Tagestief.",
    "Die SAP SE, die BASF SE u. a. stiegen.|Bayer verlor.",
    "Karl III. Nachfolger steht fest.|Er heißt William.",
    "Die Dividende beträgt 1,10 Euro je Aktie (Vj. 1,00 Euro).|Das ist ein Rekord.",
    "Der Gewinn brach um 12,5 Prozent ein...|Die Aktie verlor.",
    "Das Handy kommt von Xiaomi Inc. aus China.|Es kostet 299 Euro.",
    "J. Müller führt die Firma seit 2019.|Vorher war er bei Siemens.",
    "Am 3.10. ist Feiertag.|Die Börse ist offen.",
    "Mehr unter www.example.com/a.b?c=d im Netz.|Ende.",
    "Das Papier von Yahoo! Finance zeigt es.|Es stimmt.",
    "Es spricht Dipl.-Ing. Karl Brand.|Er ist neu.",
    "Die Zahlen kommen von der ING.|Neben dem Gewinn stieg der Umsatz.",
    "(Die Zahlen sind vorläufig.)|Der Kurs fiel.",
]
GLUED = [
    "Der Kurs fiel gegenüber dem Vortag.|Der Umsatz stieg.",
    "Das Plus betrug 0,4 Prozent auf 19.515,78 Punkte.|Am Dienstag war es mehr.",
    "So steht es im Bericht für 2024.|Anleger reagierten kaum.",
    "Eine Sprecherin bestätigte es.|Weitere Angaben machte sie nicht.",
]
ENGLISH = [
    "Shares of Apple Inc. rose 3.5% to $190.25.|The U.S. market was flat.",
    "Mr. Cook said sales grew.|He was pleased.",
    "It earned $1.2 bn. in Q3.|Analysts had expected less.",
    '"We will grow." The chief was sure.',
    "Sales at J.C. Penney fell.|They were down 4 percent vs. last year.",
    "Is it over?|Not yet!|Wait.",
    "Trading ends at 5 p.m.|Late orders wait.",
    "Trading ends at 5 p.m. Eastern time.|Late orders wait.",
    "MADISON, Wis. (AP) - The mill closed.|Workers protested.",
    "He fell ill.|Doctors gave no reason.",
    "The answer was no.|Investors left.",
    "“What now?” Ms. Reyes asked.|Nobody knew.",
    "“What now?”|Shares fell again.",
]
CHINESE = [
    "小米发布了新车。|雷军说：“我们准备好了。”|股价上涨3.5%！",
    "公司会盈利吗？|分析师看好。",
    "“我们准备好了。”董事长雷军表示。|股价上涨。",
    "「會回購嗎？」有股東問。|沒有人回答。",
    "他问：“会回购吗？”|没有人回答。",
    "议案获得通过（金额不超过5亿元。价格不高于20元）。|公司未予置评。",
    "汇率跌破7.3……|央行随后发声。",
    "他说：“这个……我不知道。”|会议结束。",
    "（说明：上文金额应为3亿元。）|公司表示抱歉。",
    "利润率提升0.4个百分点.|管理层看好下半年.",
]


def _expected(marked: str) -> list[str]:
    return marked.split("|")


@pytest.mark.parametrize("marked", GERMAN)
def test_german(marked: str) -> None:
    assert [one.text for one in sentences(marked.replace("|", " "), "de")] == _expected(marked)


@pytest.mark.parametrize("marked", GLUED)
def test_missing_blanks(marked: str) -> None:
    assert [one.text for one in sentences(marked.replace("|", ""), "de")] == _expected(marked)


@pytest.mark.parametrize("marked", ENGLISH[:3] + ENGLISH[4:])
def test_english(marked: str) -> None:
    assert [one.text for one in sentences(marked.replace("|", " "), "en")] == _expected(marked)


@pytest.mark.parametrize("marked", CHINESE)
def test_chinese(marked: str) -> None:
    assert [one.text for one in sentences(marked.replace("|", ""), "zh")] == _expected(marked)


@pytest.mark.parametrize(
    ("language", "items"),
    [
        ("zh", ["1. 收入增长", "2. 成本下降"]),
        ("en", ["1. Revenue grew", "2. Costs fell"]),
        ("de", ["1. Umsatz wächst", "2. Kosten sinken"]),
    ],
)
def test_the_number_of_an_item_stays_with_it(language: str, items: list[str]) -> None:
    assert [one.text for one in sentences("\n".join(items), language)] == items


def test_headings_and_wrapped_lines() -> None:
    headed = "Die neue Kooperation\n\nXiaomi arbeitet mit einem Partner. Das hilft.\n\n/mb"
    assert [one.text for one in sentences(headed, "de")] == [
        "Die neue Kooperation",
        "Xiaomi arbeitet mit einem Partner.",
        "Das hilft.",
        "/mb",
    ]
    wrapped = (
        "Der Hersteller von Telefonen hat am Montag mitgeteilt,\n"
        "dass er im kommenden Jahr eine Fabrik in der Nähe von\n"
        "Berlin bauen will. Dort sollen bis zu tausend Menschen\n"
        "arbeiten."
    )
    assert len(sentences(wrapped, "de")) == 2


def test_spans_point_into_the_text() -> None:
    text = "\ufeff  Eins ist da.\r\nZwei auch!  „Drei?“ \n\n Ende"
    for one in sentences(text):
        assert text[one.start : one.end] == one.text
    assert sentences("") == []
    assert sentences(" \n ") == []


def test_the_example_is_not_torn(shared_data: Path) -> None:
    text = (shared_data / "00_example" / "weekly_column_xiaomi_de.txt").read_text("utf-8")
    found = [one.text for one in sentences(text, "de")]
    assert any("2,35 Euro" in one and "2,55 Euro" in one for one in found)
    assert any("52-Wochen-Hoch" in one and one.endswith("näher gekommen.") for one in found)
    assert "/mb" in found
