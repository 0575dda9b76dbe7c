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
from typing import Any, cast

import orjson
from aiohttp import WSMsgType, web

from bot.playground.acts import Acts
from bot.playground.discord.journal import Entry
from bot.playground.discord.models import User
from bot.playground.discord.refusals import Json, Refusal, objects
from bot.playground.discord.server import Discord
from bot.playground.discord.snowflakes import parse
from bot.playground.loopback import is_ours
from bot.playground.power import Power
from bot.playground.view import View

PATH = "/playground/people"
LARGEST = 64 << 10  # bytes of one message from a page
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
        self._socket = socket
        self._view = View(discord, power, user)
        self._acts = Acts(discord, power, user, self._send)
        self._suggesting: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until the page goes."""
        with self._discord.journal.reader() as entries:
            await self._send(self._view.state())
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
                if not self._view.sees(entry):
                    continue
                data: object = entry.d
                if entry.t == "commands":
                    data = self._view.commands()
                elif entry.t == "channel":
                    data = self._view.place(entry.d)
                elif entry.t in ("message_create", "message_update"):
                    data = self._view.message(entry.d)
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
                task = asyncio.create_task(self._acts.suggest(asked))
                self._suggesting.add(task)
                task.add_done_callback(self._suggesting.discard)
        elif (act := self._acts.find(op)) is not None:
            await act(asked)
        else:
            await self._refuse(asked, 50035, f"There is no op “{op[:20]}”.")

    async def _refuse(self, asked: Json, code: int, sentence: str) -> None:
        said = {"op": asked.get("op"), "code": code, "message": sentence}
        await self._send({"t": "refused", "d": said})

    async def _send(self, event: Json) -> None:
        await self._socket.send_str(orjson.dumps(event).decode())


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
