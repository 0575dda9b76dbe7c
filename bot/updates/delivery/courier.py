"""Carries what the outbox holds to Discord: claimed, settled, sent within the pace, written down.

A pipeline: while messages are on their way, the next ones are claimed and what became of the
earlier ones is written down in batches. Whatever is interrupted anywhere is found again by the
next courier, because the outbox knew of it before Discord did.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot import tally
from bot.audiences import Audiences
from bot.clock import Clock
from bot.errors import StoreError
from bot.pulse import Pulse
from bot.store import Store
from bot.updates.delivery.carrier import (
    NONCE_WINDOW,
    Carrier,
    Illustrate,
    Late,
    Outcome,
    Render,
)
from bot.updates.delivery.endings import ending
from bot.updates.delivery.logbook import BEAT, Logbook
from bot.updates.delivery.lost import Losses
from bot.updates.delivery.messenger import Messenger
from bot.updates.delivery.pace import Pace
from bot.updates.delivery.parcels import Packed
from bot.updates.delivery.settling import Settling
from bot.updates.delivery.verdict import Blocked, Halt, Lost, Wait

log = logging.getLogger(__name__)

RETENTION = timedelta(days=14)
_TIDY = timedelta(hours=1)
_FLIGHTS = 96  # channels that are served at once
_LOW = 16  # messages waiting for a slot when more are claimed
_MOST_ROWS, _LEAST_ROWS = 32, 4  # of one claim, so that all leave long before the lease ends


class Courier:
    """lease: seconds that a claimed row is held; longer than a request may take. owner: unique
    for a process. nonce_window: seconds for which Discord surely knows a nonce. pulse: beats
    while something arrives, because a turn lasts as long as anything is due."""

    def __init__(
        self,
        *,
        store: Store,
        messenger: Messenger,
        pace: Pace,
        render: Render,
        audiences: Audiences,
        clock: Clock,
        owner: str,
        lease: float,
        illustrate: Illustrate | None = None,
        nonce_window: float = NONCE_WINDOW,
        pulse: Pulse | None = None,
    ) -> None:
        if lease <= messenger.seconds:
            raise ValueError("a lease that a single request may outlive")
        self._store = store
        self._pulse = pulse
        self._pace = pace
        self._carrier = Carrier(
            messenger,
            pace,
            render,
            audiences,
            clock=clock,
            illustrate=illustrate,
            nonce_window=nonce_window,
        )
        self._losses = Losses(store, clock=clock)
        self._clock = clock
        self._owner = owner
        self._lease = timedelta(seconds=lease)
        self._rows = _MOST_ROWS
        self._logbook = Logbook(store, owner=owner, clock=clock)
        self._settling = Settling(store, self._logbook, owner=owner)
        self._flights: set[asyncio.Task[None]] = set()
        self._stirred = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._leaving = False
        self._halted = False
        self._failure: StoreError | None = None
        self._tidied: datetime | None = None

    async def trouble(self) -> str | None:
        """Why nothing is sent any more, None while something may be; for a supervisor."""
        return "Discord refuses the token" if self._halted else None

    async def drain(self) -> None:
        """Claims nothing more, lets what is on its way arrive and be written down."""
        self._leaving = True
        self._stirred.set()
        await self._idle.wait()
        await self._pace.close()

    async def turn(self) -> datetime | None:
        """Sends all that is due; when the next is. Raises StoreError, and then what is not
        written down yet is kept for the next turn."""
        if self._halted or self._leaving:
            return None
        self._idle.clear()
        try:
            await self._write()
            await self._tidy()
            await self._work()
        finally:
            self._idle.set()
        if self._halted:
            return None
        return await self._store.outbox.next_due()

    async def _work(self) -> None:
        look_at = 0.0
        self._failure = None
        try:
            while self._failure is None:
                now = time.monotonic()
                if self._may_claim() and now >= look_at:
                    found = await self._take()
                    if not found and not self._flights:
                        break
                    if not found:
                        look_at = now + BEAT
                if not self._flights and (self._leaving or self._halted):
                    break
                if self._logbook.is_due(now):
                    await self._write()
                await self._rest()
        except asyncio.CancelledError:
            # What they were sending is found again when the leases end.
            for flight in self._flights:
                flight.cancel()
            raise
        finally:
            if self._flights:
                await asyncio.wait(self._flights)
        await self._write()
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def _may_claim(self) -> bool:
        if self._leaving or self._halted:
            return False
        return len(self._flights) < _FLIGHTS and self._pace.waiting < _LOW

    async def _rest(self) -> None:
        """Until a flight has ended, at most a beat."""
        self._stirred.clear()
        try:
            async with asyncio.timeout(BEAT):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def _take(self) -> bool:
        """Claims, settles and starts what is due; False where nothing was."""
        now = self._clock()
        until = now + self._lease
        rows = await self._store.outbox.claim(
            now, owner=self._owner, lease_until=until, limit=self._rows
        )
        # A clock that somebody moves may end a lease under a message that is on its way.
        rows = self._logbook.hold(rows)
        if not rows:
            return False
        try:
            rounds = await self._settling.rounds(rows, now)
        except BaseException:
            self._logbook.release(row.id for row in rows)
            raise
        for packeds in rounds:
            flight = asyncio.create_task(self._round(packeds, until))
            self._flights.add(flight)
            ids = [one for packed in packeds for one in packed.ids]
            flight.add_done_callback(partial(self._landed, ids))
        self._rows = min(self._rows + 1, _MOST_ROWS)
        return True

    def _landed(self, ids: Sequence[int], flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._stirred.set()
        if not flight.cancelled() and (error := flight.exception()) is not None:
            log.error("a delivery failed in a way that nobody expected", exc_info=error)
            self._logbook.release(ids)  # found again when their leases have ended

    async def _round(self, parcels: Sequence[Packed], until: datetime) -> None:
        """One channel's messages, one after another."""
        back: Late | None = None  # the channel takes nothing more now
        for packed in parcels:
            if back is None and (self._halted or self._leaving):
                back = Late(0.0)
            if back is not None:
                self._finish(packed, back)
                continue
            try:
                outcome = await self._carrier.carry(packed, until=until)
                tally.DELIVERIES.add(type(outcome).__name__.lower())
                if isinstance(outcome, Lost) and not packed.parcel.private:
                    await self._losses.lose(
                        packed.parcel.guild, packed.parcel.channel, outcome.reason
                    )
                    # With the channel all its rows have ended.
                    self._logbook.release(one for each in parcels for one in each.ids)
                    return
            except StoreError as error:
                self._failure = error
                outcome = Late(0.0)
            back = self._obey(outcome)
            self._finish(packed, outcome)

    def _obey(self, outcome: Outcome) -> Late | None:
        """What an outcome means beyond its message; how long its channel has to wait."""
        match outcome:
            case Halt():
                if not self._halted:
                    log.critical(
                        "DISCORD REFUSES THE TOKEN: nothing is sent any more until the bot is"
                        " started with a valid DISCORD_TOKEN; what waits stays in the outbox"
                    )
                self._halted = True
                return Late(0.0)
            case Blocked(seconds):
                log.error(
                    "what stands before Discord (Cloudflare) blocks us; nothing is sent for"
                    " %.0f seconds",
                    seconds,
                )
                self._pace.pause(seconds)
                return Late(seconds)
            case Wait(seconds, everywhere):
                if everywhere:
                    self._pace.pause(seconds)
                return Late(seconds)
            case Late(seconds):
                if seconds <= 0:
                    # Claimed more than could leave in time.
                    self._rows = max(self._rows // 2, _LEAST_ROWS)
                return outcome
            case _:
                return None

    def _finish(self, packed: Packed, outcome: Outcome) -> None:
        """Notes what became of a message, for the next writing."""
        now = self._clock()
        self._settling.note(packed, outcome, now)
        self._logbook.add(ending(packed, outcome, now))

    async def _write(self) -> None:
        """Writes down what became of messages. Raises StoreError; then it is kept."""
        await self._pace.flush()
        if await self._logbook.write() and self._pulse is not None:
            self._pulse.beat()

    async def _tidy(self) -> None:
        """Retention, once an hour."""
        now = self._clock()
        if self._tidied is not None and now - self._tidied < _TIDY:
            return
        self._tidied = now
        if count := await self._store.outbox.purge(now - RETENTION):
            log.info("%d old rows of the outbox are gone", count)
        await self._store.paces.purge()
