"""How long a person waits for `!news`: warm beside a bare echo bot, and cold beside its sources."""

import asyncio
import statistics

from tests.bench.report import Figure, percentile
from tests.bench.stage import Actor, Scene, stage

WARM_ROUNDS = 300
COLD_ROUNDS = ("xiaomi", "byd", "apple", "siemens", "sap", "tencent", "alibaba")
SOURCES_TAKE = 0.4  # seconds that each source is made to take in the cold runs
MILLI = 1000


async def warm() -> list[Figure]:
    """Message in to POST out, the two bots in turn, so that the machine's mood hits both."""
    async with stage() as scene:
        echo, parkett = await scene.start("echo"), await scene.start("parkett")
        await scene.settle()
        await _until_complete(scene, parkett)
        bare: list[float] = []
        ours: list[float] = []
        for _ in range(WARM_ROUNDS):
            bare.append(await scene.answer(echo, "!news xiaomi"))
            ours.append(await scene.answer(parkett, "!news xiaomi"))
    middle, late = statistics.median(ours), percentile(ours, 99)
    bare_middle, bare_late = statistics.median(bare), percentile(bare, 99)
    return [
        Figure("echo bot, p50 · p99", f"{bare_middle * MILLI:.1f} ms · {bare_late * MILLI:.1f} ms"),
        Figure(
            "`!news xiaomi` warm, p50",
            f"{middle * MILLI:.1f} ms, {middle / bare_middle:.1f} ×",
            "≤ 5 × echo",
            middle <= 5 * bare_middle,
        ),
        Figure(
            "`!news xiaomi` warm, p99",
            f"{late * MILLI:.1f} ms, {late / bare_late:.1f} ×",
            "≤ 3 × echo",
            late <= 3 * bare_late,
        ),
    ]


async def cold() -> list[Figure]:
    """First card for companies that nobody asked for yet, each source taking its time.

    A source may need two requests, one after the other; articles are opened after the first card.
    """
    async with stage() as scene:
        parkett = await scene.start("parkett")
        await scene.settle()
        faults = scene.world.faults
        faults.latency = SOURCES_TAKE
        await parkett.lags()
        waits: list[float] = []
        beyond: list[float] = []
        for company in COLD_ROUNDS:
            faults.answered.clear()
            began = asyncio.get_running_loop().time()
            waits.append(await scene.answer(parkett, f"!news {company}"))
            needed = [at for name, at in faults.answered.items() if name != "ARTICLES"]
            beyond.append(began + waits[-1] - max(needed))
            await asyncio.sleep(SOURCES_TAKE * 4)  # the edits of one before the next
        lags = await parkett.lags()
    over, late = statistics.median(beyond) * MILLI, percentile(lags, 99) * MILLI
    return [
        Figure(
            f"`!news` cold, each request taking {SOURCES_TAKE * MILLI:.0f} ms",
            f"{statistics.median(waits) * MILLI:.0f} ms (median of {len(waits)} companies)",
        ),
        Figure(
            "… beyond the slowest source",
            f"{over:.0f} ms, at most {max(beyond) * MILLI:.0f} ms",
            "≤ 150 ms",
            over <= 150,
        ),
        Figure("event-loop lag meanwhile, p99", f"{late:.1f} ms", "≤ 20 ms", late <= 20),
        Figure("… the longest", f"{max(lags) * MILLI:.0f} ms"),
    ]


async def _until_complete(scene: Scene, actor: Actor) -> None:
    """Asks until the card comes out of memory as a whole."""
    for _ in range(3):
        await scene.answer(actor, "!news xiaomi")
        await asyncio.sleep(3)
