"""The bot's switch: pressed on the page, obeyed by the whole bot."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from bot.playground.power import Power, PowerState
from bot.playground.stage import Stage
from bot.playground.world.world import World
from bot.store import open_store
from bot.store.rows import Letter
from bot.updates.models import Event, Happening, PriceFact
from bot.updates.payloads.events import event_row
from tests.browser import browser, find
from tests.loopback import pointed_at


class Bot:
    """Runs until it is asked to stop, and says ready at once."""

    def __init__(self) -> None:
        self.starts = 0
        self.fails: Exception | None = None

    async def run(self, ready: Callable[[], None], stop: asyncio.Event) -> None:
        self.starts += 1
        if self.fails is not None:
            raise self.fails
        ready()
        await stop.wait()


@asynccontextmanager
async def kept(power: Power, bot: Bot) -> AsyncIterator["asyncio.Task[None]"]:
    async with asyncio.timeout(5):
        keeping = asyncio.create_task(power.keep(bot.run))
        await until(lambda: power.state is PowerState.RUNNING or keeping.done())
        yield keeping
        power.end()
        await asyncio.gather(keeping, return_exceptions=True)


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - the loop turns, no time passes
        await asyncio.sleep(0)


async def test_off_and_on_again_and_off_for_good() -> None:
    told: list[PowerState] = []
    power, bot = Power(told.append), Bot()
    async with kept(power, bot) as keeping:
        power.switch(on=False)
        await until(lambda: power.state is PowerState.STOPPED)
        power.switch(on=False)
        assert bot.starts == 1
        power.switch(on=True)
        await until(lambda: power.state is PowerState.RUNNING)
        power.end()
        await keeping
        power.switch(on=True)
    assert bot.starts == 2
    assert [one.value for one in told] == [
        *("starting", "running", "stopping", "stopped"),
        *("starting", "running", "stopping", "stopped"),
    ]


async def test_a_stop_that_is_taken_back_starts_it_once_more() -> None:
    power, bot = Power(lambda _: None), Bot()
    async with kept(power, bot):
        power.switch(on=False)
        power.switch(on=True)
        await until(lambda: bot.starts == 2 and power.state is PowerState.RUNNING)


async def test_a_bot_that_fails_is_not_started_again() -> None:
    power, bot = Power(lambda _: None), Bot()
    bot.fails = OSError("no port")
    async with kept(power, bot) as keeping:
        with pytest.raises(OSError, match="no port"):
            await keeping
        assert bot.starts == 1


async def test_a_program_that_ends_ends_a_stopped_bot() -> None:
    power, bot = Power(lambda _: None), Bot()
    async with kept(power, bot) as keeping:
        power.switch(on=False)
        await until(lambda: power.state is PowerState.STOPPED)
        power.end()
        await keeping


async def test_stopped_in_the_middle_of_a_fan_out_nothing_is_lost_or_doubled(
    tmp_path: Path,
) -> None:
    """Forty channels want a story; the bot is switched off when some of them have it."""
    end = asyncio.Event()
    async with Stage(world=World(running=False)) as stage:
        discord, now = stage.discord, stage.clock()
        guild = next(iter(discord.state.guilds.values()))
        channels = [discord.add_channel(guild, f"kanal-{number}") for number in range(40)]
        story = Event(
            key="story:x:1", what=Happening.CLOSE, at=now, instrument="x", name="Xiaomi",
            price=PriceFact(
                symbol="3CP.F", venue="Frankfurt", mic="XFRA", currency="EUR", as_of=now,
                price=Decimal("2.50"), state="closed", source="Yahoo",
            ),
        )  # fmt: skip
        written = [
            Letter(dedup_key=f"{story.key}:{one.id}", event=story.key, channel=one.id, due=now)
            for one in channels
        ]

        def posts() -> Counter[int]:
            return Counter(
                message.channel_id
                for channel in channels
                for message in discord.state.messages(channel.id)
            )

        async def entries_until(true: Callable[[], bool]) -> None:
            with discord.journal.reader() as entries:
                while not true():
                    await entries.get()

        with pointed_at(discord):
            keeping = asyncio.create_task(stage.keep_bot(tmp_path, end=end))
            async with asyncio.timeout(40):
                await entries_until(lambda: stage.power.state is PowerState.RUNNING)
                async with open_store(stage.settings(tmp_path).database_url) as store:
                    await store.outbox.record([event_row(story)], written)
                await entries_until(lambda: posts().total() >= 5)
                stage.power.switch(on=False)
                await entries_until(lambda: stage.power.state is PowerState.STOPPED)
                assert 5 <= posts().total() < 40, "it stopped in the middle"
                stage.power.switch(on=True)
                await entries_until(lambda: posts().total() == 40)
            end.set()
            await asyncio.wait_for(keeping, 20)
        assert set(posts().values()) == {1}
        assert len(posts()) == 40


@pytest.mark.skipif(find() is None, reason="no Chromium on this machine")
@pytest.mark.browser
async def test_the_page_stops_the_bot_and_starts_it_again(tmp_path: Path) -> None:
    end = asyncio.Event()
    async with Stage(world=World(running=False)) as stage, browser() as chromium:
        with pointed_at(stage.discord):
            keeping = asyncio.create_task(stage.keep_bot(tmp_path, end=end))
            async with chromium.page(stage.url) as page:
                await page.until("document.querySelector('.power-state.running')")
                assert await page.run("document.querySelector('.off-line').hidden")
                await page.type("!help")
                await page.press("Enter")
                await page.until("document.querySelector('.embed')")

                await page.click("[data-action=power]")
                await page.until("document.querySelector('.power-state.stopped')")
                await page.until("!document.querySelector('.presence.on')")
                line = await page.run("document.querySelector('.off-line').innerText")
                assert "The bot is stopped" in line
                await page.run("document.querySelector('.composer-text').focus()")
                await page.type("!price xiaomi")
                await page.press("Enter")
                await page.until("document.querySelector('.messages').innerText.includes('!price')")
                assert await page.run("document.querySelectorAll('.embed').length") == 1

                await page.click(".off-start")
                await page.until("document.querySelector('.power-state.running')")
                await page.until("document.querySelector('.presence.on')")
                await page.until("document.querySelectorAll('.embed').length === 2")
                assert page.complaints == []
            end.set()
            await asyncio.wait_for(keeping, 20)
