"""Worker processes: what runs in them can fail, hang, eat memory or die, and we go on."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.errors import BadAnswer, SettingsError, WorkDied, WorkError, WorkTimeout
from bot.workers import Workers


@pytest.fixture
async def workers():
    async with Workers(count=2) as workers:
        yield workers


def refuse(source: str) -> None:
    raise BadAnswer(source=source, reason="it is a page, not a feed")


def refuse_settings() -> None:
    raise SettingsError(["A is wrong", "B is wrong"])


def stumble() -> None:
    raise KeyError("nobody expected this")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def eat(mebibytes: int) -> int:
    return len(bytes(mebibytes * 1024 * 1024))


def spin() -> None:
    """Deaf to any Python signal handler, as a parser in C code is."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    while True:
        sum(range(1000))


def spell(name: str) -> str | None:
    return os.environ.get(name)


def print_something() -> str:
    sys.stdout.write("this would break the conversation")
    os.write(1, b"and so would this")
    return "said"


def answer_late(path: str) -> str:
    """Shows that it has begun, and answers when its caller has long left."""
    Path(path).touch()
    time.sleep(0.2)
    return "late"


def unpicklable() -> object:
    return lambda: None


async def test_a_result_comes_back(workers: Workers) -> None:
    assert await workers.run(sorted, [3, 1, 2]) == [1, 2, 3]


async def test_work_happens_in_another_process_and_side_by_side(workers: Workers) -> None:
    there = await asyncio.gather(*(workers.run(os.getpid) for _ in range(2)))
    assert os.getpid() not in there
    assert len(set(there)) == 2


async def test_an_error_of_ours_arrives_whole(workers: Workers) -> None:
    with pytest.raises(BadAnswer) as caught:
        await workers.run(refuse, "Example feed")
    assert str(caught.value) == (
        "Example feed gave an answer that cannot be used: it is a page, not a feed."
    )
    assert caught.value.details == {"source": "Example feed", "reason": "it is a page, not a feed"}
    with pytest.raises(SettingsError) as listed:
        await workers.run(refuse_settings)
    assert listed.value.mistakes == ("A is wrong", "B is wrong")


async def test_an_unexpected_error_is_logged_and_told_without_a_traceback(
    workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WorkError) as caught:
        await workers.run(stumble, task="Reading a page")
    assert str(caught.value).startswith("Reading a page failed: KeyError")
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("work", [time.sleep, spin], ids=["sleeping", "deaf"])
async def test_work_without_end_is_killed(work: object) -> None:
    arguments = (3600,) if work is time.sleep else ()
    async with Workers(count=1) as workers:
        there = await workers.run(os.getpid)
        with pytest.raises(WorkTimeout) as caught:
            await workers.run(work, *arguments, seconds=0.2, task="Reading a page")
        assert str(caught.value) == "Reading a page took longer than 0.2 seconds and was stopped."
        with pytest.raises(ProcessLookupError):
            os.kill(there, 0)
        assert await workers.run(abs, -1) == 1


@pytest.mark.parametrize("work", [die, eat], ids=["killed", "out of memory"])
async def test_a_dead_worker_is_told_and_replaced(workers: Workers, work: object) -> None:
    arguments = (4096,) if work is eat else ()
    for _ in range(3):
        with pytest.raises(WorkDied):
            await workers.run(work, *arguments)
    assert await workers.run(eat, 16) == 16 * 1024 * 1024


async def test_a_worker_that_died_idle_is_replaced(workers: Workers) -> None:
    there = await workers.run(os.getpid)
    os.kill(there, signal.SIGKILL)
    assert await workers.run(abs, -2) == 2


async def test_a_worker_is_replaced_after_its_tasks() -> None:
    async with Workers(count=1, tasks_each=2) as workers:
        there = [await workers.run(os.getpid) for _ in range(4)]
    assert there[0] == there[1] != there[2] == there[3]


async def test_secrets_and_output_stay_outside(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very secret")
    assert await workers.run(spell, "DISCORD_TOKEN") is None
    assert await workers.run(print_something) == "said"
    assert await workers.run(abs, -3) == 3


async def test_a_result_that_cannot_travel_is_an_error(workers: Workers) -> None:
    with pytest.raises(WorkError):
        await workers.run(unpicklable)
    assert await workers.run(abs, -4) == 4


async def test_a_caller_that_leaves_does_not_mix_up_the_answers(tmp_path: Path) -> None:
    async with Workers(count=1) as workers:
        leaving = asyncio.create_task(workers.run(answer_late, str(tmp_path / "begun")))
        async with asyncio.timeout(30):
            while not (tmp_path / "begun").exists():  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.005)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        answers = await asyncio.gather(*(workers.run(abs, -n) for n in range(5)))
    assert answers == [0, 1, 2, 3, 4]


async def test_closing_ends_what_runs() -> None:
    async with Workers(count=1) as workers:
        there = await workers.run(os.getpid)
        stuck = asyncio.create_task(workers.run(time.sleep, 3600, seconds=7200))
        waiting = asyncio.create_task(workers.run(abs, -1))
        await asyncio.sleep(0)
    for task in (stuck, waiting):
        with pytest.raises(WorkDied):
            await task
    with pytest.raises(ProcessLookupError):
        os.kill(there, 0)


async def test_closing_in_the_middle_of_work_is_quiet(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(8):
        async with Workers(2) as opened:
            work = [asyncio.create_task(opened.run(time.sleep, 30, seconds=60)) for _ in range(2)]
            await asyncio.wait(work, timeout=0.1)
        ended = await asyncio.gather(*work, return_exceptions=True)
        assert all(isinstance(one, WorkDied) for one in ended)
    assert caplog.messages == []


async def test_warm_workers_have_imported_what_they_need(workers: Workers) -> None:
    await workers.warm("wave", "colorsys")
    assert await workers.run(_imported, "wave", "colorsys")


def _imported(*names: str) -> bool:
    import sys

    return all(name in sys.modules for name in names)
