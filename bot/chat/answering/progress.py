"""An answer that grows: the first card at once, later ones edited in, at least a second apart.

Whatever the sources do, something stands in the channel within three seconds.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from bot.chat.answering.reply import Reply
from bot.chat.cards.parts import Card

FIRST_BY = 2.6  # seconds until something must be shown; Discord's own limit is 3
GAP = 1.0  # seconds between two edits


class _Latest:
    """The newest card that has not been shown; older ones are not missed by anybody."""

    def __init__(self) -> None:
        self.card: Card | None = None
        self.ended = False
        self.changed = asyncio.Event()

    def put(self, card: Card) -> None:
        self.card = card
        self.changed.set()

    def end(self) -> None:
        self.ended = True
        self.changed.set()

    def take(self) -> Card | None:
        card, self.card = self.card, None
        if not self.ended:
            self.changed.clear()
        return card


async def follow(
    reply: Reply,
    cards: AsyncGenerator[Card],
    waiting: Card,
    *,
    first_by: float = FIRST_BY,
    gap: float = GAP,
) -> Card | None:
    """Shows the cards as they come and returns the last one that came.

    waiting: what is shown where nothing came within `first_by` seconds after the question.
    Raises what `cards` raises, after the cards before it were shown.
    """
    latest = _Latest()
    last: Card | None = None

    async def read() -> None:
        nonlocal last
        try:
            async with aclosing(cards):
                async for card in cards:
                    last = card
                    latest.put(card)
                    if reply.over:
                        return
        finally:
            latest.end()

    loop = asyncio.get_running_loop()
    reading = asyncio.create_task(read(), name="reading what comes in")
    try:
        next_at = 0.0
        try:
            async with asyncio.timeout(max(0.0, reply.asked_at + first_by - loop.time())):
                await latest.changed.wait()
        except TimeoutError:
            await reply.show(waiting)
            next_at = loop.time() + gap
        while True:
            await latest.changed.wait()
            if latest.ended and latest.card is None:
                break
            await asyncio.sleep(max(0.0, next_at - loop.time()))
            card = latest.take()
            if card is not None:
                await reply.show(card)
                next_at = loop.time() + gap
        await reading
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    return last
