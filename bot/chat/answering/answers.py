"""The path from a typed name to a card in the channel: find, ask the services, draw, show."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.briefing import Briefing, Briefings
from bot.chat.answering.cooldown import Cooldown
from bot.chat.answering.finding import Finding
from bot.chat.answering.naming import phrases
from bot.chat.answering.owned import Owned
from bot.chat.answering.pictures import Pictures
from bot.chat.answering.progress import follow
from bot.chat.answering.records import Records
from bot.chat.answering.reply import Reply
from bot.chat.cards.newscard import news_card
from bot.chat.cards.parts import Card, Picture, notice, press_id
from bot.chat.cards.pricecard import price_card
from bot.chat.troubles import TooSoon
from bot.clock import Clock
from bot.instruments.models import Ambiguous, Found, Instrument, Listing
from bot.market.models import Period, Quote, Snapshot
from bot.market.service import Market

_SOON = 0.4  # seconds a card waits for its chart before it goes without
_LATER = 9.0  # seconds until a chart that is still not there is given up
_CARDS = 256
_SURE = 0.95  # how sure a name inside a message must be


@dataclass(frozen=True, slots=True)
class _Warm:
    """A finished card and what it was made of: it is the same as long as these are."""

    briefing: Briefing
    day: date
    card: Card


class Answers:
    """Answers `news` and `price`; `Comparisons` answers `compare`."""

    def __init__(
        self,
        *,
        finding: Finding,
        market: Market,
        briefings: Briefings,
        pictures: Pictures,
        records: Records,
        cooldown: Cooldown,
        owned: Owned,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self._finding = finding
        self._market = market
        self._briefings = briefings
        self._pictures = pictures
        self._records = records
        self._cooldown = cooldown
        self._owned = owned
        self._clock = clock
        self._new_id = new_id
        self._warm: OrderedDict[tuple[object, ...], _Warm] = OrderedDict()

    async def news(self, reply: Reply, query: str) -> None:
        """`news <company>`. Raises InputError for what cannot be a question."""
        instrument = await self._finding.one(reply, query, ("news",))
        if instrument is not None:
            await self.news_of(reply, instrument)

    async def price(self, reply: Reply, query: str, period: Period) -> None:
        """`price <company> [period]`. Raises InputError for what cannot be a question."""
        instrument = await self._finding.one(reply, query, ("price", period.value))
        if instrument is not None:
            await self.price_of(reply, instrument, period, instrument.listed_as(query))

    async def cashtag(self, reply: Reply, tags: list[str]) -> None:
        """The first symbol of a message that surely is one; silence where none is, because
        nobody asked."""
        for tag in tags[:3]:
            resolution = self._finding.resolve(tag)
            if isinstance(resolution, Found) and _has_symbol(resolution.instrument, tag):
                # Nobody asked the bot: whoever writes many of them gets no answer, no reproach.
                with suppress(TooSoon):
                    await self.news_of(reply, resolution.instrument)
                return

    async def look_up(self, reply: Reply, text: str) -> None:
        """The company that a message speaks of; with several the person chooses."""
        found: dict[str, Instrument] = {}
        for phrase in phrases(text):
            resolution = self._finding.resolve(phrase)
            if isinstance(resolution, Found) and resolution.confidence >= _SURE:
                found.setdefault(resolution.instrument.key, resolution.instrument)
            await asyncio.sleep(0)  # many phrases must not keep others waiting
        match list(found.values()):
            case []:
                await reply.show(notice(reply.personal.nothing_named, personal=True))
            case [instrument]:
                await self.news_of(reply, instrument)
            case several:
                doubt = Ambiguous(tuple(several[:10]))
                await self._finding.ask_back(
                    reply, "…", doubt, lambda one: press_id("news", one.key)
                )

    async def news_of(self, reply: Reply, instrument: Instrument) -> None:
        """The card of section 3: at once where it is known, else as it comes in."""
        known = self._known(reply, instrument)
        if known is not None:
            await reply.show(known)
        else:
            self._cooldown.take(reply.asker.guild, reply.asker.member)
            await reply.hold()
            known = await follow(reply, self._news_cards(reply, instrument), _waiting(reply))
        if known is not None and known.record is not None and reply.shown:
            self._owned.start(self._records.keep(known.record, reply), "keeping a card's record")

    async def price_of(
        self,
        reply: Reply,
        instrument: Instrument,
        period: Period,
        named: Listing | None = None,
    ) -> None:
        """What it costs, with the chart of that period. named: the listing whose very symbol was
        typed, which is shown too then."""
        snapshot = None if named else self._market.cached(instrument, reply.audience, period)
        if snapshot is not None and snapshot.complete:
            picture = self._drawn(snapshot, reply)
            if picture is not None or not _has_bars(snapshot):
                await reply.show(self._price_card(reply, snapshot, period, picture))
                return
        else:
            self._cooldown.take(reply.asker.guild, reply.asker.member)
        await reply.hold()
        cards = self._price_cards(reply, instrument, period, named)
        await follow(reply, cards, _waiting(reply))

    def _known(self, reply: Reply, instrument: Instrument) -> Card | None:
        """The finished card out of memory, drawn anew only where something in it has changed."""
        audience = reply.audience
        briefing = self._briefings.cached(instrument, audience)
        if briefing is None or not briefing.complete:
            return None
        picture = self._drawn(briefing.snapshot, reply)
        if picture is None and _has_bars(briefing.snapshot):
            return None
        now = self._clock()
        today = now.astimezone(ZoneInfo(audience.timezone)).date()
        # By server, because the record of a card belongs to one and is forgotten with it.
        key = (reply.asker.guild, instrument.key, audience)
        warm = self._warm.get(key)
        if (
            warm is not None
            and warm.day == today
            and warm.card.picture is picture
            and warm.briefing.snapshot == briefing.snapshot
            and warm.briefing.news == briefing.news
        ):
            self._warm.move_to_end(key)
            self._remember(warm.card)
            return warm.card
        card = news_card(briefing, audience, reply.wording, now, id=self._new_id(), picture=picture)
        self._warm[key] = _Warm(briefing, today, card)
        while len(self._warm) > _CARDS:
            self._warm.popitem(last=False)
        self._remember(card)
        return card

    async def _news_cards(self, reply: Reply, instrument: Instrument) -> AsyncGenerator[Card]:
        card_id = self._new_id()
        picture: Picture | None = None
        last: Briefing | None = None
        stream = self._briefings.stream(instrument, reply.audience, server=reply.asker.guild)
        async with aclosing(stream) as briefings:
            async for briefing in briefings:
                last = briefing
                picture = await self._chart(briefing.snapshot, reply, _SOON) or picture
                yield self._news_card(reply, briefing, card_id, picture)
        if last is not None and picture is None and _has_bars(last.snapshot):
            picture = await self._chart(last.snapshot, reply, _LATER)
            if picture is not None:
                yield self._news_card(reply, last, card_id, picture)

    async def _price_cards(
        self, reply: Reply, instrument: Instrument, period: Period, named: Listing | None
    ) -> AsyncGenerator[Card]:
        picture: Picture | None = None
        last: Snapshot | None = None
        stream = self._market.snapshots(instrument, reply.audience, period, named=named)
        async with aclosing(stream) as snapshots:
            async for snapshot in snapshots:
                last = snapshot
                picture = await self._chart(snapshot, reply, _SOON) or picture
                yield self._price_card(reply, snapshot, period, picture, named)
        if last is not None and picture is None and _has_bars(last):
            picture = await self._chart(last, reply, _LATER)
            if picture is not None:
                yield self._price_card(reply, last, period, picture, named)

    def _news_card(
        self, reply: Reply, briefing: Briefing, card_id: str, picture: Picture | None
    ) -> Card:
        card = news_card(
            briefing, reply.audience, reply.wording, self._clock(), id=card_id, picture=picture
        )
        self._remember(card)
        return card

    def _price_card(
        self,
        reply: Reply,
        snapshot: Snapshot,
        period: Period,
        picture: Picture | None,
        named: Listing | None = None,
    ) -> Card:
        now = self._clock()
        return price_card(
            snapshot, reply.audience, reply.wording, now, period, picture=picture, named=named
        )

    def _remember(self, card: Card) -> None:
        if card.record is not None:
            self._records.remember(card.record)

    def _drawn(self, snapshot: Snapshot, reply: Reply) -> Picture | None:
        if snapshot.series is None:
            return None
        quote = quote_of(snapshot)
        return self._pictures.kept(snapshot.series, quote, reply.wording.code)

    async def _chart(self, snapshot: Snapshot, reply: Reply, patience: float) -> Picture | None:
        if snapshot.series is None or not _has_bars(snapshot):
            return None
        return await self._pictures.chart(
            snapshot.series,
            snapshot.instrument.name,
            quote_of(snapshot),
            reply.wording.code,
            patience=patience,
        )


def _has_symbol(instrument: Instrument, tag: str) -> bool:
    """Whether the tag is a symbol of that company, with or without its suffix."""
    symbols = {listing.symbol.upper() for listing in instrument.listings}
    return tag in symbols or tag in {symbol.partition(".")[0] for symbol in symbols}


def _has_bars(snapshot: Snapshot) -> bool:
    """Whether there is anything to draw."""
    return snapshot.series is not None and bool(snapshot.series.bars)


def quote_of(snapshot: Snapshot) -> Quote | None:
    """The quote of the listing that the chart shows."""
    if snapshot.series is None:
        return None
    wanted = snapshot.series.listing.symbol
    return next((one.quote for one in snapshot.quotes if one.quote.listing.symbol == wanted), None)


def _waiting(reply: Reply) -> Card:
    return replace(notice(reply.wording.waiting), complete=False, provisional=True)
