"""A whole Discord on one port of this machine.

async with Discord() as discord:
    ann = discord.add_person("ann")
    guild = discord.add_guild("Shareholders", ann)
    general = discord.add_channel(guild, "general")
    discord.add_bot("token", guild)
    …  # a bot connects to discord.api_url and discord.gateway_url
    await discord.say(general, ann, "!news xiaomi")
    card = await discord.wait_for("message_create", lambda d: d["author"].get("bot"))
"""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.playground.discord.actions import Actions

Attach = Callable[[web.Application], None]


class Discord(Actions):
    """Opens on entering and closes on leaving. `attach`: what else to serve on the same port,
    such as the page; port 0 takes a free one. The other arguments are those of `Parts`."""

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, attach: Sequence[Attach] = (), **parts: Any
    ) -> None:
        super().__init__(**parts)
        self._host = host
        self._port = port
        self._attach = attach
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Raises OSError where the port is taken."""
        app = web.Application(client_max_size=64 << 20)
        self.attach(app)
        for each in self._attach:
            each(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self._port)
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        port = runner.addresses[0][1]
        self.base = f"http://{self._host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, error, trace
        await self.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def close(self) -> None:
        """Ends connections and timers; for those who serve it in an application of their own."""
        self.interactions.close()
        await self.gateway.close()
