"""The roles of a process, as an operator runs them."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp

from tests.loopback import TOKEN, Place

Environment = dict[str, str]


def environment(place: Place, folder: Path) -> Environment:
    """Only loopback: no source of the outside world is asked."""
    switches = {
        f"PARKETT_SOURCES__{name}__ENABLED": "no"
        for name in ("DEUTSCHE_BOERSE", "NASDAQ_TRADER", "HKEX_LIST")
    }
    return os.environ | switches | {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": place.discord.api_url,
        "DISCORD_GATEWAY_URL": place.discord.gateway_url,
        "PARKETT_DATA_DIR": str(folder),
    }  # fmt: skip


async def start(environment: Environment, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", *words), env=environment, stderr=-1, stdout=-1
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def answered(process: asyncio.subprocess.Process, address: str) -> object:
    """What stands there, once the log says that it is served."""
    assert process.stderr
    while b"/health" not in (line := await asyncio.wait_for(process.stderr.readline(), 30)):
        assert line, "it ended before it was well"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return await answer.json()


async def test_a_shard_says_which_it_is_and_stops_when_asked(place: Place, tmp_path: Path) -> None:
    process = await start(environment(place, tmp_path), "--shards", "0", "--shard-count", "2")

    await place.discord.wait_for("presence", lambda d: d["status"] == "online", timeout=30)

    assert [one.shard for one in place.discord.gateway.sessions] == [(0, 2)]
    process.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0, told.decode()
    assert TOKEN not in told.decode()


async def test_a_worker_needs_no_gateway(place: Place, tmp_path: Path) -> None:
    given = environment(place, tmp_path) | {"PARKETT_HTTP_PORT": str(free_port())}

    process = await start(given, "--role", "worker")
    health = await answered(process, f"http://127.0.0.1:{given['PARKETT_HTTP_PORT']}/health")
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), 20)

    parts = ("database", "deliveries", "token", "news", "prices", "closes")
    assert health == {"status": "ok", "parts": dict.fromkeys(parts, "ok")}
    assert process.returncode == 0
    assert not place.discord.recorder.exchanges


async def test_without_a_token_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    given = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}

    process = await start(given | {"PARKETT_DATA_DIR": str(tmp_path)})
    _, told = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 1
    assert "DISCORD_TOKEN" in told.decode()
    assert "Traceback" not in told.decode()


async def test_a_taken_port_is_one_sentence(place: Place, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        given = environment(place, tmp_path) | {"PARKETT_HTTP_PORT": str(port)}

        process = await start(given)
        _, told = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 1
    assert f"PARKETT_HTTP_PORT takes a free port; another program listens on {port}" in (
        told.decode()
    )
    assert "never awaited" not in told.decode()
