"""Posted updates as people see them in the channel, carried there by the courier itself."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.chat.updates.rendering import UpdateCards
from bot.playground.discord.models import Channel
from bot.store.store import Store, open_store
from bot.updates import keys
from bot.updates.delivery.courier import Courier
from bot.updates.delivery.messenger import Messenger
from bot.updates.delivery.pace import Pace
from bot.updates.models import Event, Happening
from tests.chat.samples import BYD, TOLD, event
from tests.faults.office import Hands, tell, wish
from tests.loopback import TOKEN, Place


@dataclass(slots=True)
class Desk:
    place: Place
    store: Store
    audiences: Audiences
    hands: Hands
    courier: Courier

    async def tell(self, *events: Event, **more: object) -> None:
        events = tuple(replace(one, at=self.hands.now) for one in events)
        await tell(self.store, events, [self.place.general.id], self.place.guild.id, **more)
        await self.courier.turn()

    def posts(self, channel: Channel | None = None) -> list[tuple[str, str, str]]:
        """Content, title and text of each post."""
        found = self.place.discord.state.messages((channel or self.place.general).id)
        return [
            (one.content, one.embeds[0].get("title", ""), one.embeds[0]["description"])
            for one in found
        ]


@pytest.fixture
async def desk(place: Place, sqlite_url: str) -> AsyncIterator[Desk]:
    hands = Hands()
    async with (
        open_store(sqlite_url) as store,
        Messenger(TOKEN, root=place.discord.api_url, seconds=2) as messenger,
    ):
        audiences = Audiences(store, Audience())
        courier = Courier(
            store=store,
            messenger=messenger,
            pace=Pace(store.paces, rate=1000),
            render=UpdateCards(hands).render,
            audiences=audiences,
            clock=hands,
            owner="one",
            lease=30,
        )
        yield Desk(place, store, audiences, hands, courier)
        await courier.drain()


def told(number: int, revision: int = 0, **fields: object) -> Event:
    """Story `number` as it is told at first, or with a revision what became of it."""
    story = replace(TOLD, id=str(number), title=f"Meldung {number}", revision=revision)
    what = Happening.GROWTH if revision else Happening.STORY
    key = keys.growth("x", str(number), revision) if revision else keys.story("x", str(number))
    usual: dict[str, object] = {"key": key, "instrument": "x", "story": story}
    return event(what, **{**usual, **fields})


async def test_a_correction_changes_the_post_and_leaves_its_mention(desk: Desk) -> None:
    role = desk.place.discord.add_role(desk.place.guild, "Anleger", mentionable=True)
    await desk.tell(told(1), role=role.id)
    desk.hands.move(minutes=5)
    grown = replace(TOLD, id="1", title="Richtig ist", revision=1, updated=desk.hands.now)
    await desk.tell(told(1, 1, story=grown))
    [(content, title, text)] = desk.posts()
    assert content == f"<@&{role.id}>"
    assert title == "Xiaomi Corp."
    assert text.startswith("**[Richtig ist]")
    assert "aktualisiert 13:05" in text


async def test_a_correction_of_one_line_leaves_the_others_of_a_digest(desk: Desk) -> None:
    await desk.tell(*(told(number) for number in range(1, 5)), told(5, **BYD))
    [(_, title, before)] = desk.posts()
    assert title == "5 Neuigkeiten zu 2 Firmen"
    desk.hands.move(minutes=5)
    grown = replace(TOLD, id="2", title="Richtig ist", revision=1, updated=desk.hands.now)
    await desk.tell(told(2, 1, story=grown))
    [(_, title, after)] = desk.posts()
    assert title == "5 Neuigkeiten zu 2 Firmen"
    assert "Meldung 2" in before
    assert "Meldung 2" not in after
    assert all(f"[Meldung {number}]" in after for number in (1, 3, 4, 5))
    assert "[Richtig ist]" in after


async def test_who_lost_a_channel_is_told_in_the_language_of_the_server(desk: Desk) -> None:
    place = desk.place
    await desk.audiences.change(place.guild.id, languages=("en",))
    row = wish(1, place.general.id, place.guild.id, place.bob.id)
    await desk.store.subscriptions.add(row, [], limit=9)
    place.discord.remove_channel(place.general)
    await desk.tell(told(1))
    for _ in range(2):
        desk.hands.move(minutes=11)
        await desk.courier.turn()
    [private] = [one for one in place.discord.state.channels.values() if one.guild_id is None]
    [(content, title, text)] = desk.posts(private)
    assert (content, title) == ("", "I can no longer post in a channel")
    assert f"- <#{place.general.id}>: the channel is gone\n\nRemove them with" in text
