"""What does it cost? `price` and `compare`, and the buttons that change their period."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answering.answers import Answers
from bot.chat.answering.comparisons import Comparisons
from bot.chat.answering.desk import Desk
from bot.chat.answering.finding import Finding
from bot.chat.answering.naming import period_of, split_period
from bot.chat.answering.presses import Presses
from bot.chat.cards.parts import notice
from bot.chat.client import Parkett
from bot.chat.wording.english import ENGLISH
from bot.market.models import Period

_PRICE = ENGLISH.commands["price"]
_COMPARE = ENGLISH.commands["compare"]
_PERIODS = [
    app_commands.Choice(name=ENGLISH.periods[period], value=period.value) for period in Period
]


class MarketCog(commands.Cog):
    def __init__(
        self,
        *,
        desk: Desk,
        answers: Answers,
        comparisons: Comparisons,
        finding: Finding,
        presses: Presses,
    ) -> None:
        self._desk = desk
        self._answers = answers
        self._comparisons = comparisons
        self._finding = finding
        self._presses = presses

    async def cog_load(self) -> None:
        self._presses.on("price", self.change_period)
        self._presses.on("compare", self.change_comparison)

    async def cog_unload(self) -> None:
        self._presses.off("price", "compare")

    @commands.hybrid_command(name="price", aliases=["kurs"], description=_PRICE.about)
    @app_commands.describe(company=_PRICE.options["company"][1], period=_PRICE.options["period"][1])
    @app_commands.choices(period=_PERIODS)
    async def price(
        self, context: "commands.Context[Any]", *, company: str, period: str | None = None
    ) -> None:
        async with self._desk.answering(context, "price") as reply:
            # Typed, the period is the last word: "kurs xiaomi 1m".
            name, typed = (company, None) if context.interaction else split_period(company)
            chosen = typed or period_of(period or "") or Period.DAY
            await self._answers.price(reply, name, chosen)

    @commands.hybrid_command(
        name="compare", aliases=["vergleich", "vergleiche"], description=_COMPARE.about
    )
    @app_commands.describe(
        companies=_COMPARE.options["companies"][1], period=_COMPARE.options["period"][1]
    )
    @app_commands.choices(period=_PERIODS)
    async def compare(
        self, context: "commands.Context[Any]", *, companies: str, period: str | None = None
    ) -> None:
        async with self._desk.answering(context, "compare") as reply:
            names, typed = (companies, None) if context.interaction else split_period(companies)
            chosen = typed or period_of(period or "") or Period.HALF_YEAR
            await self._comparisons.compare(reply, names, chosen)

    @price.autocomplete("company")
    async def suggest(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._finding.choices(typed)

    @compare.autocomplete("companies")
    async def suggest_last(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._finding.last_choices(typed)

    async def change_period(
        self, interaction: discord.Interaction, arguments: tuple[str, ...]
    ) -> None:
        """A period's button changes chart and figures in place."""
        async with self._desk.answering(interaction, "price", in_place=True) as reply:
            period, key, *symbol = arguments
            instrument = self._finding.known(key)
            if instrument is None:
                await reply.show(notice(reply.personal.gone, personal=True))
            else:
                named = instrument.listed_as(symbol[0]) if symbol else None
                await self._answers.price_of(reply, instrument, Period(period), named)

    async def change_comparison(
        self, interaction: discord.Interaction, arguments: tuple[str, ...]
    ) -> None:
        """The same for a comparison; also the answer to a doubt about one of its companies."""
        async with self._desk.answering(interaction, "compare", in_place=True) as reply:
            await self._comparisons.go_on(reply, arguments[1:], Period(arguments[0]))


async def setup(bot: Parkett) -> None:
    await bot.add_cog(
        MarketCog(
            desk=bot.staff.desk,
            answers=bot.staff.answers,
            comparisons=bot.staff.comparisons,
            finding=bot.staff.finding,
            presses=bot.staff.presses,
        )
    )
