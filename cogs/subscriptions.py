"""Who wants to know? `subscribe` and `subscriptions`, their form, list and buttons."""

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answering.desk import Desk
from bot.chat.answering.finding import Finding
from bot.chat.answering.presses import Presses, chosen
from bot.chat.client import Parkett
from bot.chat.forms.form import ACTION as FORM
from bot.chat.forms.listing import LIST, ONE, Spot
from bot.chat.forms.managing import Managing
from bot.chat.forms.options import PlaceOption
from bot.chat.forms.subscribing import Said, Subscribing
from bot.chat.updates.rendering import ACTION as UPDATE
from bot.chat.wording.english import ENGLISH
from bot.errors import StoreError
from bot.updates.models import Kind
from bot.updates.wishes.service import SubscriptionService

_log = logging.getLogger(__name__)
_SUBSCRIBE = ENGLISH.commands["subscribe"]
_LIST = ENGLISH.commands["subscriptions"]
_KINDS = [
    app_commands.Choice(name=ENGLISH.subscribing.kinds[kind], value=kind.value) for kind in Kind
]


class SubscriptionsCog(commands.Cog):
    def __init__(
        self,
        *,
        desk: Desk,
        finding: Finding,
        presses: Presses,
        subscribing: Subscribing,
        managing: Managing,
        service: SubscriptionService,
    ) -> None:
        self._desk = desk
        self._finding = finding
        self._presses = presses
        self._subscribing = subscribing
        self._managing = managing
        self._service = service

    async def cog_load(self) -> None:
        self._presses.on(FORM, self.fill_in)
        self._presses.on(LIST, self.turn_page)
        self._presses.on(ONE, self.see_to)
        self._presses.on(UPDATE, self.list_channel)

    async def cog_unload(self) -> None:
        self._presses.off(FORM, LIST, ONE, UPDATE)

    @commands.hybrid_command(name="subscribe", aliases=["abo"], description=_SUBSCRIBE.about)
    @app_commands.describe(**{name: about for name, (_, about) in _SUBSCRIBE.options.items()})
    @app_commands.choices(what=_KINDS)
    async def subscribe(
        self,
        context: "commands.Context[Any]",
        *,
        company: str,
        what: str | None = None,
        value: str = "",
        where: app_commands.Transform[int, PlaceOption] | None = None,
        when: str = "",
        role: discord.Role | None = None,
    ) -> None:
        async with self._desk.answering(context, "subscribe", private=True) as reply:
            if context.interaction is None:
                # Typed, all of it is one text: "xiaomi move 5 #channel @role".
                await self._subscribing.typed(reply, context, company)
                return
            said = Said(
                what=what,
                value=value,
                where=where,
                when=when,
                role=role.id if role else None,
            )
            await self._subscribing.filled(reply, context, company, said)

    @commands.hybrid_command(name="subscriptions", aliases=["abos"], description=_LIST.about)
    async def subscriptions(self, context: "commands.Context[Any]") -> None:
        async with self._desk.answering(context, "subscriptions", private=True) as reply:
            await self._managing.show_list(reply, context)

    @subscribe.autocomplete("company")
    async def suggest(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._finding.choices(typed)

    async def fill_in(self, interaction: discord.Interaction, arguments: tuple[str, ...]) -> None:
        """Something was chosen, pressed or written in the form."""
        async with self._desk.answering(interaction, "subscribe", in_place=True) as reply:
            draft, act, *rest = arguments
            await self._subscribing.press(reply, interaction, draft, act, tuple(rest))

    async def turn_page(self, interaction: discord.Interaction, arguments: tuple[str, ...]) -> None:
        """Another page of the list, or one of its lines."""
        async with self._desk.answering(interaction, in_place=True) as reply:
            act, *parts = arguments
            spot = Spot.of(parts)
            if act == "choose":
                subscription = next(iter(chosen(interaction)), "")
                await self._managing.press(reply, interaction, "show", subscription, spot)
            else:
                await self._managing.show_list(reply, interaction, spot)

    async def see_to(self, interaction: discord.Interaction, arguments: tuple[str, ...]) -> None:
        """A button below one subscription."""
        act, subscription, *parts = arguments
        if act == "preview":
            async with self._desk.answering(interaction, private=True) as reply:
                await self._managing.preview(reply, interaction, subscription)
            return
        async with self._desk.answering(interaction, in_place=True) as reply:
            await self._managing.press(reply, interaction, act, subscription, Spot.of(parts))

    async def list_channel(
        self, interaction: discord.Interaction, _arguments: tuple[str, ...]
    ) -> None:
        """The button below a posted update: what is subscribed for that channel."""
        async with self._desk.answering(interaction, private=True) as reply:
            spot = Spot(str(interaction.channel_id))
            await self._managing.show_list(reply, interaction, spot)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Its threads are told of one by one."""
        await self._lose(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._lose(payload.thread_id)

    async def _lose(self, channel: int) -> None:
        """What is posted there finds out by itself, should this fail."""
        try:
            if count := await self._service.lose(channel):
                _log.info("channel %d was deleted; %d subscriptions rest", channel, count)
        except StoreError as error:
            _log.error("the subscriptions of a deleted channel go on: %s", error)


async def setup(bot: Parkett) -> None:
    await bot.add_cog(
        SubscriptionsCog(
            desk=bot.staff.desk,
            finding=bot.staff.finding,
            presses=bot.staff.presses,
            subscribing=bot.staff.subscribing,
            managing=bot.staff.managing,
            service=bot.subscriptions,
        )
    )
