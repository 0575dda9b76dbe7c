"""Which of many headlines tell one event? What a headline's neighbours say, it says too.

Two headlines of a large story may share no word, yet both are near a third. So each headline is
read together with its nearest ones, twice over, and then compared: that finds what comparing word
by word misses. What all headlines share is taken off first, so that a common topic joins nothing.
Needs enough headlines to have neighbours; `clusters` does the few. For worker processes (numpy).
"""

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

WIDTH = 2048  # numbers to a headline; features are spread over them by their checksum
NEIGHBOURS = 40  # read together with each headline
NEAR_FROM = 0.02  # cosine; less is no neighbour
NEAR_SHARE = 0.25  # of the nearest one's cosine: a small story has few neighbours
STEPS = 2
JOIN_AT = 0.22  # mean cosine of what two groups say with their neighbours
BLOCK = 3_000  # headlines compared all with all; bounds the memory at 36 MB

Matrix = NDArray[np.float32]


def spread(vectors: Sequence[Mapping[str, float]]) -> Matrix:
    """Sparse vectors as rows of a dense matrix; the cosines stay, but for some 2 points of noise.

    Checksums, not `hash`: the same headlines give the same groups in every process.
    """
    places: dict[str, tuple[int, float]] = {}
    rows = np.zeros((len(vectors), WIDTH), np.float32)
    for row, vector in enumerate(vectors):
        for feature, weight in vector.items():
            if (place := places.get(feature)) is None:
                sum_ = zlib.crc32(feature.encode("utf-8", "replace"))
                place = places[feature] = ((sum_ >> 1) % WIDTH, 1.0 if sum_ & 1 else -1.0)
            rows[row, place[0]] += place[1] * weight
    return rows


def nearest(rows: Matrix) -> tuple[NDArray[np.intp], Matrix]:
    """For each row the indices of its nearest others, and how near; 0 where too far."""
    count = len(rows)
    wanted = min(NEIGHBOURS, count - 1)
    indices = np.zeros((count, wanted), np.intp)
    values = np.zeros((count, wanted), np.float32)
    for start in range(0, count, 500):
        near = rows[start : start + 500] @ rows.T
        here = np.arange(len(near))
        near[here, start + here] = -1.0
        best = np.argpartition(-near, wanted - 1, axis=1)[:, :wanted]
        indices[start : start + 500] = best
        values[start : start + 500] = np.take_along_axis(near, best, axis=1)
    values[values < NEAR_FROM] = 0.0
    return indices, values


def read_together(rows: Matrix, indices: NDArray[np.intp], values: Matrix) -> Matrix:
    """Each row with its neighbours' mixed in, without what all share, of unit length.

    `values` of 0 are no neighbours. Neighbours count in both directions.
    """
    values = np.where(values >= NEAR_SHARE * values.max(axis=1, keepdims=True), values, 0.0)
    ours, places = np.nonzero(values)
    theirs, weights = indices[ours, places], values[ours, places]
    ends = np.concatenate([ours, theirs])
    order = np.argsort(ends, kind="stable")
    others = np.concatenate([theirs, ours])[order]
    weights = np.concatenate([weights, weights])[order].astype(np.float32)
    bounds = np.searchsorted(ends[order], np.arange(len(rows) + 1))
    mixed = rows
    for _ in range(STEPS):
        before, mixed = mixed, np.empty_like(rows)
        for row in range(len(rows)):
            near = slice(bounds[row], bounds[row + 1])
            total = 2.0 + weights[near].sum()
            mixed[row] = (2.0 * before[row] + weights[near] @ before[others[near]]) / total
    mixed -= rows.mean(axis=0)
    mixed /= np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    return mixed


def linked(rows: Matrix, join_at: float = JOIN_AT) -> list[list[int]]:
    """Average linkage: groups join while their members' mean cosine is at least `join_at`."""
    groups = [[index] for index in range(len(rows))]
    if len(rows) > BLOCK:
        groups = [
            [start + index for index in group]
            for start in range(0, len(rows), BLOCK)
            for group in linked_by(_products(rows[start : start + BLOCK]), join_at)
        ]
    sums = np.stack([rows[group].sum(axis=0) for group in groups])
    sizes = np.array([len(group) for group in groups], np.float32)
    means = (sums / sizes[:, None]).astype(np.float32)
    joined = linked_by(_products(means), join_at, sizes)  # the mean of cosines
    return sorted(sorted(index for place in one for index in groups[place]) for one in joined)


def _products(rows: Matrix) -> Matrix:
    return rows @ rows.T


def linked_by(near: Matrix, join_at: float, sizes: Matrix | None = None) -> list[list[int]]:
    """By chains of nearest neighbours. `near`, the similarities of all pairs, is used up."""
    count = len(near)
    weights = np.ones(count, np.float32) if sizes is None else sizes.copy()
    np.fill_diagonal(near, -2.0)
    gone = np.zeros(count, np.bool_)
    members: list[list[int]] = [[index] for index in range(count)]
    for start in range(count):
        chain = [] if gone[start] else [start]
        while chain:
            last = chain[-1]
            best = int(near[last].argmax())
            if len(chain) > 1 and near[last, chain[-2]] >= near[last, best]:
                best = chain[-2]
            if near[last, best] < join_at:
                break
            if len(chain) < 2 or best != chain[-2]:
                chain.append(best)
                continue
            del chain[-2:]
            _join(near, weights, last, best)
            gone[best] = True
            members[last] += members[best]
            members[best] = []
            if not chain:
                chain = [last]
    return [group for group in members if group]


def _join(near: Matrix, weights: Matrix, keep: int, gone: int) -> None:
    """`gone` becomes a part of `keep`; nearness of what is gone stays below all."""
    total = weights[keep] + weights[gone]
    merged = (near[keep] * weights[keep] + near[gone] * weights[gone]) / total
    merged[near[keep] == -2.0] = -2.0
    merged[[keep, gone]] = -2.0
    weights[keep] = total
    near[keep, :] = near[:, keep] = merged
    near[gone, :] = near[:, gone] = -2.0
