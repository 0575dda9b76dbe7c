"""Turns that all processes share; where the database does not answer, each goes by its own pace."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.errors import StoreError
from bot.turns import Turn, Turns

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = 1.0  # seconds; a person waits for an answer behind it
REST = 5.0  # seconds until a database that did not answer is asked again


class Ledger:
    """Never raises for the database: None is what it did not say.

    patience: seconds that it may take where a person waits. rest: seconds until it is tried again
    after it took longer or failed.
    """

    def __init__(self, turns: Turns, *, patience: float = PATIENCE, rest: float = REST) -> None:
        self._turns = turns
        self._patience = patience
        self._rest = rest
        self._failing = False
        self._again_at = 0.0
        self._asked: set[asyncio.Task[Any]] = set()

    async def take(
        self, name: str, *, interval: float, within: float, polling: bool = False
    ) -> Turn | None:
        """polling: nobody waits for it, so that it may take as long as the caller lets it."""
        asking = self._turns.take(name, interval=interval, within=within)
        return await self._ask(asking, None if polling else self._patience)

    async def peek(self, name: str) -> Turn | None:
        return await self._ask(self._turns.peek(name), self._patience)

    async def pause(self, name: str, *, seconds: float, length: float) -> None:
        await self._ask(self._turns.pause(name, seconds=seconds, length=length), self._patience)

    async def resume(self, name: str) -> None:
        await self._ask(self._turns.resume(name), self._patience)

    async def close(self) -> None:
        """Waits until nothing of it uses the database any more."""
        await asyncio.gather(*self._asked, return_exceptions=True)

    async def _ask(self, asking: Coroutine[Any, Any, T], patience: float | None) -> T | None:
        now = asyncio.get_running_loop().time()
        if self._failing and now < self._again_at:
            asking.close()
            return None
        self._again_at = now + self._rest  # while it fails, one at a time finds out
        task = asyncio.create_task(asking)
        self._asked.add(task)
        task.add_done_callback(self._ended)
        try:
            # Not by a timeout around it: giving a connection back may take its time as well.
            await asyncio.wait({task}, timeout=patience)
        finally:
            late = not task.done()
            task.cancel()
        if late:
            return self._failed(f"it took more than {patience:g} seconds")
        try:
            answer = task.result()
        except StoreError as error:
            return self._failed(str(error))
        if self._failing:
            self._failing = False
            log.info("the pace of sources is kept together with other processes again")
        return answer

    def _failed(self, reason: str) -> None:
        if not self._failing:
            log.warning("the pace of sources is kept by this process alone: %s", reason)
        self._failing = True

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._asked.discard(task)
        if not task.cancelled():
            task.exception()  # seen, should nobody have waited for it
