"""Worker processes for what is heavy or dangerous: extraction, parsing, charts, language.

Each worker is a fresh interpreter (never a fork of our threads) with a memory limit, without our
secrets in its environment, that is killed when its time is up and replaced after some hundred
tasks. It starts when it is first needed, or with `warm()`.

Not pebble: its workers share one pipe and one lock, so that a worker stuck in C code holds up its
neighbours for the three seconds before it is killed, and one that dies idle breaks the pool.
"""

import asyncio
import contextlib
import logging
import os
import pickle
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple, cast

from bot.errors import WorkDied, WorkError, WorkTimeout
from bot.workbench import (
    LENGTH_BYTES,
    Broken,
    Ready,
    Refused,
    Reply,
    Value,
    import_all,
    pack,
)

log = logging.getLogger(__name__)

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

MEBI = 1024 * 1024
MEMORY_LIMIT = 1024 * MEBI  # of address space; trafilatura with a 4 MiB page takes some 400 MiB
TASKS_EACH = 500
START = "import sys; from bot.workbench import serve; serve(int(sys.argv[1]), *sys.argv[2:])"
START_SECONDS = 60.0  # a loaded machine may take long to import a parser
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT")


class Workers:
    """A few worker processes. Open with `async with`; leaving it ends them all.

    count: processes at most. memory_limit: bytes of address space for each.
    """

    def __init__(
        self, count: int = 2, *, memory_limit: int = MEMORY_LIMIT, tasks_each: int = TASKS_EACH
    ) -> None:
        self._slots = asyncio.Semaphore(count)
        self._modules: tuple[str, ...] = ()
        self._all = [_Worker(memory_limit, tasks_each) for _ in range(count)]
        self._free = list(self._all)
        self._running: set[asyncio.Task[Reply]] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def run(
        self,
        function: Callable[[*Arguments], Result],
        *arguments: *Arguments,
        seconds: float = 10.0,
        task: str = "The work",
    ) -> Result:
        """Run a top-level function in a worker and return its result.

        seconds: the time limit once it has begun, waiting for a free worker not counted.
        task: what it is called in an error ("Reading a page").

        A caller that is cancelled leaves at once; the worker finishes what it began (a killed one
        would have to import its parsers again).

        Raises the ParkettError that the function raised, WorkTimeout, WorkDied, or WorkError for
        an error nobody expected.
        """
        frame = pack((function, arguments, seconds))
        await self._slots.acquire()
        if self._closed:
            self._slots.release()
            raise WorkDied(task=task)
        work = asyncio.create_task(self._work(frame, seconds, task))
        self._running.add(work)
        work.add_done_callback(self._finished)
        reply = await asyncio.shield(work)
        match reply:
            case Value(value):
                return cast("Result", value)
            case Refused(error):
                raise error
            case Broken(reason, trace):
                log.error("%s failed in a worker: %s\n%s", task, reason, trace)
                raise WorkError(task=task, reason=reason)
            case _:
                raise WorkDied(task=task)

    async def warm(self, *modules: str) -> None:
        """Start all workers now and let them import these modules, now and when replaced."""
        self._modules = tuple(dict.fromkeys((*self._modules, *modules)))
        await asyncio.gather(
            *(
                self.run(import_all, self._modules, seconds=START_SECONDS, task="Warming up")
                for _ in self._all
            )
        )

    async def close(self) -> None:
        """End all workers; what still runs is stopped and told WorkDied."""
        self._closed = True
        for worker in self._all:
            worker.retire()
        if self._running:
            await asyncio.wait(self._running)
        for worker in self._all:
            await worker.bury()

    async def _work(self, frame: bytes, seconds: float, task: str) -> Reply:
        worker = self._free.pop()  # the one used last, whose imports are warm
        try:
            return await worker.ask(frame, seconds, self._modules)
        except TimeoutError:
            await worker.bury()
            raise WorkTimeout(task=task, seconds=seconds) from None
        except (EOFError, OSError):
            await worker.bury()
            raise WorkDied(task=task) from None
        finally:
            if self._modules and not self._closed and worker.spent:
                with contextlib.suppress(EOFError, OSError):  # then the next task starts it
                    await worker.restart(self._modules)
            self._free.append(worker)

    def _finished(self, work: asyncio.Task[Reply]) -> None:
        self._running.discard(work)
        self._slots.release()
        if not work.cancelled():
            work.exception()  # seen, should its caller have left


class _Worker:
    """One process and the conversation with it. Raises EOFError when it is gone."""

    def __init__(self, memory_limit: int, tasks_each: int) -> None:
        self._memory_limit = memory_limit
        self._tasks_each = tasks_each
        self._process: asyncio.subprocess.Process | None = None
        self._greeted = False
        self._done = 0
        self._retired = False
        self._killed = False

    @property
    def spent(self) -> bool:
        """Whether it must be replaced before the next task."""
        process = self._process
        return process is None or process.returncode is not None or self._done >= self._tasks_each

    async def ask(self, frame: bytes, seconds: float, modules: tuple[str, ...]) -> Reply:
        if self.spent:
            await self.restart(modules)
        try:
            reply = await self._begin(frame)
        except (EOFError, OSError):  # it had died idle; nothing has been run yet
            await self.restart(modules)
            reply = await self._begin(frame)
        if isinstance(reply, Ready):
            async with asyncio.timeout(seconds):
                reply = await self._receive()
        self._done += 1
        return reply

    async def _begin(self, frame: bytes) -> Reply:
        await self.ready()
        process = self._alive()
        assert process.stdin is not None  # noqa: S101 - we opened it as a pipe
        process.stdin.write(frame)
        async with asyncio.timeout(START_SECONDS):
            await process.stdin.drain()
            return await self._receive()

    async def ready(self) -> None:
        """Wait until the process has started and imported what it was told to."""
        if not self._greeted:
            async with asyncio.timeout(START_SECONDS):
                await self._receive()
            self._greeted = True

    async def restart(self, modules: tuple[str, ...]) -> None:
        await self.bury()
        if self._retired:
            raise EOFError
        self._greeted, self._killed, self._done = False, False, 0
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", START, str(self._memory_limit), *modules),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in the terminal is not for it
        )

    def retire(self) -> None:
        """Kill the process for good; who waits for its answer is told by the closed pipe."""
        self._retired = True
        self._kill()

    async def bury(self) -> None:
        """Kill the process and give back its pipes. Nobody may be waiting for its answer."""
        self._kill()
        process, self._process = self._process, None
        if process is not None:
            await process.communicate()  # reads what is left, so that both pipes close

    def _kill(self) -> None:
        # Once only: the second time would look whether it has ended, and so take its exit code
        # from asyncio, which complains then.
        if self._process is not None and not self._killed:
            self._killed = True
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _receive(self) -> Reply:
        process = self._alive()
        assert process.stdout is not None  # noqa: S101 - we opened it as a pipe
        head = await process.stdout.readexactly(LENGTH_BYTES)
        body = await process.stdout.readexactly(int.from_bytes(head, "big"))
        try:
            return cast("Reply", pickle.loads(body))  # noqa: S301 - our own process wrote it
        except Exception as error:
            raise EOFError from error  # half a frame of a dying process

    def _alive(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise EOFError
        return self._process


def _environment() -> dict[str, str]:
    """No token, no key, no database address; one thread each, since there are several workers."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109 - as sys.path means it
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return kept | threads | {"PYTHONPATH": path, "PYTHONUTF8": "1"}
