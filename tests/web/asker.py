"""A process that asks a source, as one of several on one database.

Arguments: database, port, settings (JSON), polling ("1" or "0"), addresses.
"""

import asyncio
import contextlib
import json
import sys

from bot.errors import SourceLimited
from bot.store import open_store
from bot.web.fetcher import Fetcher
from bot.web.ledger import Ledger
from bot.web.polling import polling
from bot.web.source import Sources
from config.sources import SourceSettings


async def main(database: str, port: str, settings: str, polls: str, *paths: str) -> None:
    asked = {"YAHOO": SourceSettings(**json.loads(settings))}
    async with (
        open_store(database) as store,
        Fetcher(allowed={("127.0.0.1", int(port))}) as fetcher,
        Sources(fetcher, asked, ledger=Ledger(store.paces, patience=30)) as sources,
    ):
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        with polling() if polls == "1" else contextlib.nullcontext():
            answers = await asyncio.gather(
                *(sources["YAHOO"].get(path) for path in paths), return_exceptions=True
            )
        for one in answers:
            if isinstance(one, BaseException) and not isinstance(one, SourceLimited):
                raise one


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
