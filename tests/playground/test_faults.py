"""What goes wrong between a bot and Discord: limits, lost answers, cut connections."""

import aiohttp
import discord
import pytest

from bot.playground.discord.faults import Fault, Rule
from bot.playground.discord.limits import Rate, Rates
from tests.loopback import TOKEN, Place, a_place


class Quiet(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), guild_ready_timeout=0.01)


POST = {"method": "POST", "path": "/messages$"}


async def _post(place: Place, content: str, **more: object) -> tuple[int, dict, dict]:
    address = f"{place.discord.api_url}/channels/{place.general.id}/messages"
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(address, json={"content": content, **more}) as answer,
    ):
        return answer.status, await answer.json(), dict(answer.headers)


def _said(place: Place) -> list[str]:
    return [each.content for each in place.discord.state.messages(place.general.id)]


async def test_a_channel_takes_five_in_five_seconds() -> None:
    async with a_place() as place:
        answers = [await _post(place, str(number)) for number in range(6)]
    assert [status for status, _, _ in answers] == [200] * 5 + [429]
    remaining = [headers["X-RateLimit-Remaining"] for _, _, headers in answers]
    assert remaining == ["4", "3", "2", "1", "0", "0"]
    _, body, headers = answers[-1]
    assert 4 < body["retry_after"] <= 5
    assert body["global"] is False
    assert headers["Via"]
    assert headers["X-RateLimit-Scope"] == "user"
    assert headers["Content-Type"] == "application/json"


async def test_the_whole_bot_is_limited_too() -> None:
    async with a_place(rates=Rates(everything=Rate(2, 1.0))) as place:
        answers = [await _post(place, str(number)) for number in range(3)]
    status, body, headers = answers[-1]
    assert (status, body["global"], headers["X-RateLimit-Global"]) == (429, True, "true")


async def test_discord_py_waits_out_a_limit(place: Place) -> None:
    client = Quiet()
    async with place.connected(client):
        rule = place.discord.faults.add(Rule(Fault.LIMITED, **POST, seconds=0.05))
        await client.get_channel(place.general.id).send("hello")
    assert rule.hits == 1
    assert _said(place) == ["hello"]


@pytest.mark.parametrize(
    ("rule", "expected", "stored"),
    [
        (Rule(Fault.BLOCKED, **POST), discord.HTTPException, 0),
        (Rule(Fault.STATUS, **POST, status=503), discord.DiscordServerError, 0),
        (Rule(Fault.STORED_STATUS, **POST, status=503), discord.DiscordServerError, 1),
        (Rule(Fault.DROP, **POST), aiohttp.ServerDisconnectedError, 0),
        (Rule(Fault.STORED_DROP, **POST), aiohttp.ServerDisconnectedError, 1),
        (Rule(Fault.RESET, **POST), OSError, 0),
        (Rule(Fault.STORED_RESET, **POST), OSError, 1),
    ],
    ids=lambda value: value.fault.value if isinstance(value, Rule) else None,
)
async def test_a_lost_answer_is_an_error_of_its_kind(
    place: Place, rule: Rule, expected: type[Exception], stored: int
) -> None:
    client = Quiet()
    rule.hits = 0
    async with place.connected(client):
        place.discord.faults.add(rule)
        with pytest.raises(expected):
            await client.get_channel(place.general.id).send("hello")
    assert len(_said(place)) == stored


async def test_the_same_nonce_posts_once(place: Place) -> None:
    client = Quiet()
    async with place.connected(client):
        channel = client.get_channel(place.general.id)
        place.discord.faults.add(Rule(Fault.STORED_STATUS, **POST, status=503))
        with pytest.raises(discord.DiscordServerError):
            await channel.send("news", nonce="delivery-1")
        again = await channel.send("news", nonce="delivery-1")
        other = await channel.send("news", nonce="delivery-2")
        await again.delete()
        with pytest.raises(discord.NotFound):
            await channel.send("news", nonce="delivery-1")
    assert again.id != other.id
    assert _said(place) == ["news"]


async def test_the_nonce_is_forgotten_after_its_window() -> None:
    now = [1_000.0]
    async with a_place(now=lambda: now[0]) as place:
        first = await _post(place, "one", nonce="n", enforce_nonce=True)
        now[0] += 119
        same = await _post(place, "two", nonce="n", enforce_nonce=True)
        now[0] += 3
        new = await _post(place, "three", nonce="n", enforce_nonce=True)
    assert first[1]["id"] == same[1]["id"] != new[1]["id"]
    assert _said(place) == ["one", "three"]


async def test_chance_is_repeatable(place: Place) -> None:
    place.discord.faults.add(Rule(Fault.STATUS, **POST, status=500, times=None, probability=0.3))
    first = [(await _post(place, "x"))[0] for _ in range(20)]
    place.discord.faults.clear()
    place.discord.faults.add(Rule(Fault.STATUS, **POST, status=500, times=None, probability=0.3))
    assert [(await _post(place, "x"))[0] for _ in range(20)] == first
    assert set(first) == {200, 500}


async def test_invalid_answers_are_counted_and_shared_limits_are_not(place: Place) -> None:
    place.discord.faults.add(Rule(Fault.LIMITED, **POST, scope="shared", seconds=0.01))
    assert (await _post(place, "x"))[0] == 429
    assert place.discord.limits.invalid == 0
    place.discord.deny(place.general, place.bot.user, 1 << 11)
    assert (await _post(place, "x"))[0] == 403
    assert place.discord.limits.invalid == 1


async def test_too_many_invalid_answers_ban_the_address() -> None:
    async with a_place(rates=Rates(invalid=Rate(2, 600.0))) as place:
        place.discord.deny(place.general, place.bot.user, 1 << 11)
        answers = [await _post(place, "x") for _ in range(3)]
        assert [status for status, _, _ in answers] == [403] * 3
        with pytest.raises(aiohttp.ContentTypeError):
            await _post(place, "x")
