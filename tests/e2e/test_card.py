"""`news xiaomi` in all its ways, as a member of the server sees it."""

import pytest

from tests.e2e.conftest import Town, buttons, picture_of, said


@pytest.mark.parametrize("way", ["prefix", "mention", "slash", "alias"])
async def test_each_way_brings_the_whole_card(town: Town, way: str) -> None:
    match way:
        case "prefix":
            card = await town.say("!news xiaomi")
        case "mention":
            card = await town.say(f"<@{town.place.bot.user.id}> news xiaomi")
        case "alias":
            card = await town.say("!neuigkeiten 小米")
        case _:
            card = await town.slash("news", company="xiaomi")

    card = await town.until(
        card,
        "Xiaomi", "KYG9830T1067", "A2JNY1",
        "Frankfurt **2,50 €**", "36 % unter", "3,885 €", "Hongkong", "HK$",
        "Reuters, via", "weitere Quellen", "gefunden", "Duplikate", "alt", picture=True,
    )  # fmt: skip
    assert not card["mentions"] and not card["mention_everyone"]


async def test_the_foot_lists_what_was_left_out_with_the_reason(town: Town) -> None:
    card = await town.until(await town.say("!news xiaomi"), "gefunden")

    await town.press(card, "gefunden")

    listed = await town.answer()
    assert listed["flags"] & 64, "only for the one who pressed"
    assert "Duplikat" in said(listed)
    assert "http" in said(listed)


async def test_typing_a_slash_command_offers_the_company(town: Town) -> None:
    offered = await town.place.discord.autocomplete(
        town.place.general, town.place.ann, "news", {"company": "xiao"}, "company"
    )

    assert "Xiaomi" in offered[0]["name"]


async def test_a_period_button_changes_chart_and_figures_in_place(town: Town) -> None:
    card = await town.until(await town.say("!price xiaomi 1m"), "2,50 €", "1 Monat", picture=True)
    before = picture_of(card)

    await town.press(card, "1J")

    changed = await town.place.discord.wait_for(
        "message_update", lambda told: picture_of(told) not in (None, before)
    )
    assert changed["id"] == card["id"]
    pressed = [one["label"] for one in buttons(changed) if one.get("disabled") or one["style"] == 1]
    assert pressed == ["1J"]


async def test_a_listing_that_was_named_is_shown_and_stays_with_the_period(town: Town) -> None:
    card = await town.until(await town.say("!price XIACY"), "US$", "2,50 €", picture=True)

    await town.press(card, "1M")

    changed = await town.until(card, "1 Monat")
    assert "US$" in said(changed)


async def test_companies_are_compared_in_one_chart_and_a_table(town: Town) -> None:
    card = await town.until(
        await town.say("!compare xiaomi byd apple"), "Xiaomi", "BYD", "Apple", picture=True
    )

    assert "6 Monate" in said(card)


async def test_a_changed_setting_is_obeyed_by_the_next_answer(town: Town) -> None:
    await town.say("!settings currency USD")
    await town.say("!settings language en")

    card = await town.until(await town.say("!news xiaomi"), "below", "found")

    assert "€2.50" in said(card)
    assert "US$" in said(card)
