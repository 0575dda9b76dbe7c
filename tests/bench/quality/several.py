"""Several articles at a time: stories against other methods, copies, summaries of a day.

    python tests/bench/quality/several.py [stories copies summary]

The edits of the copies are made here (seeded); the texts are those of `../shared/data`.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3]))

from bot.language.boilerplate import is_boilerplate
from bot.language.sentences import sentences
from bot.language.summary import summarize
from bot.news.models import Article
from bot.news.stories.duplicates import copies
from bot.news.stories.editor import group
from bot.news.stories.tellings import telling
from tests.bench.quality import baselines
from tests.bench.quality.text import DATA, bcubed, rouge, rows, share, words_of
from tests.bench.report import Figure, table

THRESHOLDS = [step / 200 for step in range(2, 60)] + [step / 50 for step in range(15, 46)]


def stories_table() -> str:
    found = rows(DATA / "04_summaries" / "uci_same_story_headlines.jsonl")
    if not found:
        return ""
    titles, gold = [row["title"] for row in found], [row["story"] for row in found]
    ours = bcubed(gold, group([Article(title, "", "", "") for title in titles]))
    figures: list[Figure] = []
    best_other = 0.0
    vectors = baselines.words_and_pieces(titles)
    told = [telling(title) for title in titles]
    ours_plain = np.hstack(
        [
            baselines.tf_idf(
                [[word for word in one.words for _ in range(int(one.words[word]))] for one in told]
            ),
            baselines.tf_idf(
                [[part for part in one.parts for _ in range(int(one.parts[part]))] for one in told]
            ),
        ]
    ) / np.sqrt(np.float32(2))
    for name, near in (
        ("TF-IDF, words and characters", vectors @ vectors.T),
        ("TF-IDF, our stems, fillers left out", ours_plain @ ours_plain.T),
        ("token-set ratio", baselines.token_set(titles)),
        ("MinHash", baselines.min_hash(titles)),
    ):
        (f1, precision, recall), join_at = max(
            (bcubed(gold, baselines.linked_by(near.copy(), join_at)), join_at)
            for join_at in THRESHOLDS
        )
        best_other = max(best_other, f1)
        seen = f"F1 {f1:.3f}, pair precision {precision:.3f}, recall {recall:.3f}"
        figures.append(Figure(f"{name}, average linkage, at its best ({join_at:.3f})", seen))
    seen = f"F1 {ours[0]:.3f}, pair precision {ours[1]:.3f}, recall {ours[2]:.3f}"
    figures.append(Figure("ours, at its fixed threshold", seen))
    gain = 100 * (ours[0] - best_other)
    figures.append(Figure("above the best other", f"{gain:+.1f} points", "≥ 1", gain >= 1))
    figures.append(Figure("pair precision", f"{ours[1]:.3f}", "≥ .93", ours[1] >= 0.93))
    return table("Stories against other methods: headlines only, without times", figures)


def _edited(text: str, chance: random.Random) -> str:
    """As sites edit an agency's text: shortened, a word changed here and there, a frame put on."""
    parts = [one.text for one in sentences(text[:6_000], "de")]
    start = chance.choice((0, 0, 1))
    kept = parts[start : max(start + 4, int(len(parts) * chance.uniform(0.4, 1.0)))]
    words = " ".join(kept).split()
    for _ in range(int(len(words) * chance.uniform(0, 0.05))):
        words[chance.randrange(len(words))] = chance.choice(("rund", "zudem", "knapp", "etwa"))
    return f"Von Redaktion. {' '.join(words)} Lesen Sie auch: Was heute wichtig ist"


def copies_table() -> str:
    market = rows(DATA / "04_summaries" / "dpa_afx_dax_headline_text.jsonl")
    # One of each day: the agency's later reports of a day repeat its earlier ones.
    texts = [row["text"] for row in {row["date"].split()[0]: row for row in market}.values()]
    texts += [row["article"] for row in rows(DATA / "04_summaries" / "fundus_lede_pairs.jsonl")]
    texts = [text for text in dict.fromkeys(texts) if len(text.split()) >= 60]
    if not texts:
        return ""
    chance = random.Random(7)
    made = [(number, text) for number, text in enumerate(texts)]
    made += [(number, _edited(text, chance)) for number, text in enumerate(texts) for _ in "ab"]
    chance.shuffle(made)
    first = copies(
        [Article(f"Titel {i}", "", "", "", text=text) for i, (_, text) in enumerate(made)]
    )
    sets: dict[int, list[int]] = defaultdict(list)
    for index, leader in enumerate(first):
        sets[leader].append(index)
    _, precision, recall = bcubed([str(number) for number, _ in made], sets.values())
    f1 = share(2 * precision * recall, precision + recall)
    return table(
        "The same text again, copies edited by rule",
        [
            Figure("pairs F1", f"{f1:.3f}", ".95", f1 >= 0.95),
            Figure("precision, recall", f"{precision:.3f}, {recall:.3f}"),
        ],
    )


def _overlap(chosen: Sequence[str]) -> float:
    """How much of each sentence's words the others hold, on the mean."""
    sets = [set(words_of(one)) for one in chosen]
    pairs = [(a, b) for i, a in enumerate(sets) for b in sets[i + 1 :] if a and b]
    return share(sum(len(a & b) / min(len(a), len(b)) for a, b in pairs), len(pairs))


def summary_table() -> str:
    days: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(DATA / "04_summaries" / "dpa_afx_dax_headline_text.jsonl"):
        days[row["date"].split()[0]].append(row)
    days = {day: told for day, told in days.items() if len(told) >= 3}
    if not days:
        return ""
    methods: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    boilerplate = 0
    for told in days.values():
        texts = [row["text"] for row in told]
        picked = [one.text for one in summarize(texts, language="de", sentences=3)]
        boilerplate += sum(map(is_boilerplate, picked))
        split = [[one.text for one in sentences(text, "de")] for text in texts]
        every = [one for parts in split for one in parts]
        ranks = baselines.lex_rank([words_of(one) for one in every])
        best = [every[i] for i in np.argsort([-rank for rank in ranks], kind="stable")]
        room = sum(len(words_of(one)) for one in picked)
        wanted = words_of(" ".join(row["headline"] for row in told))
        for name, order in (
            ("ours, 3 sentences", picked),
            ("lead of each, as many words", [parts[0] for parts in split if parts]),
            ("LexRank, as many words", best),
        ):
            said: list[str] = []
            while order and len(words_of(" ".join(said))) < room and len(said) < len(order):
                said.append(order[len(said)])
            tokens = words_of(" ".join(said))[:room]
            scores = rouge(tokens, wanted, 1), rouge(tokens, wanted, 2), _overlap(said)
            methods[name].append(scores)
    means = {name: np.mean(scores, axis=0) for name, scores in methods.items()}
    ours = means["ours, 3 sentences"]
    others = [mean for name, mean in means.items() if not name.startswith("ours")]
    figures = [
        Figure(name, f"R1 {mean[0]:.1f}, R2 {mean[1]:.1f}, repetition {mean[2]:.2f}")
        for name, mean in means.items()
    ]
    hit = all(ours[0] > other[0] and ours[2] < other[2] for other in others)
    figures.append(Figure("above both in R1, below both in repetition", str(hit), "both", hit))
    figures.append(Figure("boilerplate chosen", str(boilerplate), "0", boilerplate == 0))
    return table(f"Summary of several articles: {len(days)} market days against headlines", figures)


TABLES: dict[str, Callable[[], str]] = {
    "stories": stories_table,
    "copies": copies_table,
    "summary": summary_table,
}


def main() -> None:
    for name in sys.argv[1:] or TABLES:
        print(TABLES[name]())


if __name__ == "__main__":
    main()
