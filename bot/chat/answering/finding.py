"""Which company is meant? Found, or asked back with buttons; never guessed silently."""

import asyncio
from dataclasses import replace

from discord import app_commands

from bot.chat.answering.reply import Reply
from bot.chat.cards.escape import clip, plain
from bot.chat.cards.parts import press_id
from bot.chat.cards.questions import PressFor, ambiguous_card, invalid_card, unknown_card
from bot.errors import SourceError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.lookup import Lookup
from bot.instruments.models import (
    Ambiguous,
    Found,
    Instrument,
    Invalid,
    Resolution,
    Unknown,
)

_ASK_OTHERS = 2.0  # seconds that sources may take to find what the catalogue does not know


class Finding:
    def __init__(self, catalogue: Catalogue, lookup: Lookup) -> None:
        self._catalogue = catalogue
        self._lookup = lookup

    def known(self, key: str) -> Instrument | None:
        """By its key, as buttons carry it."""
        return self._catalogue.by_key(key)

    def choices(self, typed: str) -> list[app_commands.Choice[str]]:
        """What autocomplete offers; from memory alone, 25 at most."""
        found = self._catalogue.suggest(plain(typed, 100), limit=25)
        return [app_commands.Choice(name=_shown(one), value=one.key) for one in found]

    def last_choices(self, typed: str) -> list[app_commands.Choice[str]]:
        """The same for the last of several companies; those before it stay as they are."""
        before, comma, last = typed.rpartition(",")
        kept = f"{before}{comma} " if comma else ""
        return [
            app_commands.Choice(name=clip(kept + one.name, 100), value=kept + one.value)
            for one in self.choices(last.strip())
            if len(kept + one.value) <= 100
        ]

    def resolve(self, query: str) -> Resolution:
        """From memory alone. Raises EmptyQuery, QueryTooLong."""
        return self._catalogue.resolve(query)

    async def search(self, reply: Reply, query: str) -> Resolution:
        """From memory, and from the sources where that does not know it.

        Raises EmptyQuery, QueryTooLong.
        """
        resolution = self._catalogue.resolve(query)
        if not isinstance(resolution, Unknown):
            return resolution
        await reply.hold()
        try:
            async with asyncio.timeout(_ASK_OTHERS):
                return await self._lookup.resolve(query)
        except (TimeoutError, SourceError):
            return replace(resolution, silent=True)

    async def one(self, reply: Reply, query: str, then: tuple[str, ...]) -> Instrument | None:
        """The company, or None after the question back was shown.

        then: the action, with its arguments, that a press on a proposed company goes on with.
        Raises EmptyQuery, QueryTooLong.
        """
        resolution = await self.search(reply, query)
        if isinstance(resolution, Found):
            return resolution.instrument
        await self.ask_back(reply, query, resolution, lambda one: press_id(*then, one.key))
        return None

    async def ask_back(
        self,
        reply: Reply,
        query: str,
        resolution: Ambiguous | Unknown | Invalid,
        press: PressFor,
    ) -> None:
        """Shows the doubt; `press` makes the id of each proposed company's button."""
        match resolution:
            case Ambiguous():
                await reply.show(ambiguous_card(query, resolution, reply.wording, press))
            case Unknown():
                await reply.show(unknown_card(query, resolution, reply.wording, press))
            case Invalid():
                await reply.show(invalid_card(resolution, reply.personal))


def _shown(instrument: Instrument) -> str:
    """Name and home symbol, in the 100 characters of a choice."""
    symbol = f" · {plain(instrument.home.symbol, 20)}"
    return clip(plain(instrument.name, 100 - len(symbol)), 100 - len(symbol)) + symbol
