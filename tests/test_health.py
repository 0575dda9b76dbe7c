"""Whoever looks after the process is told whether it is well, and how it does."""

import asyncio
import json
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.app import run
from bot.errors import SettingsError, StoreError
from bot.health import Probe, serve_health
from config.settings import load
from config.sources import DEFAULTS
from tests.loopback import TOKEN, Place


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def well() -> str | None:
    return None


async def unwell() -> str | None:
    raise StoreError(reason="the disk is full")


@pytest.mark.parametrize(
    ("database", "status", "told"),
    [(well, 200, '"database": "ok"'), (unwell, 503, "the disk is full")],
)
async def test_health_tells_each_part(database: Probe, status: int, told: str) -> None:
    port = free_port()
    probes = {"database": database, "discord": well}
    async with serve_health(probes, host="127.0.0.1", port=port):
        code, text = await get(port, "/health")
        assert code == status
        assert told in text
        assert '"discord": "ok"' in text
        _, metrics = await get(port, "/metrics")
        assert f'parkett_part_up{{part="database"}} {float(status == 200)}' in metrics
        assert "process_resident_memory_bytes" in metrics
        assert "parkett_event_loop_lag_seconds_bucket" in metrics
        assert (await get(port, "/"))[0] == 404


async def test_a_taken_port_is_told_by_its_setting() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"PARKETT_HTTP_PORT takes a free port.*{port}"):
            async with serve_health({}, host="127.0.0.1", port=port):
                pytest.fail("it listens")


async def test_an_address_of_another_machine_is_told_by_its_setting() -> None:
    with pytest.raises(SettingsError, match="PARKETT_HTTP_HOST takes an address"):
        async with serve_health({}, host="192.0.2.1", port=free_port()):
            pytest.fail("it listens")


async def test_port_0_serves_nothing_but_still_knows() -> None:
    async with serve_health({"database": unwell}, host="127.0.0.1", port=0) as health:
        assert await health.troubles() == {
            "database": "The database cannot be used: the disk is full."
        }


async def test_the_running_bot_is_well_once_it_hears_discord(place: Place, tmp_path: Path) -> None:
    port = free_port()
    settings = load(
        {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": place.discord.api_url,
            "DISCORD_GATEWAY_URL": place.discord.gateway_url,
            "PARKETT_DATA_DIR": str(tmp_path),
            "PARKETT_HTTP_PORT": str(port),
            **{f"PARKETT_SOURCES__{name}__ENABLED": "no" for name in DEFAULTS},
        },
        env_file=None,
    )
    ready = asyncio.Event()
    running = asyncio.create_task(run(settings, on_ready=ready.set))
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        assert ready.is_set(), running.exception()
        code, text = await get(port, "/health")
        parts = ("database", "discord", "deliveries", "token", "news", "prices", "closes")
        assert (code, json.loads(text)["parts"]) == (200, dict.fromkeys(parts, "ok"))
    finally:
        waiting.cancel()
        running.cancel()
        await asyncio.gather(running, waiting, return_exceptions=True)
