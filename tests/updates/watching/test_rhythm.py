"""How often a company is looked at, and what is remembered of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.news.models import Article
from bot.updates.models import ArticleFact, StoryFact
from bot.updates.watching.newsmemory import (
    MOST_RECENT,
    MOST_TOLD,
    RECENT,
    TOLD,
    NewsMemory,
    Recent,
    SourceMemory,
    Told,
    head,
    read,
    with_articles,
    with_told,
    write,
)
from bot.updates.watching.rhythm import interval, next_look
from bot.web.marks import Mark

NOON = datetime(2021, 10, 20, 12, 0, tzinfo=UTC)
BASE = timedelta(minutes=10)


def every(minutes: float, count: int = 16) -> list[datetime]:
    return [NOON - timedelta(minutes=minutes * back) for back in range(count, 0, -1)]


@pytest.mark.parametrize(
    ("moments", "watched", "expected"),
    [
        ([], timedelta(), 600),
        (every(1), timedelta(days=9), 45),
        (every(80), timedelta(days=9), 600),
        (every(240), timedelta(days=9), 1750),
        ([], timedelta(days=9), 2400),
        ([NOON - timedelta(days=2)], timedelta(days=9), 2400),
    ],
)
def test_the_more_news_the_more_looks(
    moments: list[datetime], watched: timedelta, expected: float
) -> None:
    found = interval(BASE, NOON - watched, moments, NOON).total_seconds()
    assert found == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("base", [30.0, 60.0, 600.0, 86400.0])
@pytest.mark.parametrize("gap", [0.0, 1.0, 60.0, 100_000.0])
def test_never_below_half_a_minute_nor_beyond_four_times_the_base(base: float, gap: float) -> None:
    found = interval(timedelta(seconds=base), NOON, every(gap), NOON).total_seconds()
    assert 30 <= found <= 4 * base


def test_companies_are_spread_and_never_early() -> None:
    moments = [next_look(f"news:{n}", NOON, BASE) for n in range(1000)]
    assert min(moments) >= NOON + BASE
    assert max(moments) <= NOON + BASE * 1.2
    assert len(set(moments)) == 1000
    assert moments[7] == next_look("news:7", NOON, BASE)


def article(n: int) -> Article:
    return Article(
        title=f"Schlagzeile {n}", url=f"https://a.example/{n}", publisher="Blatt", provider="p",
        published=NOON, language="de", teaser="Wort " * 1000, symbols=("X.DE",), disclosure=True,
    )  # fmt: skip


def fact(n: int) -> StoryFact:
    return StoryFact(
        id=f"s{n}", title=f"Geschichte {n}", url="https://a.example/", original_source="dpa-AFX",
        articles=(ArticleFact(title="T", url="https://a.example/", publisher="P"),), revision=2,
    )  # fmt: skip


def told(n: int, ago: timedelta = timedelta()) -> Told:
    return Told(
        fact=fact(n), at=NOON - ago, keys=frozenset({"AAAAAAAA", "BBBBBBBB"}),
        publishers=frozenset({"p"}), posted=True,
    )  # fmt: skip


def test_what_is_written_is_read_again() -> None:
    memory = NewsMemory(
        begun=NOON,
        looked=NOON,
        sources={
            "A": SourceMemory(since=NOON, heard=True, mark=Mark("a", "b", '"e"', None)),
            "B": SourceMemory(since=NOON),
        },
        seen=("AAAAAAAA", "BBBBBBBB"),
        moments=(NOON,),
    )
    memory = with_told(memory, [told(1)], NOON)
    memory = with_articles(memory, [Recent(replace(article(1), teaser="kurz"), NOON)], NOON)
    assert read(write(memory)) == memory
    assert head(write(memory)) == replace(memory, seen=(), recent=(), told=())


def test_what_is_remembered_is_bounded() -> None:
    memory = NewsMemory(begun=NOON, looked=NOON)
    articles = [Recent(article(n), NOON - timedelta(minutes=n)) for n in range(500)]
    memory = with_articles(memory, articles, NOON)
    assert len(memory.recent) == MOST_RECENT
    assert all(len(one.article.teaser) <= 600 for one in memory.recent)
    assert with_articles(memory, [], NOON + RECENT + timedelta(hours=1)).recent == ()
    memory = with_told(memory, [told(n) for n in range(200)], NOON)
    assert len(memory.told) == MOST_TOLD
    assert with_told(memory, [], NOON + TOLD + timedelta(hours=1)).told == ()


@pytest.mark.parametrize(
    "state", [None, [], "text", {}, {"version": 2}, {"version": 1, "begun": "soon"}]
)
def test_what_nobody_understands_is_a_new_beginning(state: object) -> None:
    assert read(state) is None


def test_parts_that_nobody_understands_are_left_out() -> None:
    state = write(NewsMemory(begun=NOON, looked=NOON)) | {
        "sources": {"A": None, "B": ["never", True], "C": [NOON.isoformat(), True, 1]},
        "recent": [1, [], ["x"] * 10],
        "told": [None, {"fact": {}}, 7],
        "moments": [3, None],
        "seen": 9,
    }
    memory = read(state)
    assert memory is not None
    assert set(memory.sources) == {"C"}
    assert memory.recent == memory.told == memory.moments == memory.seen == ()
