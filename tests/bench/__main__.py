"""`make bench`: every figure, or those that are named."""

import asyncio
import inspect
import platform
import sys
from collections.abc import Awaitable, Callable

from tests.bench import answers, day, delivery, feeds, ignored, rows, startup, ticks
from tests.bench.report import Figure, table

Measure = Callable[[], list[Figure] | Awaitable[list[Figure]]]

BENCHES: dict[str, tuple[str, Measure]] = {
    "warm": ("A warm answer", answers.warm),
    "cold": ("A cold answer", answers.cold),
    "ignored": ("An ignored message", ignored.figures),
    "feeds": ("Ten thousand feeds", feeds.figures),
    "ready": ("Start and memory", startup.ready),
    "imports": ("Import, and memory by part", startup.imports),
    "delivery": ("A fan-out, people asking meanwhile", delivery.figures),
    "ticks": ("A look at 2,000 shares", ticks.figures),
    "day": ("A day of a busy community", day.figures),
    "rows": ("What the database takes", rows.figures),
    "size": ("Size on disk", startup.size),
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"No such figure: {', '.join(unknown)}. There are: {', '.join(BENCHES)}")
        return 2
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}\n")
    for name in names or BENCHES:
        title, measure = BENCHES[name]
        seen = measure()
        figures = asyncio.run(_awaited(seen)) if inspect.isawaitable(seen) else seen
        print(table(title, figures), flush=True)
    return 0


async def _awaited(seen: Awaitable[list[Figure]]) -> list[Figure]:
    return await seen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
