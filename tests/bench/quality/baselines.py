"""What others do, to be measured in the same run. Only the benches use it."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


def tf_idf(texts: Sequence[Sequence[str]]) -> Matrix:
    """Unit rows, smoothed idf of the texts themselves, as scikit-learn has it."""
    spread = Counter(feature for text in texts for feature in set(text))
    places = {feature: place for place, feature in enumerate(spread)}
    rows = np.zeros((len(texts), len(places)), np.float32)
    for row, text in enumerate(texts):
        for feature, count in Counter(text).items():
            rarity = 1 + math.log((1 + len(texts)) / (1 + spread[feature]))
            rows[row, places[feature]] = count * rarity
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def pieces(text: str) -> list[str]:
    """Runs of 3 to 5 characters within words (`char_wb`)."""
    padded = [f" {word} " for word in re.findall(r"\w+", text.lower())]
    return [
        word[i : i + size] for word in padded for size in (3, 4, 5) for i in range(len(word) - 2)
    ]


def words_and_pieces(titles: Sequence[str]) -> Matrix:
    """Words and parts of words, half and half."""
    words = tf_idf([re.findall(r"\w+", title.lower()) for title in titles])
    return np.hstack([words, tf_idf([pieces(title) for title in titles])]) / math.sqrt(2)


def min_hash(titles: Sequence[str], size: int = 128) -> Matrix:
    """Estimated Jaccard of word sets, as rows whose product is the estimate."""
    random = np.random.default_rng(0)
    words = [sorted(set(re.findall(r"\w+", title.lower()))) for title in titles]
    places = {word: place for place, word in enumerate(sorted({w for ws in words for w in ws}))}
    orders = np.stack([random.permutation(len(places)) for _ in range(size)])
    least = np.stack([orders[:, [places[w] for w in ws] or [0]].min(axis=1) for ws in words])
    return (least[:, None, :] == least[None, :, :]).mean(axis=2, dtype=np.float32)


def token_set(titles: Sequence[str]) -> Matrix:
    """rapidfuzz's token-set ratio of all pairs, 0 to 1."""
    from rapidfuzz import fuzz, process

    folded = [title.lower() for title in titles]
    return process.cdist(folded, folded, scorer=fuzz.token_set_ratio, dtype=np.float32) / 100


def lex_rank(sentences: Sequence[Sequence[str]]) -> list[float]:
    """Continuous LexRank: the stationary share of each sentence, damping .85."""
    rows = tf_idf(sentences)
    near = np.maximum(rows @ rows.T, 0)
    steps = near / np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
    rank = np.full(len(rows), 1 / len(rows), np.float32)
    for _ in range(60):
        rank = 0.15 / len(rows) + 0.85 * (rank @ steps)
    return [float(value) for value in rank]


def linked_by(near: Matrix, join_at: float) -> list[list[int]]:
    """Average linkage, by chains of nearest neighbours; `near`, all similarities, is used up."""
    count = len(near)
    weights = np.ones(count, np.float32)
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
