"""`help`, `about`, `privacy`, `data delete`, and what happens when the bot is shown the door."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.chat.client import Parkett
from bot.chat.sync import same_commands
from bot.chat.wording.english import ENGLISH
from bot.store import Store
from tests.cogs.conftest import Scene, labels, said


async def test_help_lists_every_command_in_the_servers_language(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!hilfe")
    for name in ("neuigkeiten", "kurs", "vergleich", "einstellungen", "datenschutz", "daten"):
        assert f"`!{name}" in scene.said
    await scene.mia.send(scene.channel, "!help kurs")
    assert "`zeitraum`" in scene.said
    await scene.mia.send(scene.channel, "!help settings")
    assert "`!einstellungen börse Frankfurt`" in scene.said
    await scene.mia.send(scene.channel, "!help @everyone")
    assert "habe ich nicht" in scene.said
    assert not scene.last.mention_everyone


async def test_every_command_has_words_and_an_own_name(scene: Scene) -> None:
    bot = scene.env.bot
    assert isinstance(bot, Parkett)
    names: list[str] = []
    for command in bot.walk_commands():
        assert command.qualified_name in ENGLISH.commands
        if command.parent is None:
            names += [command.name, *command.aliases]
    assert len(names) == len(set(names))
    slash = set(scene.mia.available_commands(scene.channel))
    documented = {name for name in ENGLISH.commands if name not in ("settings", "data")}
    assert slash == documented


async def test_slash_names_are_german_for_germans(scene: Scene) -> None:
    sent = next(
        one
        for one in scene.env.http_requests
        if one.method == "PUT" and one.path.endswith("/commands")
    )
    body: Any = sent.json
    by_name = {one["name"]: one for one in body}
    assert by_name["price"]["name_localizations"]["de"] == "kurs"
    assert by_name["price"]["options"][1]["name_localizations"]["de"] == "zeitraum"
    choices = by_name["price"]["options"][1]["choices"]
    assert choices[3]["name_localizations"]["de"] == "6 Monate"
    venue = next(one for one in by_name["settings"]["options"] if one["name"] == "venue")
    assert venue["name_localizations"]["de"] == "börse"
    assert by_name["Look up company"]["name_localizations"]["de"] == "Firma nachschlagen"


async def test_slash_commands_are_sent_once_and_not_at_every_start(
    scene: Scene, make_bot: Callable[..., Parkett]
) -> None:
    def sent() -> int:
        return sum(one.method == "PUT" for one in scene.env.http_requests)

    assert sent() == 1
    await scene.env.restart_bot(make_bot())
    assert sent() == 1


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"id": "1", "version": "2", "default_member_permissions": None}, True),
        ({"description": "other"}, False),
        ({"name_localizations": {"de": "kurs", "fr": "cours"}}, False),
        ({"options": []}, False),
    ],
)
def test_which_answers_of_discord_mean_the_same(change: dict[str, Any], same: bool) -> None:
    ours = {
        "name": "price",
        "type": 1,
        "description": "what it costs",
        "name_localizations": {"de": "kurs"},
        "nsfw": False,
        "dm_permission": True,
        "options": [{"name": "company", "type": 3, "required": True, "autocomplete": True}],
    }
    assert same_commands([ours], [{**ours, **change}]) is same
    assert not same_commands([ours], [])


async def test_about_and_privacy_say_what_people_expect(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!info")
    assert "nie Anlageberatung" in scene.said
    await scene.mia.send(scene.channel, "!privacy")
    assert "30 Tage" in scene.said
    assert "`!daten löschen`" in scene.said


async def test_a_manager_deletes_the_servers_data(scene: Scene, store: Store) -> None:
    await scene.max.send(scene.channel, "!settings venue Xetra")
    await scene.mia.send(scene.channel, "!data delete")
    assert "„Server verwalten“" in scene.said
    await scene.max.send(scene.channel, "!daten löschen")
    question = scene.last
    assert labels(question) == ["Alles löschen"]
    refused = await scene.mia.click(question, label="Alles löschen")
    assert refused.response is not None
    assert "“Manage Server”" in said(refused.response.message)
    assert len(await store.guilds.all()) == 1
    await scene.max.click(question, label="Alles löschen")
    assert await store.guilds.all() == {}
    await scene.mia.send(scene.channel, "!settings")
    assert "Frankfurt (XFRA)" in scene.said


async def test_a_server_that_removes_the_bot_is_forgotten(scene: Scene, store: Store) -> None:
    await scene.max.send(scene.channel, "!settings venue Xetra")
    await scene.mia.send(scene.channel, "!news xiaomi")
    assert await store.cards.get("id2") or await store.cards.get("id1")
    bot = scene.env.bot
    guild = bot.get_guild(scene.guild.id)
    assert guild is not None
    await guild.leave()
    await scene.env.settle()
    assert await store.guilds.all() == {}
    assert await store.cards.get("id1") is None
