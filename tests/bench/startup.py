"""What it costs to be there: import, memory part by part, start to READY, size on disk."""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.bench.report import Figure
from tests.bench.stage import stage

MEBI = 1024 * 1024
PARTS = (
    ("discord.py with aiohttp", "discord, discord.ext.commands"),
    ("SQLAlchemy with both drivers", "sqlalchemy.ext.asyncio, aiosqlite, asyncpg"),
    ("settings (pydantic)", "pydantic"),
    ("the bot's own code and the rest", "bot.app"),
)
RESIDENT = "int(open('/proc/self/statm').read().split()[1]) * 4096"


def imports() -> list[Figure]:
    """Import of `bot.app` against an empty interpreter, median of seven, and memory by part."""
    empty = statistics.median(_timed("pass") for _ in range(7))
    whole = statistics.median(_timed("import bot.app") for _ in range(7))
    discord = statistics.median(_timed("import discord.ext.commands") for _ in range(7))
    steps = "; ".join(f"import {modules}; seen.append({RESIDENT})" for _, modules in PARTS)
    program = f"import json; seen = [{RESIDENT}]; {steps}; print(json.dumps(seen))"
    seen = json.loads(_output(program))
    figures = [
        Figure(
            "import of `bot.app`",
            f"{1000 * (whole - empty):.0f} ms, {(whole - empty) / (discord - empty):.2f} × "
            "discord.py alone",
        ),
        Figure("memory of an empty interpreter", f"{seen[0] / MEBI:.0f} MiB"),
    ]
    for (label, _), before, after in zip(PARTS, seen, seen[1:], strict=False):
        figures.append(Figure(f"… and of {label}", f"+{(after - before) / MEBI:.0f} MiB"))
    return figures


async def ready() -> list[Figure]:
    """Start to READY of the whole bot beside a bare echo bot, and its memory once idle."""
    async with stage() as scene:
        echo = await scene.start("echo")
        parkett = await scene.start("parkett")
        await scene.settle()
        resident = psutil.Process(parkett.pid).memory_info().rss / MEBI
        bare = psutil.Process(echo.pid).memory_info().rss / MEBI
        children = psutil.Process(parkett.pid).children(recursive=True)
        helpers = sum(child.memory_info().rss for child in children) / MEBI
        return [
            Figure("start to READY, echo bot", f"{echo.ready_after:.2f} s"),
            Figure(
                "start to READY, Parkett",
                f"{parkett.ready_after:.2f} s ({parkett.ready_after / echo.ready_after:.1f} ×)",
            ),
            Figure("resident memory idle, echo bot", f"{bare:.0f} MiB"),
            Figure(
                "resident memory idle, Parkett's main process",
                f"{resident:.0f} MiB",
                "≤ 120 MB",
                resident * MEBI <= 120e6,
            ),
            Figure(f"… and its {len(children)} worker processes", f"{helpers:.0f} MiB"),
        ]


def size() -> list[Figure]:
    """What the locked dependencies take on disk, without the makers' tools."""
    names = [
        line.split("==")[0] for line in Path("requirements.txt").read_text().splitlines()
        if "==" in line and not line.startswith(" ")
    ]  # fmt: skip
    program = (
        "import json, sys; from importlib.metadata import distribution as d, PackageNotFoundError\n"
        "def size(name):\n"
        "    try: return sum(f.locate().stat().st_size for f in d(name).files or () "
        "if f.locate().is_file())\n"
        "    except PackageNotFoundError: return 0\n"
        "print(json.dumps({n: size(n) for n in sys.argv[1:]}))"
    )
    sizes: dict[str, int] = json.loads(_output(program, *names))
    largest = sorted(sizes.items(), key=lambda one: -one[1])[:4]
    told = ", ".join(f"{name} {number / MEBI:.0f}" for name, number in largest)
    return [Figure("the environment's packages", f"{sum(sizes.values()) / MEBI:.0f} MiB ({told})")]


def _timed(program: str) -> float:
    began = time.perf_counter()
    _output(program)
    return time.perf_counter() - began


def _output(program: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": "."},
    ).stdout  # fmt: skip
