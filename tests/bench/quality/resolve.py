"""Which share of real queries finds the right company?

    python tests/bench/quality/resolve.py [--wrong]

Reads `../shared/data/08_resolve/resolve.jsonl`, with the lists of `06_instruments` and the
aliases in the catalogue. A query counts as found when the ISIN is the expected one, or one of the
listings' symbols is. `own bank` are spellings of our own beside this file, written before the
rules were last changed and not used for them; `strangers` were written by someone who knew no rule.
"""

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

REPO = Path(__file__).parents[3]
sys.path.insert(0, str(REPO))

from bot.instruments.catalogue.aliases import read_aliases, read_shares  # noqa: E402
from bot.instruments.catalogue.building import build_catalogue  # noqa: E402
from bot.instruments.catalogue.catalogue import Catalogue  # noqa: E402
from bot.instruments.lists.detect import read_list  # noqa: E402
from bot.instruments.models import Ambiguous, Found, Invalid, Resolution  # noqa: E402

OWN = Path(__file__).with_name("bank_spellings.csv")
STRANGERS = Path(__file__).with_name("strangers.jsonl")
DATA = REPO.parent / "shared" / "data"
GROUPS = {
    "identifiers": ("isin", "wkn", "xetra_symbol", "etf_isin", "etf_wkn", "hk_symbol",
                    "hk_5digit", "de_symbol"),
    "names": ("clean_name", "xetra_name", "hk_name", "hk_short_name", "index_member_name",
              "short_name", "sp500_name"),
    "bank": ("bank_spelling",),
    "own bank": ("own_bank_spelling",),
    "strangers": ("their_name", "their_nickname", "their_bank", "their_ticker", "their_chinese"),
    "refused": ("isin_bad_check_digit", "their_unknown"),
}  # fmt: skip


def judge(row: dict[str, object], answer: Resolution) -> str:
    if row["kind"] == "isin_bad_check_digit":
        return "found" if isinstance(answer, Invalid) else "wrong"
    if row["kind"] == "their_unknown":
        return "wrong" if isinstance(answer, Found) else "found"
    if isinstance(answer, Found):
        symbols = {one.symbol for one in answer.instrument.listings}
        accepted = set(row["any_symbol"])  # type: ignore[call-overload]
        if (row["isin"] and answer.instrument.isin == row["isin"]) or symbols & accepted:
            return "found"
        if row["wkn"] and answer.instrument.wkn == row["wkn"]:
            return "found"
        return "wrong"
    return "asked" if isinstance(answer, Ambiguous) else "unknown"


def catalogue() -> Catalogue:
    lists = {"aliases": read_aliases(), "shares": read_shares()}
    for path in sorted((DATA / "06_instruments").iterdir()):
        try:
            taken = read_list(path.read_bytes())
        except ValueError:
            continue
        lists[f"{taken.source}:{path.name}"] = taken.records
    return Catalogue(build_catalogue(lists))


def own_rows() -> list[dict[str, object]]:
    """Spellings of our own, in the form of the data's rows."""
    with OWN.open(encoding="utf-8", newline="") as file:
        return [
            {
                "query": row["query"],
                "kind": "own_bank_spelling",
                "isin": row["isin"],
                "wkn": "",
                "name": row["query"],
                "any_symbol": [row["symbol"]] if row["symbol"] else [],
            }
            for row in csv.DictReader(file, delimiter=";")
        ]


def strangers() -> list[dict[str, object]]:
    """Typed by someone who knew no rule; without those where nothing but a question is right."""
    told = [json.loads(line) for line in STRANGERS.read_text("utf-8").splitlines()]
    return [
        {
            "query": row["query"],
            "kind": f"their_{row['kind']}",
            "isin": "",
            "wkn": "",
            "name": row["note"],
            "any_symbol": row["symbols"],
        }
        for row in told
        if row["kind"] != "ambiguous"
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--wrong", action="store_true", help="print each query that failed")
    arguments = parser.parse_args()
    started = time.perf_counter()
    known = catalogue()
    print(
        f"{known.listings} listings, {len(known)} instruments, "
        f"built in {time.perf_counter() - started:.1f} s"
    )
    rows = [
        json.loads(line)
        for line in (DATA / "08_resolve" / "resolve.jsonl").read_text("utf-8").splitlines()
    ]
    rows += own_rows() + strangers()
    table: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    times = []
    for row in rows:
        began = time.thread_time()
        answer = known.resolve(row["query"])
        times.append((time.thread_time() - began) * 1000)
        verdict = judge(row, answer)
        table[row["kind"]][verdict] += 1
        if arguments.wrong and verdict != "found":
            got = (
                answer.instrument.name
                if isinstance(answer, Found)
                else [
                    one.name
                    for one in getattr(answer, "candidates", getattr(answer, "nearest", ()))[:4]
                ]
            )
            print(
                f"{row['kind']:18} {verdict:8} {row['query']!r} -> {got} "
                f"(expected {row['isin']} {row['name']!r})"
            )
    print(f"{'kind':22}{'n':>5}{'found':>8}{'asked':>8}{'unknown':>9}{'wrong':>8}")
    for group, kinds in GROUPS.items():
        total: dict[str, int] = defaultdict(int)
        for kind in kinds:
            line(f"  {kind}", table[kind])
            for verdict, count in table[kind].items():
                total[verdict] += count
        line(group, total)
    times.sort()
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"resolve: p50 {p50:.2f} ms, p99 {p99:.2f} ms, max {times[-1]:.2f} ms")


def line(name: str, counts: dict[str, int]) -> None:
    n = sum(counts.values()) or 1
    shares = [f"{100 * counts.get(v, 0) / n:7.1f}" for v in ("found", "asked", "unknown", "wrong")]
    print(
        f"{name:22}{sum(counts.values()):5}{shares[0]:>8}{shares[1]:>8}{shares[2]:>9}{shares[3]:>8}"
    )


if __name__ == "__main__":
    main()
