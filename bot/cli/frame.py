"""The frame of every command: arguments in, one answer out, an exit code that tells.

With `--json` stdout holds one JSON document and nothing else; without, text for a person. Errors
go to stderr as a sentence, or to stdout as `{"error": {"code", "message"}}` with `--json`.
Exit codes: 0 answered, 1 nothing found or refused, 2 usage.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import orjson

from bot.clock import Clock, utc_now
from bot.errors import InputError, ParkettError, UnreadableFile
from bot.workers import Workers

if TYPE_CHECKING:
    from bot.services import Services
    from config.settings import Settings

ANSWERED, REFUSED, USAGE = 0, 1, 2
LONGEST_LINE = 100_000  # characters of one line of a --batch list


class UsageError(InputError):
    """The words of the command line do not fit together. details: message, usage."""

    code = "usage"
    template = "{message}"


class Console:
    """Where a command reads its settings, opens its resources and prints its answer."""

    def __init__(
        self, *, json_wanted: bool, out: TextIO, err: TextIO, clock: Clock = utc_now
    ) -> None:
        self.json_wanted = json_wanted
        self.clock = clock
        self._out = out
        self._err = err
        self._stack = AsyncExitStack()
        self._services: Services | None = None
        self._workers: Workers | None = None

    def settings(self) -> "Settings":
        """The operator's settings. Raises SettingsError with all mistakes at once."""
        from config.settings import load

        return load()

    @asynccontextmanager
    async def services(self) -> "AsyncGenerator[Services]":
        """The application's services, opened at the first use and closed with the console."""
        if self._services is None:
            from bot.services import open_services

            self._services = await self._stack.enter_async_context(
                open_services(self.settings(), clock=self.clock)
            )
        yield self._services

    async def workers(self) -> Workers:
        """Worker processes, started at the first use and closed with the console."""
        if self._workers is None:
            self._workers = await self._stack.enter_async_context(Workers())
        return self._workers

    def usage(self, message: str) -> UsageError:
        """To be raised for words that no parser can judge alone; ends with exit code 2."""
        return UsageError(message=message, usage="")

    async def close(self) -> None:
        await self._stack.aclose()

    def answer(self, document: object, text: str) -> None:
        """Prints the document with `--json`, else the text."""
        if self.json_wanted:
            self.line(document)
        else:
            self._write(text)

    def line(self, document: object) -> None:
        """One JSON document on one line of stdout."""
        self._write(_dump(document))

    def note(self, text: str) -> None:
        """Progress or advice for a person: stderr, so that stdout stays one document."""
        print(text, file=self._err, flush=True)

    def error(self, error: ParkettError) -> int:
        """Tells an error and returns the exit code that goes with it."""
        if self.json_wanted:
            self.line(error_document(error))
        else:
            self.note(str(error))
        return REFUSED

    async def batch(
        self, path: str, handle: Callable[[str], Awaitable[object]], *, together: int = 4
    ) -> int:
        """Runs `handle` for each line of the file at `path`, `-` for standard input.

        One JSON line out for each line in, in their order, an error line for a bad one; up to
        `together` lines are worked on side by side. Returns 1 only where nothing was answered.
        """
        lines = read_lines(path)
        answered = 0
        async for document, good in _in_order(lines, handle, together):
            self.line(document)
            answered += good
        return ANSWERED if answered or not lines else REFUSED

    def _write(self, text: str) -> None:
        self._out.write(text + "\n")


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line. `arguments` adds its arguments; `run` returns the exit code;
    `log` is how much it tells on stderr where `--log` does not say."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Console], Awaitable[int]]
    log: str = "warning"


def error_document(error: ParkettError) -> dict[str, dict[str, str]]:
    """The JSON form of an error, the same for every command."""
    return {"error": {"code": error.code, "message": str(error)}}


def read_bytes(path: str, largest: int | None = None, *, stdin: bool = True) -> bytes:
    """The bytes of a file; at most `largest` where that is given. stdin: whether `-` is it.

    Raises UnreadableFile, also for a path that can be none and for a file that is larger.
    """
    wanted = -1 if largest is None else largest + 1
    try:
        if stdin and path == "-":
            raw = sys.stdin.buffer.read(wanted)
        else:
            with Path(path).open("rb") as file:
                raw = file.read(wanted)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise UnreadableFile(path=path, reason=reason) from error
    if largest is not None and len(raw) > largest:
        raise UnreadableFile(path=path, reason=f"it is larger than {largest // 1024 // 1024} MB")
    return raw


def read_lines(path: str) -> list[str]:
    """The lines of a UTF-8 file without their ends. Raises UnreadableFile."""
    text = read_bytes(path).decode("utf-8-sig", errors="replace")
    # Only line feeds end a line: str.splitlines would also tear at U+2028 inside a text.
    lines = [line.removesuffix("\r")[:LONGEST_LINE] for line in text.split("\n")]
    return lines[:-1] if lines and not lines[-1] else lines


async def _in_order(
    lines: Iterable[str], handle: Callable[[str], Awaitable[object]], together: int
) -> AsyncIterator[tuple[object, bool]]:
    async def one(line: str) -> tuple[object, bool]:
        try:
            return await handle(line), True
        except ParkettError as error:
            return error_document(error), False

    waiting: list[asyncio.Task[tuple[object, bool]]] = []
    try:
        for line in lines:
            waiting.append(asyncio.ensure_future(one(line)))
            if len(waiting) >= together:
                yield await waiting.pop(0)
        while waiting:
            yield await waiting.pop(0)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def _dump(document: object) -> str:
    return orjson.dumps(document).decode()
