"""A true number told the other way round, denied or of another thing is not shown."""

import pytest

from bot.news.writing.checking import Evidence, Refusal, refusal

GERMAN = Evidence(
    (
        "Kranbau hebt die Prognose an",
        "Die Kranbau AG hat am Dienstag ihre Prognose angehoben und erwartet nun einen Umsatz von "
        "5 Milliarden Euro nach bisher 4,5 Milliarden Euro.",
        "Die Aktie stieg um 8,5 Prozent auf 2,55 Euro, der Verlust sank auf 120 Millionen Euro.",
        "„Wir sehen keine Schwäche in Asien“, sagte Vorstandschefin Anna Weiß.",
    ),
    "de",
    ("Kranbau AG", "Kranbau"),
)
ENGLISH = Evidence(
    (
        "Kranbau raises guidance",
        "Kranbau AG raised its guidance on Tuesday and now expects revenue of 5 billion euros.",
        "The shares rose 8.5% to 2.55 euros while the net loss narrowed to 120 million euros.",
    ),
    "en",
    ("Kranbau AG", "Kranbau", "克兰"),
)

YARD = Evidence(
    (
        "Nordwerft schließt Standort Wismar nicht",
        "Der Kurs brach um 11 Prozent auf 4,20 Euro ein, der Verlust war auf 66 Millionen Euro "
        "gestiegen; die Analysten senkten ihr Kursziel von 9 auf 6 Euro.",
    ),
    "de",
    ("Nordwerft AG", "Nordwerft"),
)
DRUG = Evidence(
    (
        "Medilux shares jumped 23% after the FDA approved its drug Lumirex",
        "Medilux, which posted sales of $210 million, does not expect a profit before 2028.",
        "A broker had cut the stock in May.",
    ),
    "en",
    ("Medilux Inc", "Medilux"),
)
PANELS = Evidence(
    (
        "Lumen senkt Preise und schließt zwei Läden bis Juni",
        "Lumen verringert die Preise, denn die Nachfrage ist schwach; eine Übernahme sei aber "
        "nicht geplant.",
    ),
    "de",
    ("Lumen",),
)
PHONES = Evidence(
    (
        "Orbit loses 60,000 subscribers",
        "Orbit lost 60,000 subscribers in the quarter and maintained its forecast.",
        "It won a $300 million contract, and a house upgraded Orbit to Baa2.",
    ),
    "en",
    ("Orbit",),
)
CARRIER = Evidence(
    ("恒运物流上半年净利润下降18%至3.2亿元，营收增长4%", "公司表示不会裁员。"), "zh", ("恒运物流",)
)


@pytest.mark.parametrize(
    ("evidence", "language", "text", "expected"),
    [
        (GERMAN, "de", "Kranbau erwartet nun 5.000 Mio. Euro Umsatz nach 4,5 Mrd. Euro.",
         None),
        (GERMAN, "de", "Die Aktie von Kranbau legte um 8,5 Prozent auf 2,55 Euro zu.", None),
        (GERMAN, "de", "Die Aktie von Kranbau fiel um 8,5 Prozent auf 2,55 Euro.",
         Refusal.DIRECTION),
        (GERMAN, "de", "Die Aktie von Kranbau gab um -8,5 Prozent auf 2,55 Euro nach.",
         Refusal.DIRECTION),
        (GERMAN, "de", "Kranbau senkt die Prognose für den Umsatz auf 5 Milliarden Euro.",
         Refusal.DIRECTION),
        (GERMAN, "de", "Der Verlust von Kranbau stieg auf 120 Millionen Euro.", Refusal.DIRECTION),
        (GERMAN, "de", "Der Gewinn von Kranbau liegt bei 120 Millionen Euro.", Refusal.SUM),
        (GERMAN, "de", "Kranbau hat die Prognose nicht angehoben.", Refusal.DIRECTION),
        (GERMAN, "de", "Kranbau erwartet keinen Umsatz von 5 Milliarden Euro.", Refusal.NEGATION),
        (GERMAN, "de", "Anna Weiß von Kranbau sieht eine Schwäche in Asien.", Refusal.NEGATION),
        (GERMAN, "de", "Anna Weiß von Kranbau sieht keine Schwäche in Asien.", None),
        (ENGLISH, "en", "Kranbau's shares slipped 8.5% to 2.55 euros.", Refusal.DIRECTION),
        (ENGLISH, "en", "Kranbau did not raise its guidance on Tuesday.", Refusal.DIRECTION),
        (ENGLISH, "en", "Kranbau's net profit was 120 million euros.", Refusal.SUM),
        (ENGLISH, "de", "Kranbau hat die Prognose gesenkt; die Aktie stieg um 8,5 Prozent.",
         Refusal.DIRECTION),
        (ENGLISH, "de", "Kranbau hat die Prognose angehoben; die Aktie stieg an.", None),
        (ENGLISH, "de", "Kranbau rechnet mit keiner Prognose und 5 Milliarden Euro Umsatz.",
         Refusal.NEGATION),
        (ENGLISH, "zh", "克兰下调预期，股价上涨8.5%至2.55欧元。", Refusal.DIRECTION),
        (ENGLISH, "zh", "克兰上调预期，净亏损收窄至1.2亿欧元。", None),
        (GERMAN, "de", "Kranbau hebt die Prognose an. Jetzt einsteigen!", Refusal.ADVICE),
        (GERMAN, "de", "Kranbau hebt die Prognose an, die Aktie ist ein Kauf.", Refusal.ADVICE),
        (GERMAN, "de", "Hier ist die Zusammenfassung: Kranbau hebt die Prognose an.",
         Refusal.ORDER),
        (ENGLISH, "en", "Sure! Kranbau raised its guidance on Tuesday.", Refusal.ORDER),
        (YARD, "de", "Nordwerft schließt den Standort Wismar nicht; der Kurs fiel um 11 Prozent.",
         None),
        (YARD, "de", "Nordwerft schließt den Standort Wismar trotz allem.", Refusal.DIRECTION),
        (YARD, "en", "Nordwerft will close its Wismar site soon.", Refusal.DIRECTION),
        (YARD, "de", "Der Kurs der Nordwerft schoss um 11 Prozent nach oben.", Refusal.DIRECTION),
        (DRUG, "en", "Medilux shares surged 23% after the FDA approved its drug.", None),
        (DRUG, "en", "Medilux shares surged 23% after the FDA rejected its drug.",
         Refusal.DIRECTION),
        (DRUG, "en", "Medilux shares tumbled 23% after the approval of Lumirex.",
         Refusal.DIRECTION),
        (DRUG, "en", "Medilux posted a profit of $210 million.", Refusal.SUM),
        (PANELS, "de", "Lumen senkt die Preise, die Nachfrage ist schwach.", None),
        (PANELS, "de", "Lumen erhöht die Preise, die Nachfrage ist schwach.", Refusal.DIRECTION),
        (PANELS, "de", "Lumen senkt die Preise, die Nachfrage ist stark.", Refusal.DIRECTION),
        (PANELS, "de", "Lumen senkt die Preise; die Übernahme ist nicht geplant.", None),
        (PANELS, "de", "Lumen senkt die Preise; die Übernahme ist geplant.", Refusal.DIRECTION),
        (PANELS, "en", "Lumen lowers prices and plans a takeover.", Refusal.DIRECTION),
        (PANELS, "en", "Lumen will open two shops by June.", Refusal.DIRECTION),
        (PHONES, "en", "Orbit lost 60,000 subscribers and maintained its forecast.", None),
        (PHONES, "en", "Orbit gained 60,000 subscribers.", Refusal.DIRECTION),
        (PHONES, "en", "Orbit lost a $300 million contract.", Refusal.DIRECTION),
        (PHONES, "en", "Orbit lowered its forecast after it lost subscribers.", Refusal.DIRECTION),
        (PHONES, "de", "Orbit ist nun auf Baa2 herabgestuft.", Refusal.DIRECTION),
        (CARRIER, "zh", "恒运物流上半年净利润下降18%，公司不会裁员。", None),
        (CARRIER, "zh", "恒运物流上半年净利润下降18%，公司将裁员。", Refusal.DIRECTION),
        (ENGLISH, "en", "I'm sorry, but Kranbau raised its guidance on Tuesday.", Refusal.ORDER),
    ],
)  # fmt: skip
def test_nothing_is_turned_round(
    evidence: Evidence, language: str, text: str, expected: Refusal | None
) -> None:
    assert refusal(text, evidence, language) == expected
