"""`language`, `tone`, `stories` and `summarize`: what the bot makes of a text, without Discord.

The first three read and write JSON lines, one out for each one in and in the same order, whether
or not `--json` is given; a line that cannot be used gives an error line in its place.
"""

import argparse
import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar, cast

import orjson

from bot.cli.frame import ANSWERED, REFUSED, USAGE, Command, Console, error_document, read_bytes
from bot.errors import InputError, UnreadableFile
from bot.news.models import Article

LARGEST_FILE = 64 * 1024 * 1024  # bytes of a file of lines
LARGEST_TEXT = 4 * 1024 * 1024  # bytes of one text to summarise
LARGEST_LINE = 1024 * 1024  # bytes

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")

Answer = TypeVar("Answer")


class UnusableLine(InputError):
    """details: number (from 1), reason."""

    code = "unusable_line"
    template = "Line {number} cannot be used: {reason}."


class NoFile(InputError):
    code = "usage"
    template = "Give a FILE, or --batch with a list of files."


class NoText(InputError):
    """details: paths."""

    code = "no_text"
    template = "{paths} holds no text to summarise."


def _records(path: str, field: str) -> list[Mapping[str, object] | UnusableLine]:
    """One object with a string in `field` for each line, or why there is none."""
    lines = read_bytes(path, LARGEST_FILE).removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if lines and not lines[-1].strip():
        lines.pop()
    return [_record(line, number, field) for number, line in enumerate(lines, start=1)]


def _record(line: bytes, number: int, field: str) -> Mapping[str, object] | UnusableLine:
    if len(line) > LARGEST_LINE:
        return UnusableLine(number=number, reason=f"it is longer than {LARGEST_LINE} bytes")
    try:
        line.decode()
    except UnicodeDecodeError:
        return UnusableLine(number=number, reason="it is not UTF-8")
    try:
        value: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        value = _with_halves(line)
        if value is None:
            return UnusableLine(number=number, reason="it is not JSON")
    if not isinstance(value, dict):
        return UnusableLine(number=number, reason="it is not an object")
    record = cast("dict[str, object]", value)
    if not isinstance(record.get(field), str):
        return UnusableLine(number=number, reason=f"it has no text in “{field}”")
    return record


def _with_halves(line: bytes) -> object:
    """A line where an emoji was cut in two: one escaped half, which UTF-8 has no bytes for."""
    if not _HALF.search(line):
        return None
    try:
        whole = json.dumps(json.loads(line), ensure_ascii=False)
        return orjson.loads(whole.encode(errors="replace"))
    except (ValueError, RecursionError):
        return None


def _each(path: str, console: Console, answer: Callable[[str], object]) -> int:
    """Answers each line's text; 1 only where there were lines and none could be used."""
    records = _records(path, "text")
    answered = 0
    for record in records:
        if isinstance(record, UnusableLine):
            console.line(error_document(record))
        else:
            console.line(answer(cast("str", record["text"])))
            answered += 1
    return ANSWERED if answered or not records else REFUSED


async def _language(arguments: argparse.Namespace, console: Console) -> int:
    from bot.language.identify import detect

    def answer(text: str) -> object:
        found = detect(text)
        return {"language": found.code, "confidence": found.confidence}

    return await asyncio.to_thread(_each, arguments.file, console, answer)


async def _tone(arguments: argparse.Namespace, console: Console) -> int:
    from bot.language.tone import tone

    def answer(text: str) -> object:
        guess = tone(text)
        return {"label": guess.label, "confidence": guess.confidence}

    return await asyncio.to_thread(_each, arguments.file, console, answer)


async def _stories(arguments: argparse.Namespace, console: Console) -> int:
    return await asyncio.to_thread(_print_stories, arguments.file, console)


def _print_stories(path: str, console: Console) -> int:
    from bot.news.stories.editor import group, with_language

    records = _records(path, "title")
    good = [record for record in records if not isinstance(record, UnusableLine)]
    groups = group([with_language(_article(record)) for record in good])
    story_of = {index: number for number, group in enumerate(groups, start=1) for index in group}
    place = 0
    for record in records:
        if isinstance(record, UnusableLine):
            console.line(error_document(record))
        else:
            console.line({"story": story_of[place]})
            place += 1
    return ANSWERED if good or not records else REFUSED


def _article(record: Mapping[str, object]) -> Article:
    def text(name: str) -> str:
        value = record.get(name)
        return value if isinstance(value, str) else ""

    return Article(
        title=text("title"),
        url=text("url"),
        publisher=text("publisher"),
        provider="",
        published=_time(record.get("published")),
        language=text("language") or None,
        text=text("text") or None,
    )


def _time(value: object) -> datetime | None:
    """ISO 8601, the form of e-mail and RSS, or seconds (or milliseconds) since 1970; else None."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        if not isinstance(value, str) or not value.strip():
            return None
        if value.strip().isdigit() and len(value.strip()) >= 9:
            return _time(int(value))
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            found = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


async def _summarize(arguments: argparse.Namespace, console: Console) -> int:
    limits = {"sentences": arguments.sentences, "words": arguments.words}

    async def one(path: str) -> object:
        return await asyncio.to_thread(_summary, [path], limits)

    if arguments.batch is not None:
        return await console.batch(arguments.batch, one)
    if not arguments.files:
        console.error(NoFile())
        return USAGE
    document = await asyncio.to_thread(_summary, arguments.files, limits)
    picked = cast("list[dict[str, object]]", document["sentences"])
    console.answer(document, "\n".join(str(one["text"]) for one in picked))
    return ANSWERED


def _summary(paths: Sequence[str], limits: Mapping[str, int | None]) -> dict[str, object]:
    """The document of one summary. Raises UnreadableFile, NoText."""
    from bot.language.identify import detect
    from bot.language.summary import summarize

    texts: list[str] = []
    for path in paths:
        try:
            texts.append(read_bytes(path, LARGEST_TEXT).decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise UnreadableFile(path=path, reason="it is not UTF-8 text") from error
    language = detect("\n".join(text[:1_000] for text in texts)).code
    picked = summarize(
        texts, language=language, sentences=limits["sentences"], words=limits["words"]
    )
    if not picked:
        raise NoText(paths=", ".join(paths))
    return {
        "language": language,
        "sentences": [
            {"text": one.text, "source": one.source, "offset": one.offset} for one in picked
        ],
    }


def _count(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _file_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.jsonl", help="JSON lines; - reads standard input")


def _summarize_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="plain UTF-8 text")
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument("--sentences", type=_count, metavar="N", help="at most so many (3)")
    limit.add_argument("--words", type=_count, metavar="N", help="at most so many words")
    parser.add_argument("--batch", metavar="LIST", help="a file with a path on each line")


COMMANDS: tuple[Command, ...] = (
    Command("language", "which language each text is in", _file_argument, _language),
    Command("tone", "good or bad news, shown only when sure", _file_argument, _tone),
    Command("stories", "which headlines tell one event", _file_argument, _stories),
    Command("summarize", "the sentences that say most", _summarize_arguments, _summarize),
)
