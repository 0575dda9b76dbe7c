"""`resolve` and `instruments import|update`: what is "xiaomi"?

`resolve` exits with 0 where one instrument was found, else (doubt, unknown, invalid) with 1; with
`--json` the document is the same in all cases. `--batch` asks the catalogue only, so that
thousands of queries take seconds.
"""

import argparse
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.frame import ANSWERED, REFUSED, Command, Console, read_bytes
from bot.errors import InputError
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.opening import current_index, import_list, open_catalogue, seed
from bot.instruments.documents import resolution_document, resolution_error
from bot.instruments.lists.tables import MAX_UNPACKED
from bot.instruments.lists.updating import update_lists
from bot.instruments.lookup import Lookup
from bot.instruments.models import Found, Instrument
from bot.store import Store, open_store
from bot.web.fetcher import Fetcher
from bot.web.source import Sources


class NothingTaken(InputError):
    """details: path, skipped (lines that could not be used)."""

    code = "nothing_taken"
    template = "{path} gave no instrument; {skipped} lines could not be used."


def _resolve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="?", help="a name, ISIN, WKN, symbol or cashtag")
    parser.add_argument("--batch", metavar="LIST", help="a file with a query a line, - for stdin")
    parser.add_argument(
        "--offline", action="store_true", help="ask the catalogue only, no source outside"
    )


async def _resolve(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.batch is None and arguments.query is None:
        raise console.usage("Give a QUERY, or --batch with a list of queries.")
    async with _catalogue(console) as (catalogue, _):
        if arguments.batch is not None:

            async def answer(line: str) -> object:
                return resolution_document(line, catalogue.resolve(line))

            return await console.batch(arguments.batch, answer)
        query = arguments.query
        if arguments.offline:
            resolution = catalogue.resolve(query)
        else:
            settings = console.settings()
            async with (
                Fetcher(
                    allowed=settings.allow_private_networks, contact=settings.contact
                ) as fetcher,
                Sources(fetcher, settings.sources, clock=console.clock) as sources,
            ):
                resolution = await Lookup(catalogue=catalogue, sources=sources).resolve(query)
        document = resolution_document(query, resolution)
        if isinstance(resolution, Found):
            console.answer(document, _text(resolution.instrument))
            return ANSWERED
        if console.json_wanted:
            console.line(document)
        else:
            console.note(str(resolution_error(query, resolution)))
        return REFUSED


@asynccontextmanager
async def _catalogue(console: Console) -> AsyncGenerator[tuple[Catalogue, Store]]:
    """The catalogue without the rest of the services, which `resolve` does not need."""
    settings = console.settings()
    workers = await console.workers()
    async with open_store(settings.database_url) as store:
        yield (
            await open_catalogue(store, workers, cache=settings.data_dir, clock=console.clock),
            store,
        )


def _text(instrument: Instrument) -> str:
    numbers = " · ".join(
        text
        for text in (
            f"ISIN {instrument.isin}" if instrument.isin else "",
            f"WKN {instrument.wkn}" if instrument.wkn else "",
        )
        if text
    )
    lines = [f"{instrument.name}  {numbers}".rstrip()]
    lines += [
        f"  {one.symbol:<12} {one.venue:<16} {one.currency}{'  home' if one.home else ''}"
        for one in instrument.listings
    ]
    return "\n".join(lines)


def _instruments_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    take = actions.add_parser("import", help="take the instruments of a list into the catalogue")
    take.add_argument(
        "file",
        metavar="FILE",
        help="a list of Deutsche Börse, HKEX, Nasdaq Trader, FinanceDatabase, pytickersymbols, "
        "the S&P 500, or a CSV of your own with name and symbol; may be gzipped",
    )
    actions.add_parser("update", help="fetch the exchanges' own lists and take them")


async def _instruments(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.action == "import":
        return await _import(arguments.file, console)
    return await _update(console)


async def _import(path: str, console: Console) -> int:
    data = read_bytes(path, MAX_UNPACKED, stdin=False)
    settings = console.settings()
    workers = await console.workers()
    async with open_store(settings.database_url) as store:
        console.note(f"Reading {path} ({len(data) // 1024} KB) …")
        await seed(store, workers, at=console.clock())
        name = Path(path).name.partition(".")[0]
        kind, taken, skipped = await import_list(store, workers, data, name, at=console.clock())
        if not taken:
            raise NothingTaken(path=path, skipped=skipped)
        console.note(f"{taken} instruments of a {kind} list. Building the catalogue …")
        listings = (await current_index(store, workers, cache=settings.data_dir)).listings
        console.answer(
            {"list": kind, "taken": taken, "skipped": skipped, "listings": listings},
            f"{taken} instruments taken, {skipped} lines skipped; the catalogue has "
            f"{listings} listings.",
        )
    return ANSWERED


async def _update(console: Console) -> int:
    settings = console.settings()
    workers = await console.workers()
    lists: list[dict[str, object]] = []
    async with (
        open_store(settings.database_url) as store,
        Fetcher(allowed=settings.allow_private_networks, contact=settings.contact) as fetcher,
        Sources(fetcher, settings.sources, clock=console.clock) as sources,
    ):
        await seed(store, workers, at=console.clock())
        async for one in update_lists(store, workers, sources, at=console.clock()):
            told = str(one.error) if one.error else f"{one.taken} taken, {one.skipped} skipped"
            console.note(f"{one.source}, {one.name}: {told}")
            error = {"code": one.error.code, "message": str(one.error)} if one.error else None
            lists.append(
                {
                    "source": one.source,
                    "list": one.name,
                    "taken": one.taken,
                    "skipped": one.skipped,
                    "error": error,
                }
            )
        taken = sum(one["taken"] for one in lists if isinstance(one["taken"], int))
        if not taken:
            raise NothingTaken(path="The exchanges' lists", skipped=0)
        await current_index(store, workers, cache=settings.data_dir)
    console.answer({"taken": taken, "lists": lists}, f"{taken} instruments taken.")
    return ANSWERED


COMMANDS = (
    Command(
        "resolve",
        "which company a query names, with all its listings",
        _resolve_arguments,
        _resolve,
    ),
    Command(
        "instruments",
        "take exchange lists into the catalogue",
        _instruments_arguments,
        _instruments,
    ),
)
