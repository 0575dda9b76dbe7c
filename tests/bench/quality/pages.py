"""How well are pages and feeds read? The article's words and no others; every entry, quickly.

    python tests/bench/quality/pages.py [pages facts marked feeds] [--worst N]

Reads `../shared/data`; a table whose data is absent is left out. Each table says what was aimed
at (issue 3). Token-F1 counts words as a bag, against the body that hand-written parsers give; they
keep the lead apart from it, as we do.
"""

import argparse
import gc
import gzip
import io
import json
import re
import sys
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

import feedparser
from lxml import etree

REPO = Path(__file__).parents[3]
sys.path.insert(0, str(REPO))

from bot.errors import ParkettError  # noqa: E402
from bot.news.feeds.reader import parse_feed  # noqa: E402
from bot.news.pages.reader import ReadPage, read_page  # noqa: E402
from tests.bench.quality.page_facts import facts  # noqa: E402
from tests.bench.report import Figure, table  # noqa: E402

DATA = REPO.parent / "shared" / "data"
PAGES = DATA / "03_articles"
FEEDS = DATA / "02_feeds"
NO_FEEDS = {".json", ".csv", ".html", ".md"}
ADDRESS = "https://feeds.example.com/feed.xml"
ROUNDS = 5  # of which the median counts
PASSES = 10  # of ours to one of feedparser's, so that both take about as long
AIMS = {"Fundus, German": 0.97, "Fundus, English": 0.95, "Scrapinghub": 0.945}


@dataclass(frozen=True, slots=True)
class Gold:
    kind: str
    name: str
    url: str
    body: bytes
    text: str
    lead: str = ""


def token_f1(found: str, gold: str) -> float:
    ours, theirs = (Counter(re.findall(r"\w+", one.lower())) for one in (found, gold))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def gold_pages() -> Iterator[Gold]:
    fundus = PAGES / "fundus_gold.jsonl"
    for line in fundus.read_text("utf-8").split("\n") if fundus.is_file() else ():
        if line.strip():
            row = json.loads(line)
            kind = {"de": "Fundus, German", "en": "Fundus, English"}.get(row["lang"])
            if kind:
                body = gzip.decompress((PAGES / row["file"]).read_bytes())
                lead = row.get("summary") or ""
                yield Gold(kind, row["file"], row["url"], body, row["text"], lead)
    scraped = PAGES / "article_extraction_benchmark_gold.json"
    rows = json.loads(scraped.read_text("utf-8")) if scraped.is_file() else {}
    for key, row in rows.items():
        path = PAGES / "article_extraction_benchmark" / f"{key}.html.gz"
        body = gzip.decompress(path.read_bytes())
        yield Gold("Scrapinghub", key, row["url"], body, row["articleBody"])


def read(gold: Gold) -> ReadPage | None:
    try:
        return read_page(gold.body, gold.url)
    except ParkettError:
        return None


def both(lead: str, text: str) -> str:
    return f"{lead}\n{text}"


def pages(worst: int) -> None:
    scores: dict[str, list[tuple[float, float, str]]] = {}
    started = time.process_time()
    for gold in gold_pages():
        page = read(gold)
        lead, text = (page.lead, page.text) if page else ("", "")
        whole = token_f1(both(lead, text), both(gold.lead, gold.text))
        scores.setdefault(gold.kind, []).append((token_f1(text, gold.text), whole, gold.name))
    count = sum(map(len, scores.values()))
    if not count:
        return
    rate = count / (time.process_time() - started)
    figures: list[Figure] = []
    for kind, found in scores.items():
        mean, aim = fmean(score for score, _, _ in found), AIMS[kind]
        figures.append(
            Figure(f"{kind}, {len(found)} pages", f"{mean:.4f}", f"≥ {aim}", mean >= aim)
        )
        whole = fmean(score for _, score, _ in found)
        figures.append(Figure(f"{kind}, lead and text", f"{whole:.4f}"))
        if kind == "Fundus, German":
            lowest = min(found)[0]
            figures.append(Figure(f"{kind}, worst", f"{lowest:.3f}", "≥ 0.75", lowest >= 0.75))
            halves = " and ".join(f"{half:.4f}" for half in by_publisher(found))
            figures.append(Figure(f"{kind}, every other publisher, the others", halves))
    figures.append(Figure("pages a second of CPU", f"{rate:.0f}"))
    print(table("Pages: token-F1 of the body", figures))
    for kind, found in scores.items():
        for score, _, name in sorted(found)[:worst]:
            print(f"    {score:.3f}  {kind}: {name}")


def by_publisher(found: list[tuple[float, float, str]]) -> tuple[float, float]:
    """The mean of every other publisher, by name, and that of the others."""
    publishers = sorted({name.split("_")[0] for _, _, name in found})
    even = set(publishers[::2])
    halves: tuple[list[float], list[float]] = ([], [])
    for score, _, name in found:
        halves[name.split("_")[0] in even].append(score)
    return fmean(halves[1]), fmean(halves[0])


def marked(_worst: int) -> None:
    """Segments that people marked on pages: those of the article, and those that are not."""
    rows = PAGES / "trafilatura_gold.jsonl"
    if not rows.is_file():
        return
    found: Counter[str] = Counter()
    for line in rows.read_text("utf-8").split("\n"):
        if line.strip():
            row = json.loads(line)
            body = gzip.decompress((PAGES / row["file"]).read_bytes())
            page = read(Gold("", row["file"], row["url"], body, ""))
            lead, text = (page.lead, page.text) if page else ("", "")
            whole = _letters(both(lead, text))
            for kind in ("with", "without"):
                found[kind] += len(row[kind])
                found[f"{kind} seen"] += sum(_letters(one) in whole for one in row[kind])
            found["in the text"] += sum(_letters(one) in _letters(text) for one in row["with"])
    gone = found["without"] - found["without seen"]
    figures = [
        Figure("of the article, found", f"{found['with seen']} of {found['with']}"),
        Figure("… in the text, without the lead", f"{found['in the text']} of {found['with']}"),
        Figure("not of the article, left out", f"{gone} of {found['without']}"),
    ]
    print(table("Pages: segments marked by hand (trafilatura)", figures))


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def recorded() -> Iterator[tuple[str, bytes]]:
    for path in sorted(FEEDS.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if not name.endswith("/"):
                        yield f"{path.name}!{name}", archive.read(name)
        elif path.is_file() and path.suffix not in NO_FEEDS:
            yield str(path.relative_to(FEEDS)), path.read_bytes()


def well_formed(body: bytes) -> bool:
    try:
        etree.fromstring(body, etree.XMLParser(resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def feeds(_worst: int) -> None:
    named = list(recorded())
    if not named:
        return
    lost: list[str] = []
    usual: list[bytes] = []
    for name, body in named:
        plain = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
        expected = by_feedparser(plain)
        found = by_us(plain)
        if found < expected:
            lost.append(f"{name}: {found} of {expected}")
        if ".zip!" not in name and expected and well_formed(plain):
            usual.append(plain)
    gc.freeze()  # as worker processes do, in which both of them would run
    ratios: list[float] = []
    for _ in range(ROUNDS):
        theirs = cpu(by_feedparser, usual)
        ratios.append(PASSES * theirs / cpu(by_us, usual * PASSES))
    ratio = median(ratios)
    megabytes = sum(map(len, usual)) / 1e6
    print(
        table(
            "Feeds, against feedparser as it comes",
            [
                Figure(f"entries lost, {len(named)} documents", f"{len(lost)}", "0", not lost),
                Figure(
                    f"times its speed, {len(usual)} well-formed feeds of {megabytes:.1f} MB, CPU",
                    f"{ratio:.1f} ({min(ratios):.1f} to {max(ratios):.1f})",
                    "≥ 20",
                    ratio >= 20,
                ),
            ],
        )
    )
    for one in lost:
        print(f"    lost: {one}")


def by_feedparser(body: bytes) -> int:
    return len(feedparser.parse(io.BytesIO(body)).entries)


def by_us(body: bytes) -> int:
    try:
        return len(parse_feed(body, ADDRESS).entries)
    except ParkettError:
        return 0


def cpu(reader: Callable[[bytes], int], bodies: list[bytes]) -> float:
    """Seconds of CPU for all of them."""
    started = time.process_time()
    for body in bodies:
        reader(body)
    return time.process_time() - started


TABLES = {"pages": pages, "facts": facts, "marked": marked, "feeds": feeds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", choices=[*TABLES, []], default=[])
    parser.add_argument("--worst", type=int, default=5, help="worst pages named for each set")
    wanted = parser.parse_args()
    warnings.simplefilter("ignore")
    for name in wanted.tables or TABLES:
        TABLES[name](wanted.worst)


if __name__ == "__main__":
    main()
