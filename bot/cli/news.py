"""`news`: what happened at a company, and what its share costs."""

import argparse
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from textwrap import fill
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.briefing import Briefing
from bot.cli.frame import ANSWERED, REFUSED, Command, Console, error_document
from bot.cli.market import price_text
from bot.errors import SourceDown
from bot.instruments.documents import instrument_document, resolution_error
from bot.instruments.models import Found
from bot.market.documents import snapshot_document
from bot.news.documents import report_document
from bot.news.models import DropReason, NewsReport, SourceReport, Story
from bot.news.relevance.naming import core_name
from bot.news.service import OK

_GIVE_UP = 9.0  # seconds; nobody waits for a late source on a command line
_WIDTH = 96  # characters of a line of text
_DROPPED = {
    DropReason.DUPLICATE: "duplicates",
    DropReason.STALE: "old",
    DropReason.OTHER_COMPANY: "about another company",
    DropReason.UNREADABLE: "unreadable",
}


class NoNews(SourceDown):
    """Not one source of news answered."""

    template = "No source of news answered."


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", help="a name, ISIN, WKN, symbol or cashtag")
    parser.add_argument(
        "--lang",
        metavar="de,en",
        type=_languages,
        help="the languages that are read, the first one preferred (default: PARKETT_LANGUAGES)",
    )
    parser.add_argument(
        "--limit", metavar="N", type=_limit, default=5, help="stories at most (default: 5)"
    )


def _languages(written: str) -> tuple[str, ...]:
    codes = tuple(code.strip().lower() for code in written.split(",") if code.strip())
    if not codes or any(len(code) != 2 or not code.isascii() for code in codes):
        raise argparse.ArgumentTypeError("takes language codes of two letters, like de,en")
    return codes


def _limit(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written) <= 50:
        raise argparse.ArgumentTypeError("takes a number from 1 to 50")
    return int(written)


async def _news(arguments: argparse.Namespace, console: Console) -> int:
    async with console.services() as services:
        resolution = await services.lookup.resolve(arguments.query)
        if not isinstance(resolution, Found):
            return console.error(resolution_error(arguments.query, resolution))
        audience = services.settings.audience()
        if arguments.lang:
            audience = replace(audience, languages=arguments.lang)
        briefing: Briefing | None = None
        stream = services.briefings.stream(
            resolution.instrument,
            audience,
            limit=arguments.limit,
            first_by=_GIVE_UP,
            give_up=_GIVE_UP,
        )
        async with aclosing(stream):
            async for briefing in stream:
                if briefing.complete:
                    break
        if briefing is None:
            raise NoNews(source="Parkett")
        return _answer(briefing, audience, console)


def _answer(briefing: Briefing, audience: Audience, console: Console) -> int:
    """Prints what there is. With every source of news down it is an answer and an error too."""
    document = {
        "instrument": instrument_document(briefing.instrument),
        "snapshot": snapshot_document(briefing.snapshot),
        **report_document(briefing.news),
    }
    text = _text(briefing, audience)
    if briefing.news.sources and all(one.status != OK for one in briefing.news.sources):
        error = NoNews(source="Parkett")
        console.answer(document | error_document(error), f"{text}\n{error}")
        return REFUSED
    console.answer(document, text)
    return ANSWERED


def _text(briefing: Briefing, audience: Audience) -> str:
    zone = ZoneInfo(audience.timezone)
    blocks = [price_text(briefing.snapshot)]
    for number, story in enumerate(briefing.news.stories, start=1):
        blocks.append("\n".join(_story_lines(number, story, briefing.asked_at, zone, audience)))
    if not briefing.news.stories:
        blocks.append("No story is left to tell.")
    blocks.append(_foot(briefing.news))
    return "".join(one if one.isprintable() or one == "\n" else " " for one in "\n\n".join(blocks))


def _story_lines(
    number: int, story: Story, now: datetime, zone: ZoneInfo, audience: Audience
) -> Iterable[str]:
    yield fill(f"{number}. {story.title}", _WIDTH, subsequent_indent="   ")
    publisher = story.articles[0].publisher
    told = story.original_source
    if core_name(publisher) != told:
        told += f", via {publisher}"
    facts = [told, _when(story.first_published, now, zone)]
    if len(story.articles) > 1:
        facts.append(f"+{len(story.articles) - 1} more")
    if story.language and story.language not in audience.languages[:1]:
        facts.append(f"[{story.language}]")
    if story.tone:
        facts.append(story.tone.label)
    yield "   " + " · ".join(facts)
    if story.summary:
        text = " ".join(one.text for one in story.summary)
        yield fill(text, _WIDTH, initial_indent="   ", subsequent_indent="   ")
    yield f"   {story.url}"


def _when(published: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    if published is None:
        return "undated"
    age = now - published
    if age < timedelta(hours=1):
        return f"{max(int(age.total_seconds() // 60), 0)} min ago"
    if age < timedelta(hours=24):
        return f"{int(age.total_seconds() // 3600)} h ago"
    return f"{published.astimezone(zone):%Y-%m-%d %H:%M}"


def _foot(report: NewsReport) -> str:
    parts = [f"{report.found} found"]
    for reason, words in _DROPPED.items():
        count = sum(one.reason is reason for one in report.dropped)
        if count:
            parts.append(f"{count} {words}")
    if report.beyond:
        parts.append(f"{report.beyond} more")
    return "\n".join([" · ".join(parts), *map(_source_line, report.sources)])


def _source_line(one: SourceReport) -> str:
    if one.status == OK:
        return f"  {one.name}: {one.items} in {one.ms} ms"
    message = one.message or "no answer yet."
    return f"  ! {message}" if one.name in message else f"  ! {one.name}: {message}"


COMMANDS = (
    Command("news", "what happened at a company, and what its share costs", _arguments, _news),
)
