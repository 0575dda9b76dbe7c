"""`doctor`: says in plain words what is missing or wrong."""

import argparse
import asyncio

from bot.cli.checks import Check, Verdict, check_database, check_discord, check_source
from bot.cli.frame import ANSWERED, REFUSED, Command, Console
from bot.errors import SettingsError
from bot.web.fetcher import Fetcher
from config.settings import Settings

_SIGNS = {Verdict.OK: "✓", Verdict.OFF: "–", Verdict.WARNING: "!", Verdict.FAILED: "✗"}
_NOT_SOURCES = frozenset({"FEEDS", "ARTICLES"})  # they have no address of their own


def _arguments(_: argparse.ArgumentParser) -> None:
    """It takes none."""


async def _doctor(_: argparse.Namespace, console: Console) -> int:
    try:
        settings = console.settings()
    except SettingsError as error:
        checks = [Check("Settings", Verdict.FAILED, mistake) for mistake in error.mistakes]
    else:
        checks = [Check("Settings", Verdict.OK, "All settings can be used.")]
        checks += await _examine(settings)
    well = all(check.verdict is not Verdict.FAILED for check in checks)
    document = {
        "ok": well,
        "checks": [
            {"name": one.name, "status": one.verdict.value, "message": one.message}
            for one in checks
        ],
    }
    console.answer(document, "\n".join(_line(check) for check in checks))
    return ANSWERED if well else REFUSED


async def _examine(settings: Settings) -> list[Check]:
    """Everything side by side; each part has its own limit of time."""
    async with (
        Fetcher(allowed=settings.allow_private_networks, contact=settings.contact) as fetcher,
        asyncio.TaskGroup() as group,
    ):
        discord = group.create_task(check_discord(settings))
        database = group.create_task(check_database(settings))
        sources = [
            group.create_task(check_source(name, source, fetcher))
            for name, source in settings.sources.items()
            if name not in _NOT_SOURCES
        ]
    return [*discord.result(), database.result(), *(task.result() for task in sources)]


def _line(check: Check) -> str:
    return f"{_SIGNS[check.verdict]} {check.name}: {check.message}"


COMMANDS = (Command("doctor", "say in plain words what is missing", _arguments, _doctor),)
