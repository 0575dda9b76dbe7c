"""Posted updates as people see them in the channel, carried there by the courier itself."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.chat.answering.owned import Owned
from bot.chat.answering.pictures import Pictures
from bot.chat.updates.charts import UpdateCharts
from bot.chat.updates.rendering import UpdateCards
from bot.playground.discord.faults import Fault, Rule
from bot.playground.discord.models import Channel
from bot.playground.discord.permissions import Can
from bot.store.store import Store, open_store
from bot.updates import keys
from bot.updates.delivery.courier import Courier
from bot.updates.delivery.messenger import Messenger
from bot.updates.delivery.pace import Pace
from bot.updates.models import CourseFact, Direction, Event, Happening
from bot.workers import Workers
from tests.chat.samples import BYD, NOW, PRICE, TOLD, event
from tests.faults.office import Hands, tell, wish
from tests.loopback import TOKEN, Place


@dataclass(slots=True)
class Desk:
    place: Place
    store: Store
    audiences: Audiences
    hands: Hands
    courier: Courier
    workers: Workers

    async def tell(self, *events: Event, **more: object) -> None:
        events = tuple(replace(one, at=self.hands.now) for one in events)
        await tell(self.store, events, [self.place.general.id], self.place.guild.id, **more)
        await self.courier.turn()

    def pictures(self, channel: Channel | None = None) -> list[list[bytes]]:
        """What each post shows below its text."""
        found = self.place.discord.state.messages((channel or self.place.general).id)
        assert not any(one.attachments for one in found), "beside the embed"
        return [[file.body for file in one.embedded] for one in found]

    def asked(self) -> int:
        return len(self.place.discord.recorder.find("POST", "/channels/{channel_id}/messages"))

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
    owned = Owned()
    async with (
        Workers(1) as workers,
        open_store(sqlite_url) as store,
        Messenger(TOKEN, root=place.discord.api_url, seconds=2) as messenger,
    ):
        audiences = Audiences(store, Audience())
        pictures = Pictures(workers, owned, aside=True)
        # A worker process has to start first: nobody counts its seconds here.
        cards = UpdateCards(hands, UpdateCharts(pictures, patience=30.0))
        courier = Courier(
            store=store,
            messenger=messenger,
            pace=Pace(store.paces, rate=1000),
            render=cards.render,
            illustrate=cards.illustrate,
            audiences=audiences,
            clock=hands,
            owner="one",
            lease=30,
        )
        yield Desk(place, store, audiences, hands, courier, workers)
        await courier.drain()
        await owned.drain(5)


def told(number: int, revision: int = 0, **fields: object) -> Event:
    """Story `number` as it is told at first, or with a revision what became of it."""
    story = replace(TOLD, id=str(number), title=f"Meldung {number}", revision=revision)
    what = Happening.GROWTH if revision else Happening.STORY
    key = keys.growth("x", str(number), revision) if revision else keys.story("x", str(number))
    usual: dict[str, object] = {"key": key, "instrument": "x", "story": story}
    return event(what, **{**usual, **fields})


def closed(number: int = 1, **fields: object) -> Event:
    """The price after a day, with its course."""
    course = CourseFact(
        timezone="Europe/Berlin",
        closes=tuple((NOW + timedelta(minutes=one), Decimal(250 + one) / 100) for one in range(9)),
    )
    usual: dict[str, object] = {"key": f"close:{number}", "instrument": "x", "course": course}
    return event(Happening.CLOSE, **{**usual, **fields})


async def test_the_price_after_the_close_comes_with_the_course_of_its_day(desk: Desk) -> None:
    other = desk.place.trading
    await tell(desk.store, [closed()], [desk.place.general.id, other.id], desk.place.guild.id)
    await desk.courier.turn()
    [[picture]] = desk.pictures()
    assert picture.startswith(b"\x89PNG")
    assert desk.pictures(other) == [[picture]]
    [(_, title, _)] = desk.posts()
    assert title == "Xiaomi Corp. schließt bei 2,50\xa0€"
    await desk.tell(closed(2, course=None))
    assert desk.pictures() == [[picture], []]


async def test_a_move_comes_with_the_course_of_its_day_so_far(desk: Desk) -> None:
    course = closed().course
    move = event(Happening.MOVE, key="m", instrument="x", course=course, direction=Direction.DOWN)
    await desk.tell(move)
    [[picture]] = desk.pictures()
    assert picture.startswith(b"\x89PNG")


async def test_a_post_whose_answer_was_lost_is_not_made_twice(desk: Desk) -> None:
    desk.place.discord.faults.add(Rule(Fault.STORED_STATUS, method="POST", path="/messages$"))
    await desk.tell(closed())
    desk.hands.move(seconds=3)
    await desk.courier.turn()
    assert desk.asked() == 2
    assert [len(one) for one in desk.pictures()] == [1]


async def test_several_things_at_once_have_no_picture(desk: Desk) -> None:
    await desk.tell(*(closed(number) for number in range(1, 6)))
    assert desk.pictures() == [[]]


async def test_many_companies_at_once_do_not_queue_up_for_their_pictures(desk: Desk) -> None:
    place = desk.place
    channels = [place.discord.add_channel(place.guild, f"c{number}") for number in range(40)]
    for number, channel in enumerate(channels):
        # Another price, so another picture.
        price = replace(PRICE, price=Decimal(300 + number) / 100, state="closed")
        await tell(desk.store, [closed(number, price=price)], [channel.id], place.guild.id)
    await desk.courier.turn()
    shown = [len(desk.pictures(channel)[0]) for channel in channels]
    assert len(shown) == 40
    assert 16 <= sum(shown) < 40, "some wait, and the others go without"


@pytest.mark.parametrize("trouble", ["no worker", "nothing to draw"])
async def test_without_a_picture_the_post_goes_all_the_same(desk: Desk, trouble: str) -> None:
    course = CourseFact(timezone="Nowhere/Land", closes=((NOW, Decimal(1)), (NOW, Decimal(1))))
    if trouble == "no worker":
        await desk.workers.close()
        course = closed().course
    await desk.tell(closed(course=course))
    assert desk.pictures() == [[]]
    assert "schließt bei" in desk.posts()[0][1]


async def test_where_no_file_may_be_attached_the_post_goes_without(desk: Desk) -> None:
    place = desk.place
    row = wish(1, place.general.id, place.guild.id, place.bob.id)
    await desk.store.subscriptions.add(row, [], limit=9)
    place.discord.deny(place.general, place.bot.user, Can.ATTACH_FILES)
    await desk.tell(closed())
    assert desk.pictures() == [[]]
    assert desk.asked() == 2
    await desk.tell(closed(2))
    assert desk.pictures() == [[], []]
    assert desk.asked() == 3, "it is not tried again at once"
    [kept] = await desk.store.subscriptions.of_guild(place.guild.id)
    assert kept.state == "active"
    place.discord.allow(place.general, place.bot.user, Can.ATTACH_FILES)
    desk.hands.move(hours=2)
    await desk.tell(closed(3))
    assert [len(one) for one in desk.pictures()] == [0, 0, 1]


async def test_where_nothing_may_be_posted_the_channel_is_lost(desk: Desk) -> None:
    place = desk.place
    row = wish(1, place.general.id, place.guild.id, place.bob.id)
    await desk.store.subscriptions.add(row, [], limit=9)
    place.discord.deny(place.general, place.bot.user, Can.SEND_MESSAGES)
    await desk.tell(closed())
    [kept] = await desk.store.subscriptions.of_guild(place.guild.id)
    assert (kept.state, kept.reason) == ("lost", "missing_permissions")


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
