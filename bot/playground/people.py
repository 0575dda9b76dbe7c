"""What a page sees and does: one WebSocket of JSON objects at `/playground/people`.

`?as=USER_ID` chooses the person behind the page; without it, the first person of the first server.
All ids are strings. Message, channel, user, role, command, component and modal objects are
Discord's own (API v10), so that the page draws exactly what Discord would be given to draw.

From the server (`t` names the event):

    {"t": "state", "me": USER_ID,
     "guild": {"id", "name"}, "roles": [role…],      of the first server
     "users": [user…],                               everyone, the bot too (`"bot": true`)
     "online": [USER_ID…],                           bots that have a gateway connection
     "channels": [channel…],                         that this person may see, in their order;
                                                     type 0 text, 1 direct message, 11 thread,
                                                     15 forum
     "messages": {CHANNEL_ID: [message…]},           oldest first, the last 50 of each channel
     "commands": [command…],                         type 1 slash, 2 user menu, 3 message menu
     "bot": STATE | null}                            whether the bot runs; null: no switch for it
        First event of a connection. `name_localizations` and the like are all present.

    {"t": "message_create" | "message_update", "d": message}
        The whole message, also for an update. `flags & 64`: ephemeral, "Only you can see this";
        sent to the one person only. `flags & 128`: the bot is thinking; a later message_update
        of the same id brings the answer. `flags & 32768`: Components V2.
        `interaction_metadata` says who used which command, as on Discord.
        Attachments have a `url` on this machine; embeds' `attachment://NAME` is already resolved.
    {"t": "message_delete", "d": {"id", "channel_id"}}
    {"t": "reaction", "d": {"channel_id", "message_id", "user_id", "emoji": {"id", "name"},
                            "on": true | false}}
    {"t": "typing", "d": {"channel_id", "user_id"}}                       lasts ten seconds
    {"t": "presence", "d": {"user_id", "status": "online" | "offline"}}   of a bot
    {"t": "bot", "d": {"state": "starting" | "running" | "stopping" | "stopped"}}
    {"t": "channel", "d": channel}                              new or changed; threads too
    {"t": "channel_delete", "d": {"id"}}
    {"t": "commands", "d": [command…]}                                    the whole new list

    {"t": "interaction", "d": {"id", "type", "state", "channel_id", "message_id", "name",
                               "ephemeral", "modal"}}
        Only to the person who caused it. type: 2 command, 3 component, 5 modal.
        `message_id` is the message whose component was used, or null; `name` is the command's
        full name or the custom_id. `state` is one of
          "sent"      the bot has it; draw the button as busy
          "thinking"  deferred; the loading message follows as message_create where one is shown
          "answered"  done; what it brought comes as message_create or message_update
          "modal"     `modal` is {"custom_id", "title", "components": […]}; answer with op "modal"
          "failed"    no answer within three seconds, or none after "thinking" within fifteen
                      minutes: "The application did not respond"
        `ephemeral` and `modal` are there with the states that have them, else false and null.
    {"t": "choices", "seq": SEQ, "choices": [{"name", "value", "name_localizations"}…]}
        The answer to autocomplete; an empty list where the bot did not answer in time.
    {"t": "refused", "d": {"op", "code", "message"}}
        Something this person may not do, or that is no longer there; `message` is a sentence.

From the page (`op` names the action):

    {"op": "say", "channel", "content"[, "reply_to": MESSAGE_ID]}
    {"op": "slash", "channel", "command_id", "options": [{"name", "type", "value"}…][, "locale"]}
        A subcommand is an option of type 1 (group: 2) with its own "options", as on the wire.
    {"op": "autocomplete", "channel", "command_id", "options": […], "seq"[, "locale"]}
        The option being typed has "focused": true; `seq` is any number, given back in "choices".
    {"op": "menu", "channel", "command_id", "target"[, "locale"]}         message or user id
    {"op": "press", "channel", "message", "custom_id"[, "values": […]][, "locale"]}
        `values` for select menus.
    {"op": "modal", "channel", "custom_id", "fields": {CUSTOM_ID: "text" | ["value"…]}[, "locale"]}
    {"op": "delete", "channel", "message"}                                 own, or as a moderator
    {"op": "react", "channel", "message", "emoji"[, "on": false]}
    {"op": "vote", "channel", "message", "answers": [1, …]}                 in a poll
    {"op": "dismiss", "channel", "message"}                                an ephemeral message
    {"op": "direct", "user": USER_ID}                     opens direct messages; "channel" follows
    {"op": "power", "on": true | false}                   starts or stops the bot; "bot" follows

`locale` is the person's Discord language ("de", "en-US", …); default "en-US".
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, cast

import orjson
from aiohttp import WSMsgType, web

from bot.playground.discord import refusals, shapes, wire
from bot.playground.discord.journal import Entry
from bot.playground.discord.models import Channel, Guild, User
from bot.playground.discord.refusals import Json, Refusal, objects
from bot.playground.discord.server import Discord
from bot.playground.discord.snowflakes import parse
from bot.playground.loopback import is_ours
from bot.playground.power import Power

PATH = "/playground/people"
LARGEST = 64 << 10  # bytes of one message from a page
MOST_SHOWN = 50  # messages of one channel at the beginning
MOST_SUGGESTING = 20  # autocompletes under way for one page


class People:
    """Serves pages. `discord` is the Discord that the persons are in, `power` the bot's switch."""

    def __init__(self, discord: Discord, power: Power | None = None) -> None:
        self._discord = discord
        self._power = power
        self._pages: set[web.WebSocketResponse] = set()

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self._serve)
        app.on_shutdown.append(self._close)

    async def _close(self, app: web.Application) -> None:
        del app
        for socket in tuple(self._pages):
            await socket.close(code=1001)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if not is_ours(request):
            raise web.HTTPForbidden(text="Only the playground's own page may talk to it.")
        user = self._person(request.query.get("as"))
        socket = web.WebSocketResponse(max_msg_size=LARGEST, timeout=1.0, heartbeat=30.0)
        await socket.prepare(request)
        self._pages.add(socket)
        try:
            await Page(self._discord, self._power, user, socket).run()
        finally:
            self._pages.discard(socket)
        return socket

    def _person(self, wanted: str | None) -> User:
        users = self._discord.state.users
        number = parse(wanted)
        if number is not None and number in users and not users[number].bot:
            return users[number]
        for guild in self._discord.state.guilds.values():
            return users[guild.owner_id]
        raise web.HTTPServiceUnavailable(text="There is no server yet.")


class Page:
    """One open page: what its person sees goes out, what the person does comes in."""

    def __init__(
        self, discord: Discord, power: Power | None, user: User, socket: web.WebSocketResponse
    ) -> None:
        self._discord = discord
        self._power = power
        self._user = user
        self._socket = socket
        self._suggesting: set[asyncio.Task[None]] = set()
        self._ops: dict[str, Callable[[Json], Awaitable[object]]] = {
            "say": self._say,
            "slash": self._slash,
            "menu": self._menu,
            "press": self._press,
            "modal": self._modal,
            "delete": self._delete,
            "dismiss": self._delete,
            "react": self._react,
            "vote": self._vote,
            "direct": self._direct,
            "power": self._switch,
        }

    async def run(self) -> None:
        """Until the page goes."""
        with self._discord.journal.reader() as entries:
            await self._send(self._state())
            writer = asyncio.create_task(self._write(entries))
            try:
                await self._read()
            finally:
                tasks = [writer, *self._suggesting]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, entries: asyncio.Queue[Entry]) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                entry = await entries.get()
                if not self._sees(entry):
                    continue
                data: object = entry.d
                if entry.t == "commands":
                    data = self._commands()
                elif entry.t == "channel":
                    data = self._place(entry.d)
                elif entry.t in ("message_create", "message_update"):
                    data = self._message(entry.d)
                await self._send({"t": entry.t, "d": data})

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                parsed: Any = orjson.loads(message.data)
            except orjson.JSONDecodeError:
                parsed = None
            asked = cast("Json", parsed) if isinstance(parsed, dict) else {}
            try:
                await self._do(asked)
            except Refusal as refusal:
                await self._refuse(asked, refusal.code, _sentence(refusal))
            except (KeyError, TypeError, ValueError, AttributeError):
                await self._refuse(asked, 50035, "The page asked for something malformed.")

    async def _do(self, asked: Json) -> None:
        op = str(asked.get("op"))
        if op == "autocomplete":
            if len(self._suggesting) < MOST_SUGGESTING:
                task = asyncio.create_task(self._suggest(asked))
                self._suggesting.add(task)
                task.add_done_callback(self._suggesting.discard)
        elif op in self._ops:
            await self._ops[op](asked)
        else:
            await self._refuse(asked, 50035, f"There is no op “{op[:20]}”.")

    async def _refuse(self, asked: Json, code: int, sentence: str) -> None:
        said = {"op": asked.get("op"), "code": code, "message": sentence}
        await self._send({"t": "refused", "d": said})

    async def _send(self, event: Json) -> None:
        await self._socket.send_str(orjson.dumps(event).decode())

    # -- what is seen

    def _sees(self, entry: Entry) -> bool:
        if entry.person is not None:
            return entry.person == self._user.id
        channel = self._discord.state.channels.get(entry.channel_id or 0)
        return channel is None or self._discord.state.sees(channel, self._user.id)

    def _guild(self) -> Guild | None:
        guilds = self._discord.state.guilds_of(self._user.id)
        return next(guilds, None)

    def _commands(self) -> list[Json]:
        guild = self._guild()
        return self._discord.commands.visible(None if guild is None else guild.id)

    def _message(self, told: Json) -> Json:
        """The message as this person sees it: own reactions and votes are marked."""
        state = self._discord.state
        found = state.find_message(int(told["channel_id"]), int(told["id"]))
        return told if found is None else wire.message(state, found, self._user.id)

    def _place(self, told: Json) -> Json:
        """The channel as this person sees it: in direct messages the other one is named."""
        found = self._discord.state.channels.get(int(told["id"]))
        return told if found is None else shapes.channel_for(found, self._user.id)

    def _state(self) -> Json:
        state, me = self._discord.state, self._user.id
        guild = self._guild()
        seen = [each for each in state.channels.values() if state.sees(each, me)]
        seen.sort(key=lambda each: (each.position, each.id))
        shown: Json = {}
        for channel in seen:
            kept = [each for each in state.messages(channel.id) if not each.is_ephemeral]
            shown[str(channel.id)] = [wire.message(state, each, me) for each in kept[-MOST_SHOWN:]]
        return {
            "t": "state",
            "me": str(me),
            "guild": None if guild is None else {"id": str(guild.id), "name": guild.name},
            "roles": [] if guild is None else [shapes.role(each) for each in guild.roles.values()],
            "users": [shapes.user(each) for each in state.users.values()],
            "online": [str(each) for each in self._discord.gateway.online],
            "channels": [shapes.channel_for(each, me) for each in seen],
            "messages": shown,
            "commands": self._commands(),
            "bot": self._power and self._power.state,
        }

    # -- what is done

    def _channel(self, asked: Json) -> Channel:
        channel = self._discord.state.channel(_id(asked["channel"]))
        self._discord.state.require(channel, self._user.id, 0)
        return channel

    def _target(self, asked: Json) -> Json:
        """The message that is meant; its id and channel are all that the acts need."""
        channel = self._channel(asked)
        found = self._discord.state.message(channel.id, _id(asked["message"]))
        if found.seen_by not in (None, self._user.id):
            raise refusals.unknown(10008)
        return {"id": str(found.id), "channel_id": str(channel.id)}

    async def _say(self, asked: Json) -> None:
        channel = self._channel(asked)
        answered = None
        if asked.get("reply_to") is not None:
            answered = {"id": str(asked["reply_to"]), "channel_id": str(channel.id)}
        text = str(asked["content"])
        await self._discord.say(channel, self._user, text, reply_to=answered)

    async def _slash(self, asked: Json) -> None:
        channel = self._channel(asked)
        command = self._discord.commands.find(channel.guild_id, _id(asked["command_id"]))
        options = objects(asked.get("options"))
        locale = _locale(asked)
        await self._discord.invoke(channel, self._user, command, options, locale=locale)

    async def _suggest(self, asked: Json) -> None:
        """Answers with an empty list where anything is wrong: nobody is told while typing."""
        choices: list[Json] = []
        with contextlib.suppress(Refusal, KeyError, TypeError, ValueError, AttributeError):
            channel = self._channel(asked)
            command = self._discord.commands.find(channel.guild_id, _id(asked["command_id"]))
            options = objects(asked.get("options"))
            locale = _locale(asked)
            choices = await self._discord.suggest(
                channel, self._user, command, options, locale=locale
            )
        with contextlib.suppress(ConnectionError):
            await self._send({"t": "choices", "seq": asked.get("seq"), "choices": choices})

    async def _menu(self, asked: Json) -> None:
        channel = self._channel(asked)
        command = self._discord.commands.find(channel.guild_id, _id(asked["command_id"]))
        target = _id(asked["target"])
        locale = _locale(asked)
        await self._discord.menu(channel, self._user, command, target, locale=locale)

    async def _press(self, asked: Json) -> None:
        given = asked.get("values")
        values = [str(each) for each in given] if given else None
        await self._discord.press(
            self._target(asked),
            str(asked["custom_id"]),
            self._user,
            values=values,
            locale=_locale(asked),
        )

    async def _modal(self, asked: Json) -> None:
        fields = dict(asked["fields"])
        name = str(asked["custom_id"])
        await self._discord.submit_modal(self._user, name, fields, locale=_locale(asked))

    async def _delete(self, asked: Json) -> None:
        await self._discord.delete(self._target(asked), self._user)

    async def _react(self, asked: Json) -> None:
        on = asked.get("on", True) is not False
        await self._discord.react(self._target(asked), self._user, str(asked["emoji"]), on=on)

    async def _vote(self, asked: Json) -> None:
        answers = [int(each) for each in asked["answers"]]
        await self._discord.vote(self._target(asked), self._user, *answers)

    async def _direct(self, asked: Json) -> None:
        other = self._discord.state.user(_id(asked["user"]))
        if other.id == self._user.id:
            raise refusals.cannot_message_user()
        channel = self._discord.direct(self._user, other)
        await self._send({"t": "channel", "d": shapes.channel_for(channel, self._user.id)})

    async def _switch(self, asked: Json) -> None:
        if self._power is not None:
            self._power.switch(on=asked["on"] is True)


def _id(value: object) -> int:
    """Raises ValueError for what is no id."""
    number = parse(value)
    if number is None:
        raise ValueError(value)
    return number


def _locale(asked: Json) -> str:
    return str(asked.get("locale") or "en-US")


def _sentence(refusal: Refusal) -> str:
    """What a person reads; a form's mistakes are told one after the other."""
    if not refusal.errors:
        return refusal.message
    told: list[str] = []

    def gather(node: Json, path: str) -> None:
        for key, value in node.items():
            if key == "_errors":
                told.extend(f"{path}: {each['message']}" for each in objects(value))
            elif isinstance(value, dict):
                gather(cast("Json", value), f"{path}.{key}".strip("."))

    gather(refusal.errors, "")
    return "; ".join(told) or refusal.message
