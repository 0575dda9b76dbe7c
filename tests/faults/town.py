"""A Discord in a process of its own, with many channels and the faults that it is told.

Task: channels (how many), latency (seconds), limited (Discord's own limits), nonce_window
(seconds), faults ([fault, status, probability] …), dead (of the channels; half are deleted and
half forbidden), seed. It is asked for a `report`, or to `say` something in a lobby, and then
tells after how many seconds a bot has answered.
"""

import asyncio
import gc
import random
import time
from collections.abc import Callable
from typing import Any

from bot.playground.discord.faults import Fault, Rule
from bot.playground.discord.limits import UNLIMITED, Rates
from bot.playground.discord.models import Channel
from bot.playground.discord.permissions import Can
from bot.playground.discord.recorder import Exchange
from bot.playground.discord.server import Discord
from tests.faults.processes import lines, say

TOKEN = "a-token-of-a-town-under-faults"
POST = r"/messages$"
LOBBIES = 30


async def main() -> None:
    told = lines()
    task = await anext(told)
    rates = Rates() if task.get("limited") else UNLIMITED
    async with Discord(rates=rates, nonce_window=task.get("nonce_window", 120.0)) as discord:
        ann = discord.add_person("ann")
        creators = [discord.add_person(f"creator-{number}") for number in range(3)]
        guild = discord.add_guild("Shareholders", ann, *creators)
        lobbies = [discord.add_channel(guild, f"lobby-{number}") for number in range(LOBBIES)]
        channels = [discord.add_channel(guild, f"c{n}") for n in range(task["channels"])]
        bot = discord.add_bot(TOKEN, guild)
        for number, channel in enumerate(channels[: task.get("dead", 0)]):
            if number % 2:
                discord.remove_channel(channel)
            else:
                discord.deny(channel, bot.user, int(Can.SEND_MESSAGES))
        seed = random.Random(task.get("seed", 1))
        for fault, status, probability in task.get("faults", ()):
            rule = Rule(
                Fault(fault),
                method="POST",
                path=POST,
                times=None,
                probability=probability,
                status=status,
                chance=random.Random(seed.random()),
            )
            discord.faults.add(rule)
        # A pause of this process would look like a burst of the bot's.
        gc.freeze()
        gc.disable()
        discord.rest.latency = task.get("latency", 0.0)
        say(
            api_url=discord.api_url,
            gateway_url=discord.gateway_url,
            guild=guild.id,
            channels=[channel.id for channel in channels],
            creators=[creator.id for creator in creators],
        )
        async for line in told:
            match line:
                case {"ask": "report"}:
                    say(**_report(discord))
                case {"ask": "say", "text": text}:
                    # Another one each time: people are not to meet the limit of one channel.
                    lobbies.append(lobby := lobbies.pop(0))
                    began = time.perf_counter()
                    await discord.say(lobby, ann, text)
                    await discord.wait_for("message_create", _answer_in(lobby), timeout=30)
                    say(seconds=time.perf_counter() - began)
                case _:
                    raise ValueError(line)


def _answer_in(lobby: Channel) -> Callable[[dict[str, Any]], bool]:
    return lambda told: told["channel_id"] == str(lobby.id) and bool(told["author"].get("bot"))


def _report(discord: Discord) -> dict[str, Any]:
    """texts: by channel, in their order; private ones too. first, last: when the bot's messages
    in channels came, seconds since 1970. refused: answers 429."""
    texts: dict[str, list[str]] = {}
    moments: list[float] = []
    for channel in discord.state.channels.values():
        messages = discord.state.messages(channel.id)
        texts[str(channel.id)] = [one.content for one in messages]
        if channel.guild_id is not None and not channel.name.startswith("lobby"):
            moments += [one.created.timestamp() for one in messages]
    answers = [one for one in discord.recorder.exchanges if one.application_id is not None]
    return {
        "texts": texts,
        "private": [str(c.id) for c in discord.state.channels.values() if c.guild_id is None],
        "first": min(moments, default=0.0),
        "last": max(moments, default=0.0),
        "refused": discord.limits.refused,
        "refusals": [_refusal(one, answers) for one in answers if one.status == 429],
        "invalid": sum(one.status in (401, 403, 404, 429) for one in answers),
        "requests": len(answers),
        "read_back": sum(one.method == "GET" for one in answers),
        "lost_answers": sum(one.lost for one in discord.recorder.exchanges),
    }


def _refusal(refused: Exchange, answers: list[Exchange]) -> dict[str, Any]:
    """A 429: for whom, and the seconds by which the last requests came before it."""
    before = [round(refused.at - one.at, 3) for one in answers if one.number < refused.number]
    scope = refused.headers.get("X-RateLimit-Scope")
    return {"path": refused.template, "scope": scope, "before": before[-60:]}


if __name__ == "__main__":
    asyncio.run(main())
