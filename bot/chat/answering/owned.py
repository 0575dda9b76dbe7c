"""Tasks that somebody owns: held, counted, logged when they fail, and waited for at the end."""

import asyncio
import logging
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Owned:
    """Background tasks, and answers that are under way in tasks of the library."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def start(self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Runs it; an error that nobody awaits is logged, never lost."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    @contextmanager
    def answering(self) -> Generator[None]:
        """While this is open, `drain` waits."""
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if self._under_way == 0:
                self._idle.set()

    async def drain(self, seconds: float) -> None:
        """Waits so long for what is under way, then cancels the tasks and awaits their end."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
                if self._tasks:
                    await asyncio.wait(set(self._tasks))
        except TimeoutError:
            _log.warning("stopping although %d answers are under way", self._under_way)
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("%s failed", task.get_name(), exc_info=error)
