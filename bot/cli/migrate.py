"""`migrate`: brings the database to this program's schema; opening it does so by itself too."""

import argparse

from bot.cli.frame import ANSWERED, Command, Console
from bot.store.engines import Database
from bot.store.schema import HEAD
from bot.store.upgrading import upgrade


def _arguments(_: argparse.ArgumentParser) -> None:
    """It takes none."""


async def _migrate(_: argparse.Namespace, console: Console) -> int:
    database = Database(console.settings().database_url)
    try:
        before = await upgrade(database)
    finally:
        await database.close()
    if before == HEAD:
        text = f"The database is at revision {HEAD}; there was nothing to do."
    else:
        came = "was empty" if before is None else f"was at revision {before}"
        text = f"The database {came} and is at revision {HEAD} now."
    console.answer({"before": before, "after": HEAD}, text)
    return ANSWERED


COMMANDS = (Command("migrate", "bring the database to the newest schema", _arguments, _migrate),)
