"""Good or bad news for the share; nothing is said where it is not sure."""

import pytest

from bot.language.tone import tone

POSITIVE = [
    "Siemens hebt Prognose nach starkem Quartal an",
    "Umsatz und Gewinn legen kräftig zu",
    "Profit rises 20 percent, beating expectations",
    "Operating loss narrowed to EUR 2.1 mn from EUR 4.5 mn",
    "Weniger Verlust als erwartet: Aktie springt",
    "Company swings to profit after years of losses",
    "Verlust im dritten Quartal halbiert",
    "Kosten sinken deutlich, Marge steigt",
    "净利润增长30%，股价大涨",
    "Operating profit was EUR 13.1 mn in the period, compared to EUR 8.7 mn a year ago",
    "Results not as bad as feared",
    "Rückgang fällt geringer aus als befürchtet",
    "Schuldenabbau kommt voran",
    "Margendruck lässt nach",
    "Analysten heben Kursziel an",
    "Kranbau breaks its downward slide by cutting sales decline in half",
    "Regulator drops Kranbau from cartel investigation",
    "Kranbau wehrt Klage der Gläubiger ab",
    "Billige Energie beflügelt den Kranbauer",
    "Kartellamt gibt grünes Licht für den Zukauf",
    "Watchdog drops probe into crane maker",
    "Kurzarbeit im Kranwerk endet bald",
    "Kranwerk entgeht der Schließung",
    "Orders decline slows at crane maker",
    "Wertberichtigungen fallen geringer aus als befürchtet",
    "起重机厂亏损收窄，毛利率回升",
    "原材料成本下降",
]
NEGATIVE = [
    "Court upholds $20 million jury award against Kranbau",
    "Bayer senkt Prognose, Aktie bricht ein",
    "Gewinn sinkt stärker als gedacht",
    "Sales fell short of estimates",
    "Net loss widened in the third quarter",
    "Konzern streicht 3.000 Stellen nach Gewinneinbruch",
    "Company issues profit warning as demand weakens",
    "Kosten steigen, Marge sinkt",
    "Rückruf und Klagen belasten die Aktie",
    "公司亏损扩大，股价暴跌",
    "Net sales in the quarter totalled EUR 21.4 mn, against EUR 25.0 mn in the previous year",
    "Rekordverlust zwingt Konzern zum Sparkurs",
    "Anstieg fällt geringer aus als erwartet",
    "Auftragseingang sinkt unerwartet stark",
    "Ratingagentur stuft Konzern auf Ramsch herab",
    "Verluste weiten sich aus",
    "Kein Ende der Talfahrt",
    "Verlust höher als befürchtet",
    "Behörde verhängt Bußgeld gegen Kranbauer",
    "Leerverkäufer nimmt Kranbauer ins Visier",
    "Großauftrag des Kranbauers geplatzt",
    "Umsatzrückgang verlangsamt sich nicht",
    "Crane recall widens",
    "起重机厂库存增加，净利润下滑",
]
NEUTRAL = [
    "Siemens lädt zur Hauptversammlung nach München ein",
    "Company to publish results on Thursday",
    "Xiaomi will ab 2024 Autos bauen",
    "The annual meeting will be held in Helsinki",
    "Gewinn steigt, aber Umsatz sinkt",
    "Company plans to sell its packaging unit",
    "Vorstand gibt Prognose am Donnerstag ab",
    "Sales have been EUR 5 mn since 2007, from 12 plants in 9 countries",
    "公司将于周四召开会议",
    "Kranbau holds off on naming permanent CEO",
    "Kranbau shakes up board with two new chiefs",
    "Kranbau and Nordwerk plan to break up joint venture",
    "Kranbau closes in on full payments launch",
    "Kranbau vows price war should deal be approved",
    "Kranbau adds channel for music festival",
    "Kranbau fällt Entscheidung über neues Werk",
    "Kranbau startet Probebetrieb im neuen Werk",
    "Masche mit falschen Rechnungen von Kranbau soll Opfer überzeugen",
    "Toller Crash-Tarif: 10 GB bei Kranbau für nur 5,99 Euro",
    "How much upside is too much for Kranbau?",
    "Will the new crane help Kranbau trump its rival",
    "Is Kranbau down or offline?",
    "Kranbau: Will the new crane help it trump its rival",
    "Kranbau plans to divide up assets of joint venture",
    "Stocks making the biggest moves: Kranbau, Nordwerk and more",
    "Despite sales growth, Kranbau cautions recovery to be bumpy",
    "Kranbau Tower 8 or Nordwerk Boom 3: which of the two cranes should builders like you buy now?",
    "投行维持“买入”评级",
    "Next crane fair is planned for spring",
    "",
    "\ud800 123",
]


@pytest.mark.parametrize("text", POSITIVE)
def test_positive(text: str) -> None:
    assert tone(text).label == "positive"


@pytest.mark.parametrize("text", NEGATIVE)
def test_negative(text: str) -> None:
    assert tone(text).label == "negative"


@pytest.mark.parametrize("text", NEUTRAL)
def test_neutral(text: str) -> None:
    assert tone(text).label == "neutral"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Der Konzern rechnet nicht mit sinkenden Gewinnen", "negative"),
        ("Siemens erreicht Jahresziele nicht", "positive"),
    ],
)
def test_a_negation_never_leaves_the_tone_of_its_words(text: str, label: str) -> None:
    assert tone(text).label != label


def test_confidence_is_a_share() -> None:
    for text in (*POSITIVE, *NEGATIVE, *NEUTRAL):
        assert 0 <= tone(text).confidence <= 1
