"""Seeded random walks that go through given points: the same world at every start."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from random import Random

# A figure of the sample, never a secret: the generator is seeded on purpose.


def through(
    points: Sequence[tuple[float, float]],
    at: Sequence[float],
    *,
    seed: str,
    noise: float,
) -> list[float]:
    """Values at the ascending positions `at` of a path through `points` (position, value).

    Between two points the logarithm goes straight, plus a bridge of relative size `noise` for
    each unit of position. Before the first point it stays; after the last it wanders on.
    """
    places = [place for place, _ in points]
    logs = [math.log(value) for _, value in points]
    shocks = _shocks(at, seed, noise)
    values: list[float] = []
    for index, place in enumerate(at):
        after = bisect_right(places, place)
        if after == 0:
            values.append(points[0][1])
            continue
        if after == len(places):
            anchor = _shock_at(at, shocks, places[-1])
            values.append(math.exp(logs[-1] + shocks[index] - anchor))
            continue
        left, right = places[after - 1], places[after]
        share = (place - left) / (right - left)
        first, last = _shock_at(at, shocks, left), _shock_at(at, shocks, right)
        bridge = shocks[index] - first - share * (last - first)
        values.append(math.exp(logs[after - 1] + share * (logs[after] - logs[after - 1]) + bridge))
    return values


def _shocks(at: Sequence[float], seed: str, noise: float) -> list[float]:
    random = Random(seed)  # noqa: S311 - a seeded walk is the point, nothing is secret
    level, shocks, before = 0.0, list[float](), None
    for place in at:
        if before is not None:
            level += random.gauss(0.0, noise) * math.sqrt(max(place - before, 0.0))
        shocks.append(level)
        before = place
    return shocks


def _shock_at(at: Sequence[float], shocks: Sequence[float], place: float) -> float:
    index = bisect_right(at, place) - 1
    return shocks[max(index, 0)]


def ordinal_points(anchors: Sequence[tuple[date, float]]) -> list[tuple[float, float]]:
    """Anchors by date as points by day number."""
    return [(float(day.toordinal()), value) for day, value in anchors]
