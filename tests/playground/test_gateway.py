"""The gateway as discord.py meets it: who may come in, what it sees, and coming back."""

import asyncio
import logging
import zlib
from typing import Any

import aiohttp
import discord
import orjson
import pytest

from bot.playground.discord.gateway.intents import CONTENT
from tests.loopback import TOKEN, Place, a_place


class Listener(discord.Client):
    def __init__(self, **intents: bool) -> None:
        chosen = discord.Intents.default()
        for name, wanted in intents.items():
            setattr(chosen, name, wanted)
        super().__init__(intents=chosen, guild_ready_timeout=0.01)
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.back = asyncio.Event()
        self.ended = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No five seconds between two identifies: this Discord does not ask for them."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.put_nowait(message)

    async def on_resumed(self) -> None:
        self.back.set()

    async def close(self) -> None:
        await super().close()
        self.ended.set()

    async def hear(self) -> str:
        async with asyncio.timeout(5):
            return (await self.heard.get()).content


@pytest.fixture(autouse=True)
def _calm_reconnects(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """discord.py waits between attempts by chance, up to a second at first: not here."""
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.001)
    caplog.set_level(logging.CRITICAL, "discord")


async def test_a_wrong_token_is_refused_at_login(place: Place) -> None:
    with pytest.raises(discord.LoginFailure):
        async with place.connected(Listener(), "wrong"):
            pass


async def test_a_revoked_token_ends_the_connection(place: Place) -> None:
    client = Listener()
    place.discord.faults.clear()
    with pytest.raises(discord.ConnectionClosed) as refused:
        async with place.connected(client):
            place.discord.state.replace_token(place.bot, "another")
            place.discord.gateway.invalidate()
            await asyncio.wait_for(client.ended.wait(), 5)
    assert refused.value.code == 4004


async def test_an_intent_that_is_off_is_refused(place: Place) -> None:
    place.bot.privileged = 0
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with place.connected(Listener(message_content=True)):
            pass


async def test_without_the_content_intent_only_mentions_are_read(place: Place) -> None:
    place.bot.privileged &= ~CONTENT
    client = Listener()
    async with place.connected(client):
        await place.discord.say(place.general, place.bob, "!news xiaomi")
        assert await client.hear() == ""
        await place.discord.say(place.general, place.bob, f"<@{place.bot.user.id}> news")
        assert await client.hear() == f"<@{place.bot.user.id}> news"
        direct = place.discord.state.direct_channel(place.bot.user, place.bob)
        await place.discord.say(direct, place.bob, "just us")
        assert await client.hear() == "just us"


async def test_what_was_missed_is_replayed(place: Place) -> None:
    client = Listener(message_content=True)
    async with place.connected(client):
        for code in (4000, 1001):
            client.back.clear()
            closing = asyncio.create_task(place.discord.gateway.disconnect(code))
            await place.discord.say(place.general, place.bob, "are you there?")
            await closing
            assert await client.hear() == "are you there?"
            await asyncio.wait_for(client.back.wait(), 5)
        assert client.heard.empty()
    assert place.discord.gateway.identifies == 1
    assert place.discord.gateway.resumes == 2


async def test_reconnect_and_a_lost_session(place: Place) -> None:
    client = Listener(message_content=True)
    async with place.connected(client):
        place.discord.gateway.reconnect()
        await asyncio.wait_for(client.back.wait(), 5)
        place.discord.journal.act()
        place.discord.gateway.invalidate()
        await place.discord.wait_for("presence", lambda d: d["status"] == "offline")
        await place.discord.wait_for("presence", lambda d: d["status"] == "online")
        await place.discord.say(place.general, place.bob, "still there?")
        assert await client.hear() == "still there?"
    assert place.discord.gateway.identifies == 2


async def test_members_are_chunked_and_hidden_channels_are_hidden(place: Place) -> None:
    everyone = place.guild.roles[place.guild.id]
    place.discord.deny(place.trading, everyone, 1 << 10)
    client = Listener(members=True)
    async with place.connected(client):
        guild = client.get_guild(place.guild.id)
        assert {each.name for each in guild.members} == {"ann", "bob", "Parkett"}
        assert [each.name for each in guild.text_channels] == ["general"]
        seen = asyncio.create_task(client.wait_for("guild_channel_create", timeout=5))
        await asyncio.sleep(0)
        place.discord.add_channel(place.guild, "new")
        assert (await seen).name == "new"


async def test_shards_share_the_servers(place: Place) -> None:
    others = [place.discord.add_guild(f"Other {number}", place.ann) for number in range(3)]
    for guild in others:
        place.discord.invite(place.bot, guild)

    class Sharded(discord.AutoShardedClient):
        before_identify_hook = Listener.before_identify_hook

    client = Sharded(intents=discord.Intents.default(), shard_count=2, guild_ready_timeout=0.01)
    async with place.connected(client, TOKEN):
        assert len(client.guilds) == 4
        assert sorted(each.shard for each in place.discord.gateway.sessions) == [(0, 2), (1, 2)]


async def test_the_bot_is_removed_from_a_server(place: Place) -> None:
    client = Listener()
    async with place.connected(client):
        gone = asyncio.create_task(client.wait_for("guild_remove", timeout=5))
        await asyncio.sleep(0)
        place.discord.expel(place.bot, place.guild)
        assert (await gone).id == place.guild.id
        with pytest.raises(discord.Forbidden) as refused:
            await client.http.send_message(
                place.general.id, params=discord.http.handle_message_parameters("hello")
            )
    assert refused.value.code == 50001


async def test_a_malformed_event_ends_the_client(place: Place) -> None:
    async with Listener() as client:
        await client.login(TOKEN)
        running = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        place.discord.gateway.malformed()
        with pytest.raises(KeyError):
            await asyncio.wait_for(running, 5)


IDENTIFY = {"token": TOKEN, "intents": 1, "properties": {}}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("{oops", 4002),
        ("[]", 4002),
        ({"op": 99}, 4003),
        ({"op": 8, "d": {}}, 4003),
        ({"op": 2, "d": {**IDENTIFY, "token": "wrong"}}, 4004),
        ({"op": 2, "d": {**IDENTIFY, "shard": [2, 2]}}, 4010),
        ({"op": 2, "d": {**IDENTIFY, "intents": 1 << 40}}, 4013),
        ({"op": 2, "d": {**IDENTIFY, "intents": None}}, 4013),
    ],
)
async def test_what_a_client_must_not_send(place: Place, sent: Any, code: int) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(place.discord.gateway_url) as socket,
    ):
        assert (await socket.receive_json(timeout=5))["op"] == 10
        await socket.send_str(sent if isinstance(sent, str) else orjson.dumps(sent).decode())
        closed = await socket.receive(timeout=5)
        assert (closed.type, closed.data) == (aiohttp.WSMsgType.CLOSE, code)


async def test_too_many_frames_close_the_connection(place: Place) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(place.discord.gateway_url) as socket,
    ):
        for _ in range(121):
            await socket.send_json({"op": 1, "d": None})
        async for message in socket:
            assert message.type is aiohttp.WSMsgType.TEXT
        assert socket.close_code == 4008


async def test_one_stream_is_compressed_as_a_whole(place: Place) -> None:
    inflate = zlib.decompressobj()
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(place.discord.gateway_url + "?compress=zlib-stream") as socket,
    ):
        await socket.send_json({"op": 2, "d": IDENTIFY})
        names = []
        for _ in range(3):
            packed = await socket.receive_bytes(timeout=5)
            assert packed.endswith(b"\x00\x00\xff\xff")
            names.append(orjson.loads(inflate.decompress(packed)).get("t"))
    assert names == [None, "READY", "GUILD_CREATE"]


async def test_identifies_wait_for_their_turn() -> None:
    now = [0.0]
    async with a_place(now=lambda: now[0], identify_every=5.0) as place:

        async def identify() -> int:
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(place.discord.gateway_url) as socket,
            ):
                await socket.receive_json(timeout=5)
                await socket.send_json({"op": 2, "d": IDENTIFY})
                return (await socket.receive_json(timeout=5))["op"]

        assert [await identify(), await identify()] == [0, 9]
        now[0] += 5
        assert await identify() == 0
