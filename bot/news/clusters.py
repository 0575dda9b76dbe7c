"""Which headlines tell one event? Agglomeration over sparse features, near-linear in practice.

Headlines that share a word, pair or part of a word that is not too common are compared, weighed by
how rare each is among the headlines at hand. Two groups join while the mean similarity between
their members is high enough; time and events that exclude each other lower it. What words cannot
join (other languages, other words), names, numbers, ideas and time may.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.news.events import events
from bot.news.tellings import Telling

JOIN_AT = 0.1
JOIN_OF_ONE_COMPANY_AT = 0.17  # the rest of the words must say more where the name is known
LINK_FROM = 0.04  # weaker similarities count as none
COMPARE_AT_MOST = 400  # headlines that share one feature; what more share joins nobody
EXCLUDED_AFTER = 4 * 86_400.0  # seconds between two tellings of one event
TOGETHER_WITHIN = 36 * 3_600.0  # seconds, where words do not show it
OTHER_EVENT = 0.5  # factor on the similarity of two headlines that name different events
AGREED_AT = 2.0
_VAGUE = frozenset({"rise", "fall", "billion", "share", "report", "first", "second", "third"})

Vector = dict[str, float]


def vectors(tellings: Sequence[Telling]) -> list[Vector]:
    """Features weighed by rarity, each vector of unit length."""
    spread: Counter[str] = Counter()
    for one in tellings:
        spread.update(one.features.keys())
    total = len(tellings)
    found: list[Vector] = []
    for one in tellings:
        vector = {
            feature: weight * (1 + math.log((1 + total) / (1 + spread[feature])))
            for feature, weight in one.features.items()
        }
        length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
        found.append({feature: weight / length for feature, weight in vector.items()})
    return found


def cluster(tellings: Sequence[Telling], *, join_at: float = JOIN_AT) -> list[list[int]]:
    """Groups of indices, each sorted, in the order of their first members."""
    links = _links(tellings, _similarities(vectors(tellings)))
    return _linkage(len(tellings), links, join_at)


def _similarities(weighed: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """Cosines of all pairs that share a feature which is not too common."""
    holders: dict[str, list[int]] = {}
    for index, vector in enumerate(weighed):
        for feature in vector:
            holders.setdefault(feature, []).append(index)
    sums: dict[tuple[int, int], float] = {}
    for feature, members in holders.items():
        if not 2 <= len(members) <= COMPARE_AT_MOST:
            continue
        weights = [weighed[member][feature] for member in members]
        for i, left in enumerate(members):
            for j in range(i + 1, len(members)):
                key = (left, members[j])
                sums[key] = sums.get(key, 0.0) + weights[i] * weights[j]
    return sums


def _links(
    tellings: Sequence[Telling], pairs: dict[tuple[int, int], float]
) -> dict[int, dict[int, float]]:
    links: dict[int, dict[int, float]] = {index: {} for index in range(len(tellings))}
    for (left, right), value in pairs.items():
        if value < LINK_FROM:
            continue
        one, other = tellings[left], tellings[right]
        if _apart(one, other) > EXCLUDED_AFTER:
            continue
        weight = value * OTHER_EVENT if _other_event(one, other) else value
        links[left][right] = links[right][left] = weight
    return links


def _apart(one: Telling, other: Telling) -> float:
    """Seconds between them; 0 where one is undated."""
    if one.published is None or other.published is None:
        return 0.0
    return abs((one.published - other.published).total_seconds())


def _other_event(one: Telling, other: Telling) -> bool:
    left, right = one.ideas & events(), other.ideas & events()
    return bool(left and right) and not left & right


def _linkage(count: int, links: dict[int, dict[int, float]], join_at: float) -> list[list[int]]:
    """Joins the nearest groups first.

    Nearness is the geometric mean of the mean similarity between two groups and the cosine of
    their centres: the mean alone keeps large groups apart, whose members share few words each; the
    centres alone join what only shares a topic. Both come from sums of similarities.
    """
    groups = {index: [index] for index in range(count)}
    within = dict.fromkeys(groups, 1.0)
    heap = [
        (-value, left, right)
        for left, others in links.items()
        for right, value in others.items()
        if left < right and value >= join_at
    ]
    heapq.heapify(heap)
    fresh = count
    while heap:
        _, left, right = heapq.heappop(heap)
        if left not in groups or right not in groups:
            continue
        merged = groups.pop(left) + groups.pop(right)
        sums = links.pop(left)
        between = sums.get(right, 0.0)
        for other, value in links.pop(right).items():
            sums[other] = sums.get(other, 0.0) + value
        sums.pop(left, None)
        sums.pop(right, None)
        groups[fresh], links[fresh] = merged, sums
        within[fresh] = within.pop(left) + within.pop(right) + 2 * between
        for other, total in sums.items():
            links[other].pop(left, None)
            links[other].pop(right, None)
            links[other][fresh] = total
            mean = total / (len(merged) * len(groups[other]))
            centres = total / math.sqrt(within[fresh] * within[other])
            near = math.sqrt(mean * centres)
            if near >= join_at:
                heapq.heappush(heap, (-near, other, fresh))
        fresh += 1
    return sorted((sorted(members) for members in groups.values()), key=lambda group: group[0])


def join_agreeing(
    tellings: Sequence[Telling], groups: Iterable[Sequence[int]], *, one_company: bool
) -> list[list[int]]:
    """Joins groups that tell one event in other words or another language.

    one_company: all are about the same company, so that they need not share another name.
    """
    merged = [list(group) for group in groups]
    while True:
        best = _best_pair(tellings, merged, one_company=one_company)
        if best is None:
            return sorted(merged, key=lambda group: group[0])
        keep, gone = best
        merged[keep] = sorted(merged[keep] + merged.pop(gone))


def _best_pair(
    tellings: Sequence[Telling], groups: Sequence[Sequence[int]], *, one_company: bool
) -> tuple[int, int] | None:
    best: tuple[float, int, int] | None = None
    for keep, gone in _near(tellings, groups):
        value = max(
            agreement(tellings[i], tellings[j], one_company=one_company)
            for i in groups[keep][:8]
            for j in groups[gone][:8]
        )
        if value >= AGREED_AT and (best is None or value > best[0]):
            best = (value, keep, gone)
    return None if best is None else best[1:]


def _near(
    tellings: Sequence[Telling], groups: Sequence[Sequence[int]]
) -> Iterable[tuple[int, int]]:
    """Pairs of groups that share a number or name, or all where they are few."""
    if len(groups) <= 60:
        return [(i, j) for i in range(len(groups)) for j in range(i + 1, len(groups))]
    holders: dict[str, set[int]] = {}
    for place, members in enumerate(groups):
        for index in members[:8]:
            for key in tellings[index].numbers | tellings[index].names:
                holders.setdefault(key, set()).add(place)
    pairs: set[tuple[int, int]] = set()
    for places in holders.values():
        if 2 <= len(places) <= 20:
            ordered = sorted(places)
            pairs.update((i, j) for n, i in enumerate(ordered) for j in ordered[n + 1 :])
    return sorted(pairs)


def agreement(one: Telling, other: Telling, *, one_company: bool) -> float:
    """How much two headlines agree beyond their words; 2 and more is the same event."""
    if _other_event(one, other) or _apart(one, other) > TOGETHER_WITHIN:
        return 0.0
    names = one.names & other.names
    if not names and not one_company:
        return 0.0
    shared = (one.all_ideas & other.all_ideas) - _VAGUE
    in_titles = (one.ideas & other.ideas) - _VAGUE
    numbers = [value for value in one.numbers & other.numbers if len(value) > 1]
    value = 1.2 * min(2, len(numbers)) + 0.5 * len(shared) + 0.5 * len(in_titles)
    value += 0.8 * min(2, len(names)) - (0.0 if one_company else 0.8)
    union = (one.ideas | other.ideas) - _VAGUE
    if union and len(in_titles) * 2 < len(union):
        value -= 0.5
    if one.language == other.language:
        value -= 0.5  # words would have joined them
    return value
