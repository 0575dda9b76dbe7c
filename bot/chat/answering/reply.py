"""One answer in the course of being given: sent once, then edited in place.

It never raises for what Discord refuses: a channel without permission, a deleted message or an
interaction that ran out ends the answer quietly, with a line in the log that holds no content.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, NamedTuple, TypeVar

import aiohttp
import discord

from bot.audience import Audience
from bot.chat.answering.views import view_of
from bot.chat.cards.parts import Card
from bot.chat.wording.catalogue import Wording
from bot.chat.wording.choose import wording_for, wording_of

T = TypeVar("T")
_log = logging.getLogger(__name__)
_SILENT = discord.AllowedMentions.none()
_GONE = frozenset({10003, 10008, 10062, 10015, 50027})  # channel, message, interaction, webhook
_ANSWERED = 40060  # an interaction takes one first answer
_TRIES = 3  # where the receipt got lost: an edit may be repeated, a send by its nonce
_PAUSE = 0.3  # seconds before the second try, twice that before the third
_CUT = (discord.DiscordServerError, aiohttp.ClientError, OSError)


class Asker(NamedTuple):
    """Who asks and where; numbers only."""

    guild: int | None
    channel: int
    member: int


class Reply(ABC):
    """Made the moment somebody asks. asker: who asked. audience: of the server. wording: of the
    channel. personal: of the one who asked, for what only that person sees."""

    def __init__(self, asker: Asker, audience: Audience, personal: Wording | None = None) -> None:
        self.asker = asker
        self.audience = audience
        self.wording = wording_for(audience)
        self.personal = personal or self.wording
        self.asked_at = asyncio.get_running_loop().time()
        self.over = False  # nothing more can be shown
        self.shown = False
        self.provisional = False  # what stands there only says that something is to come
        self._last: Card | None = None
        self.message: int | None = None  # id of the message, once it is known

    async def show(self, card: Card) -> None:
        """Sends the card, or puts it in the place of the one that was sent; nothing where nobody
        would see a difference."""
        if self.over or (self._last is not None and self._last.looks_like(card)):
            return
        try:
            if self.shown:
                await self._edit(card)
            else:
                await self._send(card)
                self.shown = True
            self.provisional = card.provisional
            self._last = card
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if isinstance(error, discord.HTTPException) and error.code == _ANSWERED:
                self.shown = True  # the receipt of our own answer got lost, the person sees it
            else:
                self._end(error)

    @abstractmethod
    async def hold(self) -> None:
        """Tells Discord that the answer takes a moment, where it wants to know that."""

    @abstractmethod
    async def _send(self, card: Card) -> None: ...

    @abstractmethod
    async def _edit(self, card: Card) -> None: ...

    def _end(self, error: Exception) -> None:
        self.over = True
        if isinstance(error, discord.HTTPException) and error.code in _GONE:
            return
        status = getattr(error, "status", "-")
        code = getattr(error, "code", "-")
        _log.warning(
            "an answer in channel %s was not taken: %s (status %s, code %s)",
            self.asker.channel,
            type(error).__name__,
            status,
            code,
        )


class MessageReply(Reply):
    """An answer to a typed command, as a message in its channel."""

    def __init__(self, message: discord.Message, audience: Audience) -> None:
        guild = message.guild
        asker = Asker(guild.id if guild else None, message.channel.id, message.author.id)
        super().__init__(asker, audience)
        self._asked = message
        self._answer: discord.Message | None = None
        self._allowed = permissions_in(message)

    async def hold(self) -> None:
        """A typed command may wait: the first card comes within three seconds."""

    async def _send(self, card: Card) -> None:
        if not _may_write(self._asked.channel, self._allowed):
            await self._refuse()
            return
        content: dict[str, Any] = _content(card, self._allowed)
        # The same on every try, so that an answer that was stored and lost is not posted twice.
        nonce = f"{self._asked.id}a"

        async def send() -> discord.Message:
            # A file is read once: each try needs its own.
            files = _files(card, self._allowed, "files")
            return await self._asked.channel.send(**content, **files, nonce=nonce)

        self._answer = await _repeated(send)
        self.message = self._answer.id

    async def _edit(self, card: Card) -> None:
        answer = self._answer
        if answer is None:
            return

        async def edit() -> discord.Message:
            files = _files(card, self._allowed, "attachments")
            return await answer.edit(**_content(card, self._allowed), **files)

        self._answer = await _repeated(edit)

    async def _refuse(self) -> None:
        self.over = True
        _log.warning("no permission to write in channel %s; an answer was not given", self.asker[1])
        if self._allowed.add_reactions and self._allowed.read_message_history:
            await self._asked.add_reaction("🔇")


class InteractionReply(Reply):
    """An answer to a slash command, a menu or a button.

    in_place: the message that holds the button becomes the answer. private: nobody else sees it.
    """

    def __init__(
        self,
        interaction: discord.Interaction[Any],
        audience: Audience,
        *,
        in_place: bool = False,
        private: bool = False,
    ) -> None:
        asker = Asker(interaction.guild_id, interaction.channel_id or 0, interaction.user.id)
        super().__init__(asker, audience, wording_of(str(interaction.locale), audience))
        self._interaction = interaction
        self._in_place = in_place
        self._private = private
        self._held = False  # held without the library knowing
        pressed = interaction.message
        if private or (in_place and pressed is not None and pressed.flags.ephemeral):
            self.wording = self.personal
        self._allowed = interaction.app_permissions

    async def hold(self) -> None:
        if self._held or self._interaction.response.is_done():
            return
        try:
            # A press that is not answered in its own place is answered by a message of its own.
            await self._interaction.response.defer(
                ephemeral=self._private, thinking=not self._in_place
            )
        except discord.HTTPException as error:
            if error.code == _ANSWERED:
                self._held = True  # only the receipt got lost
            else:
                self._end(error)
        except (aiohttp.ClientError, OSError) as error:
            self._end(error)

    async def _send(self, card: Card) -> None:
        response = self._interaction.response
        if self._held or response.is_done():
            if card.personal and self._in_place:
                await self._interaction.followup.send(
                    **_content(card, self._allowed, sending=True), ephemeral=True
                )
                return
            await self._edit(card)
        elif self._in_place and (self._private or not card.personal):
            await response.edit_message(
                **_content(card, self._allowed), **_files(card, self._allowed, "attachments")
            )
        else:
            given = await response.send_message(
                **_content(card, self._allowed, sending=True),
                **_files(card, self._allowed, "files"),
                ephemeral=card.personal or self._private,
            )
            self.message = given.message_id

    async def _edit(self, card: Card) -> None:
        async def edit() -> discord.InteractionMessage:
            files = _files(card, self._allowed, "attachments")
            content = _content(card, self._allowed)
            return await self._interaction.edit_original_response(**content, **files)

        self.message = (await _repeated(edit)).id


async def _repeated(call: Callable[[], Awaitable[T]]) -> T:
    for number in range(_TRIES - 1):
        try:
            return await call()
        except _CUT:
            await asyncio.sleep(_PAUSE * 2**number)
    return await call()


def permissions_in(message: discord.Message) -> discord.Permissions:
    """What the bot may do there; everything where Discord did not tell us."""
    if message.guild is None:
        return discord.Permissions.all()
    me = message.guild.me
    if isinstance(message.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    # Without the thread's parent in the cache there is nothing to compute from.
    try:
        return message.channel.permissions_for(me) if me else discord.Permissions.all()  # type: ignore[union-attr,arg-type] # channels of guilds take members
    except (discord.ClientException, AttributeError):
        return discord.Permissions.all()


def _may_write(channel: object, allowed: discord.Permissions) -> bool:
    if isinstance(channel, discord.Thread):
        return allowed.send_messages_in_threads
    return allowed.send_messages


def _content(card: Card, allowed: discord.Permissions, *, sending: bool = False) -> dict[str, Any]:
    """Embed or text, never both; an edit also takes away what was there before."""
    content: dict[str, Any] = {
        "allowed_mentions": _SILENT,
        "view": view_of(card.buttons, card.menus),
    }
    if allowed.embed_links:
        content["embed"] = _without_picture(card, allowed)
        if card.lead:
            content["content"] = card.lead
    else:
        content["content"] = card.text
    if sending and content["view"] is None:
        del content["view"]
    return content


def _without_picture(card: Card, allowed: discord.Permissions) -> discord.Embed:
    if card.picture is None or allowed.attach_files:
        return card.embed
    embed = card.embed.copy()
    embed.set_image(url=None)
    return embed


def _files(card: Card, allowed: discord.Permissions, name: str) -> dict[str, Any]:
    """The picture as a fresh file; an edit without one takes the old one away."""
    if card.picture is None or not allowed.attach_files:
        return {} if name == "files" else {"attachments": []}
    return {name: [discord.File(BytesIO(card.picture.png), card.picture.name)]}
