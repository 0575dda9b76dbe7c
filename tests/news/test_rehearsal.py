"""A new worker process has read and told a story before it is given work."""

import os

from bot.news.rehearsal import rehearse
from bot.workbench import import_all
from bot.workers import Workers


def test_it_runs_through() -> None:
    rehearse()


def remember() -> None:
    os.environ["REHEARSED"] = "yes"


def remembered() -> str | None:
    return os.environ.get("REHEARSED")


async def test_every_worker_has_done_it_before_its_first_task() -> None:
    async with Workers(2) as workers:
        await workers.warm(f"{remember.__module__}:remember")
        assert await workers.run(remembered) == "yes"


def test_a_name_without_a_function_is_only_imported() -> None:
    import_all(["bot.news.rehearsal"])
