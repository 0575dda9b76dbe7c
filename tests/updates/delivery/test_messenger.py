"""The courier's own client speaks to Discord as Discord describes itself, and tells what came."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.playground.discord.faults import Fault, Rule
from bot.updates.delivery.messenger import Messenger
from tests.loopback import TOKEN, Place, a_place

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
POST = {"method": "POST", "path": "/messages$"}


def body(mark: str = "one") -> dict[str, object]:
    button = {"type": 2, "style": 2, "label": "More", "custom_id": f"pk|upd|{mark}"}
    return {
        "embeds": [{"title": "Xiaomi", "description": "2.50 €"}],
        "components": [{"type": 1, "components": [button]}],
        "allowed_mentions": {"parse": []},
    }


@pytest.fixture
async def messenger(place: Place) -> AsyncIterator[Messenger]:
    async with Messenger(TOKEN, root=place.discord.api_url, seconds=2) as opened:
        yield opened


async def test_a_post_is_there_once_however_often_it_is_repeated(
    place: Place, messenger: Messenger
) -> None:
    first = await messenger.post(place.general.id, body(), nonce="n" * 20)
    again = await messenger.post(place.general.id, body(), nonce="n" * 20)
    posted = place.discord.state.messages(place.general.id)
    assert [one.id for one in posted] == [first.message] == [again.message]
    assert (first.status, first.remaining is not None) == (200, True)


async def test_a_picture_is_posted_once_with_its_text(place: Place, messenger: Messenger) -> None:
    for _ in range(2):
        made = await messenger.post(place.general.id, body(), nonce="n" * 20, picture=PNG)
        assert made.status == 200
    [message] = place.discord.state.messages(place.general.id)
    [file] = message.embedded
    assert (file.filename, file.content_type, file.body) == ("chart.png", "image/png", PNG)
    assert message.embeds[0]["title"] == "Xiaomi"
    assert message.embeds[0]["image"]["url"].endswith("/chart.png")


async def test_a_post_is_edited(place: Place, messenger: Messenger) -> None:
    made = await messenger.post(place.general.id, body(), nonce="n")
    assert made.message
    changed = {"embeds": [{"title": "Xiaomi, corrected"}]}
    edited = await messenger.edit(place.general.id, made.message, changed)
    message = place.discord.state.message(place.general.id, made.message)
    assert (edited.status, edited.message) == (200, made.message)
    assert message.embeds[0]["title"] == "Xiaomi, corrected"


async def test_a_private_channel_is_opened_and_remembered(
    place: Place, messenger: Messenger
) -> None:
    assert messenger.private_channel(place.ann.id) is None
    first = await messenger.open_private(place.ann.id)
    assert messenger.private_channel(place.ann.id) == first.message
    await messenger.post(first.message or 0, body(), nonce="n")
    assert len(place.discord.state.messages(first.message or 0)) == 1


async def test_a_page_tells_who_wrote_and_the_marks(place: Place, messenger: Messenger) -> None:
    await place.discord.say(place.general, place.ann, "hello")
    made = await messenger.post(place.general.id, body("abc"), nonce="n")
    me = await messenger.me()
    receipt, page = await messenger.page(place.general.id)
    assert receipt.status == 200
    assert [(one.author, one.marks) for one in page] == [
        (me.message, {"pk|upd|abc"}),
        (place.ann.id, set()),
    ]
    _, earlier = await messenger.page(place.general.id, before=made.message)
    assert [one.author for one in earlier] == [place.ann.id]


async def test_it_says_honestly_who_asks() -> None:
    heard: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        contact = "https://example.org/bot"
        async with Messenger("t", root=f"http://127.0.0.1:{port}/api", contact=contact) as one:
            receipt = await one.me()
    assert "User-Agent: DiscordBot (https://example.org/bot, 0.1)" in heard[0]
    assert (receipt.status, receipt.accepted) == (None, True)


async def test_nothing_was_accepted_where_nobody_listens() -> None:
    async with Messenger("t", root="http://127.0.0.1:9/api/v10") as one:
        receipt = await one.post(1, body(), nonce="n")
    assert (receipt.status, receipt.accepted) == (None, False)


async def test_an_answer_that_does_not_come_is_given_up() -> None:
    async with a_place() as place, Messenger(TOKEN, root=place.discord.api_url, seconds=0.2) as one:
        place.discord.faults.add(Rule(Fault.SLOW, **POST, seconds=1))
        receipt = await one.post(place.general.id, body(), nonce="n")
    assert (receipt.status, receipt.accepted) == (None, True)


async def test_neither_token_nor_text_is_logged(
    place: Place, messenger: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    place.discord.faults.add(Rule(Fault.DROP, **POST))
    await messenger.post(place.general.id, body(), nonce="n")
    await messenger.post(place.general.id, body(), nonce="n")
    ours = [record.getMessage() for record in caplog.records if "playground" not in record.name]
    assert not [told for told in ours if TOKEN in told or "2.50" in told]
    assert TOKEN not in repr(messenger)
