"""What is in the outbox reaches Discord once, whatever goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.playground.discord.faults import Fault, Rule
from bot.playground.discord.limits import UNLIMITED, Rate, Rates
from bot.playground.discord.models import Channel
from bot.playground.discord.permissions import Can
from bot.store.store import Store, open_store
from bot.updates.delivery.carrier import Render
from bot.updates.delivery.courier import Courier
from bot.updates.delivery.messenger import Messenger
from bot.updates.delivery.pace import Pace
from bot.updates.models import Parcel
from tests.faults.office import Hands, draw, happening, tell, wish
from tests.loopback import TOKEN, Place, a_place

POST = {"method": "POST", "path": "/messages$"}


@dataclass(slots=True)
class Desk:
    place: Place
    store: Store
    hands: Hands
    pace: Pace
    courier: Courier

    async def tell(self, *numbers: int, channels: tuple[Channel, ...] = (), **more: object) -> None:
        chosen = [channel.id for channel in channels or (self.place.general,)]
        events = [happening(number, self.hands.now) for number in numbers]
        await tell(self.store, events, chosen, self.place.guild.id, **more)

    def said(self, channel: Channel | None = None) -> list[str]:
        return said(self.place, channel or self.place.general)

    def asked(self, method: str = "POST", template: str = "/channels/{channel_id}/messages") -> int:
        return len(self.place.discord.recorder.find(method, template))

    async def later(self, **span: float) -> None:
        self.hands.move(**span)
        await self.courier.turn()


def said(place: Place, channel: Channel) -> list[str]:
    return [one.content for one in place.discord.state.messages(channel.id)]


@asynccontextmanager
async def a_courier(
    place: Place,
    store: Store,
    hands: Hands,
    *,
    owner: str = "one",
    token: str = TOKEN,
    render: Render = draw,
) -> AsyncIterator[tuple[Courier, Pace]]:
    pace = Pace(store.paces, rate=1000)
    async with Messenger(token, root=place.discord.api_url, seconds=2) as messenger:
        courier = Courier(
            store=store,
            messenger=messenger,
            pace=pace,
            render=render,
            audiences=Audiences(store, Audience()),
            clock=hands,
            owner=owner,
            lease=30,
        )
        yield courier, pace
        await courier.drain()


@asynccontextmanager
async def a_desk(url: str, rates: Rates = UNLIMITED, token: str = TOKEN) -> AsyncIterator[Desk]:
    hands = Hands()
    async with (
        a_place(rates=rates, now=lambda: hands.seconds) as place,
        open_store(url) as store,
        a_courier(place, store, hands, token=token) as (courier, pace),
    ):
        yield Desk(place, store, hands, pace, courier)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(database_url) as opened:
        yield opened


@pytest.fixture
async def light(sqlite_url: str) -> AsyncIterator[Desk]:
    """Where the engine of the database does not matter."""
    async with a_desk(sqlite_url) as opened:
        yield opened


async def test_each_channel_hears_of_it_once(desk: Desk) -> None:
    place = desk.place
    await desk.store.subscriptions.add(
        wish(1, place.general.id, place.guild.id, place.ann.id), [], limit=9
    )
    await desk.tell(1, channels=(place.general, place.trading), subscription="s1")
    assert await desk.courier.turn() is None
    assert await desk.courier.turn() is None
    assert desk.said() == desk.said(place.trading) == ["story 1"]
    assert await desk.store.outbox.depth() == {"sent": 2}
    kept = await desk.store.subscriptions.get("s1")
    assert kept and kept.last_sent == desk.hands.now
    (message,) = place.discord.state.messages(place.general.id)
    key = f"story:x:1:{place.general.id}"
    assert await desk.store.outbox.posted([key]) == {key: message.id}


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Fault.STATUS, **POST, status=503),
        Rule(Fault.STORED_STATUS, **POST, status=503),
        Rule(Fault.STATUS, **POST, status=500, times=3),
        Rule(Fault.DROP, **POST),
        Rule(Fault.STORED_DROP, **POST),
        Rule(Fault.RESET, **POST),
        Rule(Fault.STORED_RESET, **POST, times=3),
        Rule(Fault.GARBAGE, **POST),
    ],
    ids=lambda rule: f"{rule.fault.value}-{rule.times}",
)
async def test_a_lost_answer_is_asked_for_again(light: Desk, rule: Rule) -> None:
    light.place.discord.faults.add(replace(rule, hits=0))
    await light.tell(1)
    due = await light.courier.turn()
    assert due and due > light.hands.now
    assert await light.store.outbox.depth() == {"unknown": 1}
    for _ in range(3):
        await light.later(seconds=10)
    assert light.said() == ["story 1"]
    assert await light.store.outbox.depth() == {"sent": 1}


async def test_a_limit_of_one_channel_is_waited_out_and_no_attempt(desk: Desk) -> None:
    path = f"{desk.place.general.id}/messages$"
    desk.place.discord.faults.add(Rule(Fault.LIMITED, method="POST", path=path, seconds=7))
    await desk.tell(1, channels=(desk.place.general, desk.place.trading))
    due = await desk.courier.turn()
    assert (desk.said(), desk.said(desk.place.trading)) == ([], ["story 1"])
    assert due and 6 < (due - desk.hands.now).total_seconds() <= 7
    (row,) = await desk.store.outbox.claim(due, owner="x", lease_until=due, limit=9)
    assert (row.attempts, row.first_attempt_at) == (0, None)
    await desk.later(seconds=8)
    assert desk.said() == ["story 1"]


async def test_a_limit_of_the_whole_bot_stops_every_process(desk: Desk) -> None:
    desk.place.discord.faults.add(Rule(Fault.LIMITED, **POST, seconds=60, scope="global"))
    await desk.tell(1)
    await desk.courier.turn()
    other = Pace(desk.store.paces, rate=1000)
    assert await other.slot(give_up=1) > 50
    await desk.tell(2)
    await desk.courier.turn()
    assert desk.asked() == 1
    assert desk.said() == []


async def test_cloudflare_pauses_all(light: Desk) -> None:
    light.place.discord.faults.add(Rule(Fault.BLOCKED, **POST))
    await light.tell(1, channels=(light.place.general,))
    await light.courier.turn()
    await light.tell(1, channels=(light.place.trading,))
    await light.later(seconds=1)
    assert light.asked() == 1
    assert await light.store.outbox.depth() == {"pending": 2}


async def test_what_discord_refuses_is_dead_and_the_operator_told(
    light: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    light.place.discord.faults.add(Rule(Fault.STATUS, **POST, status=400))
    await light.tell(1)
    await light.later(hours=1)
    await light.later(hours=1)
    assert light.asked() == 1
    assert await light.store.outbox.depth() == {"dead": 1}
    assert "refuses parcel" in caplog.text
    assert "story 1" not in caplog.text


async def test_a_refused_token_ends_all_sending(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_desk(sqlite_url, token="a-token-that-was-reset") as desk:
        assert await desk.courier.trouble() is None
        await desk.tell(*range(1, 4), channels=(desk.place.general, desk.place.trading))
        await desk.courier.turn()
        asked = len(desk.place.discord.recorder.exchanges)
        await desk.later(minutes=10)
        assert len(desk.place.discord.recorder.exchanges) == asked <= 2
        assert await desk.courier.trouble() == "Discord refuses the token"
        assert await desk.store.outbox.depth() == {"pending": 6}
    loud = [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert len(loud) == 1


@pytest.mark.parametrize("gone", [True, False], ids=["404", "403"])
async def test_a_lost_channel_rests_and_its_creator_hears_of_it_once(
    desk: Desk, *, gone: bool
) -> None:
    place = desk.place
    dead = [place.discord.add_channel(place.guild, f"dead-{number}") for number in range(3)]
    for number, channel in enumerate(dead):
        row = wish(number, channel.id, place.guild.id, place.bob.id)
        await desk.store.subscriptions.add(row, [], limit=99)
        if gone:
            place.discord.remove_channel(channel)
        else:
            place.discord.deny(channel, place.bot.user, int(Can.SEND_MESSAGES))
    await desk.tell(1, 2, channels=(*dead, place.general))
    await desk.courier.turn()
    assert desk.said() == ["story 1", "story 2"]
    assert place.discord.limits.invalid == (0 if gone else 3)
    kept = await desk.store.subscriptions.get("s1")
    assert kept and (kept.state, kept.reason) == (
        "lost",
        "unknown_channel" if gone else "missing_permissions",
    )
    assert await desk.store.outbox.depth() == {"sent": 2, "dead": 6, "pending": 3}
    for _ in range(3):
        await desk.later(minutes=11)
    (private,) = [one for one in place.discord.state.channels.values() if one.guild_id is None]
    (message,) = place.discord.state.messages(private.id)
    assert all(f"<#{channel.id}>" in message.content for channel in dead)


async def test_who_cannot_be_written_to_is_no_loop(light: Desk) -> None:
    place = light.place
    row = wish(1, place.general.id, place.guild.id, place.bob.id)
    await light.store.subscriptions.add(row, [], limit=99)
    place.discord.remove_channel(place.general)
    place.discord.faults.add(Rule(Fault.STATUS, path="/users/@me/channels", status=403, times=None))
    await light.tell(1)
    for _ in range(5):
        await light.later(minutes=11)
    assert light.asked(template="/users/@me/channels") == 1
    assert await light.store.outbox.depth() == {"dead": 2}
    kept = await light.store.subscriptions.get("s1")
    assert kept and kept.last_failure == "unknown_channel"


async def test_a_post_that_somebody_deleted_is_done(light: Desk) -> None:
    light.place.discord.faults.add(Rule(Fault.STORED_DROP, **POST))
    await light.tell(1)
    await light.courier.turn()
    (message,) = light.place.discord.state.messages(light.place.general.id)
    light.place.discord.posting.delete(message)
    await light.later(seconds=5)
    assert light.said() == []
    assert await light.store.outbox.depth() == {"sent": 1}
    grown = happening(1, light.hands.now, revision=1)
    await tell(light.store, [grown], [light.place.general.id], light.place.guild.id)
    await light.courier.turn()
    assert light.said() == []  # nor does what became of it come as a new post


@pytest.mark.parametrize("fault", [Fault.STORED_DROP, Fault.DROP])
@pytest.mark.parametrize("chat", [0, 250])
async def test_beyond_the_nonces_memory_the_channel_is_read_back(
    light: Desk, fault: Fault, chat: int
) -> None:
    place = light.place
    place.discord.faults.add(Rule(fault, **POST))
    await light.tell(1)
    await light.courier.turn()
    for number in range(chat):
        await place.discord.say(place.general, place.ann, f"chat {number}")
    await light.later(minutes=5)
    ours = [text for text in light.said() if text.startswith("story")]
    assert ours == ["story 1"]
    assert light.asked() == (1 if fault is Fault.STORED_DROP else 2)
    assert light.asked("GET") >= 1
    posted = await light.store.outbox.posted([f"story:x:1:{place.general.id}"])
    assert list(posted.values()) != [None]


async def test_another_process_takes_over_when_the_lease_ends(desk: Desk) -> None:
    place = desk.place
    await desk.tell(1)
    dying = asyncio.create_task(desk.courier.turn())
    await place.discord.wait_for("message_create")
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    async with a_courier(place, desk.store, desk.hands, owner="two") as (courier, _):
        due = await courier.turn()
        assert due and (due - desk.hands.now).total_seconds() == 30
        assert await desk.store.outbox.depth() == {"sending": 1}
        desk.hands.move(seconds=31)
        await courier.turn()
    assert desk.said() == ["story 1"]
    assert await desk.store.outbox.depth() == {"sent": 1}


async def test_what_would_outlive_its_lease_is_not_sent(light: Desk) -> None:
    """It may have been sent by somebody else by then, beyond the memory of nonces."""
    slow = [29.0, 0.0]  # seconds, of a lease of 30 of which a request may take 2

    async def dawdle(parcel: Parcel, audience: Audience) -> Mapping[str, object]:
        light.hands.move(seconds=slow.pop(0))
        return await draw(parcel, audience)

    await light.tell(1)
    place, store, hands = light.place, light.store, light.hands
    async with a_courier(place, store, hands, owner="two", render=dawdle) as (courier, _):
        assert await courier.turn() == hands.now
        assert (light.said(), await store.outbox.depth()) == ([], {"pending": 1})
        await courier.turn()
    assert light.said() == ["story 1"]
    assert light.asked() == 1


async def test_a_card_that_cannot_be_drawn_holds_up_nobody(
    light: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble(parcel: Parcel, audience: Audience) -> Mapping[str, object]:
        if parcel.channel == light.place.general.id:
            raise ZeroDivisionError
        return await draw(parcel, audience)

    place, store, hands = light.place, light.store, light.hands
    await light.tell(1, channels=(place.general, place.trading))
    async with a_courier(place, store, hands, owner="two", render=stumble) as (courier, _):
        for _ in range(6):
            await courier.turn()
            hands.move(hours=1)
    assert light.said(place.trading) == ["story 1"]
    assert await store.outbox.depth() == {"sent": 1, "dead": 1}
    assert "cannot be drawn" in caplog.text


async def test_what_fails_unexpectedly_is_sent_when_its_lease_has_ended(
    light: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    bodies: list[Mapping[str, object]] = [{"content": object()}]  # no JSON can hold it

    async def blunder(parcel: Parcel, audience: Audience) -> Mapping[str, object]:
        return bodies.pop() if bodies else await draw(parcel, audience)

    place, store, hands = light.place, light.store, light.hands
    await light.tell(1)
    async with a_courier(place, store, hands, owner="two", render=blunder) as (courier, _):
        await courier.turn()
        assert "nobody expected" in caplog.text
        hands.move(seconds=31)
        await courier.turn()
    assert light.said() == ["story 1"]


async def test_what_waits_on_a_full_channel_holds_up_nobody(sqlite_url: str) -> None:
    rates = replace(UNLIMITED, message=Rate(1, 5.0))
    async with a_desk(sqlite_url, rates=rates) as desk:
        await desk.tell(1, 2, channels=(desk.place.general,))
        await desk.tell(3, channels=(desk.place.trading,))
        due = await desk.courier.turn()
        assert desk.said() == ["story 1"]
        assert desk.said(desk.place.trading) == ["story 3"]
        assert due and 4 < (due - desk.hands.now).total_seconds() <= 5
        assert desk.place.discord.limits.refused == 0


async def test_more_than_three_at_once_are_one_message(light: Desk) -> None:
    await light.tell(1, 2, 3)
    await light.courier.turn()
    assert light.said() == ["story 1", "story 2", "story 3"]
    await light.tell(4, 5, 6, 7)
    await light.courier.turn()
    assert light.said()[3:] == ["story 4\nstory 5\nstory 6\nstory 7"]


async def test_a_channel_that_had_many_posts_gets_the_next_ones_as_one(light: Desk) -> None:
    for number in range(1, 11):  # ten alerts within a minute
        await light.tell(number)
        await light.later(seconds=5)
    assert len(light.said()) == 5
    await light.later(minutes=1)
    *_, last = light.said()
    assert len(light.said()) == 6
    assert last.splitlines() == [f"story {number}" for number in range(6, 11)]
    await light.tell(11)
    await light.later(seconds=1)
    assert light.said()[-1] == "story 11"


async def test_a_story_that_grows_changes_its_post(desk: Desk) -> None:
    await desk.tell(1)
    await desk.courier.turn()
    place = desk.place
    grown = [happening(1, desk.hands.now, revision=number) for number in (1, 2)]
    await tell(desk.store, grown, [place.general.id], place.guild.id)
    await desk.courier.turn()
    assert desk.said() == ["story 1, revision 2"]
    assert desk.asked("PATCH", "/channels/{channel_id}/messages/{message_id}") == 1
    assert await desk.store.outbox.depth() == {"sent": 3}


async def test_a_change_waits_for_its_post(light: Desk) -> None:
    place = light.place
    at = light.hands.now
    held = happening(1, at.replace(hour=18))
    await tell(light.store, [held], [place.general.id], place.guild.id)
    grown = happening(1, at, revision=1)
    await tell(light.store, [grown], [place.general.id], place.guild.id)
    assert await light.courier.turn() == held.at
    await light.later(hours=6)
    await light.later(seconds=3)
    assert light.said() == ["story 1, revision 1"]


async def test_a_change_within_a_digest_leaves_the_others(desk: Desk) -> None:
    await desk.tell(1, 2, 3, 4)
    await desk.courier.turn()
    place = desk.place
    grown = happening(2, desk.hands.now, revision=1)
    await tell(desk.store, [grown], [place.general.id], place.guild.id)
    await desk.courier.turn()
    (text,) = desk.said()
    assert text.splitlines() == ["story 1", "story 2", "story 3", "story 4", "story 2, revision 1"]


async def test_a_change_of_a_deleted_post_is_done(light: Desk) -> None:
    await light.tell(1)
    await light.courier.turn()
    place = light.place
    (message,) = place.discord.state.messages(place.general.id)
    place.discord.posting.delete(message)
    grown = happening(1, light.hands.now, revision=1)
    await tell(light.store, [grown], [place.general.id], place.guild.id)
    await light.courier.turn()
    assert light.said() == []
    assert await light.store.outbox.depth() == {"sent": 2}


async def test_a_change_of_what_was_never_posted_ends(light: Desk) -> None:
    place = light.place
    row = wish(1, place.general.id, place.guild.id, place.ann.id)
    await light.store.subscriptions.add(row, [], limit=9)
    grown = happening(1, light.hands.now, revision=1)
    await tell(light.store, [grown], [place.general.id], place.guild.id, subscription="s1")
    assert await light.courier.turn() is None
    assert await light.store.outbox.depth() == {"dead": 1}
    kept = await light.store.subscriptions.get("s1")
    assert kept and kept.last_failure is None  # it only began after the post


async def test_who_leaves_finishes_what_is_on_its_way_and_no_more(desk: Desk) -> None:
    place = desk.place
    channels = [place.discord.add_channel(place.guild, f"c{number}") for number in range(60)]
    place.discord.rest.latency = 0.05
    await desk.tell(1, channels=tuple(channels))
    working = asyncio.create_task(desk.courier.turn())
    await place.discord.wait_for("message_create")
    await desk.courier.drain()
    await working
    depth = await desk.store.outbox.depth()
    assert depth["sent"] == sum(len(desk.said(one)) for one in channels) < 60
    assert depth["sent"] + depth["pending"] == 60
    place.discord.rest.latency = 0
    async with a_courier(place, desk.store, desk.hands, owner="two") as (courier, _):
        await courier.turn()
    assert [len(desk.said(one)) for one in channels] == [1] * 60


async def test_old_rows_are_forgotten(light: Desk) -> None:
    await light.tell(1)
    await light.courier.turn()
    await light.later(days=13)
    assert await light.store.outbox.depth() == {"sent": 1}
    await light.later(days=2)
    assert await light.store.outbox.depth() == {}
