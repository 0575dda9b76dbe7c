"""The composition root: wires the services to Discord and to the engines, and runs the roles."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial

from bot.chat.client import Parkett
from bot.chat.gate import IdentifyGate
from bot.chat.pacing import keep_telling
from bot.chat.staff import hire
from bot.chat.troubles import TokenMissing
from bot.clock import Clock, utc_now
from bot.engines import Engines, open_engines
from bot.errors import ParkettError
from bot.health import Probe, serve_health
from bot.instruments.catalogue.opening import keep_current
from bot.instruments.lists.upkeep import keep_lists
from bot.metrics import Shard as HeardShard
from bot.metrics import Stocks, gather
from bot.services import Role, Services, open_services
from bot.updates.delivery.pace import Pace
from config.settings import Settings

log = logging.getLogger(__name__)

Shard = tuple[int, int] | None  # which of how many; None is the only one
FOLLOW_EVERY = 60.0  # seconds until what another process imported is known here too
HEAVY = ("bot.news.rehearsal:rehearse", "bot.chat.charts.rehearsal:rehearse")


async def run(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    role: Role = Role.ALL,
    shards: Sequence[Shard] = (None,),
    on_ready: Callable[[], None] | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Runs a role until SIGINT or SIGTERM, then lets what is under way end.

    shards: those of this process, each a client of its own on the same services. on_ready: called
    once the first of them hears Discord. stop: asks for the end instead of the signals, for those
    who have other uses for them. Raises DiscordError, StoreError, SettingsError (a taken port of
    health).
    """
    token = settings.discord_token
    if token is None:
        raise TokenMissing  # a worker delivers with it
    async with (
        open_services(settings, clock=clock, role=role) as services,
        AsyncExitStack() as stack,
    ):
        ready = asyncio.Event()
        pace = Pace(services.store.paces)
        bots: list[Parkett] = []
        probes: dict[str, Probe] = {"database": services.store.trouble}
        if role is Role.WORKER:
            ready.set()
        else:
            gate = IdentifyGate(services.store.paces)
            bots = [
                await stack.enter_async_context(client(services, shard, gate=gate, pace=pace))
                for shard in shards
            ]
            bots[0].add_listener(_once(ready, on_ready), "on_ready")
            probes["discord"] = partial(_trouble, bots)
        engines = None
        if role is not Role.GATEWAY:
            engines = await stack.enter_async_context(
                _engines(services, token.get_secret_value(), pace)
            )
            probes |= engines.probes
        stocks = Stocks(services.store, clock)
        health = await stack.enter_async_context(
            serve_health(
                probes,
                host=settings.http_host,
                port=settings.http_port,
                refresh=[stocks.refresh],
            )
        )
        gather(health.registry, stocks, [_heard(bot) for bot in bots])
        works = [_keep_house(services, ready, role), services.audiences.follow()]
        if bots:
            works += [bot.start(token.get_secret_value()) for bot in bots]
            works.append(keep_telling(pace))
        if engines is not None:
            works += [work() for work in engines.works]
        await _until_stopped(works, stop, engines)


def _engines(services: Services, token: str, pace: Pace) -> AbstractAsyncContextManager[Engines]:
    return open_engines(
        token,
        settings=services.settings,
        store=services.store,
        catalogue=services.catalogue,
        market=services.market,
        news=services.news,
        audiences=services.audiences,
        pace=pace,
        clock=services.clock,
        workers=services.workers,
        lookup=services.lookup,
    )


async def _trouble(bots: Sequence[Parkett]) -> str | None:
    """Why a shard does not hear Discord, None where all do."""
    deaf = [str(bot.shard_id or 0) for bot in bots if not bot.hears()]
    return f"shard {', '.join(deaf)} is not connected to Discord" if deaf else None


def _heard(bot: Parkett) -> HeardShard:
    return HeardShard(
        name=str(bot.shard_id or 0),
        up=bot.hears,
        latency=lambda: bot.latency,
    )


def client(
    services: Services,
    shard: Shard = None,
    *,
    gate: IdentifyGate | None = None,
    pace: Pace | None = None,
) -> Parkett:
    """The bot with the services it uses; not yet connected."""
    settings = services.settings
    staff = hire(
        store=services.store,
        catalogue=services.catalogue,
        lookup=services.lookup,
        market=services.market,
        briefings=services.briefings,
        workers=services.workers,
        audiences=services.audiences,
        subscriptions=services.subscriptions,
        previews=services.previews,
        clock=services.clock,
    )
    return Parkett(
        staff=staff,
        store=services.store,
        audiences=services.audiences,
        subscriptions=services.subscriptions,
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        shard=shard,
        gate=gate,
        pace=pace,
        sessions=settings.data_dir,
    )


async def _keep_house(services: Services, ready: asyncio.Event, role: Role) -> None:
    """What makes answers better, and whose failure must not end them; not before READY, because
    it takes the processors that the start needs."""
    await ready.wait()
    store, workers = services.store, services.workers
    if role is not Role.WORKER:
        try:
            # A new process needs seconds to import its parsers; nobody should wait for that.
            await workers.warm(*HEAVY)
            await services.market.warm()
        except ParkettError as error:
            log.warning("the worker processes were not made ready ahead: %s", error)
    async with asyncio.TaskGroup() as group:
        cache = services.settings.data_dir
        group.create_task(
            keep_current(services.catalogue, store, workers, cache=cache, every=FOLLOW_EVERY)
        )
        if role is not Role.GATEWAY:
            group.create_task(keep_lists(store, workers, services.sources, clock=services.clock))


def _once(
    ready: asyncio.Event, call: Callable[[], None] | None
) -> Callable[[], Coroutine[None, None, None]]:
    """A listener for `on_ready`, which Discord repeats after each new session."""

    async def on_ready() -> None:
        if not ready.is_set():
            ready.set()
            if call is not None:
                call()

    return on_ready


def stop_by_signal() -> asyncio.Event:
    """Set by SIGINT or SIGTERM from now on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; there Ctrl-C cancels the main task all the same.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    return stop


async def _until_stopped(
    works: Sequence[Coroutine[None, None, None]],
    stop: asyncio.Event | None,
    engines: Engines | None,
) -> None:
    """Runs the works side by side until one ends or fails, or somebody asks to stop; then lets
    deliveries arrive before it ends the others."""
    stop = stop or stop_by_signal()
    tasks: list[asyncio.Task[object]] = [
        asyncio.create_task(work) for work in (stop.wait(), *works)
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if engines is not None:
            await engines.drain()
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
