"""Programs beside the test: each reads its task as one line of JSON and answers in such lines."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

PATIENCE = 60.0  # seconds for one line


@dataclass(slots=True)
class Child:
    """A program that has said that it is ready, and what it said."""

    process: asyncio.subprocess.Process
    told: dict[str, Any]

    async def ask(self, **question: object) -> dict[str, Any]:
        self.say(**question)
        return await self.hear()

    def say(self, **words: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(words).encode() + b"\n")

    async def hear(self) -> dict[str, Any]:
        assert self.process.stdout
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        if not line:
            raise EOFError("the program has ended")
        return json.loads(line)

    async def kill(self) -> None:
        """SIGKILL: it gets no moment to do anything."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        """As a supervisor asks it to."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self.process.wait(), PATIENCE)


async def start(module: str, task: Mapping[str, object]) -> Child:
    """Starts `python -m module` and waits until it is ready."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 24,
    )
    child = Child(process, {})
    try:
        child.say(**task)
        child.told = await child.hear()
    except BaseException:
        await child.kill()
        raise
    return child


@asynccontextmanager
async def child(module: str, **task: object) -> AsyncIterator[Child]:
    """The program, killed at the end."""
    one = await start(module, task)
    try:
        yield one
    finally:
        await one.kill()


def say(**words: object) -> None:
    """What a program tells who started it."""
    print(json.dumps(words), flush=True)


async def lines() -> AsyncIterator[dict[str, Any]]:
    """What a program is told, line by line."""
    reader = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        yield json.loads(line)
