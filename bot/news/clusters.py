"""Which headlines tell one event? Average linkage over sparse features, near-linear in practice.

A headline becomes a vector of words, parts of words, word pairs, names, numbers and ideas, weighed
by how rare each is among the headlines at hand. Only headlines that share something rare are
compared. Two groups are joined while the mean similarity between their members is high enough and
nothing speaks against it (time, or events that exclude each other).
"""

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.language.tokens import STOPWORDS, stem, words
from bot.news.events import EVENTS, ideas, names_in_chinese
from bot.news.revisions import bare_title

JOIN_AT = 0.16
COMPARE_AT_MOST = 400  # headlines that share one feature; what more share joins nobody
PARTS = 4  # characters

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])|\d+(?:[.,]\d+)*(?=[\u3400-\u9fff%€$])")
_NAME = re.compile(r"(?<![\w])[A-ZÄÖÜ][\w&’'-]*[\w]")


@dataclass(frozen=True, slots=True)
class Telling:
    """What a headline says, as features. `ideas` and `numbers` hold in any language."""

    features: dict[str, float]
    ideas: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    chinese: bool
    published: datetime | None


def number(written: str) -> str:
    """One spelling for "2,55", "2.55" and "1.019,80"; a lone group of three is thousands."""
    if "," in written and "." in written:
        decimal = max(written.rfind(","), written.rfind("."))
        return re.sub(r"[.,]", "", written[:decimal]) + "." + written[decimal + 1 :].rstrip("0")
    parts = re.split(r"[.,]", written)
    if len(parts) == 1:
        return written.lstrip("0") or "0"
    if len(parts) > 2 or (len(parts[1]) == 3 and parts[0] != "0"):
        return "".join(parts)
    return (parts[0] + "." + parts[1].rstrip("0")).rstrip(".")


def telling(title: str, published: datetime | None = None, *, context: str = "") -> Telling:
    """The features of a headline; `context` (a teaser) adds numbers and ideas, not words."""
    bare = bare_title(title)
    chinese = _HAN.search(bare) is not None
    features: Counter[str] = Counter()
    tokens = words(bare)
    stems = [stem(token) for token in tokens if token not in STOPWORDS]
    for one in stems:
        features["w:" + one] += 1.0
    for left, right in zip(stems, stems[1:], strict=False):
        features[f"p:{left} {right}"] += 0.5
    for token in tokens:
        if token in STOPWORDS or _HAN.match(token):
            continue
        padded = f" {token} "
        for start in range(max(1, len(padded) - PARTS + 1)):
            features["c:" + padded[start : start + PARTS]] += 0.35
    numbers = frozenset(number(match) for match in _NUMBER.findall(f"{bare} {context}"))
    names = {match.casefold().rstrip("'’s") for match in _NAME.findall(bare)}
    names.update(names_in_chinese(bare))
    return Telling(
        features=dict(features),
        ideas=ideas(bare),
        numbers=numbers,
        names=frozenset(names),
        chinese=chinese,
        published=published,
    )


def _vectors(tellings: Sequence[Telling]) -> list[dict[str, float]]:
    spread: Counter[str] = Counter()
    for one in tellings:
        spread.update(one.features.keys())
    total = len(tellings)
    vectors: list[dict[str, float]] = []
    for one in tellings:
        vector = {
            feature: count**0.5
            * (1 + math.log((1 + total) / (1 + spread[feature])))
            * (0.6 if feature[0] == "c" else 1.0)
            for feature, count in one.features.items()
        }
        length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
        vectors.append({feature: weight / length for feature, weight in vector.items()})
    return vectors


def similarity(one: dict[str, float], other: dict[str, float]) -> float:
    """Cosine of two vectors of unit length."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[feature] for feature, weight in one.items() if feature in other)


def cluster(tellings: Sequence[Telling], *, join_at: float = JOIN_AT) -> list[list[int]]:
    """Groups of indices, each sorted, in the order of their first members."""
    if not tellings:
        return []
    vectors = _vectors(tellings)
    pairs = _pairs(vectors)
    return _average_linkage(tellings, pairs, join_at)


def _pairs(vectors: Sequence[dict[str, float]]) -> dict[tuple[int, int], float]:
    """Similarity of all pairs that share a feature which is not too common."""
    holders: dict[str, list[int]] = {}
    for index, vector in enumerate(vectors):
        for feature in vector:
            holders.setdefault(feature, []).append(index)
    sums: dict[tuple[int, int], float] = {}
    for feature, members in holders.items():
        if len(members) < 2 or len(members) > COMPARE_AT_MOST:
            continue
        weights = [vectors[member][feature] for member in members]
        for i, left in enumerate(members):
            weight = weights[i]
            for j in range(i + 1, len(members)):
                key = (left, members[j])
                sums[key] = sums.get(key, 0.0) + weight * weights[j]
    return sums


def _excluded(one: Telling, other: Telling) -> bool:
    """Do time or the sort of event say that these are two?"""
    if one.published is not None and other.published is not None:
        if abs((one.published - other.published).total_seconds()) > 4 * 86_400:
            return True
    left, right = one.ideas & EVENTS, other.ideas & EVENTS
    return bool(left) and bool(right) and not left & right


def _average_linkage(
    tellings: Sequence[Telling], pairs: dict[tuple[int, int], float], join_at: float
) -> list[list[int]]:
    """Joins the nearest groups first; sums of similarities make each join cheap."""
    links: dict[int, dict[int, float]] = {index: {} for index in range(len(tellings))}
    for (left, right), value in pairs.items():
        if value >= 0.05 and not _excluded(tellings[left], tellings[right]):
            links[left][right] = value
            links[right][left] = value
    groups = {index: [index] for index in links}
    heap = [(-value, left, right) for left, others in links.items()
            for right, value in others.items() if left < right and value >= join_at]  # fmt: skip
    heapq.heapify(heap)
    fresh = len(tellings)
    while heap:
        negative, left, right = heapq.heappop(heap)
        if left not in groups or right not in groups or -negative < join_at:
            continue
        merged = groups.pop(left) + groups.pop(right)
        sums = _joined(links.pop(left), links.pop(right), left, right)
        groups[fresh], links[fresh] = merged, sums
        for other, total in sums.items():
            links[other].pop(left, None)
            links[other].pop(right, None)
            links[other][fresh] = total
            mean = total / (len(merged) * len(groups[other]))
            if mean >= join_at:
                heapq.heappush(heap, (-mean, other, fresh))
        fresh += 1
    return sorted((sorted(members) for members in groups.values()), key=lambda group: group[0])


def _joined(
    one: dict[int, float], other: dict[int, float], left: int, right: int
) -> dict[int, float]:
    sums = dict(one)
    for key, value in other.items():
        sums[key] = sums.get(key, 0.0) + value
    sums.pop(left, None)
    sums.pop(right, None)
    return sums


def join_languages(
    tellings: Sequence[Telling], groups: Iterable[Sequence[int]], *, company: frozenset[str]
) -> list[list[int]]:
    """Joins groups that tell one event in different languages: by names, numbers, ideas, time."""
    merged = [list(group) for group in groups]
    changed = True
    while changed:
        changed = False
        best: tuple[float, int, int] | None = None
        for i, left in enumerate(merged):
            for j in range(i + 1, len(merged)):
                value = _across(tellings, left, merged[j], company)
                if value >= 2.0 and (best is None or value > best[0]):
                    best = (value, i, j)
        if best is not None:
            _, i, j = best
            merged[i] = sorted(merged[i] + merged.pop(j))
            changed = True
    return sorted(merged, key=lambda group: group[0])


def _across(
    tellings: Sequence[Telling], left: Sequence[int], right: Sequence[int], company: frozenset[str]
) -> float:
    return max(_agreement(tellings[i], tellings[j], company) for i in left[:8] for j in right[:8])


def _agreement(one: Telling, other: Telling, company: frozenset[str]) -> float:
    """How much two headlines agree beyond their words."""
    if _excluded(one, other):
        return 0.0
    if one.published and other.published:
        if abs((one.published - other.published).total_seconds()) > 36 * 3_600:
            return 0.0
    names = one.names & other.names
    if not names and not company:
        return 0.0
    shared_ideas = one.ideas & other.ideas - {"rise", "fall", "billion"}
    numbers = {value for value in one.numbers & other.numbers if len(value) > 1}
    value = (
        1.2 * min(2, len(numbers)) + 0.8 * len(shared_ideas) + 0.8 * min(2, len(names - company))
    )
    if one.chinese == other.chinese and not numbers:
        value -= 0.8  # words would have joined them
    union = (one.ideas | other.ideas) - {"rise", "fall", "billion"}
    if union and len(shared_ideas) * 2 < len(union):
        value -= 0.6
    return value
