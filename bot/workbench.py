"""The inside of a worker process: take a function, run it, hand back what came of it.

Started by `bot.workers`, which lets a fresh interpreter call `serve()`. Frames go over
standard input and output: eight bytes of length, then a pickle. Whatever else writes to standard
output lands on standard error instead, so that no library can break the conversation.
"""

import gc
import importlib
import logging
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from bot.errors import ParkettError

LENGTH_BYTES = 8
MERCY = 2.0  # seconds beyond the limit after which we end ourselves, should the parent be gone


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started, or the function has been loaded: the time limit begins."""


@dataclass(frozen=True, slots=True)
class Value:
    value: object


@dataclass(frozen=True, slots=True)
class Refused:
    """An error of our own tree, raised on purpose."""

    error: ParkettError


@dataclass(frozen=True, slots=True)
class Broken:
    """An error that nobody expected: `reason` in one line, and the traceback for the log."""

    reason: str
    traceback: str


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    pass


Reply = Ready | Value | Refused | Broken | OutOfMemory


def pack(thing: object) -> bytes:
    """A frame: length, then pickle."""
    body = pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def import_all(modules: Iterable[str]) -> None:
    """Import modules by name, so that the first real task need not wait for them.

    "module:function" calls that function too, which may fill the caches that tasks use.
    """
    for module in modules:
        name, _, function = module.partition(":")
        loaded = importlib.import_module(name)
        if function:
            getattr(loaded, function)()


def serve(memory_limit: int, *modules: str) -> None:
    """Serve frames until the parent closes the pipe; never returns an error, always a reply."""
    incoming, outgoing = _own_pipes()
    _restrain(memory_limit)
    import_all(modules)
    gc.freeze()  # what is loaded now stays: the collector need not walk through it again
    try:
        _send(outgoing, pack(Ready()))
        while (frame := _receive(incoming)) is not None:
            _send(outgoing, _answer(frame, outgoing))
    except BrokenPipeError:
        os._exit(0)  # the parent was killed: nobody reads it, and nothing is left to flush


def _answer(frame: bytes, outgoing: BinaryIO) -> bytes:
    try:
        work = cast("tuple[Callable[..., Any], tuple[object, ...], float]", pickle.loads(frame))  # noqa: S301 - our own parent wrote it
        function, arguments, seconds = work
        _send(outgoing, pack(Ready()))
        _end_after(seconds + MERCY)
        try:
            return pack(Value(function(*arguments)))
        finally:
            _end_after(0)
    except ParkettError as error:
        return pack(Refused(error))
    except MemoryError:
        return pack(OutOfMemory())
    except Exception as error:  # whatever a parser may raise on hostile input
        reason = f"{type(error).__name__}: {error}"[:300]
        return pack(Broken(reason, traceback.format_exc()[-4000:]))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipes away from everybody else in this process."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing


def _restrain(memory_limit: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which drains us
    logging.disable(logging.CRITICAL)  # parsers log pieces of pages; those stay out of our log
    sys.setrecursionlimit(1500)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    """The kernel ends this process then, even inside C code and without a parent; 0 is never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _send(outgoing: BinaryIO, frame: bytes) -> None:
    outgoing.write(frame)
    outgoing.flush()


def _receive(incoming: BinaryIO) -> bytes | None:
    head = incoming.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    size = int.from_bytes(head, "big")
    body = incoming.read(size)
    return body if len(body) == size else None
