"""The bot as Discord sees it: lean, one process, every service handed in by keyword."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import tally
from bot.audiences import Audiences
from bot.chat.answering.presses import Presses, PressItem
from bot.chat.cards.parts import notice
from bot.chat.comeback import Comeback
from bot.chat.connection import check_token, down, intents, keep_secrets_out_of_logs, point_at
from bot.chat.gate import IdentifyGate
from bot.chat.intake import Intake, stand_at_the_door
from bot.chat.pacing import tracing
from bot.chat.staff import Staff
from bot.chat.sync import sync_if_changed
from bot.chat.translator import WordingTranslator
from bot.chat.troubles import DiscordError, TokenRefused
from bot.errors import EmptyQuery, InputError, StoreError
from bot.store import Store
from bot.updates.delivery.pace import Pace
from bot.updates.wishes.service import SubscriptionService

_log = logging.getLogger(__name__)

COGS = ("cogs.news", "cogs.market", "cogs.subscriptions", "cogs.settings", "cogs.meta")
_DRAIN = 5.0  # seconds that answers under way get when the bot stops
_A_DAY = 24 * 3600.0
_BROKEN_FRAMES = 5  # in a row, until the gateway is given up
_UNHEARD = frozenset({"socket_event_type"})  # dispatched for every frame; nobody listens


class Parkett(commands.Bot):
    """Answers people. `async with Parkett(…) as bot: await bot.start(token)`.

    api_url, gateway_url: another Discord than discord.com (a stand-in, a proxy); they hold for
    the whole process, because discord.py keeps them in its classes. shard: which of how many
    this client is; the first of them alone looks after the slash commands. gate: where the
    clients of this process wait to identify. pace: hears of each request that Discord counts.
    sessions: the folder where the next process finds what it missed; None keeps nothing.
    """

    def __init__(
        self,
        *,
        staff: Staff,
        store: Store,
        audiences: Audiences,
        subscriptions: SubscriptionService,
        api_url: str | None = None,
        gateway_url: str | None = None,
        shard: tuple[int, int] | None = None,
        gate: IdentifyGate | None = None,
        pace: Pace | None = None,
        sessions: Path | None = None,
        cogs: Sequence[str] = COGS,
    ) -> None:
        point_at(api_url, gateway_url)
        # We never speak: no warning that the libraries for that are missing.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        self.audiences = audiences
        self.subscriptions = subscriptions
        self.staff = staff
        self._cog_names = tuple(cogs)
        self._comeback = Comeback(sessions, shard)
        self._gate = gate or IdentifyGate(store.paces)
        self._turns = self._gate.turns(shard[0] if shard else 0)
        self._housekeeping: asyncio.Task[None] | None = None
        self._intake = Intake(self.audiences, self._command_words, self.own_role)
        super().__init__(
            command_prefix=_prefixes,
            help_command=None,
            intents=intents(),
            case_insensitive=True,
            strip_after_prefix=True,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_id=shard[0] if shard else None,
            shard_count=shard[1] if shard else None,
            # Only "ready" waits for this silence after the last server, no command does.
            guild_ready_timeout=0.3,
            http_trace=tracing(pace or Pace(store.paces)),
        )
        stand_at_the_door(self._connection.parsers, self._intake)
        self.tree.error(self._on_tree_error)

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        """Runs until closed. Raises DiscordError (TokenMissing, TokenRefused, DiscordDown)."""
        await self._log_in(token)
        await self._comeback.hear(token)
        broken = 0
        while not self.is_closed():
            try:
                await self._turns.approach()
                await self.connect(reconnect=reconnect)
            except discord.PrivilegedIntentsRequired:
                self._go_without_message_content()
            except discord.ConnectionClosed as error:
                if error.code == 4004:
                    raise TokenRefused from None
                raise DiscordError(reason=f"it closed the gateway with {error.code}") from None
            except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
                raise down(error) from None
            except Exception:
                broken += 1
                _log.exception("the gateway sent what cannot be understood; connecting anew")
                if broken > _BROKEN_FRAMES:
                    raise
                if self.ws is not None:  # pyright: ignore[reportUnnecessaryComparison] - until the first HELLO
                    await self.ws.close()
                await asyncio.sleep(2.0**broken)

    async def login(self, token: str) -> None:
        """As the library does, with nothing of it in a log."""
        keep_secrets_out_of_logs()
        await super().login(token)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Before each IDENTIFY, and instead of the library's own five seconds."""
        del shard_id
        await self._turns.pass_(again=not initial)

    async def setup_hook(self) -> None:
        """After the login, before the gateway. Raises StoreError."""
        await self.audiences.load()
        self._intake.me = str(self.user.id) if self.user else ""
        await self.tree.set_translator(WordingTranslator())
        self.add_dynamic_items(PressItem)
        for name in self._cog_names:
            await self.load_extension(name)
        if not self.shard_id:
            self.staff.owned.start(self._sync(), "comparing the slash commands")
        self._housekeeping = asyncio.create_task(self._keep_house(), name="keeping house")

    async def close(self) -> None:
        """Takes nothing new, lets answers under way end (5 s at most), then leaves."""
        self._intake.closed = True
        self._comeback.stop_hearing(self.ws)
        if self._housekeeping is not None:
            self._housekeeping.cancel()
            await asyncio.gather(self._housekeeping, return_exceptions=True)
            self._housekeeping = None
        await self.staff.owned.drain(_DRAIN)
        self._comeback.leave(self.ws)
        await super().close()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """As the library does, without the event of every single frame, and not when closed: its
        own delayed READY may come after its loop is gone."""
        if event_name not in _UNHEARD and not self.is_closed():
            super().dispatch(event_name, *args, **kwargs)

    async def on_ready(self) -> None:
        _log.info("ready as %s in %d servers", self.user, len(self.guilds))
        for message in self._comeback.missed():
            self._connection.parsers["MESSAGE_CREATE"](message)

    async def on_resumed(self) -> None:
        tally.RESUMES.add(str(self.shard_id or 0))

    async def on_message(self, message: discord.Message, /) -> None:
        """Only what `Intake` wanted comes here."""
        if message.author.bot:
            return
        with self.staff.owned.answering():
            context = await self.get_context(message)
            if context.command is not None:
                await self.invoke(context)
            elif context.prefix and context.prefix.startswith("<@"):
                await self._hint(context)

    async def on_interaction(self, interaction: "discord.Interaction[Any]", /) -> None:
        """Pages of questions come in here alone, buttons and menus by `PressItem`."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.presses.submitted(interaction)

    async def on_command_error(
        self, context: "commands.Context[Any]", exception: commands.CommandError, /
    ) -> None:
        """What the library itself refuses; the cogs answer for everything inside them."""
        command = context.command.qualified_name if context.command else ""
        async with self.staff.desk.answering(context, command):
            if isinstance(exception, commands.MissingRequiredArgument):
                raise EmptyQuery
            if isinstance(exception, commands.UserInputError):
                raise InputError
            raise getattr(exception, "original", exception)

    async def _on_tree_error(
        self, interaction: "discord.Interaction[Any]", error: app_commands.AppCommandError
    ) -> None:
        """The same for menus and for slash commands that Discord knows otherwise than we do."""
        async with self.staff.desk.answering(interaction, private=True):
            raise getattr(error, "original", error)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Who shows us the door is forgotten."""
        try:
            await self.audiences.forget(guild.id)
            self.staff.records.forget()
        except StoreError as error:
            _log.error("server %d could not be forgotten: %s", guild.id, error)

    @property
    def presses(self) -> Presses:
        """For `PressItem`, to which discord.py hands nothing but the client."""
        return self.staff.presses

    def hears(self) -> bool:
        """Whether Discord's gateway is connected now; the library stays "ready" without it."""
        return self.is_ready() and not self.is_closed() and self.ws.open

    def own_role(self, guild: int | None) -> int | None:
        """The id of the role that Discord made for the bot in that server."""
        known = self.get_guild(guild) if guild is not None else None
        role = known.self_role if known else None
        return role.id if role else None

    def _command_words(self) -> Collection[str]:
        return self.all_commands.keys()

    async def _log_in(self, token: str) -> None:
        check_token(token)
        try:
            await self.login(token)
            if self.shard_count is not None and self.shard_count > 1:
                await self._gate.learn(self.http)
        except discord.LoginFailure:
            raise TokenRefused from None
        except (
            aiohttp.ClientError,
            OSError,
            discord.HTTPException,
            discord.GatewayNotFound,
        ) as error:
            raise down(error) from None

    def _go_without_message_content(self) -> None:
        _log.warning(
            "Discord does not give this bot the Message Content intent: %scommands in messages are"
            " not heard, slash commands and mentions of the bot work. Switch the intent on under"
            " “Bot” at https://discord.com/developers/applications and start again.",
            self.audiences.default.prefix,
        )
        self._connection._intents.message_content = False  # pyright: ignore[reportPrivateUsage] - the library offers no other way to identify anew

    async def _hint(self, context: "commands.Context[Any]") -> None:
        async with self.staff.desk.answering(context) as reply:
            prefix, words = reply.audience.prefix, reply.wording
            example = prefix + words.commands["news"].example
            help_ = prefix + words.commands["help"].name
            await reply.show(
                notice(words.help_title, words.mention_hint.format(example=example, help=help_))
            )

    async def _sync(self) -> None:
        try:
            if await sync_if_changed(self.tree, self.application_id or 0):
                _log.info("the slash commands were sent to Discord")
        except discord.HTTPException as error:
            _log.error("Discord did not take the slash commands: %s", error)

    async def _keep_house(self) -> None:
        while True:
            try:
                await self.staff.records.purge()
            except StoreError as error:
                _log.warning("old records of cards were not deleted: %s", error)
            await asyncio.sleep(_A_DAY)


def _prefixes(bot: commands.Bot, message: discord.Message) -> list[str]:
    me = bot.user.id if bot.user else 0
    guild = message.guild.id if message.guild else None
    audiences = bot.audiences if isinstance(bot, Parkett) else None
    prefix = audiences.of(guild).prefix if audiences else "!"
    names = [prefix, f"<@{me}>", f"<@!{me}>"]
    if message.role_mentions and isinstance(bot, Parkett) and (role := bot.own_role(guild)):
        names.append(f"<@&{role}>")
    return names
