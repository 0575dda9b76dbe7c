"""Is this process well? `/health` for a supervisor, `/metrics` for Prometheus; nothing else.

It tells no settings and takes no commands, but listens on this machine only unless
`PARKETT_HTTP_HOST` says otherwise.
"""

import asyncio
import errno
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.errors import ParkettError, SettingsError

log = logging.getLogger(__name__)

Probe = Callable[[], Awaitable[str | None]]  # None is well, else the reason in words
Refresh = Callable[[], Awaitable[None]]  # makes ready what is printed next

_PROBE_SECONDS = 2.0
_BEAT = 0.25  # seconds between two looks at how late the event loop is
_LATE = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Health:
    """The answers. probes: by the name of the part ("database", "discord"). refresh: awaited
    before the metrics are printed."""

    def __init__(self, probes: Mapping[str, Probe], refresh: Sequence[Refresh] = ()) -> None:
        self._probes = dict(probes)
        self._refresh = tuple(refresh)
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._lag = Histogram(
            "parkett_event_loop_lag_seconds",
            "How much later than asked the event loop wakes up",
            buckets=_LATE,
            registry=self.registry,
        )
        self._well = Gauge(
            "parkett_part_up", "Whether a part works", ["part"], registry=self.registry
        )

    async def troubles(self) -> dict[str, str]:
        """What does not work, with the reason; asked anew each time, side by side."""
        reasons = await asyncio.gather(*(_ask(probe) for probe in self._probes.values()))
        found = {part: why for part, why in zip(self._probes, reasons, strict=True) if why}
        for part in self._probes:
            self._well.labels(part).set(part not in found)
        return found

    async def answer_health(self, _: web.Request) -> web.Response:
        """200 where all is well, else 503, with each part's state."""
        troubles = await self.troubles()
        document = {
            "status": "failing" if troubles else "ok",
            "parts": {part: troubles.get(part, "ok") for part in self._probes},
        }
        return web.json_response(document, status=503 if troubles else 200)

    async def answer_metrics(self, _: web.Request) -> web.Response:
        await asyncio.gather(self.troubles(), *(one() for one in self._refresh))
        body = generate_latest(self.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def measure(self) -> None:
        """Watches the event loop until it is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _BEAT
            await asyncio.sleep(_BEAT)
            self._lag.observe(max(loop.time() - due, 0.0))


@asynccontextmanager
async def serve_health(
    probes: Mapping[str, Probe], *, host: str, port: int, refresh: Sequence[Refresh] = ()
) -> AsyncGenerator[Health]:
    """Serves `/health` and `/metrics`; port 0 serves nothing.

    Raises SettingsError where the port is taken or the address is none of this machine.
    """
    health = Health(probes, refresh)
    if port == 0:
        yield health
        return
    app = web.Application()
    app.router.add_get("/health", health.answer_health)
    app.router.add_get("/metrics", health.answer_metrics)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    measuring = asyncio.create_task(health.measure())
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError([_refusal(error, host, port)]) from error
        log.info("Health and metrics at http://%s:%d/health and /metrics", host, port)
        yield health
    finally:
        measuring.cancel()
        await asyncio.gather(measuring, return_exceptions=True)
        await runner.cleanup()


async def _ask(probe: Probe) -> str | None:
    try:
        async with asyncio.timeout(_PROBE_SECONDS):
            return await probe()
    except TimeoutError:
        return f"no answer within {_PROBE_SECONDS:g} seconds"
    except ParkettError as error:
        return str(error)


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PARKETT_HTTP_PORT takes a free port; another program listens on {port}."
    if error.errno == errno.EACCES:
        return f"PARKETT_HTTP_PORT takes a port that we may listen on; {port} is not one."
    return f"PARKETT_HTTP_HOST takes an address of this machine, not “{host}”."
