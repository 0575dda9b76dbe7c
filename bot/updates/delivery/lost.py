"""What happens when Discord refuses a channel: its subscriptions are lost, their creators told."""

import logging
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.store import Store
from bot.updates import keys
from bot.updates.fanout import word_to
from bot.updates.models import Event, Happening, State
from bot.updates.payloads.events import event_row

log = logging.getLogger(__name__)

# All channels that a person loses in such a span of the day come in one message at its end: who
# removes the bot's role from a server loses them one after another.
_TOGETHER = timedelta(minutes=10)


class Losses:
    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def lose(self, guild: int | None, channel: int, reason: str) -> None:
        """Nothing is sent there any more until somebody resumes it; each creator hears of it
        once a day at most. Raises StoreError, and then it is to be told again.

        reason: a code of wording.
        """
        now = self._clock()
        # Written down before the subscriptions are lost: a process that dies in between tells
        # nobody twice, because the keys are the same, and forgets nobody.
        creators = await self._creators(guild, channel)
        if creators:
            event = Event(
                key=keys.lost(channel, now.astimezone(UTC).date()),
                what=Happening.LOST,
                at=now,
                channel=channel,
                source=reason,
            )
            due = _end_of_span(now)
            letters = [word_to(event, creator, due, guild=guild) for creator in sorted(creators)]
            await self._store.outbox.record([event_row(event)], letters)
        lost = await self._store.subscriptions.lose_channel(channel, reason=reason, now=now)
        log.info("channel %d is lost (%s), with %d subscriptions", channel, reason, len(lost))

    async def _creators(self, guild: int | None, channel: int) -> set[int]:
        if guild is None:
            return set()
        rows = await self._store.subscriptions.of_guild(guild)
        return {row.creator for row in rows if row.channel == channel and row.state == State.ACTIVE}


def _end_of_span(now: datetime) -> datetime:
    start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return start + ((now - start) // _TOGETHER + 1) * _TOGETHER
