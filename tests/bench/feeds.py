"""Ten thousand feeds, a cycle of ten minutes, a twentieth changed in each: what does that take?

The feeds lie in a process of their own. A pass of all looks runs as fast as it can; its CPU time
over the ten minutes is the share of a core. Nothing else of the bot runs meanwhile.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import mean
from typing import Any

from bot.clock import utc_now
from bot.store import open_store
from bot.store.rows import CatalogueRow
from config.settings import load
from config.sources import DEFAULTS
from tests.bench.report import Figure

FEEDS = int(os.environ.get("BENCH_FEEDS", "10000"))
SUBSCRIBERS = int(os.environ.get("BENCH_SUBSCRIBERS", "1"))
CYCLE = 600.0  # seconds
PASSES = 3
BARE = 5  # so many times fewer feeds in the second measurement
PATIENCE = 1800.0  # seconds for a pass
# What the peer claims, for as many feeds: 6,000 on a core in 350 MB. We want half of both.
PEER_SHARE = 100 * FEEDS / 6_000
FIRST = ("Nordlicht", "Zwilling", "Bergmann", "Kranich", "Albatros", "Habicht", "Reiher", "Storch")
SECOND = (
    "Optik",
    "Logistik",
    "Energie",
    "Pharma",
    "Stahl",
    "Software",
    "Chemie",
    "Papier",
    "Solar",
)
PEER_MEMORY = 350e6 / 2**20 * FEEDS / 6_000


async def figures() -> list[Figure]:
    told = await measured(validators=True)
    bare = await measured(validators=False, feeds=FEEDS // BARE)
    changed = list(told["passes"])
    main, workers = (mean(one[name] for one in changed) for name in ("main", "workers"))
    share = 100 * (main + workers) / CYCLE
    memory = told["passes"][-1]["memory"]
    whole = memory["main"] + memory["workers"]
    plain = BARE * mean(one["main"] + one["workers"] for one in bare["passes"])
    return [
        Figure(
            f"share of one core, {FEEDS:,} feeds, 5 % changed in a cycle",
            f"{share:.1f} % (main {100 * main / CYCLE:.1f}, workers {100 * workers / CYCLE:.1f})",
            f"≤ {PEER_SHARE / 2:.0f} %",
            share <= PEER_SHARE / 2,
        ),
        Figure(
            f"… where no feed can say “unchanged” ({FEEDS // BARE:,} measured)",
            f"{100 * plain / CYCLE:.1f} %",
            f"≤ {PEER_SHARE / 2:.0f} %",
            100 * plain / CYCLE <= PEER_SHARE / 2,
        ),
        Figure("CPU time of one look, main process", f"{1000 * main / FEEDS:.2f} ms"),
        Figure("CPU time of one changed feed, workers", f"{1000 * workers / (FEEDS / 20):.0f} ms"),
        Figure("a pass as fast as it can", f"{mean(one['seconds'] for one in changed):.0f} s"),
        Figure(
            "the first pass, which reads all",
            f"{told['first']['main'] + told['first']['workers']:.0f} s of CPU",
        ),
        Figure(
            "memory, main and two workers",
            f"{whole:.0f} MiB (main {memory['main']:.0f})",
            f"≤ {PEER_MEMORY / 2:.0f} MiB",
            whole <= PEER_MEMORY / 2,
        ),
        Figure("memory after the first pass", f"{_whole(told['first']):.0f} MiB"),
        Figure("requests of the last pass, by status", json.dumps(told["asked"])),
        Figure("letters of a pass", f"{changed[-1]['letters'] - changed[-2]['letters']:,}"),
    ]


def _whole(one: dict) -> float:
    return one["memory"]["main"] + one["memory"]["workers"]


async def measured(*, validators: bool, feeds: int = FEEDS) -> dict[str, Any]:
    """The first pass, and those after it."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        companies = await some_companies(folder, feeds)
        file = folder / "room.json"
        given: dict[str, Any] = {"companies": companies, "validators": validators}
        file.write_text(json.dumps(given))
        server = await stack.enter_async_context(_started("serve", file))
        port = (await server.heard())["port"]
        given |= {"environment": settings(folder, port), "subscribers": SUBSCRIBERS}
        file.write_text(json.dumps(given))
        watcher = await stack.enter_async_context(_started("watch", file))
        await watcher.heard()
        passes: list[dict] = [await watcher.asked({})]
        size: dict = {}
        for _ in range(PASSES):
            await server.asked({"next": True})
            passes.append(await watcher.asked({}))
            size = await server.asked({})
            print(json.dumps(passes[-1] | size), file=sys.stderr, flush=True)
        return {"first": passes[0], "passes": passes[1:], "asked": size["asked"]}


async def some_companies(folder: Path, feeds: int) -> dict[str, str]:
    """Names of as many invented companies as there are feeds, by ISIN; also in the catalogue."""
    found = {isin(at): f"{FIRST[at % 8]} {SECOND[at // 8 % 9]} {at} AG" for at in range(feeds)}
    rows = [
        CatalogueRow(name, f"Q{at:05}.DE", "XETR", "EUR", isin=number, home=True, country="DE")
        for at, (number, name) in enumerate(found.items())
    ]
    async with open_store(load(settings(folder, 1), env_file=None).database_url) as store:
        await store.catalogue.replace("bench", rows, at=utc_now())
    return found


def isin(number: int) -> str:
    """A valid one, of no real share: its last digit checks the others."""
    body = f"DE9{number:08}"
    digits = "".join(str(int(one, 36)) for one in body)
    total = sum(
        int(digit) if at % 2 else sum(map(int, str(2 * int(digit))))
        for at, digit in enumerate(reversed(digits))
    )
    return f"{body}{-total % 10}"


def settings(folder: Path, port: int) -> dict[str, str]:
    """Only the feeds are asked; they share one host here, so that there can be no pace."""
    off = {f"PARKETT_SOURCES__{name}__ENABLED": "no" for name in DEFAULTS if name != "FEEDS"}
    return off | {
        "PARKETT_DATA_DIR": str(folder),
        "PARKETT_FEEDS": f"http://127.0.0.1:{port}/feed/{{isin}}",
        "PARKETT_ALLOW_PRIVATE_NETWORKS": f"127.0.0.1:{port}",
        "PARKETT_SOURCES__FEEDS__PACE": "0",
    }


class _Process:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def heard(self) -> dict:
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        return json.loads(line)

    async def asked(self, command: dict) -> dict:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        return await self.heard()


@asynccontextmanager
async def _started(part: str, file: Path) -> AsyncGenerator[_Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.feedroom", part, str(file)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield _Process(process)
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 30)
        except TimeoutError:
            process.kill()
            await process.wait()
