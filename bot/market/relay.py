"""One chain of sources being asked: the next starts when the one before fails or dawdles."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Relay(Generic[T]):
    """Askings in order of preference. `run(n)` is the n-th; side by side they behave as a chain.

    patience: seconds that a silent source is waited for before the next is asked too.
    """

    def __init__(self, askings: list[Callable[[], Awaitable[T]]], patience: float) -> None:
        self._askings = askings
        self._patience = patience
        self._over = [asyncio.Event() for _ in askings]
        self.started = [False] * len(askings)
        self._given = False

    async def run(self, place: int) -> T | None:
        """The n-th answer, None where an earlier source made it unnecessary."""
        try:
            if not await self._needed(place):
                return None
            self.started[place] = True
            value = await self._askings[place]()
            self._given = True
            return value
        finally:
            self._over[place].set()

    async def settled(self) -> bool:
        """Waits until a source gave a value or all failed, but not for ever; True for a value."""
        for event in self._over:
            if self._given:
                break
            await _wait(event, self._patience)
        return self._given

    async def _needed(self, place: int) -> bool:
        for before in range(place):
            if self._given:
                break
            await _wait(self._over[before], self._patience)
        return not self._given


async def _wait(event: asyncio.Event, patience: float) -> None:
    try:
        async with asyncio.timeout(patience):
            await event.wait()
    except TimeoutError:
        return
