"""Subscribing with real parts: words, menus and pages of questions over Discord's own wire."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bot.playground.discord.models import ChannelKind
from bot.playground.discord.permissions import Can
from tests.e2e.conftest import PATIENCE, Json, Town, a_town, said


def part(message: Json, act: str) -> Json:
    """The button or menu that does it."""
    rows = [one for row in message["components"] for one in row["components"]]
    return next(one for one in rows if act in one["custom_id"].split("|"))


async def choose(town: Town, message: Json, act: str, *values: str) -> None:
    custom_id = part(message, act)["custom_id"]
    await town.place.discord.press(message, custom_id, town.place.ann, values=values, locale="de")


async def asked(town: Town, message: Json, act: str, *values: str) -> Json:
    """The page of questions that opens."""
    discord = town.place.discord
    custom_id = part(message, act)["custom_id"]
    chosen: Any = values or None
    await discord.press(message, custom_id, town.place.ann, values=chosen, locale="de")
    told = await discord.wait_for("interaction", lambda one: one["modal"], timeout=PATIENCE)
    return told["modal"]


async def fill_in(town: Town, page: Json, **answers: object) -> None:
    fields: Any = answers
    await town.place.discord.submit_modal(town.place.ann, page["custom_id"], fields, locale="de")


async def kept(town: Town) -> list[tuple[str, int, int | None]]:
    entries = await town.services.subscriptions.of_guild(town.place.guild.id)
    found = [entry.subscription for entry in entries]
    return sorted((one.kind.value, one.channel, one.role) for one in found)


async def test_the_guided_form_from_end_to_end(town: Town) -> None:
    place = town.place
    role = place.discord.add_role(place.guild, "Anleger", mentionable=True)
    form = await town.slash("subscribe", company="xiaomi")
    assert form["flags"] & 64
    assert "Abonnieren: Xiaomi" in said(form)

    await choose(town, form, "what", "news", "move")
    form = await town.until(await town.changed(form), "Neuigkeiten", "±5 %")
    await choose(town, form, "where", str(place.trading.id))
    form = await town.until(await town.changed(form), f"<#{place.trading.id}>")
    await choose(town, form, "whom", str(role.id))
    form = await town.until(await town.changed(form), f"<@&{role.id}>")
    page = await asked(town, form, "when", "other")
    await fill_in(town, page, time="18:30", days="mo-fr", percent="7,5", level="")
    form = await town.until(await town.changed(form), "um 18:30, Mo–Fr", "±7,5 %")
    assert part(form, "where")["default_values"] == [
        {"id": str(place.trading.id), "type": "channel"}
    ]

    await choose(town, form, "go")
    done = await town.until(await town.changed(form), "Abonniert: Xiaomi")
    assert not done["components"]
    where = (place.trading.id, role.id)
    assert await kept(town) == [("close", *where), ("move", *where), ("news", *where)]


async def test_everything_in_the_list_works(town: Town) -> None:
    place = town.place
    await town.say("!abo xiaomi kurs")
    listed = await town.say("!abos")
    [option] = part(listed, "choose")["options"]
    await choose(town, listed, "choose", option["value"])
    one = await town.until(await town.changed(listed), "Kurs nach Börsenschluss", "▶ aktiv")

    await town.press(one, "Vorschau")
    preview = await town.until(await town.answer(), "Frankfurt")
    assert preview["flags"] & 64
    assert "Verwalten" in said(preview)

    page = await asked(town, one, "change")
    await fill_in(town, page, where=[str(place.trading.id)], whom=[], time="9:00", days="")
    one = await town.until(await town.changed(one), f"<#{place.trading.id}>", "um 09:00, täglich")
    await town.press(one, "Pausieren")
    one = await town.until(await town.changed(one), "pausiert")
    await town.press(one, "Fortsetzen")
    one = await town.until(await town.changed(one), "aktiv")
    await town.press(one, "Entfernen")
    one = await town.until(await town.changed(one), "Dieses Abo entfernen?")
    await town.press(one, "Ja, entfernen")
    await town.until(await town.changed(one), "Entfernt:")
    assert await kept(town) == []


async def test_form_and_list_go_on_after_a_restart(folder: Path) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(a_town(folder))
        await first.say("!abo xiaomi move 5")
        form = await first.say("!abo byd")
        listed = await first.say("!abos")
        page = await asked(first, form, "figures")
        await first.bot.close()

        async with a_town(folder, world=first.world, place=first.place) as second:
            await fill_in(second, page, level="30 HKD", percent="", time="", days="")
            form = await second.until(await second.changed(form), "30,00 HK$")
            await choose(second, form, "go")
            await second.until(await second.changed(form), "Abonniert: BYD")
            [option] = part(listed, "choose")["options"]
            await choose(second, listed, "choose", option["value"])
            await second.until(await second.changed(listed), "Bewegungen um ±5 %", "Pausieren")


async def test_threads_and_forums_are_places(town: Town) -> None:
    discord, place = town.place.discord, town.place
    forum = discord.add_channel(place.guild, "firmen", ChannelKind.FORUM)
    post = await town.say(f"!abo xiaomi news <#{forum.id}>")
    assert "Hier erscheint" in said(post)
    told = await town.until(await town.answer(), "Abonniert: Xiaomi")
    [(_, thread, _)] = await kept(town)
    assert post["channel_id"] == str(thread)
    assert f"<#{thread}>" in said(told)
    made = discord.state.channel(thread)
    assert (made.name, made.parent_id) == ("Xiaomi Corporation", forum.id)
    again = await town.say(f"!abo xiaomi move 4 <#{thread}>")
    assert f"<#{thread}>" in said(again)


async def test_who_may_not_is_told_on_every_path(town: Town) -> None:
    place = town.place
    form = await town.say("!abo xiaomi")
    await place.discord.say(place.general, place.bob, "!abo xiaomi news")
    assert "Server verwalten" in said(await town.answer())
    custom_id = part(form, "what")["custom_id"]
    await place.discord.press(form, custom_id, place.bob, values=["news"], locale="de")
    refused = await town.answer()
    assert refused["flags"] & 64
    assert "Server verwalten" in said(refused)

    role = place.discord.add_role(place.guild, "Anleger", Can.VIEW_CHANNEL)
    await town.say(f"!settings subscribers <@&{role.id}>")
    place.guild.members[place.bob.id].roles.append(role.id)
    await place.discord.say(place.general, place.bob, "!abo xiaomi news")
    assert "Abonniert" in said(await town.answer())


async def test_bad_input_gets_a_sentence(town: Town) -> None:
    for typed, told in (
        ("", "Welche Firma?"),
        ("xiaomi move 0", "keine Bewegung"),
        ("xiaomi news @everyone", "nie alle"),
        ("xiaomi kurs funday", "verstehe ich"),
        ("x" * 3_900, "3900 Zeichen"),
        ("xiaomi news <#1>", "verstehe ich"),
        ("xiaomi news <#123456789012345678>", "Diesen Kanal sehe ich nicht"),
    ):
        answer = await town.say(f"!abo {typed}")
        assert told in said(answer), typed
        assert not answer["mention_everyone"]
    assert await kept(town) == []
