"""What pages say about themselves, against hand-written parsers and hand-marked pages."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.errors import ParkettError
from bot.news.pages.reader import ReadPage, read_page
from tests.bench.report import Figure, table

PAGES = Path(__file__).parents[4] / "shared" / "data" / "03_articles"
VERDICTS = ("right", "not found", "another date", "undated and left so", "dated, not in the gold")


def facts(worst: int) -> None:
    """A table for each set of pages, and the pages whose date is another."""
    for name in ("fundus_gold", "trafilatura_gold"):
        counts: Counter[str] = Counter()
        wrong: list[str] = []
        for row, page in read_pages(PAGES / f"{name}.jsonl"):
            counts["pages"] += 1
            gold = row.get("published") or row.get("date") or ""
            verdict = dated(page.published, gold)
            counts[verdict] += 1
            if verdict == "another date":
                wrong.append(f"{page.published} for {gold}: {row['file']}")
            counts["language"] += page.language == row["lang"]
            if title := row.get("title"):
                counts["titles"] += 1
                counts["title"] += letters(page.title) == letters(title)
            if authors := row.get("authors"):
                counts["written"] += 1
                counts["authors"] += set(map(letters, page.authors)) == set(map(letters, authors))
        if counts:
            title = f"Pages: what they say about themselves ({name}, {counts['pages']} pages)"
            print(table(title, figures(counts)))
        for one in wrong[:worst]:
            print(f"    {one}")


def figures(counts: Counter[str]) -> list[Figure]:
    found = [Figure(f"published: {one}", str(counts[one])) for one in VERDICTS]
    found.append(Figure("language", f"{counts['language']} of {counts['pages']}"))
    for name, right, of in (
        ("title, to the word", "title", "titles"),
        ("authors, all and no others", "authors", "written"),
    ):
        if counts[of]:
            found.append(Figure(name, f"{counts[right]} of {counts[of]}"))
    return found


def read_pages(rows: Path) -> Iterator[tuple[dict[str, Any], ReadPage]]:
    for line in rows.read_text("utf-8").split("\n") if rows.is_file() else ():
        if line.strip():
            row = json.loads(line)
            body = gzip.decompress((PAGES / row["file"]).read_bytes())
            try:
                yield row, read_page(body, row["url"])
            except ParkettError:
                continue


def dated(ours: datetime | None, gold: str) -> str:
    """A day that says no time must be that day; a time without a zone, that time in some zone."""
    if not gold:
        return "dated, not in the gold" if ours else "undated and left so"
    if ours is None:
        return "not found"
    theirs = datetime.fromisoformat(gold)
    apart = abs(ours.replace(tzinfo=theirs.tzinfo and ours.tzinfo) - theirs)
    if theirs.tzinfo is not None:
        right = apart <= timedelta(minutes=1)
    elif theirs.time() == datetime.min.time():
        right = apart <= timedelta(days=1)
    else:
        right = apart <= timedelta(hours=14) and apart.total_seconds() % 900 == 0
    return "right" if right else "another date"


def letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
