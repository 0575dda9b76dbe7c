"""Which headlines tell one event? Agglomeration over sparse features, near-linear in practice.

Headlines that share a word, pair or part of a word that is not too common are compared, weighed by
how rare each is among the headlines at hand. Two groups join while the mean similarity between
their members is high enough; time and events that exclude each other lower it. Where no company
is given, headlines then go where their words are most at home (`wording`), and groups without a
subject come apart (`subjects`). What words cannot join (other languages, other words), `agreement`
may.
"""

import heapq
import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from bot.news.stories.agreement import other_event, other_figures
from bot.news.stories.subjects import has_subject
from bot.news.stories.tellings import Telling, apart
from bot.news.stories.wording import reassigned, vocabulary

JOIN_AT = 0.07
JOIN_OF_FEW = 0.02  # more with each halving of a batch: among few, a shared name looks rare
FEW = 600  # headlines, below which it is asked
FEWEST = 10
JOIN_OF_ONE_COMPANY_AT = 0.17  # the rest of the words must say more where the name is known
JOIN_WITHOUT_SUBJECT_AT = 0.35  # and most where only a topic is
COMPARED_AT_MOST = 2_500  # headlines, evenly drawn; they find the stories, the others join them
LINK_FROM = 0.04  # weaker similarities count as none
PAIRS_EACH = 150  # comparisons for each of the first headlines; keeps the work near-linear
MANY = 4_000  # headlines, beyond which each has fewer
PAIRS_EACH_OF_MANY = 40
EXCLUDED_AFTER = 4 * 86_400.0  # seconds between two tellings of one event
OTHER_EVENT = 0.2  # factor on the similarity of two that name different events or figures
NAME_ONLY = 0.3  # and of two in two languages that share a single word

Vector = dict[str, float]


def vectors(tellings: Sequence[Telling]) -> list[Vector]:
    """Words and parts of words, weighed by rarity, half and half; each vector of unit length."""
    words = _weighed([one.words for one in tellings])
    parts = _weighed([one.parts for one in tellings])
    half = math.sqrt(0.5)
    return [
        {f"w:{feature}": half * weight for feature, weight in ours.items()}
        | {feature: half * weight for feature, weight in pieces.items()}
        for ours, pieces in zip(words, parts, strict=True)
    ]


def _weighed(counted: Sequence[Vector]) -> list[Vector]:
    spread: Counter[str] = Counter()
    for one in counted:
        spread.update(one.keys())
    total = len(counted)
    rarity = {key: 1 + math.log((1 + total) / (1 + count)) for key, count in spread.items()}
    found: list[Vector] = []
    for one in counted:
        vector = {feature: count * rarity[feature] for feature, count in one.items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        found.append({feature: weight / length for feature, weight in vector.items()})
    return found


def cluster(tellings: Sequence[Telling], *, one_company: bool = False) -> list[list[int]]:
    """Groups of indices, each sorted, in the order of their first members.

    one_company: all are about the same company, whose name was left out.
    """
    if not tellings:
        return []
    if one_company:
        everything = range(len(tellings))
        groups = _compared(tellings, everything, JOIN_OF_ONE_COMPANY_AT, one_company=True)
    else:
        groups = _of_any(tellings)
    return sorted(groups, key=lambda group: group[0])


def _of_any(tellings: Sequence[Telling]) -> list[list[int]]:
    """Some are compared, all go where their words are most at home, topics come apart."""
    count = len(tellings)
    join_at = JOIN_AT + JOIN_OF_FEW * max(0.0, math.log2(FEW / max(FEWEST, count)))
    step = max(1, math.ceil(count / COMPARED_AT_MOST))
    groups = _compared(tellings, range(0, count, step), join_at)
    groups += [[index] for index in range(count) if index % step]
    groups = reassigned(tellings, groups)
    lone = [group[0] for group in groups if len(group) == 1]
    groups = [group for group in groups if len(group) > 1] + _compared(tellings, lone, join_at)
    spread = vocabulary(tellings)
    found: list[list[int]] = []
    for group in groups:
        if has_subject([tellings[index] for index in group], spread):
            found.append(group)
        else:
            found += _compared(tellings, group, JOIN_WITHOUT_SUBJECT_AT)
    return found


def _compared(
    tellings: Sequence[Telling],
    chosen: Sequence[int],
    join_at: float,
    *,
    one_company: bool = False,
) -> list[list[int]]:
    """Groups among the chosen, by words and their parts."""
    ours = [tellings[index] for index in chosen]
    links = _links(ours, _similarities(ours), one_company=one_company)
    groups = _linkage(len(ours), links, join_at)
    return [[chosen[place] for place in group] for group in groups]


def _similarities(tellings: Sequence[Telling]) -> dict[tuple[int, int], float]:
    """Cosines of the pairs that share a word, the rarest words first, within the budget."""
    weighed = vectors(tellings)
    found: dict[tuple[int, int], float] = {}
    for left, right in _candidates(tellings):
        one, other = weighed[left], weighed[right]
        shared = one.keys() & other.keys()  # in no order: so the sum is the exact one
        found[left, right] = math.fsum([one[feature] * other[feature] for feature in shared])
    return found


def _candidates(tellings: Sequence[Telling]) -> set[tuple[int, int]]:
    holders: dict[str, list[int]] = {}
    for index, one in enumerate(tellings):
        for word in one.words:
            holders.setdefault(word, []).append(index)
    count = len(tellings)
    budget = 20_000 + PAIRS_EACH * min(count, MANY) + PAIRS_EACH_OF_MANY * max(0, count - MANY)
    pairs: set[tuple[int, int]] = set()
    for members in sorted(holders.values(), key=len):
        if len(pairs) + len(members) * len(members) // 2 > budget:
            break
        pairs.update(combinations(members, 2))
    return pairs


def _links(
    tellings: Sequence[Telling], pairs: dict[tuple[int, int], float], *, one_company: bool
) -> dict[int, dict[int, float]]:
    links: dict[int, dict[int, float]] = {index: {} for index in range(len(tellings))}
    for (left, right), value in pairs.items():
        one, other = tellings[left], tellings[right]
        name_only = not one_company and _share_a_name_only(one, other)
        weight = value * NAME_ONLY if name_only else value
        if weight < LINK_FROM or apart(one, other) > EXCLUDED_AFTER:
            continue
        if other_event(one, other) or other_figures(one, other):
            weight *= OTHER_EVENT
        links[left][right] = links[right][left] = weight
    return links


def _share_a_name_only(one: Telling, other: Telling) -> bool:
    """What two languages spell alike is a name; a single one says whom, not what."""
    if not one.language or not other.language or one.language == other.language:
        return False
    return len(one.words.keys() & other.words.keys()) < 2


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
