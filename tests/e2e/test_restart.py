"""A bot that ends and starts again in the same server, and what it leaves behind in the logs."""

import logging
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.playground.discord.permissions import Can
from tests.e2e.conftest import Town, a_town, said
from tests.loopback import TOKEN


async def test_settings_and_buttons_survive_a_restart(folder: Path) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(a_town(folder))
        await first.say("!settings venue Xetra")
        await first.say("!settings prefix ?")
        news = await first.until(await first.say("?news xiaomi"), "gefunden", picture=True)
        price = await first.until(await first.say("?price siemens"), "Xetra **", picture=True)
        await first.bot.close()

        async with a_town(folder, world=first.world, place=first.place) as second:
            shown = await second.say("?settings")
            assert "Xetra (XETR)" in said(shown)
            assert "Präfix: `?`" in said(shown)

            await second.press(news, "gefunden")
            listed = await second.answer()
            assert listed["flags"] & 64
            assert "Duplikat" in said(listed)

            await second.press(price, "1J")
            changed = await second.until(await second.changed(price), "in 1 Jahr", picture=True)
            assert changed["id"] == price["id"]


async def test_only_who_manages_the_server_changes_it_on_either_path(town: Town) -> None:
    place = town.place

    async def bob_tries() -> str:
        await place.discord.say(place.general, place.bob, "!settings venue Xetra")
        typed = said(await town.answer())
        await place.discord.slash(
            place.general, place.bob, "settings venue", {"venue": "Xetra"}, locale="de"
        )
        return typed + said(await town.answer())

    refused = await bob_tries()
    assert refused.count("Server verwalten") == 2
    assert "Frankfurt (XFRA)" in said(await town.say("!settings"))

    place.guild.members[place.bob.id].roles.append(
        place.discord.add_role(place.guild, "Leitung", Can.MANAGE_GUILD).id
    )
    assert (await bob_tries()).count("Xetra (XETR)") == 2


async def test_neither_the_token_nor_what_people_write_is_in_any_log(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "geheimnisvolles"
    with caplog.at_level(logging.DEBUG):
        async with a_town(folder) as town:
            await town.place.discord.wait_for("commands", timeout=20)
            await town.until(await town.say("!news xiaomi"), "gefunden", picture=True)
            await town.say(f"!news {secret} kraftwerk")
            await town.slash("news", company=f"{secret} kraftwerk")
            await town.say(f"!settings prefix {secret}")
            await town.say(f"!price xiaomi {secret}")
            await town.place.discord.say(
                town.place.general, town.place.ann, f"Nur unter uns: {secret}"
            )
            await town.place.discord.autocomplete(
                town.place.general, town.place.ann, "news", {"company": secret}, "company"
            )
            await town.say("!info")
    # The playground's server writes its own log of what it is asked; the bot's is meant.
    lines = [f"{one.name} {one.getMessage()} {one.exc_text or ''}" for one in caplog.records]
    assert lines, "the session did log"
    assert not [line for line in lines if TOKEN in line]
    assert not [line for line in lines if secret in line.casefold()]
