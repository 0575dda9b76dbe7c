"""`settings`: everybody may look, who manages the server may change, the next answer obeys."""

import asyncio
from collections.abc import Callable
from datetime import time

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.chat.client import Parkett
from bot.store import Store
from tests.cogs.conftest import Scene, said
from tests.cogs.feed import NOW, Feed


async def test_everybody_may_look(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!settings")
    for part in ("Sprachen: Deutsch, Englisch", "Börse: Frankfurt (XFRA)", "Präfix: `!`"):
        assert part in scene.said


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("!settings venue Xetra", "Börse: **Xetra (XETR)**"),
        ("!einstellungen börse hongkong", "Börse: **Hongkong (XHKG)**"),
        ("!settings currency usd", "Währung: **USD**"),
        ("!settings timezone hong kong", "Zeitzone: **Asia/Hong_Kong**"),
        ("!settings quiet 22-7", "Ruhezeit: **22:00–07:00**"),
        ("!settings language en", "Languages: **English**"),
        ("!settings venue Frankfort", "Am nächsten: Frankfurt"),
        ("!settings timezone Mars", "keine Zeitzone"),
        ("!settings prefix hello", "kann kein Präfix sein"),
    ],
)
async def test_a_manager_changes_them(scene: Scene, typed: str, answer: str) -> None:
    await scene.max.send(scene.channel, typed)
    assert answer in scene.said


async def test_a_member_may_not_on_either_path(scene: Scene, store: Store) -> None:
    await scene.mia.send(scene.channel, "!settings venue Xetra")
    assert "„Server verwalten“" in scene.said
    result = await scene.mia.slash(scene.channel, "settings venue", venue="Xetra")
    assert result.ephemeral
    assert result.response is not None
    assert "“Manage Server”" in said(result.response.message)
    assert await store.guilds.all() == {}


async def test_the_next_answer_obeys(scene: Scene, feed: Feed) -> None:
    await scene.max.slash(scene.channel, "settings venue", venue="Hong Kong")
    await scene.max.slash(scene.channel, "settings language", languages="en")
    await scene.max.slash(scene.channel, "settings timezone", timezone="Asia/Hong_Kong")
    await scene.mia.send(scene.channel, "!news xiaomi")
    assert "Hong Kong **HK$2.50** ▼ −1.96% · 17:00 · delayed" in scene.said
    assert feed.audiences[-1].venue == "XHKG"


async def test_a_new_prefix_holds_at_once_and_after_a_restart(
    scene: Scene, make_bot: Callable[..., Parkett]
) -> None:
    await scene.max.send(scene.channel, "!settings prefix ?")
    sent = await scene.mia.send(scene.channel, "!news xiaomi")
    assert scene.last.id == sent.id
    await scene.mia.send(scene.channel, "?news xiaomi")
    assert "Xiaomi Corp." in scene.said
    await scene.env.restart_bot(make_bot())
    await scene.mia.send(scene.channel, "?price xiaomi")
    assert "Vortag" in scene.said


async def test_a_venue_is_offered_while_typing(scene: Scene) -> None:
    offered = await scene.max.autocomplete(scene.channel, "settings venue", "venue", "frank")
    assert [one["name"] for one in offered] == ["Frankfurt"]


async def test_only_what_differs_is_kept_and_read_back(store: Store) -> None:
    default = Audience()
    audiences = Audiences(store, default)
    await audiences.change(7, venue="XETR", quiet=(time(22), time(7)))
    assert await store.guilds.get(7) == {"venue": "XETR", "quiet": ["22:00", "07:00"]}
    again = Audiences(store, Audience(currency="USD"))
    await again.load()
    assert again.of(7) == Audience(currency="USD", venue="XETR", quiet=(time(22), time(7)))
    assert again.of(8) == again.of(None) == Audience(currency="USD")


async def test_another_process_hears_of_a_change(store: Store) -> None:
    ours, theirs = Audiences(store, Audience()), Audiences(store, Audience())
    await theirs.load()
    following = asyncio.create_task(theirs.follow(every=0.01))
    await ours.change(7, venue="XETR")
    async with asyncio.timeout(5):
        while theirs.of(7).venue != "XETR":  # noqa: ASYNC110 - what follows has no event
            await asyncio.sleep(0.01)
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following


async def test_what_cannot_be_used_any_more_falls_back_to_the_default(store: Store) -> None:
    strange = {"timezone": "Mars/Base", "languages": [], "new": 1, "venue": "XETR"}
    await store.guilds.put(7, strange, at=NOW)
    audiences = Audiences(store, Audience())
    await audiences.load()
    assert audiences.of(7) == Audience(venue="XETR")


async def test_a_role_that_may_subscribe_is_a_role_of_this_server(
    scene: Scene, store: Store
) -> None:
    role = scene.guild.create_role("Anleger")
    await scene.max.send(scene.channel, f"!settings subscribers <@&{role.id}>")
    assert f"Dürfen abonnieren: **<@&{role.id}>**" in scene.said
    assert not scene.last.role_mentions
    await scene.max.send(scene.channel, "!einstellungen abonnenten anleger")
    assert await store.guilds.get(scene.guild.id) == {"subscribers": role.id}
    for wrong in ("Anlager", "123456789012345678", "@everyone", str(scene.guild.id)):
        await scene.max.send(scene.channel, f"!settings subscribers {wrong}")
        assert "ist keine Rolle dieses Servers" in scene.said
    offered = await scene.max.autocomplete(scene.channel, "settings subscribers", "role", "anl")
    assert [(one["name"], one["value"]) for one in offered] == [("Anleger", str(role.id))]
    await scene.max.send(scene.channel, "!settings subscribers off")
    assert "nur wer den Server verwaltet" in scene.said
