"""`python -m bot demo` as a program: it says where it is, and leaves nothing behind."""

import asyncio
import json
import signal
import socket
import sys
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]


async def start(*words: str, folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--no-browser",
        *words,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(folder), "HOME": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await start("--port", str(port), "--json", folder=tmp_path)
        out, err = await process.communicate()
    assert process.returncode == 1
    said = json.loads(out)["error"]["message"]
    assert f"Port {port}" in said
    assert "--port" in said
    assert b"Traceback" not in err


async def test_it_says_where_it_is_and_ends_cleanly(tmp_path: Path) -> None:
    process = await start("--port", "0", folder=tmp_path)
    assert process.stderr is not None
    told = ""
    while "http://127.0.0.1:" not in told:
        line = (await process.stderr.readline()).decode()
        assert line, f"it ended: {told}"
        told += line
    address = told[told.index("http://") :].split()[0]
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
        assert "<title>Parkett" in await answer.text()
    process.send_signal(signal.SIGINT)
    _, rest = await process.communicate()
    assert process.returncode == 0, rest
    assert b"Traceback" not in rest
    assert not list(tmp_path.glob("parkett-demo-*")), "its data is gone with it"
