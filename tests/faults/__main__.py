"""`python -m tests.faults`: the acceptance in full, some ten minutes; or the named scenes."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable

from bot.updates.delivery import pace
from tests.bench.report import Figure, table
from tests.faults.cluster import own_cluster
from tests.faults.kills import Score, fan_out
from tests.faults.outages import dead_channels, restart, takeover

MESSAGES = 2_000
KILLS = 50  # on each engine
RATE = pace.RATE


async def kills_on_sqlite() -> list[Figure]:
    """One worker, killed 50 times in as many fan-outs as it takes."""
    scores: list[Score] = []
    while (left := KILLS - sum(score.kills for score in scores)) > 0:
        with tempfile.TemporaryDirectory() as folder:
            address = f"sqlite:///{folder}/parkett.db"
            seed = len(scores) + 1
            scores.append(await fan_out(address, messages=MESSAGES, kills=left, seed=seed))
    return _kills("SQLite, one worker", scores)


async def kills_on_postgresql() -> list[Figure]:
    """Three workers, killed 50 times between them."""
    scores: list[Score] = []
    while (left := KILLS - sum(score.kills for score in scores)) > 0:
        async with own_cluster() as cluster:
            score = await fan_out(
                cluster.address, messages=MESSAGES, kills=left, workers=3, seed=len(scores) + 11
            )
        scores.append(score)
    return _kills("PostgreSQL, three workers", scores)


async def kills_beyond_nonces() -> list[Figure]:
    """Discord forgets nonces after 8 s, before the leases end: every doubt is read back."""
    with tempfile.TemporaryDirectory() as folder:
        score = await fan_out(
            f"sqlite:///{folder}/parkett.db",
            messages=MESSAGES // 4,
            kills=10,
            lease=9.0,
            seconds=5.0,
            nonce_window=8.0,
        )
    return [*_kills("nonces forgotten", [score]), Figure("… pages read back", str(score.read_back))]


async def one_of_two() -> list[Figure]:
    async with own_cluster() as cluster:
        seen = await takeover(cluster.address, messages=400, rate=RATE, lease=30.0)
    return [
        Figure("a worker killed, lost · doubled", f"{seen.lost} · {seen.doubled}", "0 · 0",
               not seen.lost and not seen.doubled),
        Figure("… all that it held sent after", f"{seen.seconds:.1f} s", "its lease of 30 s + 3 s",
               seen.seconds <= 33),
    ]  # fmt: skip


async def database() -> list[Figure]:
    async with own_cluster() as cluster:
        seen = await restart(cluster, messages=MESSAGES, rate=RATE, lease=30.0, workers=3, down=3.0)
    return [
        Figure("PostgreSQL crashed under load, lost · doubled", f"{seen.lost} · {seen.doubled}",
               "0 · 0", not seen.lost and not seen.doubled),
        Figure("… sending again after its return", f"{seen.seconds:.1f} s", "≤ 30 s",
               seen.seconds <= 30),
    ]  # fmt: skip


async def dead() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        seen = await dead_channels(
            f"sqlite:///{folder}/parkett.db", messages=MESSAGES, dead=200, rate=RATE
        )
    invalid, told = seen.report["invalid"], seen.report["told"]
    named = sum(text.count("<#") for text in told)
    return [
        Figure("200 of 2,000 channels dead, refusals", str(invalid), "< 250", invalid < 250),
        Figure("… notices to their 3 creators", f"{len(told)}, naming {named} channels",
               "one each, each channel once", (len(told), named) == (3, 200)),
        Figure("… everyone else, lost · doubled", f"{seen.lost} · {seen.doubled}", "0 · 0",
               not seen.lost and not seen.doubled),
    ]  # fmt: skip


def _kills(name: str, scores: list[Score]) -> list[Figure]:
    kills, lost, doubled, answers, messages = (
        sum(getattr(score, field) for score in scores)
        for field in ("kills", "lost", "doubled", "lost_answers", "messages")
    )
    return [
        Figure(f"kill -9, {name}", f"{kills} kills in {messages:,} messages"),
        Figure("… answers lost besides", str(answers)),
        Figure("… lost · doubled", f"{lost} · {doubled}", "0 · 0", not lost and not doubled),
    ]


SCENES: dict[str, tuple[str, Callable[[], Awaitable[list[Figure]]]]] = {
    "sqlite": ("Workers killed", kills_on_sqlite),
    "postgresql": ("Workers killed", kills_on_postgresql),
    "nonces": ("Workers killed, nonces forgotten", kills_beyond_nonces),
    "takeover": ("One of two workers killed", one_of_two),
    "database": ("The database crashes", database),
    "dead": ("Dead channels", dead),
}


async def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in SCENES]
    if unknown:
        print(f"No such scene: {', '.join(unknown)}. There are: {', '.join(SCENES)}")
        return 2
    missed = 0
    for name in names or SCENES:
        title, scene = SCENES[name]
        figures = await scene()
        missed += sum(figure.hit is False for figure in figures)
        print(table(title, figures), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
