"""`price` and `compare`, and the buttons that change their period in place."""

import pytest

from tests.cogs.conftest import Scene, labels, said
from tests.cogs.feed import Feed


async def test_a_price_with_its_period(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!kurs xiaomi 1m")
    for part in (
        "Xiaomi Corp. · 1810.HK",
        "Frankfurt **2,50 €** ▼ −1,96 % · 11:00 · verzögert",
        "in 1 Monat",
        "Vortag: 2,55 €",
        "52 Wochen: 2,20 – 3,885 €",
    ):
        assert part in scene.said
    assert labels(scene.last) == ["1T", "5T", "1M", "6M", "1J", "5J"]
    assert scene.last.attachments[0].filename == "chart.png"


async def test_a_press_changes_chart_and_figures_in_place(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!price xiaomi 1m")
    before = scene.last
    await scene.max.click(before, label="1J")
    assert scene.last.id == before.id
    assert "in 1 Jahr" in scene.said
    assert len(scene.last.attachments) == 1
    with pytest.raises(Exception, match="disabled"):
        await scene.max.click(scene.last, label="1J")


async def test_slash_offers_the_periods(scene: Scene) -> None:
    await scene.mia.slash(scene.channel, "price", company="xiaomi", period="1y")
    assert "in 1 Jahr" in scene.said


async def test_three_companies_in_one_chart(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!compare xiaomi byd apple")
    table = (scene.last.embeds[0].description or "").replace("\u00a0", " ").split("\n")
    assert table[1].split() == ["Firma", "Kurs", "Änderung"]
    assert [line.split()[0] for line in table[2:5]] == ["Xiaomi", "BYD", "Apple"]
    assert "2,50 €" in table[2]
    assert len({len(line) for line in table[1:5]}) == 1
    assert "Vergleich, 6 Monate" in scene.said
    assert scene.last.attachments[0].filename == "chart.png"
    before = scene.last
    await scene.mia.click(before, label="1M")
    assert scene.last.id == before.id
    assert "Vergleich, 1 Monat" in scene.said


async def test_doubt_in_a_comparison_is_asked_back(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!compare xiaomi, merck, apple 1m")
    question = scene.last
    await scene.mia.click(question, label=next(one for one in labels(question) if "KGaA" in one))
    description = scene.last.embeds[0].description or ""
    assert [line.split()[0] for line in description.split("\n")[2:5]] == [
        "Xiaomi",
        "Merck",
        "Apple",
    ]
    assert "Vergleich, 1 Monat" in scene.said


async def test_several_doubts_are_asked_one_after_the_other(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!compare merck, xiaomi, merck 1m")
    for wanted in ("KGaA", "& Co"):
        assert "„merck“" in scene.said
        question = scene.last
        await scene.mia.click(
            question, label=next(one for one in labels(question) if wanted in one)
        )
    description = scene.last.embeds[0].description or ""
    table = [line[:12].strip() for line in description.split("\n")[2:5]]
    assert table == ["Merck KGaA", "Xiaomi Corp.", "Merck & Co."]
    assert "Vergleich, 1 Monat" in scene.said


async def test_doubts_that_fit_into_no_button_are_named(scene: Scene) -> None:
    names = ", ".join(["siemens energy deutschland"] * 4 + ["merck"])
    await scene.mia.send(scene.channel, f"!compare {names}")
    assert "**siemens energy deutschland**" in scene.said
    assert "Schreib sie genauer" in scene.said


async def test_what_no_press_can_settle_is_said_first(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!compare merck, DE0007164601")
    assert "Prüfziffer" in scene.said


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("!compare xiaomi", "Nenne mindestens zwei Firmen"),
        ("!compare xiaomi, xiaomi", "Nenne mindestens zwei Firmen"),
        ("!compare a, b, c, d, e, f", "Höchstens 5 Firmen"),
        ("!price qqqqqqqqqq 1m", "„qqqqqqqqqq“ kenne ich nicht"),
    ],
)
async def test_what_cannot_be_compared(scene: Scene, typed: str, answer: str) -> None:
    await scene.mia.send(scene.channel, typed)
    assert answer in scene.said


async def test_what_is_warm_is_answered_without_asking_again(scene: Scene, feed: Feed) -> None:
    await scene.mia.send(scene.channel, "!price xiaomi")
    feed.warm = True
    result = await scene.mia.slash(scene.channel, "price", company="xiaomi")
    assert feed.asked == 1
    assert not result.deferred
    assert "Frankfurt **2,50 €**" in said(scene.last)
