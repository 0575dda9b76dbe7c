"""The right company, the right day, the first source: sets written before the rules were read.

    python tests/bench/quality/unseen.py [companies credits languages days times] [--mistakes]

Each set is in halves, by a hash of what it is about: the rules were mended on the first half, and
after the other half had been measured (docs/quality.md) on what was general in its mistakes. Five
sets of companies and four of days were written later, each for a first sight of the rules as they
were then; four more sets of companies by others, an editor, an investor, someone who reads a portal
and a librarian, who had seen no rule.
"""

import json
import sys
import tomllib
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

REPO = Path(__file__).parents[3]
sys.path.insert(0, str(REPO))

from bot.instruments.models import Instrument, Listing  # noqa: E402
from bot.news.dates import parse_date  # noqa: E402
from bot.news.models import Article  # noqa: E402
from bot.news.relevance.judging import judge  # noqa: E402
from bot.news.relevance.naming import core_name, fold, naming  # noqa: E402
from bot.news.stories.attribution import original_source  # noqa: E402
from bot.news.stories.editor import group  # noqa: E402
from bot.news.stories.freshness import is_stale, known_date  # noqa: E402
from bot.news.stories.revisions import is_correction, is_update  # noqa: E402
from tests.bench.report import Figure, table  # noqa: E402

HERE = Path(__file__).parent
HALVES = ("first half", "other half")
# Sets of companies: the file, and what its halves, or else the whole, are called.
SETS: dict[str, tuple[str, ...]] = {
    "namesakes": HALVES,
    "namesakes_later": ("written later",),
    "namesakes_last": ("written last",),
    "namesakes_feeds": ("as in feeds", "as in feeds, other half"),
    "namesakes_second": ("as in feeds, second set",),
    "namesakes_third": ("as in feeds, third set",),
    "namesakes_editor": ("an editor's", "an editor's, other half"),
    "namesakes_investor": ("an investor's", "an investor's, other half"),
    "namesakes_portal": ("a portal's", "a portal's, other half"),
    "namesakes_librarian": ("a librarian's", "a librarian's, other half"),
}
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    text = (HERE / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def half(key: str) -> int:
    return zlib.crc32(key.encode()) % 2


def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """What the operator's list calls the companies that it knows."""
    files = (REPO / "config" / "aliases").glob("*.toml")
    found = (one for path in files for one in tomllib.loads(path.read_text("utf-8"))["company"])
    listed = [(one["name"], tuple(one.get("names", ()))) for one in found]
    return {fold(core_name(name)): names for name, names in listed} | dict(listed)


def company_of(row: Row) -> Instrument:
    listing = Listing(row["symbol"], "Home", "XXXX", "EUR", home=True)
    name, called = row.get("name") or row["company"], nicknames()
    names = (*row.get("names", ()), *called.get(name, called.get(fold(core_name(name)), ())))
    return Instrument(name, None, None, (listing,), names)


def companies(mistakes: list[str]) -> Iterable[Figure]:
    for name, sides in SETS.items():
        found = rows(name)
        for side, called in enumerate(sides):
            ours = [row for row in found if len(sides) == 1 or half(row["name"]) == side]
            yield from _about(called, ours, mistakes)


def _about(called: str, found: Sequence[Row], mistakes: list[str]) -> Iterable[Figure]:
    right = shown = about = 0
    for row in found:
        company = company_of(row)
        for kind in ("about", "other"):
            for item in row[kind]:
                told = item if isinstance(item, dict) else {"title": item}
                article = Article(told["title"], "", "", "", teaser=told.get("teaser", ""))
                verdict = judge(article, company)
                shown += verdict.relevant
                about += kind == "about"
                right += verdict.relevant and kind == "about"
                if verdict.relevant != (kind == "about"):
                    mistakes.append(f"{called}: {row['name']}: {told} ({verdict.reason})")
    precision, recall = share(right, shown), share(right, about)
    yield Figure(f"{called}: precision", f"{precision:.3f}", ".97", precision >= 0.97)
    yield Figure(f"{called}: recall", f"{recall:.3f}", ".92", recall >= 0.92)


def credited(mistakes: list[str]) -> Iterable[Figure]:
    right, asked = [0, 0], [0, 0]
    for row in rows("credits"):
        side = half(row["text"])
        article = Article(row["title"], "", row["publisher"], "", text=row["text"])
        found = original_source(article, core_name(row["company"]))
        asked[side] += 1
        right[side] += found in row["expected"]
        if found not in row["expected"]:
            mistakes.append(f"{side} {row['text']} → {found}, not {row['expected'][0]}")
    for side, name in enumerate(HALVES):
        reached = share(right[side], asked[side])
        yield Figure(f"{name}: right source", f"{right[side]} of {asked[side]}, {reached:.3f}")


def _article(row: Row) -> Article:
    return Article(
        title=row["title"],
        url="",
        publisher=row["publisher"],
        provider="",
        teaser=row["teaser"],
        language=row["language"],
        published=datetime.fromisoformat(row["published"]),
    )


def _pairs(
    found: Sequence[Row], groups: Sequence[Sequence[int]], mistakes: list[str], where: str = ""
) -> list[int]:
    """Pairs of one event in two languages; of those joined; pairs joined; of those wrongly."""
    story = {index: number for number, members in enumerate(groups) for index in members}
    across = joined = together = wrong = 0
    for one in range(len(found)):
        for other in range(one):
            same = found[one]["event"] == found[other]["event"]
            told_as_one = story[one] == story[other]
            across += same
            joined += same and told_as_one
            together += told_as_one
            wrong += told_as_one and not same
            if same != told_as_one:
                kind = "apart" if same else "joined"
                mistakes.append(f"{where}{kind}: {found[other]['title']} | {found[one]['title']}")
    return [across, joined, together, wrong]


def languages(mistakes: list[str]) -> Iterable[Figure]:
    found = rows("languages")
    for side, name in enumerate(HALVES):
        ours = [row for row in found if half(row["company"]) == side]
        sums = [0, 0, 0, 0]
        for company in dict.fromkeys(row["company"] for row in ours):
            told = [row for row in ours if row["company"] == company]
            counts = _one_company(told, mistakes)
            sums = [a + b for a, b in zip(sums, counts, strict=True)]
        yield from _joined(f"{name}, one company", sums)
        groups = group([_article(row) for row in ours])
        yield from _joined(f"{name}, all at once", _pairs(ours, groups, []))


def _one_company(told: Sequence[Row], mistakes: list[str]) -> list[int]:
    parts = frozenset(
        fold(part)
        for known in naming(company_of(told[0])).names
        for part in (known, *known.split())
    )
    return _pairs(told, group([_article(row) for row in told], company=parts), mistakes)


def days(mistakes: list[str]) -> Iterable[Figure]:
    """Two or three events of one company within two days; then the days of several as one.

    A mix has the headlines alone, every other one without times, all on the days of the first.
    The last three: two events of one kind on one day, the first mostly without a figure.
    """
    found = rows("days")
    sides = [[row for row in found if half(row["company"]) == side] for side in (0, 1)]
    sides += [rows("days_later"), rows("days_alike"), rows("days_kinds"), rows("days_kinds_later")]
    names = (
        *HALVES,
        "written later",
        "of one kind",
        "of one kind, as in feeds",
        "of one kind, last",
    )
    for ours, name in zip(sides, names, strict=True):
        known = list(dict.fromkeys(row["company"] for row in ours))
        told = {company: [row for row in ours if row["company"] == company] for company in known}
        alone = [_one_company(one, mistakes) for one in told.values()]
        yield from _joined(
            f"{name}, one company", [sum(column) for column in zip(*alone, strict=True)]
        )
        mixes = [
            [known[(first + step) % len(known)] for step in (0, 3, 7)]
            for first in range(0, len(known), 2)
        ]
        mixed: list[list[int]] = []
        for number, mix in enumerate(mixes):
            together = [row for company in mix for row in told[company]]
            articles = [
                replace(
                    _article(row), teaser="", published=_moved(row, told) if number % 2 else None
                )
                for row in together
            ]
            keyed = [row | {"event": (row["company"], row["event"])} for row in together]
            mixed.append(_pairs(keyed, group(articles), mistakes, f"mix {number} "))
        yield from _joined(
            f"{name}, mixed headlines", [sum(column) for column in zip(*mixed, strict=True)]
        )


def _sums(counted: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*counted, strict=True)]


def _moved(row: Row, told: dict[str, list[Row]]) -> datetime:
    """Its time, if the first day told of its company were one day for all."""
    first = min(datetime.fromisoformat(one["published"]) for one in told[row["company"]])
    when = datetime.fromisoformat(row["published"])
    return when.replace(month=7, day=2) + timedelta(days=(when.date() - first.date()).days)


def _joined(name: str, sums: Sequence[int]) -> Iterable[Figure]:
    across, joined, together, wrong = sums
    yield Figure(
        f"{name}: joined across languages",
        f"{joined} of {across} pairs, {share(joined, across):.3f}",
    )
    yield Figure(
        f"{name}: wrongly joined", f"{wrong} of {together} pairs, {share(wrong, together):.3f}"
    )


def times(mistakes: list[str]) -> Iterable[Figure]:
    known, stale, asked, kinds, titles, moments, dates = ([0, 0, 0] for _ in range(7))
    for row in rows("times"):
        side = 2 if "hand" in row else half(row.get("what") or row["title"])
        if "date" in row:
            found = parse_date(row["date"])
            moment = found.strftime("%Y-%m-%dT%H:%M") if found else None
            dates[side] += 1
            moments[side] += moment == row["moment"]
            if moment != row["moment"]:
                mistakes.append(f"{side} {row['date']}: {moment}, not {row['moment']}")
            continue
        if "kind" in row:
            kind = "correction" if is_correction(row["title"]) else ""
            kind = kind or ("update" if is_update(row["title"]) else "")
            titles[side] += 1
            kinds[side] += kind == row["kind"]
            if kind != row["kind"]:
                mistakes.append(f"{side} {row['title']}: {kind!r}, not {row['kind']!r}")
            continue
        now = datetime.fromisoformat(row["now"])
        published = datetime.fromisoformat(row["published"]) if row["published"] else None
        article = Article(
            row["title"], row["url"], "", "", published, teaser=row["teaser"], text=row["text"]
        )
        when = known_date(article, now)
        day = when.astimezone(now.tzinfo).date().isoformat() if when else None
        old = is_stale(article, now)
        asked[side] += 1
        known[side] += day == row["known"]
        stale[side] += old == row["stale"]
        if day != row["known"] or old != row["stale"]:
            mistakes.append(
                f"{side} {row['what']}: {day}, {old}; not {row['known']}, {row['stale']}"
            )
    for side, name in enumerate((*HALVES, "another hand")):
        yield Figure(f"{name}: right day, or rightly undated", f"{known[side]} of {asked[side]}")
        yield Figure(f"{name}: rightly old or new", f"{stale[side]} of {asked[side]}")
        yield Figure(f"{name}: corrections and updates told", f"{kinds[side]} of {titles[side]}")
        if dates[side]:
            yield Figure(f"{name}: dates as written", f"{moments[side]} of {dates[side]}")


TABLES: dict[str, tuple[str, Callable[[list[str]], Iterable[Figure]]]] = {
    "companies": ("About the company? Namesakes, relatives, houses that judge others", companies),
    "credits": ("Whom does the text credit?", credited),
    "languages": ("One event in German, English and Chinese", languages),
    "days": ("Two or three events of a company within two days", days),
    "times": ("When was it, and is it a correction?", times),
}


if __name__ == "__main__":
    asked = [name for name in sys.argv[1:] if not name.startswith("-")]
    for name in asked or TABLES:
        heading, figures = TABLES[name]
        mistakes: list[str] = []
        print(table(heading, list(figures(mistakes))))
        if "--mistakes" in sys.argv:
            print("\n".join(sorted(mistakes)), "\n")
