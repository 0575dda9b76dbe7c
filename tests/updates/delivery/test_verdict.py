"""Every row of the verdict table: each fault that Discord can show, and what follows from it."""

from dataclasses import replace

import pytest

from bot.playground.discord.faults import Fault, Rule
from bot.playground.discord.permissions import Can
from bot.updates.delivery.messenger import Messenger, Receipt
from bot.updates.delivery.verdict import (
    Again,
    Blocked,
    Dead,
    Gone,
    Halt,
    Lost,
    Sent,
    Verdict,
    Wait,
    judge,
)
from tests.loopback import TOKEN, Place

POST = {"method": "POST", "path": "/messages$"}
BODY = {"content": "hello"}


async def post(place: Place, channel: int | None = None, **body: object) -> Verdict:
    async with Messenger(TOKEN, root=place.discord.api_url, seconds=0.5) as messenger:
        sent = await messenger.post(channel or place.general.id, body or BODY, nonce="n")
        return judge(sent)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(Fault.STATUS, **POST, status=503), Again("status 503", accepted=True)),
        (Rule(Fault.STATUS, **POST, status=500), Again("status 500", accepted=True)),
        (Rule(Fault.STORED_STATUS, **POST, status=502), Again("status 502", accepted=True)),
        (Rule(Fault.DROP, **POST), Again("ServerDisconnectedError", accepted=True)),
        (Rule(Fault.STORED_DROP, **POST), Again("ServerDisconnectedError", accepted=True)),
        (Rule(Fault.RESET, **POST), Again("ClientOSError", accepted=True)),
        (Rule(Fault.STORED_RESET, **POST), Again("ClientOSError", accepted=True)),
        (Rule(Fault.GARBAGE, **POST), Again("unreadable", accepted=True)),
        (Rule(Fault.SLOW, **POST, seconds=1), Again("TimeoutError", accepted=True)),
        (Rule(Fault.LIMITED, **POST, seconds=1.5), Wait(1.5, everywhere=False)),
        (Rule(Fault.LIMITED, **POST, seconds=2, scope="shared"), Wait(2, everywhere=False)),
        (Rule(Fault.LIMITED, **POST, seconds=2, scope="global"), Wait(2, everywhere=True)),
        (Rule(Fault.BLOCKED, **POST), Blocked(300)),
        (Rule(Fault.STATUS, **POST, status=401), Halt()),
        (Rule(Fault.STATUS, **POST, status=400), Dead("status 400")),
        (Rule(Fault.STATUS, **POST, status=413), Dead("status 413")),
    ],
    ids=lambda value: f"{value.fault.value}-{value.status}" if isinstance(value, Rule) else "",
)
async def test_each_fault_has_its_verdict(place: Place, rule: Rule, expected: Verdict) -> None:
    place.discord.faults.add(replace(rule, hits=0))
    assert await post(place) == expected


async def test_what_was_taken_is_sent(place: Place) -> None:
    found = await post(place)
    (message,) = place.discord.state.messages(place.general.id)
    assert found == Sent(message.id)


async def test_a_nonce_whose_message_was_deleted_is_done(place: Place) -> None:
    await post(place)
    (message,) = place.discord.state.messages(place.general.id)
    place.discord.posting.delete(message)
    assert await post(place) == Gone()


async def test_an_edit_of_a_deleted_message_is_done(place: Place) -> None:
    async with Messenger(TOKEN, root=place.discord.api_url) as messenger:
        assert judge(await messenger.edit(place.general.id, 4711, BODY)) == Gone()


async def test_a_body_that_discord_refuses_is_dead(place: Place) -> None:
    found = await post(place, content="x" * 2001)
    assert found == Dead("status 400, code 50035")


async def test_a_channel_without_the_right_to_write_is_lost(place: Place) -> None:
    place.discord.deny(place.general, place.bot.user, int(Can.SEND_MESSAGES))
    assert await post(place) == Lost("missing_permissions")
    place.discord.deny(place.general, place.bot.user, int(Can.VIEW_CHANNEL))
    assert await post(place) == Lost("missing_access")


async def test_a_deleted_channel_is_lost(place: Place) -> None:
    place.discord.remove_channel(place.general)
    assert await post(place) == Lost("unknown_channel")


async def test_another_token_is_refused(place: Place) -> None:
    async with Messenger("no-token-of-ours", root=place.discord.api_url) as messenger:
        assert judge(await messenger.post(place.general.id, BODY, nonce="n")) == Halt()


@pytest.mark.parametrize(
    ("receipt", "expected"),
    [
        (Receipt(status=429, retry_after=3600), Blocked(3600)),
        (Receipt(status=403), Blocked(300)),  # a page of Cloudflare's costs no subscription
        (Receipt(status=404), Again("status 404", accepted=False)),  # nor does a proxy's
        (Receipt(status=404, code=0, is_json=True), Dead("status 404")),
        (Receipt(status=302), Again("status 302", accepted=False)),
        (Receipt(status=400, code=50008, is_json=True), Lost("not_a_text_channel")),
        (Receipt(status=429, is_json=True), Wait(5, everywhere=False)),
        (Receipt(status=None, cut="ClientConnectorError"), Again("ClientConnectorError", False)),
    ],
)
def test_what_is_not_discords_own_word(receipt: Receipt, expected: Verdict) -> None:
    assert judge(receipt) == expected
