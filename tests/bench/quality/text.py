"""How well are texts understood? Sentences, summary, stories, relevance, language, tone.

    python tests/bench/quality/text.py [TABLE …]     (all without; names at the end of this file)

Reads `../shared/data` where it is there, and the passages, headlines and traps of this repository.
Each table says what was aimed at (issue 3).
"""

import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

REPO = Path(__file__).parents[3]
sys.path.insert(0, str(REPO))

from bot.instruments.models import Instrument, Listing  # noqa: E402
from bot.language.boilerplate import is_boilerplate  # noqa: E402
from bot.language.identify import detect  # noqa: E402
from bot.language.sentences import sentences  # noqa: E402
from bot.language.summary import summarize  # noqa: E402
from bot.language.tone import tone  # noqa: E402
from bot.news.models import Article  # noqa: E402
from bot.news.relevance.judging import relevance  # noqa: E402
from bot.news.stories.editor import group  # noqa: E402
from tests.bench.report import Figure, table  # noqa: E402

HERE = Path(__file__).parent
DATA = REPO.parent / "shared" / "data"
Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    """The rows of a file of JSON lines; none where it is absent."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def texts(path: Path, field: str) -> list[str]:
    return [row[field] for row in rows(path)]


def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _ends(marked: str) -> tuple[str, set[int]]:
    """The text without its marks, and where its sentences end (`|` stands after each)."""
    text, ends = "", set[int]()
    for part in marked.split("|"):
        text += part
        ends.add(len(text.rstrip()))
    return text, ends


def sentence_table() -> str:
    passages = [
        ("de, beside the rules", "de", line.replace("|", " |"))
        for line in (HERE / "passages.txt").read_text("utf-8").splitlines()
    ]
    passages += [
        (f"{row['language']}, {row['part']}", row["language"], row["marked"])
        for row in rows(HERE / "sentences.jsonl")
    ]
    sets: dict[str, list[tuple[set[int], set[int]]]] = {}
    for name, language, marked in passages:
        text, expected = _ends(marked)
        found = {one.end for one in sentences(text, language)}
        sets.setdefault(name, []).append((found, expected))
    figures: list[Figure] = []
    for name, pairs in sets.items():
        right = sum(len(found & expected) for found, expected in pairs)
        ends = sum(len(expected) for _, expected in pairs)
        f1 = share(2 * right, sum(len(found) for found, _ in pairs) + ends)
        figures.append(Figure(f"{name}, {ends} ends", f"F1 {f1:.3f}", ".97", f1 >= 0.97))
    return table("Sentences, own passages", figures)


def rouge(words: Sequence[str], reference: Sequence[str], size: int) -> float:
    """F1 of runs of `size` words, in percent."""
    ours = Counter(zip(*(words[i:] for i in range(size)), strict=False))
    theirs = Counter(zip(*(reference[i:] for i in range(size)), strict=False))
    return 100 * share(2 * (ours & theirs).total(), ours.total() + theirs.total())


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _bounds(gains: Sequence[float]) -> tuple[float, float]:
    """Where the mean lies in 95 of 100 draws of the same articles (paired bootstrap, seeded)."""
    chance = random.Random(0)
    means = sorted(fmean(chance.choices(gains, k=len(gains))) for _ in range(1_000))
    return means[25], means[974]


def summary_table() -> str:
    pairs = rows(DATA / "04_summaries" / "fundus_lede_pairs.jsonl")
    market = rows(DATA / "04_summaries" / "dpa_afx_dax_headline_text.jsonl")
    sets = {
        "Fundus de": [(r["article"], r["summary"], "de") for r in pairs if r["lang"] == "de"],
        "Fundus en": [(r["article"], r["summary"], "en") for r in pairs if r["lang"] == "en"],
        "dpa-AFX": [(r["text"], r["headline"], "de") for r in market],
    }
    figures: list[Figure] = []
    spent, summaries = 0.0, 0
    for name, articles in sets.items():
        for count in (1, 2, 3) if articles else ():
            gains: dict[int, list[float]] = {1: [], 2: []}
            for text, reference, language in articles:
                start = time.process_time()
                picked = summarize([text], language=language, sentences=count)
                spent += time.process_time() - start
                summaries += 1
                ours = words_of(" ".join(one.text for one in picked))
                lead, wanted = words_of(text)[: len(ours)], words_of(reference)
                for size, all_gains in gains.items():
                    all_gains.append(rouge(ours, wanted, size) - rouge(lead, wanted, size))
            means = [fmean(all_gains) for all_gains in gains.values()]
            bounds = [_bounds(all_gains) for all_gains in gains.values()]
            seen = ", ".join(
                f"R{size} {mean:+.2f} ({low:+.2f} to {high:+.2f})"
                for size, mean, (low, high) in zip(gains, means, bounds, strict=True)
            )
            hit = min(means) >= -0.005 and min(high for _, high in bounds) >= 0
            figures.append(Figure(f"{name}, {count} sentences, against the lead", seen, "≥ 0", hit))
    speed = share(summaries, spent)
    figures.append(Figure("articles a second, no scoring", f"{speed:.0f}", "≥ 300", speed >= 300))
    return table(
        "Summary of one article: ROUGE against the lead of equal length (95 % of draws)", figures
    )


def boilerplate_table() -> str:
    sets: dict[str, list[tuple[bool, bool]]] = {}
    for row in rows(HERE / "boilerplate.jsonl"):
        verdict = is_boilerplate(row["text"]), row["boilerplate"]
        sets.setdefault(f"{row['language']}, {row['part']}", []).append(verdict)
    figures: list[Figure] = []
    for name, verdicts in sets.items():
        found = [ours for ours, truth in verdicts if truth]
        wrong = [ours for ours, truth in verdicts if not truth]
        seen = f"{sum(found)} of {len(found)} found, {sum(wrong)} of {len(wrong)} wrongly"
        figures.append(Figure(name, seen, "all, none", all(found) and not any(wrong)))
    return table("Boilerplate, own lines", figures)


def bcubed(gold: Sequence[str], groups: Iterable[Sequence[int]]) -> tuple[float, float, float]:
    """B-cubed F1, pair precision, pair recall."""
    ours = {index: number for number, members in enumerate(groups) for index in members}
    both = Counter((gold[i], ours[i]) for i in range(len(gold)))
    by_gold, by_ours = Counter(gold), Counter(ours.values())
    precision = share(sum(n * n / by_ours[o] for (_, o), n in both.items()), len(gold))
    recall = share(sum(n * n / by_gold[g] for (g, _), n in both.items()), len(gold))
    pairs = sum(n * (n - 1) for n in both.values())
    return (
        share(2 * precision * recall, precision + recall),
        share(pairs, sum(n * (n - 1) for n in by_ours.values())),
        share(pairs, sum(n * (n - 1) for n in by_gold.values())),
    )


def stories_table() -> str:
    found = rows(DATA / "04_summaries" / "uci_same_story_headlines.jsonl")
    if not found:
        return ""
    articles = [Article(title=r["title"], url="", publisher="", provider="") for r in found]
    start = time.process_time()
    f1, precision, recall = bcubed([r["story"] for r in found], group(articles))
    return table(
        "Stories: headlines only, without times",
        [
            Figure("B-cubed F1", f"{f1:.3f}"),
            Figure("pair precision", f"{precision:.3f}", ".93", precision >= 0.93),
            Figure("pair recall", f"{recall:.3f}"),
            Figure("headlines a second", f"{len(found) / (time.process_time() - start):.0f}"),
        ],
    )


def relevance_table() -> str:
    right = shown = about = 0
    for row in rows(REPO / "tests" / "news" / "traps.jsonl"):
        listing = Listing(row["symbol"], "Home", "XXXX", "EUR", home=True)
        company = Instrument(row["name"], None, None, (listing,), tuple(row.get("names", ())))
        for kind in ("about", "other"):
            for title in row[kind]:
                verdict = relevance(Article(title, "", "", ""), company)
                shown, about = shown + verdict, about + (kind == "about")
                right += verdict and kind == "about"
    precision, recall = share(right, shown), share(right, about)
    return table(
        "Relevance, own traps",
        [
            Figure("precision", f"{precision:.3f}", ".97", precision >= 0.97),
            Figure("recall", f"{recall:.3f}", ".92", recall >= 0.92),
        ],
    )


def language_table() -> str:
    gold = rows(DATA / "03_articles" / "fundus_gold.jsonl")
    summaries = DATA / "04_summaries"
    sets = {
        "dpa-AFX, de": ("de", texts(summaries / "dpa_afx_dax_headline_text.jsonl", "headline")),
        "Fundus titles, de": ("de", [r["title"] for r in gold if r["lang"] == "de"]),
        "Fundus titles, en": ("en", [r["title"] for r in gold if r["lang"] == "en"]),
        "UCI headlines, en": ("en", texts(summaries / "uci_same_story_headlines.jsonl", "title")),
        "finance, zh, 30 characters": (
            "zh",
            [text[:30] for text in texts(DATA / "05_tone" / "finbert2_zh.jsonl", "text")],
        ),
    }
    for row in rows(HERE / "short_texts.jsonl"):
        code = row["language"] if row["language"] in {"de", "en", "zh"} else "another"
        sets.setdefault(f"short texts, {code}", (code, []))[1].append(row["text"])
    figures: list[Figure] = []
    for name, (code, headlines) in sets.items():
        start = time.process_time()
        codes = [detect(text).code for text in headlines]
        ours = [one if one in {"de", "en", "zh"} else "another" for one in codes]
        right = share(sum(one == code for one in ours), len(headlines))
        each = share((time.process_time() - start) * 1000, len(headlines))
        if headlines:
            figures.append(Figure(name, f"{right:.1%}, {each:.2f} ms", "98 %", right >= 0.98))
    return table("Language of headlines", figures)


def _sign(score: float) -> str:
    return "positive" if score > 0 else "negative" if score < 0 else "neutral"


def _half(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % 2


def tone_table() -> str:
    folder = DATA / "05_tone"
    phrases = rows(folder / "financial_phrasebank.jsonl")
    chinese = rows(folder / "finbert2_zh.jsonl")
    fiqa = [row for row in rows(folder / "fiqa.jsonl") if row["kind"] == "headline"]
    sets = {
        "PhraseBank": [(row["text"], row["label"]) for row in phrases],
        "FiQA headlines": [(row["text"], _sign(row["score"])) for row in fiqa],
        "FinBERT2, zh, whole texts": [(row["text"], row["label"]) for row in chinese],
    }
    for name, labelled in [*sets.items()][:2]:
        halves = [[one for one in labelled if _half(one[0]) == half] for half in (0, 1)]
        sets |= {f"{name}, half {half + 1}": halves[half] for half in (0, 1)}
    for row in [*rows(HERE / "headlines_de.jsonl"), *rows(HERE / "headlines.jsonl")]:
        name = f"own headlines, {row['language']}, {row['part']}"
        sets.setdefault(name, []).append((row["text"], row["label"]))
    figures: list[Figure] = []
    for name, labelled in sets.items():
        guesses = [(tone(text).label, label) for text, label in labelled]
        shown = [(guess, label) for guess, label in guesses if guess != "neutral"]
        precision = share(sum(guess == label for guess, label in shown), len(shown))
        polar = [guess for guess, label in guesses if label != "neutral"]
        coverage = share(sum(guess != "neutral" for guess in polar), len(polar))
        if labelled:
            seen = f"precision {precision:.3f}, coverage {coverage:.3f} of what has a tone"
            hit = precision >= 0.80 and coverage >= 0.40
            figures.append(Figure(name, seen, ".80 at .40", hit))
    general = [
        tone(r["text"]).label for r in rows(folder / "gerntsa_de.jsonl") if r["label"] == "neutral"
    ]
    if general:
        labelled = share(sum(label != "neutral" for label in general), len(general))
        figures.append(
            Figure(
                "GerNTSA, neutral ones with a label", f"{labelled:.3f}", "≤ .20", labelled <= 0.2
            )
        )
    return table("Tone, where one is shown", figures)


TABLES: dict[str, Callable[[], str]] = {
    "sentences": sentence_table,
    "boilerplate": boilerplate_table,
    "summary": summary_table,
    "stories": stories_table,
    "relevance": relevance_table,
    "language": language_table,
    "tone": tone_table,
}


if __name__ == "__main__":
    for name in sys.argv[1:] or TABLES:
        print(TABLES[name]())
