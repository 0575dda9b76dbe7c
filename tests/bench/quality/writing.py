"""Is what a model may write what its sources say? Sources, sentences, and which are true.

    python tests/bench/quality/writing.py [--mistakes]

Each part was written before its rules; docs/quality.md has what it gave at first sight.
"""

import json
import sys
from pathlib import Path

REPO = Path(__file__).parents[3]
sys.path.insert(0, str(REPO))

from bot.news.writing.checking import Evidence, refusal  # noqa: E402
from tests.bench.report import Figure, table  # noqa: E402

HERE = Path(__file__).parent


def writing_table(mistakes: list[str]) -> str:
    parts: dict[str, dict[bool, list[bool]]] = {}
    for line in (HERE / "written.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        evidence = Evidence(tuple(row["sources"]), row["told_in"], tuple(row["names"]))
        reason = refusal(row["text"], evidence, row["language"])
        parts.setdefault(row["part"], {True: [], False: []})[row["true"]].append(reason is None)
        if (reason is None) != row["true"]:
            mistakes.append(f"{row['part']}, {reason or 'shown'}: {row['text']}")
    figures: list[Figure] = []
    for part, shown in parts.items():
        wrong, right = sum(shown[False]), sum(shown[True])
        seen = (
            f"{wrong} of {len(shown[False])} false ones shown, {right} of {len(shown[True])} true"
        )
        figures.append(Figure(part, seen, "no false one", wrong == 0))
    return table("What a model writes", figures)


if __name__ == "__main__":
    found: list[str] = []
    print(writing_table(found))
    if "--mistakes" in sys.argv:
        print("\n".join(found))
