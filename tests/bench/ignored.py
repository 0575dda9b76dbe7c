"""What a message that is no command costs: ours against stock discord.py, in one run.

The frames go in where the socket hands them over, as inflated JSON, and the clock is the
process's CPU time until every event that they caused has run.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot.chat.client import Parkett
from tests.bench.report import Figure
from tests.bench.stage import unconnected

MESSAGES = 4_000
ROUNDS = 7
GUILD, CHANNEL, AUTHOR, BOT = 1001, 1002, 1003, 1004


async def figures() -> list[Figure]:
    """Microseconds for one ignored message, median of the rounds, and their ratio."""
    stock = await _feed(commands.Bot(command_prefix="!", intents=_everything_but_members()))
    async with unconnected() as parkett:
        ours = await _feed(parkett)
        pairs = [(await stock(), await ours()) for _ in range(ROUNDS)]
    ratio = statistics.median(own / other for other, own in pairs)
    return [
        Figure("an ignored message, stock discord.py", f"{_middle(pairs, 0):.0f} µs"),
        Figure("an ignored message, Parkett", f"{_middle(pairs, 1):.0f} µs"),
        Figure("… as a share of stock", f"{ratio:.0%}", "≤ 25 %", ratio <= 0.25),
    ]


def _middle(pairs: list[tuple[float, float]], which: int) -> float:
    return statistics.median(pair[which] for pair in pairs) * 1e6


def _everything_but_members() -> discord.Intents:
    intents = discord.Intents.default()
    intents.message_content = True
    return intents


async def _feed(client: commands.Bot | Parkett) -> Callable[[], Awaitable[float]]:
    """Prepares a client as if it were READY and returns the measurement of one round."""
    await client._async_setup_hook()  # gives it the loop, as its login would
    state = client._connection
    user = {"id": str(BOT), "username": "Bot", "discriminator": "0", "avatar": None, "bot": True}
    state.user = discord.ClientUser(state=state, data=user)
    socket = DiscordWebSocket(None, loop=asyncio.get_running_loop())
    socket._discord_parsers = state.parsers
    socket._dispatch = client.dispatch
    socket._connection, socket.shard_id = state, None
    state.parsers["GUILD_CREATE"](_guild())
    frames = [json.dumps(_message(number)) for number in range(MESSAGES)]

    async def measure() -> float:
        before = asyncio.all_tasks()
        began = time.process_time()
        for frame in frames:
            await socket.received_message(frame)
            await asyncio.sleep(0)
        # What a message caused are tasks of their own; they are over when only we are left.
        while others := asyncio.all_tasks() - {asyncio.current_task()} - before:
            await asyncio.wait(others)
        return (time.process_time() - began) / MESSAGES

    return measure


def _guild() -> dict[str, object]:
    channel = {
        "id": str(CHANNEL), "type": 0, "name": "general", "position": 0,
        "permission_overwrites": [], "nsfw": False, "parent_id": None,
    }  # fmt: skip
    everyone = {
        "id": str(GUILD), "name": "@everyone", "permissions": "66560", "position": 0, "color": 0,
        "hoist": False, "managed": False, "mentionable": False,
    }  # fmt: skip
    return {
        "id": str(GUILD), "name": "Shareholders", "owner_id": str(AUTHOR), "member_count": 2,
        "roles": [everyone], "channels": [channel], "members": [], "emojis": [], "features": [],
        "threads": [], "stickers": [], "premium_tier": 0, "preferred_locale": "de",
        "verification_level": 0, "default_message_notifications": 0, "mfa_level": 0,
        "explicit_content_filter": 0, "nsfw_level": 0, "afk_timeout": 60, "unavailable": False,
        "system_channel_flags": 0,
    }  # fmt: skip


def _message(number: int) -> dict[str, object]:
    author = {"id": str(AUTHOR), "username": "ann", "discriminator": "0", "avatar": None}
    message = {
        "id": str(2000 + number), "channel_id": str(CHANNEL), "guild_id": str(GUILD), "type": 0,
        "content": f"I still hold all {number} of my shares, and you?", "author": author,
        "member": {"roles": [], "joined_at": "2021-10-20T09:00:00+00:00", "deaf": False,
                   "mute": False, "flags": 0},
        "timestamp": "2021-10-20T09:00:00+00:00", "edited_timestamp": None, "tts": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
        "embeds": [], "pinned": False, "components": [], "nonce": str(number),
    }  # fmt: skip
    return {"t": "MESSAGE_CREATE", "s": number + 1, "op": 0, "d": message}
