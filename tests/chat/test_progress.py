"""A growing answer: something within the limit, edits in their order, the last one always."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from bot.audience import Audience
from bot.chat.answering.progress import follow
from bot.chat.answering.reply import Asker, Reply
from bot.chat.cards.parts import Card, notice

WAITING = notice("waiting")


class Channel(Reply):
    """A channel on paper: every card that was sent or edited in."""

    def __init__(self) -> None:
        super().__init__(Asker(1, 2, 3), Audience())
        self.cards: list[str] = []
        self.seen = asyncio.Condition()

    async def hold(self) -> None:
        """Nothing to hold on paper."""

    async def _send(self, card: Card) -> None:
        assert not self.cards
        await self._write(card)

    async def _edit(self, card: Card) -> None:
        assert self.cards
        await self._write(card)

    async def _write(self, card: Card) -> None:
        async with self.seen:
            self.cards.append(card.embed.title or "")
            self.seen.notify_all()

    async def until(self, title: str) -> None:
        async with self.seen:
            await self.seen.wait_for(lambda: title in self.cards)


async def cards(*titles: str) -> AsyncGenerator[Card]:
    for title in titles:
        yield notice(title)


async def test_one_card_is_sent_once() -> None:
    channel = Channel()
    last = await follow(channel, cards("a"), WAITING, gap=0.0)
    assert channel.cards == ["a"]
    assert last is not None
    assert last.embed.title == "a"


async def test_what_comes_at_once_is_shown_once_and_the_last_always() -> None:
    channel = Channel()
    await follow(channel, cards("a", "b", "c"), WAITING, gap=0.01)
    assert channel.cards[-1] == "c"
    assert len(channel.cards) <= 2


async def test_later_cards_take_the_place_of_the_first() -> None:
    channel, more = Channel(), asyncio.Event()

    async def growing() -> AsyncGenerator[Card]:
        yield notice("first")
        await more.wait()
        yield notice("second")

    following = asyncio.create_task(follow(channel, growing(), WAITING, gap=0.0))
    await channel.until("first")
    more.set()
    await following
    assert channel.cards == ["first", "second"]


async def test_where_nothing_comes_in_time_that_is_said_first() -> None:
    channel, more = Channel(), asyncio.Event()

    async def late() -> AsyncGenerator[Card]:
        await more.wait()
        yield notice("at last")

    following = asyncio.create_task(follow(channel, late(), WAITING, first_by=0.0, gap=0.0))
    await channel.until("waiting")
    more.set()
    await following
    assert channel.cards == ["waiting", "at last"]


async def test_an_error_comes_out_after_what_was_known() -> None:
    channel = Channel()

    async def broken() -> AsyncGenerator[Card]:
        yield notice("known")
        raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        await follow(channel, broken(), WAITING, gap=0.0)
    assert channel.cards == ["known"]


async def test_whoever_leaves_closes_what_was_asked() -> None:
    channel, closed = Channel(), asyncio.Event()

    async def endless() -> AsyncGenerator[Card]:
        try:
            yield notice("first")
            await asyncio.Event().wait()
        finally:
            closed.set()

    following = asyncio.create_task(follow(channel, endless(), WAITING))
    await channel.until("first")
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert closed.is_set()


async def test_a_card_that_looks_the_same_is_not_edited_in() -> None:
    channel = Channel()
    for title in ("a", "a", "b", "b"):
        await channel.show(notice(title))
    assert channel.cards == ["a", "b"]
