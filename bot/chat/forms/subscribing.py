"""From what somebody typed or chose to a subscription, in one go or through the form."""

from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.chat.answering.cooldown import Cooldown
from bot.chat.answering.finding import Finding
from bot.chat.answering.presses import chosen, filled_in
from bot.chat.answering.reply import Reply
from bot.chat.cards.parts import notice, press_id
from bot.chat.forms.drafts import Draft, Drafts
from bot.chat.forms.form import ACTION, AFTER_CLOSE, OTHER_TIME, form_card, made_card
from bot.chat.forms.pages import figures_page, with_figures
from bot.chat.forms.places import check_place, check_role, delivery_channel, find_place
from bot.chat.forms.rights import Asked, Standing, require_subscriber
from bot.errors import EmptyQuery, InputError
from bot.instruments.models import Found, Instrument
from bot.updates.models import EVERY_DAY, Kind
from bot.updates.wishes.refusals import LevelMissing, NotUnderstood
from bot.updates.wishes.service import SubscriptionService
from bot.updates.wishes.wish import Want, Wish, complete
from bot.updates.wishes.words import level_of, parse_when, parse_wish, percent_of, split_wish

_SURE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The options of the slash command. what: a Kind. where, role: Discord's ids."""

    what: str | None = None
    value: str = ""
    where: int | None = None
    when: str = ""
    role: int | None = None


class Subscribing:
    """cooldown: of commands and presses of one member."""

    def __init__(
        self,
        *,
        service: SubscriptionService,
        finding: Finding,
        drafts: Drafts,
        cooldown: Cooldown,
    ) -> None:
        self._service = service
        self._finding = finding
        self._drafts = drafts
        self._cooldown = cooldown

    async def typed(self, reply: Reply, asked: Asked, text: str) -> None:
        """ "xiaomi move 5 #channel @role". Raises InputError, StoreError."""
        standing = self._enter(reply, asked)
        company, wish = split_wish(text, reply.wording.numbers.decimal, self._named)
        await self._begin(reply, standing, company, wish)

    async def filled(self, reply: Reply, asked: Asked, company: str, said: Said) -> None:
        """The same from the options of a slash command."""
        standing = self._enter(reply, asked)
        wish = _wish_of(said, reply.personal.numbers.decimal)
        await self._begin(reply, standing, company, wish)

    async def press(
        self,
        reply: Reply,
        interaction: discord.Interaction[Any],
        draft: str,
        act: str,
        rest: tuple[str, ...],
    ) -> None:
        """A button, a menu or the page of the form. Raises InputError, StoreError."""
        standing = self._enter(reply, interaction)
        found = await self._drafts.find(draft, standing.guild.id)
        if act == "leave":
            await reply.show(notice(reply.wording.subscribing.cancelled))
            return
        if act == "company" and rest:
            found = replace(found, key=rest[0])
        instrument = self._finding.known(found.key)
        if instrument is None:
            await reply.show(notice(reply.personal.gone, personal=True))
            return
        values = chosen(interaction)
        wish = found.wish
        match act:
            case "company":
                await self._go_on(reply, standing, found, instrument)
            case "go" if _checked(wish):
                await self._grant(reply, standing, wish, instrument)
            case "figures" | "go":  # a level without its price
                await self._ask_figures(interaction, found, reply)
            case "when" if OTHER_TIME in values:
                await self._ask_figures(interaction, found, reply)
            case _:
                changed = _chosen(wish, act, values)
                if act == "fill":
                    changed = with_figures(wish, filled_in(interaction), reply.personal)
                found = replace(found, wish=changed)
                await self._show(reply, standing, found, instrument)

    def _enter(self, reply: Reply, asked: Asked) -> Standing:
        standing = require_subscriber(asked, reply.audience)
        self._cooldown.take(standing.guild.id, standing.member.id)
        return standing

    def _named(self, words: str) -> str | None:
        """The key of the company that these words surely name."""
        try:
            resolution = self._finding.resolve(words)
        except InputError:
            return None
        if isinstance(resolution, Found) and resolution.confidence >= _SURE:
            return resolution.instrument.key
        return None

    async def _begin(self, reply: Reply, standing: Standing, company: str, wish: Wish) -> None:
        if not company:
            raise EmptyQuery
        wish = replace(wish, channel=wish.channel or standing.channel)
        if wish.wants:
            _checked(wish)  # a mistake is said before anybody is asked which company
        draft = self._drafts.begin(standing.guild.id, standing.channel, wish)
        resolution = await self._finding.search(reply, company)
        if isinstance(resolution, Found):
            draft = replace(draft, key=resolution.instrument.key)
            await self._go_on(reply, standing, draft, resolution.instrument)
            return
        await self._drafts.keep(draft)
        await self._finding.ask_back(
            reply,
            company,
            resolution,
            lambda one: press_id(ACTION, draft.id, "company", one.key),
        )

    async def _go_on(
        self, reply: Reply, standing: Standing, draft: Draft, instrument: Instrument
    ) -> None:
        """Subscribes where all was said, else shows the form."""
        if draft.wish.wants and _checked(draft.wish):
            await self._grant(reply, standing, draft.wish, instrument)
        else:
            await self._show(reply, standing, draft, instrument)

    async def _show(
        self, reply: Reply, standing: Standing, draft: Draft, instrument: Instrument
    ) -> None:
        await self._drafts.keep(draft)
        card = form_card(draft, instrument, reply.audience, reply.wording, standing.has)
        await reply.show(card)

    async def _ask_figures(
        self, interaction: discord.Interaction[Any], draft: Draft, reply: Reply
    ) -> None:
        press = press_id(ACTION, draft.id, "fill")
        page = figures_page(press, draft.wish, reply.personal)
        await interaction.response.send_modal(page)

    async def _grant(
        self, reply: Reply, standing: Standing, wish: Wish, instrument: Instrument
    ) -> None:
        wording, guild = reply.personal, standing.guild.id
        await reply.hold()
        place = await find_place(standing, wish.channel or standing.channel, wording)
        check_place(place, standing, wording)
        if wish.role is not None:
            check_role(wish.role, place, standing, wording)
        if isinstance(place, discord.ForumChannel):
            # Before a post is made there for nothing.
            await self._service.check(wish, instrument, guild)
        used = {
            entry.subscription.channel
            for entry in await self._service.of_guild(guild)
            if entry.subscription.instrument == instrument.key
        }
        made = await self._service.create(
            wish,
            instrument,
            guild=guild,
            channel=await delivery_channel(place, instrument, used, wording),
            creator=standing.member.id,
        )
        await reply.show(made_card(made, instrument, reply.audience, reply.wording))


def _checked(wish: Wish) -> bool:
    """Whether nothing is missing. Raises InputError for what contradicts itself."""
    try:
        complete(wish)
    except LevelMissing:
        return False
    return True


def _chosen(wish: Wish, act: str, values: tuple[str, ...]) -> Wish:
    """The wish after a choice in one of the form's menus."""
    number = int(values[0]) if values and values[0].isdecimal() else None
    match act:
        case "what":
            return _wanting(wish, [Kind(one) for one in values if one in set(Kind)])
        case "where" if number:
            return replace(wish, channel=number)
        case "whom":
            return replace(wish, role=number)
        case "when" if values:
            daily = _wanting(wish, [*dict.fromkeys((*wish.kinds, Kind.CLOSE))])
            if values[0] == AFTER_CLOSE:
                return replace(daily, at=None, days=EVERY_DAY)
            if ":" in values[0]:
                return replace(daily, at=parse_when(values[0])[0], days=EVERY_DAY)
            return daily
        case _:
            return wish


def _wanting(wish: Wish, kinds: list[Kind]) -> Wish:
    """These kinds; what was said of one already stays."""
    wants: list[Want] = []
    for kind in kinds:
        wants += [one for one in wish.wants if one.kind is kind] or [Want(kind)]
    if Kind.CLOSE not in kinds:
        wish = replace(wish, at=None, days=EVERY_DAY)
    return replace(wish, wants=tuple(wants))


def _wish_of(said: Said, decimal: str) -> Wish:
    """Raises InputError for what cannot be used, or does not belong together."""
    value = said.value.strip()
    wish = Wish(channel=said.where, role=said.role)
    match Kind(said.what) if said.what else None:
        case None:
            wish = replace(wish, wants=parse_wish(value, decimal).wants)
        case Kind.MOVE:
            percent = percent_of(value, decimal) if value else None
            wish = replace(wish, wants=(Want(Kind.MOVE, percent=percent),))
        case Kind.LEVEL:
            want = level_of(value, decimal) if value else Want(Kind.LEVEL)
            wish = replace(wish, wants=(want,))
        case kind if value:
            raise NotUnderstood(word=value)
        case kind:
            wish = replace(wish, wants=(Want(kind),))
    if said.when.strip():
        at, days = parse_when(said.when)
        wants = wish.wants or (Want(Kind.CLOSE),)
        wish = replace(wish, wants=wants, at=at, days=days)
    return wish
