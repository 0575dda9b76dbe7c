"""What Discord refuses: rules of messages, of permissions and of interactions."""

from typing import Any

import aiohttp
import pytest

from bot.playground.discord.models import ChannelKind
from bot.playground.discord.permissions import Can
from bot.playground.discord.refusals import Refusal
from tests.loopback import TOKEN, Place, a_place

BUTTON = {"type": 2, "style": 1, "label": "x"}


async def rest(
    place: Place, method: str, path: str, body: Any = None, token: str = TOKEN
) -> tuple[int, Any]:
    """One request as any program could send it."""
    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, place.discord.api_url + path, json=body) as answer,
    ):
        return answer.status, await answer.json() if answer.status != 204 else None


def _row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(components)}]}


def _layout(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": 1 << 15, "components": list(components), **more}


def _nested(depth: int) -> dict[str, Any]:
    return {"author": _nested(depth - 1)} if depth else {}


REFUSED = {
    "nothing": ({}, 50006, ""),
    "only blanks": ({"content": " \n "}, 50006, ""),
    "an empty embed": ({"embeds": [{}]}, 50006, ""),
    "too much text": ({"content": "x" * 2_001}, 50035, "content"),
    "text that is a number": ({"content": 5}, 50035, "content"),
    "an embed that is text": ({"embeds": ["x"]}, 50035, "embeds.0"),
    "a row that is a number": ({"components": [_row(BUTTON), 5]}, 50035, "components.1"),
    "a deep hole": ({"embeds": [{"author": _nested(30)}]}, 50035, "embeds.0.author"),
    "too many embeds": ({"embeds": [{"title": "x"}] * 11}, 50035, "embeds"),
    "too much in all embeds": (
        {"embeds": [{"description": "x" * 3_001}, {"description": "x" * 3_000}]},
        50035,
        "embeds",
    ),
    "an embed's title": ({"embeds": [{"title": "x" * 257}]}, 50035, "embeds.0.title"),
    "an embed's field without text": (
        {"embeds": [{"fields": [{"name": "x", "value": ""}]}]},
        50035,
        "embeds.0.fields.0.value",
    ),
    "26 fields": (
        {"embeds": [{"fields": [{"name": "x", "value": "y"}] * 26}]},
        50035,
        "embeds.0.fields",
    ),
    "a link that is none": (
        {"embeds": [{"title": "x", "url": "javascript:alert(1)"}]},
        50035,
        "embeds.0.url",
    ),
    "a long nonce": ({"content": "x", "nonce": "n" * 26}, 50035, "nonce"),
    "users twice": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        50035,
        "allowed_mentions",
    ),
    "six buttons in a row": (
        _row(*[{**BUTTON, "custom_id": str(number)} for number in range(6)]),
        50035,
        "components.0.components",
    ),
    "a long custom_id": (
        _row({**BUTTON, "custom_id": "x" * 101}),
        50035,
        "components.0.components.0.custom_id",
    ),
    "the same custom_id twice": (
        _row({**BUTTON, "custom_id": "a"}, {**BUTTON, "custom_id": "a"}),
        50035,
        "components.0.components.1.custom_id",
    ),
    "a button without custom_id": (_row(BUTTON), 50035, "components.0.components.0.custom_id"),
    "six rows": (
        {"components": [_row({**BUTTON, "custom_id": str(n)})["components"][0] for n in range(6)]},
        50035,
        "components",
    ),
    "a menu without choices": (
        _row({"type": 3, "custom_id": "m", "options": []}),
        50035,
        "components.0.components.0.options",
    ),
    "a layout without its flag": (
        {"components": [{"type": 10, "content": "x"}]},
        50035,
        "components.0.type",
    ),
    "a layout beside text": (
        _layout({"type": 10, "content": "x"}, content="y"),
        50035,
        "content",
    ),
    "too much text in a layout": (
        _layout({"type": 10, "content": "x" * 2_500}, {"type": 10, "content": "x" * 1_501}),
        50035,
        "components",
    ),
    "an answer to nothing": (
        {"content": "x", "message_reference": {"message_id": "1"}},
        50035,
        "message_reference",
    ),
    "a poll without answers": (
        {"poll": {"question": {"text": "?"}, "answers": []}},
        50035,
        "poll.answers",
    ),
}


@pytest.mark.parametrize(("body", "code", "where"), REFUSED.values(), ids=REFUSED)
async def test_a_message_that_discord_would_refuse(
    place: Place, body: dict[str, Any], code: int, where: str
) -> None:
    status, answer = await rest(place, "POST", f"/channels/{place.general.id}/messages", body)
    assert (status, answer["code"]) == (400, code)
    node = answer.get("errors", {})
    for part in filter(None, where.split(".")):
        node = node[part]
    assert not where or node
    assert place.discord.state.messages(place.general.id) == []


@pytest.mark.parametrize(
    ("denied", "body", "code"),
    [
        (Can.VIEW_CHANNEL, {"content": "x"}, 50001),
        (Can.SEND_MESSAGES, {"content": "x"}, 50013),
        (Can.EMBED_LINKS, {"embeds": [{"title": "x"}]}, 50013),
        (Can.EMBED_LINKS, {"content": "x"}, None),
        (Can.EMBED_LINKS, {"content": "x", "embeds": [{"title": "x"}]}, None),
        (Can.SEND_POLLS, {"poll": {"question": {"text": "?"}}}, 50013),
    ],
)
async def test_a_permission_that_the_bot_lacks(
    place: Place, denied: Can, body: dict[str, Any], code: int | None
) -> None:
    place.discord.deny(place.general, place.bot.user, denied)
    status, answer = await rest(place, "POST", f"/channels/{place.general.id}/messages", body)
    assert (status, answer.get("code")) == ((200, None) if code is None else (403, code))
    assert not answer.get("embeds")


async def test_an_edit_without_embed_links_loses_the_embed(place: Place) -> None:
    path = f"/channels/{place.general.id}/messages"
    _, made = await rest(place, "POST", path, {"content": "x"})
    place.discord.deny(place.general, place.bot.user, Can.EMBED_LINKS)
    body = {"content": "y", "embeds": [{"title": "x"}]}
    status, edited = await rest(place, "PATCH", f"{path}/{made['id']}", body)
    assert (status, edited["content"], edited["embeds"]) == (200, "y", [])


async def test_roles_and_overwrites_add_up(place: Place) -> None:
    """Everyone is denied, a role is allowed, the member is denied: the last word counts."""
    server, state = place.discord, place.discord.state
    everyone = place.guild.roles[place.guild.id]
    traders = server.add_role(place.guild, "traders")
    carl = server.add_person("carl")
    server.add_member(place.guild, carl, traders)
    server.deny(place.trading, everyone, Can.SEND_MESSAGES)
    server.allow(place.trading, traders, Can.SEND_MESSAGES)

    def may(user: Any) -> bool:
        return bool(state.permissions(place.trading, user.id) & Can.SEND_MESSAGES)

    assert (may(place.bob), may(carl), may(place.ann)) == (False, True, True)
    server.deny(place.trading, carl, Can.SEND_MESSAGES)
    assert not may(carl)
    traders.permissions = int(Can.ADMINISTRATOR)
    assert may(carl)
    assert not may(server.add_person("stranger"))


async def test_a_deleted_message_cannot_be_edited(place: Place) -> None:
    path = f"/channels/{place.general.id}/messages"
    _, made = await rest(place, "POST", path, {"content": "x"})
    await place.discord.delete(made, place.ann)
    status, answer = await rest(place, "PATCH", f"{path}/{made['id']}", {"content": "y"})
    assert (status, answer["code"]) == (404, 10008)


async def test_only_ones_own_messages_are_edited(place: Place) -> None:
    said = await place.discord.say(place.general, place.bob, "mine")
    path = f"/channels/{place.general.id}/messages/{said.id}"
    assert (await rest(place, "PATCH", path, {"content": "y"}))[1]["code"] == 50005
    assert (await rest(place, "DELETE", path))[1]["code"] == 50013
    place.discord.allow(place.general, place.bot.user, Can.MANAGE_MESSAGES)
    assert (await rest(place, "DELETE", path))[0] == 204


async def test_nothing_pings_that_was_not_allowed(place: Place) -> None:
    bob = place.bob.id
    text = f"@everyone <@{bob}>"
    path = f"/channels/{place.general.id}/messages"
    _, silent = await rest(
        place, "POST", path, {"content": text, "allowed_mentions": {"parse": []}}
    )
    _, to_bob = await rest(
        place, "POST", path, {"content": text, "allowed_mentions": {"users": [str(bob)]}}
    )
    _, loud = await rest(place, "POST", path, {"content": text})
    place.discord.allow(place.general, place.bot.user, Can.MENTION_EVERYONE)
    _, louder = await rest(place, "POST", path, {"content": text})
    pinged = [
        ([int(each["id"]) for each in told["mentions"]], told["mention_everyone"])
        for told in (silent, to_bob, loud, louder)
    ]
    assert pinged == [([], False), ([bob], False), ([bob], False), ([bob], True)]


async def test_a_thread_is_opened_written_to_and_closed(place: Place) -> None:
    said = await place.discord.say(place.general, place.bob, "about Xiaomi")
    path = f"/channels/{place.general.id}/messages/{said.id}/threads"
    status, thread = await rest(place, "POST", path, {"name": "Xiaomi"})
    assert (status, thread["type"], thread["id"]) == (201, 11, str(said.id))
    assert (await rest(place, "POST", path, {"name": "again"}))[1]["code"] == 160004
    status, _ = await rest(
        place, "POST", f"/channels/{thread['id']}/messages", {"content": "in here"}
    )
    assert status == 200
    locked = await rest(place, "PATCH", f"/channels/{thread['id']}", {"locked": True})
    assert locked[1]["thread_metadata"]["locked"] is True
    status, answer = await rest(
        place, "POST", f"/channels/{thread['id']}/messages", {"content": "more"}
    )
    assert (status, answer["code"]) == (403, 50013)


async def test_a_forum_takes_posts_and_no_messages(place: Place) -> None:
    forum = place.discord.add_channel(place.guild, "ideas", ChannelKind.FORUM)
    status, answer = await rest(place, "POST", f"/channels/{forum.id}/messages", {"content": "x"})
    assert (status, answer["code"]) == (400, 50008)
    body = {"name": "An idea", "message": {"content": "buy low"}}
    status, post = await rest(place, "POST", f"/channels/{forum.id}/threads", body)
    assert (status, post["message"]["content"]) == (201, "buy low")


async def test_pins_reactions_and_polls(place: Place) -> None:
    path = f"/channels/{place.general.id}"
    poll = {
        "question": {"text": "Up?"},
        "answers": [{"poll_media": {"text": "yes"}}, {"poll_media": {"text": "no"}}],
        "duration": 24,
    }
    _, made = await rest(place, "POST", f"{path}/messages", {"poll": poll})
    one = f"{path}/messages/{made['id']}"
    assert (await rest(place, "PUT", f"{path}/messages/pins/{made['id']}"))[0] == 403
    place.discord.allow(place.general, place.bot.user, Can.PIN_MESSAGES)
    assert (await rest(place, "PUT", f"{path}/messages/pins/{made['id']}"))[0] == 204
    pins = (await rest(place, "GET", f"{path}/messages/pins"))[1]["items"]
    assert [each["message"]["id"] for each in pins] == [made["id"]]

    assert (await rest(place, "PUT", f"{one}/reactions/%F0%9F%91%8D/@me"))[0] == 204
    assert (await rest(place, "PUT", f"{one}/reactions/thumbs/@me"))[1]["code"] == 10014
    await place.discord.react(made, place.bob, "👍")
    reactions = (await rest(place, "GET", one))[1]["reactions"]
    assert [(each["emoji"]["name"], each["count"]) for each in reactions] == [("👍", 2)]

    await place.discord.vote(made, place.bob, 1)
    await place.discord.vote(made, place.bob, 2)
    with pytest.raises(Refusal):
        await place.discord.vote(made, place.bob, 1, 2)
    counts = (await rest(place, "GET", one))[1]["poll"]["results"]["answer_counts"]
    assert [each["count"] for each in counts] == [0, 1]


async def test_direct_messages(place: Place) -> None:
    body = {"recipient_id": str(place.bob.id)}
    _, channel = await rest(place, "POST", "/users/@me/channels", body)
    assert channel["recipients"][0]["username"] == "bob"
    again = await rest(place, "POST", "/users/@me/channels", body)
    assert again[1]["id"] == channel["id"]
    status, _ = await rest(
        place, "POST", f"/channels/{channel['id']}/messages", {"content": "psst"}
    )
    assert status == 200
    told = await place.discord.wait_for("message_create")
    assert "guild_id" not in told


async def test_an_interaction_is_answered_once_and_in_time() -> None:
    now = [0.0]
    async with a_place(now=lambda: now[0]) as place:
        server = place.discord
        body = [{"name": "news", "description": "News"}]
        await rest(place, "PUT", f"/applications/{place.bot.id}/commands", body)
        answer = {"type": 4, "data": {"content": "here"}}

        made = await server.slash(place.general, place.bob, "news")
        callback = f"/interactions/{made.id}/{made.token}/callback"
        hook = f"/webhooks/{place.bot.id}/{made.token}"
        assert (await rest(place, "POST", hook, {"content": "early"}))[1]["code"] == 10015
        wrong = await rest(place, "POST", callback, {"type": 7, "data": {"content": "x"}})
        assert wrong[1]["code"] == 50035
        status, receipt = await rest(place, "POST", f"{callback}?with_response=1", answer)
        assert status == 200
        assert receipt["resource"]["message"]["content"] == "here"
        assert (await rest(place, "POST", callback, answer))[1]["code"] == 40060

        now[0] += 899
        edited = await rest(place, "PATCH", f"{hook}/messages/@original", {"content": "late"})
        assert edited[1]["content"] == "late"
        now[0] += 2
        gone = await rest(place, "PATCH", f"{hook}/messages/@original", {"content": "later"})
        assert (gone[0], gone[1]["code"]) == (401, 50027)

        slow = await server.slash(place.general, place.bob, "news")
        now[0] += 3.1
        late = await rest(place, "POST", f"/interactions/{slow.id}/{slow.token}/callback", answer)
        assert (late[0], late[1]["code"]) == (404, 10062)


@pytest.mark.parametrize(
    ("command", "where"),
    [
        ({"name": "News", "description": "x"}, "0.name"),
        ({"name": "two words", "description": "x"}, "0.name"),
        ({"name": "news", "description": ""}, "0.description"),
        ({"name": "news", "description": "x" * 101}, "0.description"),
        (
            {"name": "news", "description": "x", "name_localizations": {"xx": "neues"}},
            "0.name_localizations.xx",
        ),
        (
            {
                "name": "news",
                "description": "x",
                "options": [
                    {"type": 3, "name": "a", "description": "x"},
                    {"type": 3, "name": "b", "description": "x", "required": True},
                ],
            },
            "0.options.1",
        ),
    ],
)
async def test_a_command_that_discord_would_refuse(
    place: Place, command: dict[str, Any], where: str
) -> None:
    path = f"/applications/{place.bot.id}/commands"
    status, answer = await rest(place, "PUT", path, [command])
    assert (status, answer["code"]) == (400, 50035)
    node = answer["errors"]
    for part in where.split("."):
        node = node[part]
    assert node["_errors"]


async def test_what_the_client_would_not_let_a_person_send(place: Place) -> None:
    option = {"type": 3, "name": "company", "description": "x", "required": True}
    commands = [
        {"name": "news", "description": "x", "options": [option]},
        {"name": "settings", "description": "x", "default_member_permissions": 32},
    ]
    await rest(place, "PUT", f"/applications/{place.bot.id}/commands", commands)
    server = place.discord
    for user, name, values, code in (
        (place.bob, "news", {}, 50035),
        (place.bob, "news", {"company": 5}, 50035),
        (place.bob, "news", {"firm": "x"}, 50035),
        (place.bob, "weather", {}, 10063),
        (place.bob, "settings", {}, 50013),
    ):
        with pytest.raises(Refusal) as refused:
            await server.slash(place.general, user, name, values)
        assert refused.value.code == code
    await server.slash(place.general, place.ann, "settings")


async def test_strangers_and_nonsense(place: Place) -> None:
    assert (await rest(place, "GET", "/users/@me", token="wrong"))[0] == 401
    assert (await rest(place, "GET", "/no/such/route"))[0] == 404
    assert (await rest(place, "GET", "/channels/abc"))[1]["code"] == 50035
    assert (await rest(place, "GET", "/channels/1"))[1]["code"] == 10003
    headers = {"Authorization": f"Bot {TOKEN}", "Content-Type": "application/json"}
    address = f"{place.discord.api_url}/channels/{place.general.id}/messages"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(address, data=b"{oops") as answer,
    ):
        assert (answer.status, (await answer.json())["code"]) == (400, 50109)
