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
from bot.chat.cards.escape import escape, plain
from bot.chat.cards.parts import Card, notice, press_id
from bot.chat.troubles import BadChoice
from bot.errors import EmptyQuery
from bot.instruments.models import Ambiguous, Found, Instrument, Invalid, Unknown
from bot.market.models import Period, Snapshot
from bot.market.service import Market

_SOON = 0.4  # seconds a card waits for its chart
_LATER = 9.0
_DOUBT = "?"  # before a name that a press leaves to be asked about


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
        await self._settle(reply, names, period)

    async def go_on(self, reply: Reply, arguments: Sequence[str], period: Period) -> None:
        """After a press: the companies by their keys, and behind "?" names still in doubt.

        Raises InputError as `compare` does.
        """
        parts: list[str | Instrument] = []
        for argument in arguments:
            if argument.startswith(_DOUBT):
                parts.append(argument.removeprefix(_DOUBT))
            elif (known := self._finding.known(argument)) is not None:
                parts.append(known)
            else:
                await reply.show(notice(reply.personal.gone, personal=True))
                return
        await self._settle(reply, parts, period)

    async def _settle(
        self, reply: Reply, parts: Sequence[str | Instrument], period: Period
    ) -> None:
        """Compares them once all are known; until then one doubt after the other is asked back."""
        settled = list(parts)
        doubts: list[tuple[int, str, Ambiguous | Unknown | Invalid]] = []
        for place, part in enumerate(parts):
            if isinstance(part, Instrument):
                continue
            resolution = await self._finding.search(reply, part)
            if isinstance(resolution, Found):
                settled[place] = resolution.instrument
            else:
                doubts.append((place, part, resolution))
        if not doubts:
            chosen = [one for one in settled if isinstance(one, Instrument)]
            await self.compare_these(reply, chosen, period)
            return
        # Where no press can help, nobody is asked about the others before that is said.
        doubts.sort(key=lambda doubt: _proposed(doubt[2]))
        place, name, resolution = doubts[0]

        def press(chosen: Instrument) -> str:
            after = [*settled[:place], chosen, *settled[place + 1 :]]
            return press_id("compare", period.value, *(_argument(one) for one in after))

        try:
            await self._finding.ask_back(reply, name, resolution, press)
        except ValueError:
            # Names this long do not fit into a button's id.
            names = ", ".join(f"**{escape(name, 60)}**" for _, name, _ in doubts)
            raise BadChoice(sentence=reply.personal.compare_doubts.format(names=names)) from None

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


def _proposed(doubt: Ambiguous | Unknown | Invalid) -> bool:
    """Whether there is a company to choose."""
    match doubt:
        case Ambiguous():
            return True
        case Unknown():
            return bool(doubt.nearest)
        case Invalid():
            return False


def _argument(part: str | Instrument) -> str:
    """How a button's id carries it."""
    return part.key if isinstance(part, Instrument) else _DOUBT + plain(part.replace("|", " "))
