"""The bot's switch on the page: off in the middle of its work, on again, as an operator does it.

The bot runs in this process, started and stopped as a whole: the same composition root, the same
stop as SIGTERM's. So the sample world's clock stays its clock, a stopped bot holds no connection
and no memory of its own, and all that the next start knows is what stands in its database.
"""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum

Run = Callable[[Callable[[], None], asyncio.Event], Awaitable[None]]


class PowerState(StrEnum):
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Power:
    """tell: hears of every change. state: None until there is a bot to switch."""

    def __init__(self, tell: Callable[[PowerState], None]) -> None:
        self.state: PowerState | None = None
        self._tell = tell
        self._wanted = True
        self._ended = False
        self._turned = asyncio.Event()
        self._stop: asyncio.Event | None = None  # of the run that is under way

    def switch(self, *, on: bool) -> None:
        """What already is as wanted stays as it is; a stop may be taken back while it lasts."""
        if self.state is None or self._ended:
            return
        self._wanted = on
        self._turned.set()
        if not on and self._stop is not None:
            self._become(PowerState.STOPPING)
            self._stop.set()

    def end(self) -> None:
        """Off for good: `keep` returns once the bot has stopped."""
        self.switch(on=False)
        self._ended = True
        self._turned.set()

    async def keep(self, run: Run) -> None:
        """Runs the bot whenever it is switched on, until `end`.

        run: takes what to call once the bot is ready, and the event that asks it to stop. Whatever
        it raises is raised here; a bot that ends by itself is not started again.
        """
        self._become(PowerState.STARTING)
        while not self._ended:
            if not self._wanted:
                self._become(PowerState.STOPPED)
                self._turned.clear()
                await self._turned.wait()
                continue
            self._become(PowerState.STARTING)
            self._stop = asyncio.Event()
            try:
                await run(self._ready, self._stop)
                if not self._stop.is_set():
                    return
            finally:
                self._stop = None
        self._become(PowerState.STOPPED)

    def _ready(self) -> None:
        if self.state is PowerState.STARTING:
            self._become(PowerState.RUNNING)

    def _become(self, state: PowerState) -> None:
        if state is not self.state:
            self.state = state
            self._tell(state)
