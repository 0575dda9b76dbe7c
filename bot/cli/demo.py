"""`demo`: a Discord on this machine, the sample world, the unchanged bot, and the page."""

import argparse
import asyncio
import errno
import tempfile
import webbrowser
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.frame import ANSWERED, Command, Console
from bot.errors import ParkettError

if TYPE_CHECKING:
    from bot.playground.stage import Stage

PORT = 8420
_TRIES = 20  # ports that are tried where none was asked for


class PortTaken(ParkettError):
    """details: port."""

    code = "port_taken"
    template = (
        "Port {port} of this machine is taken by another program. "
        "Choose another one: python -m bot demo --port N"
    )


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, help=f"port of the page; default {PORT} or the next one that is free"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    parser.add_argument(
        "--live", action="store_true", help="the real sources instead of the sample world"
    )


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        message = "a port is a number from 0 to 65535"
        raise argparse.ArgumentTypeError(message)
    return int(text)


async def _run(parsed: argparse.Namespace, console: Console) -> int:
    """Until Ctrl-C. Raises PortTaken."""
    async with AsyncExitStack() as stack:
        # What the bot still writes while it ends must not make the cleaning up fail.
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="parkett-demo-", ignore_cleanup_errors=True)
        )
        stage = await _staged(stack, parsed.port, live=parsed.live)
        from bot.app import stop_by_signal

        told = False

        def ready() -> None:
            nonlocal told
            if told:  # it was switched off and on again on the page
                return
            told = True
            sources = "the real sources" if parsed.live else "a sample world of October 2021"
            console.note(f"Parkett is ready with {sources}: {stage.url}\nCtrl-C ends it.")
            if not parsed.no_browser:
                # A browser may take seconds to come up; the bot goes on meanwhile.
                opening = asyncio.get_running_loop().run_in_executor(
                    None, webbrowser.open, stage.url
                )
                opening.add_done_callback(lambda done: done.exception())

        console.note("Starting …")
        await stage.keep_bot(Path(folder), end=stop_by_signal(), on_ready=ready)
    return ANSWERED


async def _staged(stack: AsyncExitStack, port: int | None, *, live: bool) -> "Stage":
    """Opens the stage on that port, or without one on the first free from PORT on."""
    from bot.playground.stage import Stage

    ports = range(PORT, PORT + _TRIES) if port is None else (port,)
    for one in ports:
        try:
            return await stack.enter_async_context(Stage(port=one, live=live))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
    raise PortTaken(port=ports[0])


COMMANDS = (
    Command(
        "demo", "a Discord in your browser with the bot in it; needs nothing", _arguments, _run
    ),
)
