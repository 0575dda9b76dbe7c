"""Finds the command, reads its arguments, runs it, and turns what went wrong into an exit code."""

import argparse
import asyncio
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from bot.cli.frame import REFUSED, USAGE, Command, Console, UsageError, error_document
from bot.errors import ParkettError

# Which file answers which word: only the one that is needed is imported, so that
# `language` does not pay for discord.py.
FAMILIES = {
    "run": "bot.cli.run",
    "demo": "bot.cli.demo",
    "resolve": "bot.cli.instruments",
    "news": "bot.cli.news",
    "price": "bot.cli.market",
    "read": "bot.cli.pages",
    "feed": "bot.cli.pages",
    "summarize": "bot.cli.text",
    "stories": "bot.cli.text",
    "tone": "bot.cli.text",
    "language": "bot.cli.text",
    "instruments": "bot.cli.instruments",
    "doctor": "bot.cli.doctor",
    "migrate": "bot.cli.migrate",
}


INTERRUPTED = 130  # what a shell expects after Ctrl-C


class _Parser(argparse.ArgumentParser):
    """Raises instead of exiting, so that a usage error can be a JSON document too."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message=message, usage=self.format_usage().strip())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 answered, 1 refused, 2 usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # `--json` may stand anywhere, before or after the command.
    json_wanted = "--json" in words
    words = [word for word in words if word != "--json"]
    _speak_utf8()
    console = Console(json_wanted=json_wanted, out=sys.stdout, err=sys.stderr)
    try:
        parsed = _parser(words).parse_args(words)
    except UsageError as error:
        return _explain(error, console)
    logging.basicConfig(
        level=(parsed.log or parsed.command.log).upper(),
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    command: Command = parsed.command
    try:
        return asyncio.run(_run(command, parsed, console))
    except UsageError as error:
        return _explain(error, console)
    except ParkettError as error:
        return console.error(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`) left; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED


def _explain(error: UsageError, console: Console) -> int:
    if console.json_wanted:
        console.line(error_document(error))
    else:
        console.note(f"{error.details['usage']}\n{error}".lstrip())
    return USAGE


async def _run(command: Command, parsed: argparse.Namespace, console: Console) -> int:
    try:
        return await command.run(parsed, console)
    finally:
        await console.close()


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument(
        "--log",
        choices=("debug", "info", "warning", "error"),
        help="how much is told on stderr (default: warning; run: info)",
    )
    parser = _Parser(
        prog="python -m bot",
        description="Parkett, a Discord bot for investors.",
        epilog="Every command takes --json: one JSON document on stdout.",
    )
    rooms = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _commands(words):
        room = rooms.add_parser(
            command.name, help=command.help, description=command.help, parents=[common]
        )
        command.arguments(room)
        room.set_defaults(command=command)
    return parser


def _commands(words: Sequence[str]) -> list[Command]:
    asked = next((word for word in words if word in FAMILIES), None)
    modules = [FAMILIES[asked]] if asked else list(dict.fromkeys(FAMILIES.values()))
    return [command for module in modules for command in importlib.import_module(module).COMMANDS]


def _speak_utf8() -> None:
    # A host's locale may be "C"; names like 小米 must still come out whole.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.captureWarnings(capture=True)
