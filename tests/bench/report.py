"""How a figure is written down: what was seen beside what was aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `aim` is empty where there is none; `hit` is then None."""

    name: str
    seen: str
    aim: str = ""
    hit: bool | None = None


def table(title: str, figures: Sequence[Figure]) -> str:
    """A Markdown table, so that it can stand in the documents as it is."""
    verdict = {True: "hit", False: "**missed**", None: ""}
    rows = [f"| {one.name} | {one.seen} | {one.aim} | {verdict[one.hit]} |" for one in figures]
    return "\n".join([f"### {title}", "", "| | seen | aim | |", "|---|---|---|---|", *rows, ""])


def percentile(values: Sequence[float], share: int) -> float:
    """The `share`-th percentile (1 to 99) of at least two values."""
    return quantiles(values, n=100, method="inclusive")[share - 1]
