"""The two processes behind the figure of feeds: who serves ten thousand, and who watches them.

`python -m tests.bench.feedroom serve|watch FILE`; FILE names the companies and, for the watcher,
where the feeds are. Both read commands on standard input and answer with a line of JSON.
"""

import asyncio
import gc
import json
import random
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bot.language.wordlists import table, words_in

ITEMS = 20  # of each feed
CHANGED = 20  # of these one in a cycle changes: 5 %
WORDS = 45  # of each teaser, by chance, so that no text is another's copy
VERBS = (
    "übernimmt",
    "verklagt",
    "beliefert",
    "eröffnet",
    "verkauft",
    "prüft",
    "baut",
    "entwickelt",
)
SYLLABLES = "ka lo mi ter van dro sel bu rin tos ge fal mun pe ral so".split()  # noqa: SIM905
PLACES = ("Bremen", "Lyon", "Turin", "Porto", "Malmö", "Brünn", "Gent", "Linz", "Danzig", "Cork")


class Feeds:
    """Feeds by ISIN. cycle: how often the clock went round; validators: whether they have some."""

    def __init__(self, companies: dict[str, str], *, validators: bool) -> None:
        self._companies = companies
        self._order = {isin: at for at, isin in enumerate(companies)}
        self._validators = validators
        self._words = sorted(words_in(table("common_words")["german"]))
        self.cycle = 0
        self.now = datetime.now(UTC)
        self.asked: dict[int, int] = {}

    def version(self, isin: str) -> int:
        """How often that feed has changed: another twentieth of all does in each cycle."""
        return (self.cycle + self._order[isin] % CHANGED) // CHANGED

    def body(self, isin: str) -> bytes:
        name, version = self._companies[isin], self.version(isin)
        items = [self._item(name, isin, version - back, back) for back in range(ITEMS)]
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>{name}</title><link>https://news.example/</link>{''.join(items)}"
            "</channel></rss>"
        ).encode()

    def _item(self, name: str, isin: str, number: int, back: int) -> str:
        seed = int.from_bytes(blake2b(f"{isin}{number}".encode(), digest_size=4).digest(), "big")
        chance = random.Random(seed)
        teaser = " ".join(chance.choices(self._words, k=WORDS)).capitalize()
        things = ["".join(chance.choices(SYLLABLES, k=4)).capitalize() for _ in range(3)]
        title = f"{name} {chance.choice(VERBS)} {' '.join(things)} in {chance.choice(PLACES)}"
        # Five a day, the newest just now.
        when = format_datetime(self.now - timedelta(hours=5 * back, minutes=1))
        return (
            f"<item><title>{title}</title><link>https://news.example/{isin}/{number}</link>"
            f"<description>{name} zu {things[0]}: {teaser}.</description>"
            f"<pubDate>{when}</pubDate><source url='https://n.example'>Blatt {seed % 7}</source>"
            f"<guid>https://news.example/{isin}/{number}</guid></item>"
        )

    async def answer(self, request: Any) -> Any:
        from aiohttp import web

        isin = request.match_info["isin"]
        tag = f'"{self.version(isin)}"'
        status = 200
        if self._validators and request.headers.get("If-None-Match") == tag:
            status = 304
        self.asked[status] = self.asked.get(status, 0) + 1
        headers = {"ETag": tag} if self._validators else {}
        if status == 304:
            return web.Response(status=304, headers=headers)
        return web.Response(
            body=self.body(isin), content_type="application/rss+xml", headers=headers
        )

    async def obey(self, command: dict) -> dict:
        """A new cycle begins; what was asked in the last one is told."""
        asked, self.asked = self.asked, {}
        if command.get("next"):
            self.cycle += 1
        return {"asked": asked, "bytes": len(self.body(next(iter(self._companies))))}


async def serve(file: str) -> None:
    from aiohttp import web

    given = json.loads(Path(file).read_text())
    feeds = Feeds(given["companies"], validators=given["validators"])
    app = web.Application()
    app.router.add_get("/feed/{isin}", feeds.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say({"port": runner.addresses[0][1]})
    await obey(feeds.obey)
    await runner.cleanup()


async def watch(file: str) -> None:
    """Everything that `run` opens, with the watcher of stories; passes as fast as it can."""
    from bot.clock import utc_now
    from bot.services import open_services
    from bot.updates.watching.stories import StoryWatcher
    from config.settings import load

    given = json.loads(Path(file).read_text())
    ahead = timedelta()

    def clock() -> datetime:
        return utc_now() + ahead

    async with open_services(load(given["environment"], env_file=None), clock=clock) as services:
        await subscribe(services, list(given["companies"]), given["subscribers"])
        settings = services.settings
        watcher = StoryWatcher(
            services.store, services.catalogue, services.news, services.audiences,
            clock=clock, owner="bench", poll=settings.poll.news, lease=settings.lease,
        )  # fmt: skip

        async def go_round(_: dict) -> dict:
            nonlocal ahead
            gc.collect()
            before, began = cpu(), time.monotonic()
            start = clock()
            while (due := await watcher.turn()) is not None and due <= clock():
                if clock() - start > timedelta(minutes=20):
                    break
            after = cpu()
            ahead += timedelta(hours=1)  # longer than any rests
            return {
                "main": after[0] - before[0],
                "workers": after[1] - before[1],
                "seconds": time.monotonic() - began,
                "memory": memory(),
                "letters": (await services.store.outbox.depth()).get("pending", 0),
            }

        say({"ready": True})
        await obey(go_round)


async def subscribe(services: Any, isins: list[str], subscribers: int) -> None:
    """`subscribers` channels for each company, written at once."""
    import sqlalchemy as sa

    from bot.store import schema
    from bot.updates import keys

    now = services.clock()
    rows = [
        {
            "id": f"{at}-{n}", "guild": n + 1, "channel": at * subscribers + n, "creator": 1,
            "instrument": isin, "kind": "news", "symbol": "", "mic": "", "settings": {},
            "state": "active", "created": now,
        }
        for at, isin in enumerate(isins)
        for n in range(subscribers)
    ]  # fmt: skip
    watches = [
        {"key": keys.news(isin), "kind": "news", "instrument": isin, "due": now} for isin in isins
    ]
    async with services.store.database.write() as connection:
        await connection.execute(sa.insert(schema.subscription), rows)
        await connection.execute(sa.insert(schema.watch), watches)


def cpu() -> tuple[float, float]:
    """Seconds of this process, and of all its children, those that have ended too."""
    import psutil

    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = ended.ru_utime + ended.ru_stime
    for child in psutil.Process().children(recursive=True):
        total += sum(child.cpu_times()[:2])
    return time.process_time(), total


def memory() -> dict[str, float]:
    """MiB that are each process's own (its share of what is shared), main and workers."""
    import psutil

    mine = psutil.Process()
    children = mine.children(recursive=True)
    return {
        "main": mine.memory_full_info().pss / 2**20,
        "workers": sum(child.memory_full_info().pss for child in children) / 2**20,
    }


async def obey(act: Callable[[dict], Awaitable[dict]]) -> None:
    """A line of JSON in, one out, until the input ends."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        say(await act(json.loads(line)))


def say(document: dict) -> None:
    print(json.dumps(document), flush=True)


if __name__ == "__main__":
    asyncio.run({"serve": serve, "watch": watch}[sys.argv[1]](sys.argv[2]))
