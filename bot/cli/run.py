"""`run`: the bot itself."""

import argparse

from bot.cli.frame import ANSWERED, Command, Console


def _arguments(_parser: argparse.ArgumentParser) -> None:
    """None of its own: everything is a setting."""


async def _run(_parsed: argparse.Namespace, console: Console) -> int:
    from bot.app import run

    await run(console.settings(), clock=console.clock)
    return ANSWERED


COMMANDS = (Command("run", "the bot on Discord; needs DISCORD_TOKEN", _arguments, _run),)
