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
        ("小米汽车预计2024年上半年量产", "zh"),
        ("小米 Xiaomi SU7 正式发布", "zh"),
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


@pytest.mark.parametrize("text", ["", " \n", "123,45 %", "!!!", "\ud800", "\u202e\u200b", "📈📈"])
def test_no_letters_is_undetermined(text: str) -> None:
    assert detect(text).code == "und"


def test_only_the_languages_that_are_allowed() -> None:
    assert detect("Bénéfice en hausse", ["de", "en"]).code in {"de", "en"}
    assert detect("小米汽车", ["de", "en"]).code == "und"


def test_a_huge_text_is_no_burden() -> None:
    assert detect("Die Aktie steigt. " * 200_000).code == "de"
