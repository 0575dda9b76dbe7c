"""Several companies side by side: found, asked together, drawn into one chart."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from bot.chat.answering.cooldown import Cooldown
from bot.chat.answering.finding import Finding
from bot.chat.answering.naming import split_companies
from bot.chat.answering.pictures import Pictures
from bot.chat.answering.progress import follow
from bot.chat.answering.reply import Reply
from bot.chat.cards.comparecard import COMPANIES, compare_card
from bot.chat.cards.parts import Card, notice, press_id
from bot.chat.troubles import BadChoice
from bot.errors import EmptyQuery
from bot.instruments.models import Ambiguous, Found, Instrument, Invalid, Unknown
from bot.market.models import Period, Snapshot
from bot.market.service import Market

_SOON = 0.4  # seconds a card waits for its chart
_LATER = 9.0


class Comparisons:
    def __init__(
        self, *, finding: Finding, market: Market, pictures: Pictures, cooldown: Cooldown
    ) -> None:
        self._finding = finding
        self._market = market
        self._pictures = pictures
        self._cooldown = cooldown

    async def compare(self, reply: Reply, text: str, period: Period) -> None:
        """`compare <company> <company> …`. Raises InputError for what cannot be compared."""
        if not text.strip():
            raise EmptyQuery
        if len(text) > 400:
            # Let the catalogue say what is too long, in the same words as everywhere.
            self._finding.resolve(text)
        names = split_companies(text, self._finding.resolve)
        self._count(reply, len(names))
        found: list[Instrument | None] = []
        doubts: list[tuple[int, str, Ambiguous | Unknown | Invalid]] = []
        for place, name in enumerate(names):
            resolution = await self._finding.search(reply, name)
            if isinstance(resolution, Found):
                found.append(resolution.instrument)
            else:
                found.append(None)
                doubts.append((place, name, resolution))
        if not doubts:
            await self.compare_these(reply, [one for one in found if one], period)
            return
        place, name, resolution = doubts[0]
        others = [one for one in found if one]

        def press(chosen: Instrument) -> str:
            # With several in doubt a button answers for the first and leaves the others out.
            before = sum(1 for one in found[:place] if one)
            keys = [one.key for one in (*others[:before], chosen, *others[before:])]
            return press_id("compare", period.value, *keys)

        await self._finding.ask_back(reply, name, resolution, press)

    async def compare_these(
        self, reply: Reply, instruments: Sequence[Instrument], period: Period
    ) -> None:
        """Raises BadChoice where they are too few or too many."""
        chosen = list({one.key: one for one in instruments}.values())
        self._count(reply, len(chosen))
        cached = [self._market.cached(one, reply.audience, period) for one in chosen]
        if not all(one is not None and one.complete for one in cached):
            self._cooldown.take(reply.asker.guild, reply.asker.member)
        await reply.hold()
        waiting = replace(notice(reply.wording.waiting), complete=False, provisional=True)
        await follow(reply, self._cards(reply, chosen, period), waiting)

    def _count(self, reply: Reply, count: int) -> None:
        words = reply.personal
        if count < 2:
            example = f"`{reply.audience.prefix}{words.commands['compare'].example}`"
            raise BadChoice(sentence=words.compare_too_few.format(example=example))
        if count > COMPANIES:
            raise BadChoice(sentence=words.compare_too_many.format(limit=COMPANIES))

    async def _cards(
        self, reply: Reply, instruments: Sequence[Instrument], period: Period
    ) -> AsyncGenerator[Card]:
        snapshots: Sequence[Snapshot] = ()
        drawn = False
        async with aclosing(self._together(reply, instruments, period)) as stream:
            async for snapshots in stream:
                card = await self._card(reply, snapshots, period, _SOON)
                drawn = card.picture is not None
                yield card
        if snapshots and not drawn and any(one.series for one in snapshots):
            yield await self._card(reply, snapshots, period, _LATER)

    async def _card(
        self, reply: Reply, snapshots: Sequence[Snapshot], period: Period, patience: float
    ) -> Card:
        lines = [(one.instrument.name, one.series) for one in snapshots if one.series is not None]
        lines = [(name, series) for name, series in lines if series.bars]
        picture = (
            await self._pictures.comparison(lines, reply.wording.code, patience=patience)
            if lines
            else None
        )
        return compare_card(snapshots, reply.audience, reply.wording, period, picture=picture)

    async def _together(
        self, reply: Reply, instruments: Sequence[Instrument], period: Period
    ) -> AsyncGenerator[Sequence[Snapshot]]:
        """All of them side by side; again whenever one of them grows."""
        newest: dict[str, Snapshot] = {}
        changed = asyncio.Event()

        async def read(one: Instrument) -> None:
            try:
                stream = self._market.snapshots(one, reply.audience, period)
                async with aclosing(stream) as snapshots:
                    async for snapshot in snapshots:
                        newest[one.key] = snapshot
                        if len(newest) == len(instruments):
                            changed.set()
            finally:
                changed.set()

        tasks = [asyncio.create_task(read(one), name="asking for prices") for one in instruments]
        try:
            running = True
            while running:
                await changed.wait()
                changed.clear()
                running = not all(task.done() for task in tasks)
                if newest and (len(newest) == len(instruments) or not running):
                    yield [newest[one.key] for one in instruments if one.key in newest]
            for task in tasks:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
