"""The list of subscriptions and what is done with one: preview, pause, change, remove."""

from dataclasses import replace
from typing import Any

import discord

from bot.chat.answering.cooldown import Cooldown
from bot.chat.answering.presses import filled_in
from bot.chat.answering.reply import Reply
from bot.chat.cards.parts import Button, notice, press_id
from bot.chat.cards.questions import sentence_of
from bot.chat.forms.listing import (
    ALL,
    LIST,
    ONE,
    Spot,
    entry_card,
    list_card,
    remove_card,
    removed_card,
)
from bot.chat.forms.pages import change_page, with_figures
from bot.chat.forms.phrases import Clockwork
from bot.chat.forms.places import check_place, check_role, delivery_channel, find_place
from bot.chat.forms.rights import Asked, Standing, may_subscribe, require_subscriber, standing_of
from bot.chat.updates.charts import UpdateCharts
from bot.chat.updates.rendering import UpdateCards
from bot.clock import Clock
from bot.errors import SourceError
from bot.updates.models import Kind, Parcel, State, Subscription
from bot.updates.wishes.previews import Previews
from bot.updates.wishes.refusals import SubscriptionGone
from bot.updates.wishes.service import Entry, SubscriptionService
from bot.updates.wishes.wish import Wish, want_of

_PREVIEW = "preview"  # the reference of what is only shown


class Managing:
    """cooldown: of commands and presses of one member; asking: of what asks the sources."""

    def __init__(
        self,
        *,
        service: SubscriptionService,
        previews: Previews,
        cooldown: Cooldown,
        asking: Cooldown,
        charts: UpdateCharts,
        clock: Clock,
    ) -> None:
        self._service = service
        self._previews = previews
        self._cooldown = cooldown
        self._asking = asking
        self._clock = clock
        self._updates = UpdateCards(clock, charts)

    async def show_list(self, reply: Reply, asked: Asked, spot: Spot | None = None) -> None:
        """Who may subscribe sees the whole server, everybody else what comes into the channel
        where they ask. Raises OnlyInServer, TooSoon, StoreError."""
        standing = standing_of(asked)
        self._cooldown.take(standing.guild.id, standing.member.id)
        everything = may_subscribe(asked, reply.audience)
        if not everything:
            spot = Spot(str(standing.channel), spot.page if spot else 0)
        spot = spot or Spot(ALL)
        entries = [
            entry
            for entry in await self._service.of_guild(standing.guild.id)
            if spot.scope in (ALL, str(entry.subscription.channel))
        ]
        names = {one.subscription.instrument: self._name(one.subscription) for one in entries}
        kinds = list(Kind)
        entries.sort(
            key=lambda one: (
                names[one.subscription.instrument].casefold(),
                one.subscription.instrument,
                kinds.index(one.subscription.kind),
                one.subscription.channel,
            )
        )
        clock = self._clockwork(reply)
        card = list_card(entries, spot, names, reply.audience, clock)
        if everything and spot.scope != ALL:
            words = reply.wording.subscribing
            wider = Button(words.show_all, press_id(LIST, "page", ALL, "0"))
            card = replace(card, buttons=(*card.buttons, wider))
        await reply.show(card)

    async def press(
        self,
        reply: Reply,
        interaction: discord.Interaction[Any],
        act: str,
        subscription: str,
        spot: Spot,
    ) -> None:
        """A button below one subscription. Raises InputError, StoreError."""
        standing = require_subscriber(interaction, reply.audience)
        self._cooldown.take(standing.guild.id, standing.member.id)
        guild = standing.guild.id
        entry = await self._service.get(guild, subscription)
        name = self._name(entry.subscription)
        match act:
            case "change":
                pressed = press_id(ONE, "changed", subscription, *spot.parts)
                page = change_page(pressed, entry.subscription, reply.personal, standing.has)
                await interaction.response.send_modal(page)
                return
            case "remove":
                await reply.show(remove_card(entry, name, spot, reply.wording))
                return
            case "really":
                removed = await self._service.remove(guild, subscription)
                await reply.show(removed_card(removed, name, spot, reply.wording))
                return
            case "pause":
                entry = await self._service.pause(guild, subscription)
            case "resume":
                await reply.hold()
                await self._check(reply, standing, entry.subscription)
                entry = await self._service.resume(guild, subscription)
            case "changed":
                await reply.hold()
                entry = await self._change(reply, standing, entry.subscription, interaction)
            case _:
                pass
        await reply.show(entry_card(entry, name, spot, self._clockwork(reply)))

    async def preview(
        self, reply: Reply, interaction: discord.Interaction[Any], subscription: str
    ) -> None:
        """Exactly what would be posted, but for the one who asks alone."""
        standing = require_subscriber(interaction, reply.audience)
        self._asking.take(standing.guild.id, standing.member.id)
        guild = standing.guild.id
        one = (await self._service.get(guild, subscription)).subscription
        instrument = self._service.instrument_of(one)
        if instrument is None:
            raise SubscriptionGone
        await reply.hold()
        try:
            event = await self._previews.event(one, instrument, reply.audience)
        except SourceError as error:
            reason = sentence_of(error, reply.personal)
            text = reply.personal.subscribing.preview_none.format(reason=reason)
            await reply.show(notice(instrument.name, text, personal=True))
            return
        parcel = Parcel(
            reference=_PREVIEW, guild=guild, channel=one.channel, events=(event,), role=one.role
        )
        body = await self._updates.render(parcel, reply.audience)
        picture = await self._updates.picture(parcel, reply.audience)
        card = self._updates.card(parcel, reply.audience, picture)
        await reply.show(replace(card, lead=str(body.get("content", ""))))

    async def _change(
        self,
        reply: Reply,
        standing: Standing,
        before: Subscription,
        interaction: discord.Interaction[Any],
    ) -> Entry:
        answers, wording = filled_in(interaction), reply.personal
        wish = Wish(wants=(want_of(before),), at=before.at, days=before.days)
        wish = with_figures(wish, answers, wording)
        if before.kind is Kind.LEVEL and wish.wants[0].currency is None:
            wish = replace(wish, wants=(replace(wish.wants[0], currency=before.currency),))
        role = answers.get("whom", "")
        wish = replace(wish, role=int(role) if role else None)
        channel = int(answers.get("where") or before.channel)
        place = await find_place(standing, channel, wording)
        check_place(place, standing, wording)
        if wish.role is not None and (wish.role, channel) != (before.role, before.channel):
            check_role(wish.role, place, standing, wording)
        instrument = self._service.instrument_of(before)
        if instrument is None:
            raise SubscriptionGone
        target = await delivery_channel(place, instrument, set(), wording)
        return await self._service.change(standing.guild.id, before.id, wish, target)

    async def _check(self, reply: Reply, standing: Standing, one: Subscription) -> None:
        """Whether it can go on where it was. Raises BadChoice."""
        place = await find_place(standing, one.channel, reply.personal)
        check_place(place, standing, reply.personal)
        if one.role is not None and one.state is State.LOST:
            check_role(one.role, place, standing, reply.personal)

    def _name(self, subscription: Subscription) -> str:
        instrument = self._service.instrument_of(subscription)
        return instrument.name if instrument else subscription.instrument

    def _clockwork(self, reply: Reply) -> Clockwork:
        return Clockwork(reply.wording, self._clock(), reply.audience.timezone)
