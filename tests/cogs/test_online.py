"""The bot on a Discord over loopback HTTP and gateway: what SimCord leaves out.

Whatever went over the wire is judged at the end by Discord's own description of its API.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.chat.client import Parkett
from bot.chat.troubles import DiscordDown, TokenMissing, TokenRefused
from bot.playground.discord.faults import Fault, Rule
from tests.cogs.feed import Feed
from tests.loopback import TOKEN, Place, a_place, place

__all__ = ["place"]

Make = Callable[..., Parkett]
POST = {"method": "POST", "path": "/messages$"}


@asynccontextmanager
async def online(bot: Parkett, token: str = TOKEN) -> AsyncGenerator[asyncio.Task[None]]:
    """The bot is ready meanwhile."""
    async with bot:
        running = asyncio.create_task(bot.start(token))
        ready = asyncio.create_task(bot.wait_until_ready())
        try:
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
            if running.done():
                running.result()
            yield running
        finally:
            ready.cancel()
            await bot.close()
            await asyncio.wait({running}, timeout=10)


def of_the_bot(told: dict[str, Any]) -> bool:
    return bool(told["author"].get("bot"))


def description(told: dict[str, Any]) -> str:
    return str(told["embeds"][0].get("description", "")).replace("\u00a0", " ")


async def asked(place: Place, text: str) -> dict[str, Any]:
    await place.discord.say(place.general, place.ann, text)
    return await place.discord.wait_for("message_create", of_the_bot)


def press_of(told: dict[str, Any], label: str) -> str:
    buttons = [one for row in told["components"] for one in row["components"]]
    return next(one["custom_id"] for one in buttons if one["label"] == label)


async def test_typed_mentioned_slashed_and_pressed(place: Place, make_bot: Make) -> None:
    async with online(make_bot()):
        card = await asked(place, "!news xiaomi")
        assert "Frankfurt **2,50 €** ▼ −1,96 %" in description(card)
        if "image" not in card["embeds"][0]:  # a slow machine draws the chart after the first card
            card = await place.discord.wait_for("message_update", of_the_bot)
        assert "attachments" in card["embeds"][0]["image"]["url"]
        await asked(place, f"<@{place.bot.id}> news xiaomi")
        await asked(place, "!hilfe")
        price = await asked(place, "!price xiaomi")
        await place.discord.press(price, press_of(price, "1J"), place.bob)
        changed = await place.discord.wait_for(
            "message_update", lambda told: "in 1 Jahr" in description(told)
        )
        assert changed["id"] == price["id"]
        offered = await place.discord.autocomplete(
            place.general, place.bob, "news", {"company": "xia"}, "company"
        )
        assert offered[0]["value"] == "KYG9830T1067"
        await place.discord.slash(place.general, place.bob, "news", {"company": "xiaomi"})
        await place.discord.wait_for(
            "message_update", lambda told: "Frankfurt" in description(told)
        )


async def test_what_is_late_is_edited_into_the_same_message(
    place: Place, make_bot: Make, feed: Feed
) -> None:
    feed.gate = asyncio.Event()
    async with online(make_bot()):
        first = await asked(place, "!news xiaomi")
        assert "Der Kurs wird noch geladen" in description(first)
        feed.gate.set()
        later = await place.discord.wait_for(
            "message_update", lambda told: "2,50 €" in description(told)
        )
        assert later["id"] == first["id"]


async def test_a_message_deleted_before_it_is_edited_ends_the_answer_quietly(
    place: Place, make_bot: Make, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    feed.gate = asyncio.Event()
    async with online(make_bot()):
        first = await asked(place, "!news xiaomi")
        await place.discord.delete(first, place.ann)
        feed.gate.set()
        feed.gate = None
        assert "2,50" in description(await asked(place, "!price xiaomi"))
    assert [one for one in caplog.records if one.levelname in ("WARNING", "ERROR")] == []


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Fault.STORED_STATUS, **POST, status=503),
        Rule(Fault.STORED_DROP, **POST),
        Rule(Fault.STATUS, **POST, status=503),
        Rule(Fault.STORED_RESET, **POST),
    ],
    ids=lambda rule: rule.fault.value,
)
async def test_an_answer_whose_receipt_is_lost_is_posted_once(
    place: Place, make_bot: Make, feed: Feed, rule: Rule
) -> None:
    rule.hits = 0
    feed.gate = asyncio.Event()
    async with online(make_bot()):
        place.discord.faults.add(rule)
        await asked(place, "!news xiaomi")
        feed.gate.set()  # an edit follows only when the first card's fate is known
        await place.discord.wait_for("message_update", of_the_bot)
        await place.discord.say(place.general, place.ann, "!info")
        await place.discord.wait_for(
            "message_create",
            lambda told: of_the_bot(told) and told["embeds"][0].get("title") == "Parkett",
        )
        said = place.discord.state.messages(place.general.id)
        assert len([one for one in said if one.author.bot]) == 2


async def test_without_the_message_content_intent_slash_and_mention_work(
    make_bot: Make, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_place() as place:
        place.bot.privileged = 0
        async with online(make_bot()):
            told = [one.getMessage() for one in caplog.records if "Message Content" in one.message]
            assert len(told) == 1
            assert "slash commands and mentions of the bot work" in told[0]
            sent = await place.discord.say(place.general, place.ann, "!news xiaomi")
            card = await asked(place, f"<@{place.bot.id}> news xiaomi")
            assert "Frankfurt" in description(card)
            said = place.discord.state.messages(place.general.id)
            assert [one.author.bot for one in said if one.id > sent.id] == [False, True]
            await place.discord.slash(place.general, place.bob, "news", {"company": "xiaomi"})
            await place.discord.wait_for(
                "message_update", lambda told: "Frankfurt" in description(told)
            )


@pytest.mark.parametrize("token", ["", "  ", "\n"])
async def test_a_missing_token_is_one_sentence(make_bot: Make, token: str) -> None:
    async with make_bot() as bot:
        with pytest.raises(TokenMissing, match="DISCORD_TOKEN"):
            await bot.start(token)


@pytest.mark.parametrize("token", ["wrong-token-of-somebody", "kurz", "mit\nzwei zeilen " * 3])
async def test_a_wrong_token_is_one_sentence(place: Place, make_bot: Make, token: str) -> None:
    async with make_bot() as bot:
        with pytest.raises(TokenRefused) as refused:
            await bot.start(token)
    assert "\n" not in str(refused.value)
    assert token.strip() not in str(refused.value)


async def test_a_token_revoked_meanwhile_ends_with_that_sentence(
    place: Place, make_bot: Make
) -> None:
    async with online(make_bot()) as running:
        await place.discord.gateway.disconnect(4004)
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(running, 10)


async def test_a_discord_that_is_not_there_is_one_sentence(make_bot: Make) -> None:
    async with a_place() as place:
        gone = place.discord.api_url
    async with make_bot(api_url=gone) as bot:
        with pytest.raises(DiscordDown, match=r"127\.0\.0\.1"):
            await bot.start(TOKEN)


async def test_a_malformed_dispatch_is_logged_and_survived(
    place: Place, make_bot: Make, caplog: pytest.LogCaptureFixture
) -> None:
    async with online(make_bot()):
        for event in ("MESSAGE_CREATE", "GUILD_CREATE", "INTERACTION_CREATE"):
            place.discord.gateway.malformed(event)
        assert "Frankfurt" in description(await asked(place, "!news xiaomi"))
    assert "Discord sent a GUILD_CREATE that cannot be understood" in caplog.text


async def test_a_lost_gateway_is_resumed_and_answers_go_on(place: Place, make_bot: Make) -> None:
    async with online(make_bot()):
        await place.discord.gateway.disconnect(4000)
        assert "Frankfurt" in description(await asked(place, "!news xiaomi"))


async def test_stopping_lets_an_answer_under_way_end(
    place: Place, make_bot: Make, feed: Feed
) -> None:
    feed.gate = asyncio.Event()
    bot = make_bot()
    async with online(bot):
        await asked(place, "!news xiaomi")
        closing = asyncio.create_task(bot.close())
        await asyncio.sleep(0)
        feed.gate.set()
        later = await place.discord.wait_for(
            "message_update", lambda told: "2,50 €" in description(told)
        )
        assert later
        await closing


async def test_an_edit_whose_receipt_is_lost_does_not_end_the_answer(
    place: Place, make_bot: Make, feed: Feed
) -> None:
    feed.gate = asyncio.Event()
    async with online(make_bot()):
        await asked(place, "!news xiaomi")
        place.discord.faults.add(Rule(Fault.STATUS, "PATCH", "/messages/", status=503))
        feed.gate.set()
        later = await place.discord.wait_for(
            "message_update", lambda told: "2,50 €" in description(told)
        )
        assert later


async def test_a_first_answer_whose_receipt_is_lost_is_still_edited(
    place: Place, make_bot: Make, feed: Feed
) -> None:
    feed.gate = asyncio.Event()
    async with online(make_bot()):
        place.discord.faults.add(Rule(Fault.STORED_STATUS, "POST", "/callback", status=500))
        await place.discord.slash(place.general, place.bob, "news", {"company": "xiaomi"})
        await asyncio.sleep(0)
        feed.gate.set()
        later = await place.discord.wait_for(
            "message_update", lambda told: "2,50 €" in description(told), timeout=10
        )
        assert later
