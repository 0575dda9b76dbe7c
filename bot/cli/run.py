"""`run`: the bot itself, whole or one role of it."""

import argparse

from bot.cli.frame import ANSWERED, Command, Console

ROLES = ("all", "gateway", "worker")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--role",
        choices=ROLES,
        default="all",
        help="gateway answers people, worker finds and delivers updates, all does both (default)",
    )
    parser.add_argument(
        "--shards",
        type=_numbers,
        metavar="0,1",
        help="which shards this process serves; without it the bot is not sharded",
    )
    parser.add_argument(
        "--shard-count", type=int, metavar="N", help="how many shards there are in all"
    )


def _numbers(text: str) -> tuple[int, ...]:
    try:
        numbers = tuple(dict.fromkeys(int(one) for one in text.split(",")))
    except ValueError:
        numbers = ()
    if not numbers or min(numbers) < 0:
        raise argparse.ArgumentTypeError("shards are numbers from 0, separated by commas")
    return numbers


async def _run(parsed: argparse.Namespace, console: Console) -> int:
    from bot.app import run
    from bot.services import Role

    shards = _shards(parsed, console)
    await run(console.settings(), clock=console.clock, role=Role(parsed.role), shards=shards)
    return ANSWERED


def _shards(parsed: argparse.Namespace, console: Console) -> tuple[tuple[int, int] | None, ...]:
    if parsed.shards is None and parsed.shard_count is None:
        return (None,)
    numbers = parsed.shards if parsed.shards is not None else tuple(range(parsed.shard_count))
    count = parsed.shard_count
    if count is None or not numbers or max(numbers) >= count:
        raise console.usage("--shards takes numbers below --shard-count, for example 0,1 of 4")
    return tuple((number, count) for number in numbers)


COMMANDS = (
    Command("run", "the bot on Discord; needs DISCORD_TOKEN", _arguments, _run, log="info"),
)
