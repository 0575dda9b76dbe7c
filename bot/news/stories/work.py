"""The making of stories as a worker process takes it, with no more imports than it needs."""

from datetime import datetime

from bot.instruments.models import Instrument
from bot.news.models import Article, Dropped, Story
from bot.news.stories.editor import tell


def tell_of(
    what: tuple[Instrument, tuple[Article, ...], datetime],
    how: tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...]],
) -> tuple[tuple[Story, ...], tuple[Dropped, ...]]:
    """`tell` with its keyword arguments, for a worker, which takes positions only."""
    instrument, articles, now = what
    limit, languages, vouching, neighbours = how
    return tell(
        instrument,
        articles,
        now=now,
        limit=limit,
        languages=languages,
        already_asked=vouching,
        neighbours=neighbours,
    )
