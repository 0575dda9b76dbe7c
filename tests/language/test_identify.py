"""Which language is it? Also for a ticker, for nothing at all, and the same every time."""

import pytest

from bot.language.identify import detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xiaomi will ab 2024 eigene Autos in Serie bauen", "de"),
        ("Bayer-Aktie bricht ein", "de"),
        ("ALLE AKTIEN STEIGEN HEUTE", "de"),
        ("Xiaomi to mass produce cars in first half of 2024", "en"),
        ("Apple profit up", "en"),
        ("ETF inflows hit a record in Q3", "en"),
        ("Deutsche Bank beats estimates", "en"),
        ("Siemens Energy: buy, sell or hold?", "en"),
        ("Merger talks with Société Générale stall", "en"),
        ("Deutsche Bank legt Zahlen vor", "de"),
        ("DAX IM PLUS", "de"),
        ("小米汽车预计2024年上半年量产", "zh"),
        ("小米 Xiaomi SU7 正式发布", "zh"),
        ("Nordwind Airlines季度净亏损收窄至4500万美元", "zh"),
        ("ソニーが決算を発表した", "ja"),
        ("삼성전자 3분기 실적 발표", "ko"),
        ("Bénéfice en hausse pour LVMH au troisième trimestre", "fr"),
        ("Сбербанк увеличил прибыль", "ru"),
    ],
)
def test_headlines(text: str, code: str) -> None:
    found = detect(text)
    assert found.code == code
    assert 0 < found.confidence <= 1
    assert detect(text) == found


OTHERS = {
    "es": "El grupo dijo a sus accionistas de que los ingresos crecen a pesar de la inflación.",
    "pt": "A empresa disse que o lucro subiu a mais de um bilhão e que a receita caiu em dezembro.",
    "fr": "La société a annoncé que son bénéfice a augmenté dans le trimestre au-dessus de tout.",
    "it": "L'azienda ha registrato a settembre un profitto in crescita, ha detto il direttore.",
    "nl": "De winst van het bedrijf was in het kwartaal hoger dan verwacht, zei de topman.",
    "sv": "Bolaget sade att vinsten steg under kvartalet och att den var högre än väntat.",
    "fi": "Yhtiön liikevaihto kasvoi neljänneksellä enemmän kuin odotettiin, yhtiö sanoi tänään.",
}


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("times", [1, 6, 20])
def test_length_makes_no_other_language_english_or_german(code: str, times: int) -> None:
    assert detect(f"{OTHERS[code]} " * times).code == code


@pytest.mark.parametrize(
    "text",
    ["", " \n", "123,45 %", "!!!", "\ud800", "\u202e\u200b", "📈📈", "AAPL MSFT TSLA"],
)
def test_no_words_is_undetermined(text: str) -> None:
    assert detect(text).code == "und"


def test_only_the_languages_that_are_allowed() -> None:
    assert detect("Bénéfice en hausse", ["de", "en"]).code in {"de", "en"}
    assert detect("小米汽车", ["de", "en"]).code == "und"


def test_a_huge_text_is_no_burden() -> None:
    assert detect("Die Aktie steigt. " * 200_000).code == "de"
