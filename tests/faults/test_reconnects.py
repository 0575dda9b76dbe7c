"""The gateway goes away twenty times, each way it can: nothing starts twice, nothing is lost."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import client
from bot.chat.client import Parkett
from bot.chat.gate import IdentifyGate
from bot.playground.discord.limits import UNLIMITED
from bot.playground.world.world import World
from bot.services import open_services
from config.settings import load
from tests.e2e.conftest import folder, seeded
from tests.loopback import TOKEN, Place, a_place

__all__ = ["folder", "seeded"]

PATIENCE = 20.0  # seconds until a test gives up; nothing waits for it to pass

# What happens to the connection, and whether the session is taken up again afterwards.
WAYS = [
    *[(f"close {code}", True) for code in (4000, 1001, 1000, 1006, 4008, 4009)],
    ("op 7", True),
    ("op 9 resumable", True),
    ("op 9", False),
    ("forgotten", False),
]


@asynccontextmanager
async def a_bot(place: Place, data: Path) -> AsyncIterator[Parkett]:
    """The real bot with its services, as `run` makes it; its gate does not wait for seconds."""
    async with World(running=False) as world:
        settings = load({**world.environment(), "PARKETT_DATA_DIR": str(data)}, None)
        async with open_services(settings, clock=world.now) as services:
            gate = IdentifyGate(services.store.paces, interval=0.01)
            async with client(services, gate=gate) as bot:
                running = asyncio.create_task(bot.start(TOKEN))
                try:
                    await asyncio.wait_for(bot.wait_until_ready(), PATIENCE)
                    yield bot
                    assert not running.done()
                finally:
                    await bot.close()
                    await asyncio.wait_for(running, 10)


async def strike(place: Place, way: str) -> None:
    gateway = place.discord.gateway
    if way.startswith("close"):
        await gateway.disconnect(int(way.split()[1]))
    elif way == "op 7":
        gateway.reconnect()
    elif way.startswith("op 9"):
        gateway.invalidate(resumable="resumable" in way)
    else:
        gateway.forget_sessions()
        await gateway.disconnect(4000)


async def back(place: Place, resumes: int, identifies: int) -> None:
    """Until Discord has counted so many of each."""
    gateway = place.discord.gateway
    with place.discord.journal.reader() as entries:
        async with asyncio.timeout(PATIENCE):
            while (gateway.resumes, gateway.identifies) != (resumes, identifies):
                await entries.get()


async def test_twenty_reconnects(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # discord.py waits between attempts by chance, up to a second at first: not here.
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.001)
    asked: list[str] = []
    async with a_place(rates=UNLIMITED) as place, a_bot(place, folder) as bot:
        gateway = place.discord.gateway
        await place.discord.wait_for("commands", timeout=PATIENCE)
        named = Counter(task.get_name() for task in asyncio.all_tasks())

        async def ask() -> None:
            """ann asks what nobody asked before, so that the answers are told apart."""
            word = f"unbekannt{len(asked)}q"
            await place.discord.say(place.general, place.ann, f"!news {word}")
            asked.append(word)

        for way, resumed in WAYS * 2:
            before = gateway.resumes, gateway.identifies
            if resumed:
                striking = asyncio.create_task(strike(place, way))
                await ask()  # while nobody hears it, or just before
                await striking
                await back(place, before[0] + 1, before[1])
            else:
                await strike(place, way)
                await back(place, before[0], before[1] + 1)
            await ask()
            gateway.malformed("MESSAGE_CREATE")
            gateway.malformed("INTERACTION_CREATE")
            gateway.malformed("GUILD_CREATE")
            await ask()

        with place.discord.journal.reader() as entries:
            async with asyncio.timeout(PATIENCE):
                while len(answers := answered(place)) < len(asked):
                    print("END", len(answers), len(asked), flush=True)
                    await entries.get()
        assert sorted(answers) == sorted(asked), "each question has one answer, none has two"
        assert gateway.resumes == 16
        assert gateway.identifies == 5
        assert gateway.hasty == 0

        again = Counter(task.get_name() for task in asyncio.all_tasks())
        assert again["keeping house"] == named["keeping house"] == 1
        assert bot.hears()
        puts = [one for one in place.discord.recorder.exchanges if one.method == "PUT"]
        assert len(puts) == 1, "the commands were sent once"
        assert len(bot.guilds) == 1
    broken = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert {one.name for one in broken} <= {"bot.chat.intake"}, "only what was malformed is told"


async def settled(place: Place, count: int) -> None:
    """Until the bot has given so many answers."""
    with place.discord.journal.reader() as entries:
        async with asyncio.timeout(PATIENCE):
            while len(answered(place)) < count:
                await entries.get()


async def say(place: Place, number: int) -> None:
    await place.discord.say(place.general, place.ann, f"!news unbekannt{number}q")


async def test_what_is_written_while_the_bot_restarts_is_answered_once(folder: Path) -> None:
    async with a_place(rates=UNLIMITED) as place:
        async with a_bot(place, folder):
            await say(place, 0)
            await settled(place, 1)
        assert not place.discord.gateway.online
        await say(place, 1)
        await place.discord.say(place.general, place.ann, "and something among ourselves")
        async with a_bot(place, folder):
            await settled(place, 2)
            await say(place, 2)
            await settled(place, 3)
        assert answered(place) == ["unbekannt0q", "unbekannt1q", "unbekannt2q"]
        assert place.discord.gateway.resumes == 1
        assert len(place.discord.gateway.sessions) == 1, "only the last one can be resumed"


@pytest.mark.parametrize("lost", ["session", "file", "garbage"])
async def test_a_session_that_is_gone_keeps_nobody_from_starting(folder: Path, lost: str) -> None:
    async with a_place(rates=UNLIMITED) as place:
        async with a_bot(place, folder):
            pass
        kept = folder / "session-0-of-1.json"
        assert kept.stat().st_mode & 0o077 == 0
        if lost == "session":
            place.discord.gateway.forget_sessions()
        elif lost == "file":
            kept.unlink()
        else:
            kept.write_text('{"left": NaN, "url": 5}')
        await say(place, 0)
        async with a_bot(place, folder):
            await say(place, 1)
            await settled(place, 1)
        assert answered(place) == ["unbekannt1q"]
        assert place.discord.gateway.resumes == 0


def answered(place: Place) -> list[str]:
    """What each answer of the bot says that it does not know."""
    said = place.discord.state.messages(place.general.id)
    told = [str(one.embeds) for one in said if one.author.bot]
    return [found[0] if (found := re.findall(r"unbekannt\d+q", text)) else text for text in told]
