"""May this shard identify now? One gate for all processes: its queue stands in the database.

Discord takes one IDENTIFY every five seconds from each of `max_concurrency` buckets, whichever
process sends it; who comes too early is sent away and has used up one of its 1,000 a day. RESUME
needs no turn.
"""

import asyncio
import logging
import random

from discord.http import HTTPClient

from bot import tally
from bot.errors import StoreError
from bot.store.paces import Paces

log = logging.getLogger(__name__)

# Discord measures when an IDENTIFY arrives, we when it leaves: the rest is for the way.
INTERVAL = 6.0  # seconds
_LATE = 0.35  # seconds after which a turn is over: the next one's would be too near
_EARLY = 2.0  # seconds before the turn at which to connect: HELLO comes before IDENTIFY
_AGAIN = 1.0  # seconds until a database that does not answer is asked again


class IdentifyGate:
    """The gate of this process. interval: seconds between two turns of a bucket."""

    def __init__(self, paces: Paces, *, interval: float = INTERVAL) -> None:
        self.paces = paces
        self.interval = interval
        self.buckets = 1
        self._asked = False
        self._asking = asyncio.Lock()

    async def learn(self, http: HTTPClient) -> None:
        """Asks Discord once how many shards may identify side by side.

        Raises GatewayNotFound, aiohttp.ClientError.
        """
        async with self._asking:
            if self._asked:
                return
            _, _, limit = await http.get_bot_gateway()
            self._asked = True
            self.buckets = max(limit["max_concurrency"], 1)
            log.info(
                "Discord lets %d shards identify at once, and %d more times today",
                self.buckets,
                limit["remaining"],
            )

    def turns(self, shard: int) -> "Turns":
        """What that shard waits at."""
        return Turns(self, shard)


class Turns:
    """The turns of one shard.

    One that was taken is kept until it is used or over, so that who is interrupted while waiting
    (the library connects anew after a minute) does not queue up again at the end.
    """

    def __init__(self, gate: IdentifyGate, shard: int) -> None:
        self._gate = gate
        self._shard = shard
        self._turn: float | None = None  # by the event loop's clock

    async def approach(self) -> None:
        """Waits until the turn is near: before connecting, where the queue may be long."""
        await _until(await self._take() - _EARLY)

    async def pass_(self, *, again: bool = False) -> None:
        """Waits for the turn and uses it up; to be called right before IDENTIFY.

        again: after a session that Discord ended; it then asks for a rest by chance of one to five
        seconds, so that not all come back at once.
        """
        if again and self._turn is None:
            await asyncio.sleep(self._gate.interval * random.uniform(0.2, 0.9))  # noqa: S311 - no secret
        while True:
            turn = await self._take()
            await _until(turn)
            self._turn = None
            if asyncio.get_running_loop().time() - turn <= _LATE:
                tally.IDENTIFIES.add(str(self._shard))
                return

    async def _take(self) -> float:
        told = False
        while self._turn is None:
            try:
                now, turn = await self._gate.paces.reserve(
                    f"identify:{self._shard % self._gate.buckets}", interval=self._gate.interval
                )
            except StoreError as error:
                if not told:
                    log.warning("shard %d waits to identify: %s", self._shard, error)
                told = True
                await asyncio.sleep(_AGAIN)
            else:
                # Both by the database's clock, which all processes share.
                self._turn = asyncio.get_running_loop().time() + max(turn - now, 0.0)
        return self._turn


async def _until(moment: float) -> None:
    await asyncio.sleep(max(moment - asyncio.get_running_loop().time(), 0.0))
