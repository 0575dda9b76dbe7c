"""What has this server chosen? Everybody may look, who manages the server may change."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answering.desk import Desk, require_manager
from bot.chat.cards.escape import plain
from bot.chat.cards.settingscard import changed_card, settings_card
from bot.chat.choices import PARSERS, parse_subscribers, suggestions
from bot.chat.client import Parkett
from bot.chat.wording.choose import wording_for
from bot.chat.wording.english import ENGLISH
from bot.updates.wishes.service import SubscriptionService

_WORDS = ENGLISH.commands


def _option(command: str, name: str) -> str:
    return _WORDS[command].options[name][1]


class SettingsCog(commands.Cog):
    def __init__(self, *, desk: Desk, subscriptions: SubscriptionService) -> None:
        self._desk = desk
        self._subscriptions = subscriptions

    @commands.hybrid_group(
        name="settings",
        aliases=["einstellungen"],
        description=_WORDS["settings"].about,
        fallback="show",
        case_insensitive=True,
    )
    async def settings(self, context: "commands.Context[Any]") -> None:
        async with self._desk.answering(context, "settings") as reply:
            await reply.show(settings_card(reply.audience, reply.wording))

    @settings.command(
        name="language",
        aliases=["languages", "sprache", "sprachen"],
        description=_WORDS["settings language"].about,
    )
    @app_commands.describe(languages=_option("settings language", "languages"))
    async def language(self, context: "commands.Context[Any]", *, languages: str = "") -> None:
        await self._change(context, "language", languages)

    @settings.command(
        name="currency",
        aliases=["währung", "waehrung"],
        description=_WORDS["settings currency"].about,
    )
    @app_commands.describe(currency=_option("settings currency", "currency"))
    async def currency(self, context: "commands.Context[Any]", *, currency: str = "") -> None:
        await self._change(context, "currency", currency)

    @settings.command(
        name="venue",
        aliases=["börse", "boerse", "exchange"],
        description=_WORDS["settings venue"].about,
    )
    @app_commands.describe(venue=_option("settings venue", "venue"))
    async def venue(self, context: "commands.Context[Any]", *, venue: str = "") -> None:
        await self._change(context, "venue", venue)

    @settings.command(
        name="timezone", aliases=["zeitzone"], description=_WORDS["settings timezone"].about
    )
    @app_commands.describe(timezone=_option("settings timezone", "timezone"))
    async def timezone(self, context: "commands.Context[Any]", *, timezone: str = "") -> None:
        await self._change(context, "timezone", timezone)

    @settings.command(
        name="prefix", aliases=["präfix", "praefix"], description=_WORDS["settings prefix"].about
    )
    @app_commands.describe(prefix=_option("settings prefix", "prefix"))
    async def prefix(self, context: "commands.Context[Any]", *, prefix: str = "") -> None:
        await self._change(context, "prefix", prefix)

    @settings.command(
        name="cashtags", aliases=["cashtag"], description=_WORDS["settings cashtags"].about
    )
    @app_commands.describe(switch=_option("settings cashtags", "switch"))
    async def cashtags(self, context: "commands.Context[Any]", *, switch: str = "") -> None:
        await self._change(context, "cashtags", switch)

    @settings.command(
        name="subscribers",
        aliases=["abonnenten"],
        description=_WORDS["settings subscribers"].about,
    )
    @app_commands.describe(role=_option("settings subscribers", "role"))
    async def subscribers(self, context: "commands.Context[Any]", *, role: str = "") -> None:
        await self._change(context, "subscribers", role)

    @settings.command(
        name="quiet",
        aliases=["ruhezeit", "ruhezeiten"],
        description=_WORDS["settings quiet"].about,
    )
    @app_commands.describe(hours=_option("settings quiet", "hours"))
    async def quiet(self, context: "commands.Context[Any]", *, hours: str = "") -> None:
        await self._change(context, "quiet", hours)

    @language.autocomplete("languages")
    async def suggest_language(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggest(interaction, "language", typed)

    @currency.autocomplete("currency")
    async def suggest_currency(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggest(interaction, "currency", typed)

    @venue.autocomplete("venue")
    async def suggest_venue(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggest(interaction, "venue", typed)

    @timezone.autocomplete("timezone")
    async def suggest_timezone(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggest(interaction, "timezone", typed)

    @cashtags.autocomplete("switch")
    async def suggest_switch(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggest(interaction, "cashtags", typed)

    @subscribers.autocomplete("role")
    async def suggest_role(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        wanted = typed.strip().lstrip("@").casefold()
        named = [(number, name) for number, name in _roles(interaction.guild).items()]
        return [
            app_commands.Choice(name=plain(name, 100) or str(number), value=str(number))
            for number, name in named
            if wanted in name.casefold()
        ][:25]

    def _suggest(
        self, interaction: discord.Interaction, setting: str, typed: str
    ) -> list[app_commands.Choice[str]]:
        wording = wording_for(self._desk.audiences.of(interaction.guild_id))
        return [
            app_commands.Choice(name=one, value=one) for one in suggestions(setting, typed, wording)
        ]

    async def _change(self, context: "commands.Context[Any]", setting: str, value: str) -> None:
        """One setting; without a value the settings are shown, as everybody may see them."""
        async with self._desk.answering(context, f"settings {setting}") as reply:
            if not value.strip():
                await reply.show(settings_card(reply.audience, reply.wording))
                return
            guild = require_manager(context)
            if setting == "subscribers":
                roles = _roles(context.guild)
                field, chosen = parse_subscribers(value, roles, reply.personal)
            else:
                field, chosen = PARSERS[setting](value, reply.personal)
            audience = await self._desk.audiences.change(guild, **{field: chosen})
            if field == "timezone":
                await self._subscriptions.retime(guild)
            await reply.show(changed_card(audience, field, wording_for(audience)))


def _roles(guild: discord.Guild | None) -> dict[int, str]:
    """The names of a server's roles by id; "everyone" is none that may be chosen."""
    return (
        {role.id: role.name for role in guild.roles if role != guild.default_role} if guild else {}
    )


async def setup(bot: Parkett) -> None:
    await bot.add_cog(SettingsCog(desk=bot.staff.desk, subscriptions=bot.subscriptions))
