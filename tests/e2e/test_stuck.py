"""Whatever the sources do, something stands in the channel, and it says what is missing."""

import pytest

from tests.e2e.conftest import Town, buttons, said

SOURCES = ("YAHOO", "TRADEGATE", "ECB", "FINANZNACHRICHTEN", "EQS", "HKEX", "FEEDS", "ARTICLES")


@pytest.mark.parametrize("source", ["YAHOO", "FINANZNACHRICHTEN", "HKEX"])
async def test_one_source_hangs_and_the_card_comes_without_it(town: Town, source: str) -> None:
    await town.world.do("source_down", source=source, fault="hang")

    card = await town.say("!news xiaomi")

    assert source in town.world.faults.on, "it still hangs"
    assert "KYG9830T1067" in said(card)
    await town.world.do("source_up", source=source)
    await town.until(card, "Frankfurt **2,50 €**", "Reuters", "gefunden", picture=True)


@pytest.mark.parametrize("way", ["prefix", "slash"])
async def test_all_sources_hang_and_an_answer_comes_all_the_same(town: Town, way: str) -> None:
    for source in SOURCES:
        await town.world.do("source_down", source=source, fault="hang")

    card = await (
        town.say("!news xiaomi") if way == "prefix" else town.slash("news", company="xiaomi")
    )

    # Discord calls it failed unless something stands there after three seconds.
    card = await town.until(card, "KYG9830T1067")
    assert set(town.world.faults.on) == set(SOURCES), "they still hang"
    for source in SOURCES:
        await town.world.do("source_up", source=source)
    await town.until(card, "Frankfurt **2,50 €**", "Reuters", picture=True)


async def test_a_button_pressed_while_all_hang_is_answered_in_time(town: Town) -> None:
    card = await town.until(await town.say("!price xiaomi"), "2,50 €", picture=True)
    for source in SOURCES:
        await town.world.do("source_down", source=source, fault="hang")

    custom_id = next(one["custom_id"] for one in buttons(card) if one["label"] == "5J")
    pressed = await town.place.discord.press(card, custom_id, town.place.ann)

    # The playground, as Discord, calls it failed after three seconds.
    assert await pressed.outcome != "failed"
    assert set(town.world.faults.on) == set(SOURCES), "they still hang"
    for source in SOURCES:
        await town.world.do("source_up", source=source)
    await town.until(await town.changed(card), "in 5 Jahren", picture=True)


async def test_a_failed_source_is_named_and_another_gives_the_price(town: Town) -> None:
    await town.world.do("source_down", source="YAHOO", fault="down")

    card = await town.until(await town.say("!news xiaomi"), "Tradegate", "gefunden")

    assert "Yahoo" in said(card)
    assert "€" in said(card)


async def test_a_company_that_nobody_could_be_asked_about_is_not_simply_unknown(
    town: Town,
) -> None:
    assert "antworten gerade nicht" not in said(await town.say("!news qwxzptl werke"))
    await town.world.do("source_down", source="YAHOO", fault="down")

    assert "antworten gerade nicht" in said(await town.say("!news qwxzptk hallen"))


async def test_with_everything_down_the_last_price_is_shown_with_its_age(town: Town) -> None:
    await town.until(await town.say("!news xiaomi"), "Frankfurt **2,50 €**", "gefunden")
    for source in SOURCES:
        await town.world.do("source_down", source=source, fault="down")
    await town.world.do("advance", hours=2)

    card = await town.until(await town.say("!news xiaomi"), "2,50 €", "Yahoo")

    assert "zuletzt bekannt" in said(card).lower() or "letzter bekannter" in said(card).lower()
