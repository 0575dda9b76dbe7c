"""The parts of a Discord, put together once."""

import time
from collections.abc import Callable

from aiohttp import web

from bot.clock import Clock, utc_now
from bot.playground.discord.commands import Commands
from bot.playground.discord.events import Hub
from bot.playground.discord.faults import Faults
from bot.playground.discord.gateway.socket import Gateway
from bot.playground.discord.interactions import FIRST_ANSWER, TOKEN_LIFE, Interactions
from bot.playground.discord.journal import Journal
from bot.playground.discord.limits import Limits, Rates
from bot.playground.discord.nonce import WINDOW, Nonces
from bot.playground.discord.posting import Posting
from bot.playground.discord.reacting import Reacting
from bot.playground.discord.recorder import Recorder
from bot.playground.discord.rest.channels import Channels
from bot.playground.discord.rest.commands import CommandRegistry
from bot.playground.discord.rest.frame import Frame, Table
from bot.playground.discord.rest.guilds import Guilds
from bot.playground.discord.rest.interactions import InteractionAnswers
from bot.playground.discord.rest.messages import Messages
from bot.playground.discord.rest.reactions import Reactions
from bot.playground.discord.rest.users import Users
from bot.playground.discord.state import State

API, GATEWAY, CDN = "/api/v10", "/gateway", "/cdn"


class Parts:
    """Everything but the doors. `clock` is wall time and real: discord.py compares ids with it.
    `now` is monotonic seconds, for limits, nonces and interactions. All durations in seconds."""

    def __init__(
        self,
        *,
        clock: Clock = utc_now,
        now: Callable[[], float] = time.monotonic,
        rates: Rates | None = None,
        heartbeat: float = 41.25,
        session_life: float = 120.0,
        identify_every: float = 0.0,
        nonce_window: float = WINDOW,
        first_answer: float = FIRST_ANSWER,
        token_life: float = TOKEN_LIFE,
    ) -> None:
        self.base = ""
        self.state = State(clock)
        self.hub = Hub()
        self.faults = Faults()
        self.recorder = Recorder()
        self.limits = Limits(rates or Rates(), now, lambda: clock().timestamp())
        self.journal = Journal(self.hub)
        self.posting = Posting(self.state, self.hub, lambda: f"{self.base}{CDN}")
        self.reacting = Reacting(self.state, self.hub)
        self.commands = Commands(self.state, self.hub)
        self.interactions = Interactions(
            self.state,
            self.hub,
            now,
            first_answer=first_answer,
            token_life=token_life,
        )
        self.gateway = Gateway(
            self.state,
            self.hub,
            now,
            lambda: self.gateway_url,
            heartbeat=heartbeat,
            session_life=session_life,
            identify_every=identify_every,
        )
        nonces = Nonces(now, nonce_window)
        self.users = Users(
            self.state, self.hub, lambda: self.gateway_url, lambda: self.gateway.concurrency
        )
        families = (
            Messages(self.state, self.hub, self.posting, nonces),
            Reactions(self.state, self.reacting, self.posting),
            Channels(self.state, self.hub, self.posting),
            InteractionAnswers(self.state, self.interactions, self.posting),
            CommandRegistry(self.state, self.commands),
            Guilds(self.state),
            self.users,
        )
        routes = [route for family in families for route in family.routes()]
        self.rest = Frame(
            self.state,
            Table(routes),
            limits=self.limits,
            faults=self.faults,
            recorder=self.recorder,
            now=now,
        )

    @property
    def api_url(self) -> str:
        """For `Route.BASE` or `DISCORD_API_URL`."""
        return f"{self.base}{API}"

    @property
    def gateway_url(self) -> str:
        """For `DEFAULT_GATEWAY` or `DISCORD_GATEWAY_URL`."""
        return f"{self.base}{GATEWAY}".replace("http", "ws", 1)

    @property
    def cdn_url(self) -> str:
        """For `Asset.BASE`."""
        return f"{self.base}{CDN}"

    def attach(self, app: web.Application) -> None:
        """Adds Discord's addresses to an application that may have others beside them."""
        app.router.add_route("*", API + "/{path:.*}", self.rest.serve)
        app.router.add_get(GATEWAY, self.gateway.serve)
        app.router.add_get(GATEWAY + "/", self.gateway.serve)
        app.router.add_get(CDN + "/attachments/{channel}/{number}/{filename}", self._file)

    async def _file(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        found = self.state.files.get(int(number)) if number.isdigit() else None
        if found is None or found.filename != request.match_info["filename"]:
            raise web.HTTPNotFound(text="This content is no longer available.")
        headers = {
            "Content-Type": found.content_type,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return web.Response(body=found.body, headers=headers)
