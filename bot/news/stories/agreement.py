"""Which groups tell one event in other words or another language? Figures, ideas, names and time.

Words have joined what they can (`clusters`). Here groups join while they agree as groups: the best
pair shows what is common, the mean of all pairs that the others tell nothing else. One likeness
between two long stories is so no bridge.
"""

import heapq
from collections.abc import Iterable, Sequence
from functools import cache

from bot.news.stories.events import accounts, events
from bot.news.stories.figures import CALENDAR, PERCENT, differ, shared
from bot.news.stories.tellings import Telling

AGREED_AT = 1.75
TOGETHER_WITHIN = 36 * 3_600.0  # seconds
SAME_KIND_WITHIN = 12 * 3_600.0  # a company seldom has two events of one kind in half a day
SAME_KIND = 1.0
OTHER_EVENT = -2.0  # what it counts that two headlines name different events
OTHER_FIGURES = -1.0  # or figures of one kind that all differ
FIGURES_AT_MOST = 3.0  # what all figures of a pair can say
PROVED_BY_FIGURES = 1.5  # from here on other ideas say nothing against them
NAMED_BY_FIGURES = 2.0  # from here on they stand for a common name, unless mere percentages
COMPARED_EACH = 8  # members of a group
ALL_PAIRS_UP_TO = 60  # groups
_VAGUE = frozenset({"rise", "fall", "billion", "share", "report", "first", "second", "third"})


def join_agreeing(
    tellings: Sequence[Telling], groups: Iterable[Sequence[int]], *, one_company: bool
) -> list[list[int]]:
    """Joins groups that tell one event in other words or another language.

    one_company: all are about the same company, so that they need not share another name.
    """
    found = {place: list(group) for place, group in enumerate(groups)}
    sole = _sole_kinds(tellings, list(found.values())) if one_company else {}

    @cache
    def pair(one: int, other: int) -> float:
        left, right = tellings[one], tellings[other]
        value = agreement(left, right, one_company=one_company)
        if one_company and sole[one] & sole[other] and apart(left, right) <= SAME_KIND_WITHIN:
            value += SAME_KIND
        return value

    def of_groups(left: int, right: int) -> float:
        values = [
            pair(min(one, other), max(one, other))
            for one in found[left][:COMPARED_EACH]
            for other in found[right][:COMPARED_EACH]
        ]
        return (max(values) + sum(values) / len(values)) / 2

    near: dict[int, set[int]] = {place: set() for place in found}
    for left, right in _near(tellings, list(found.values())):
        near[left].add(right)
        near[right].add(left)
    heap = [
        (-value, left, right)
        for left, others in near.items()
        for right in others
        if left < right and (value := of_groups(left, right)) >= AGREED_AT
    ]
    heapq.heapify(heap)
    fresh = len(found)
    while heap:
        _, left, right = heapq.heappop(heap)
        if left not in found or right not in found:
            continue
        around = (near.pop(left) | near.pop(right)) - {left, right}
        found[fresh] = _mingled(found.pop(left), found.pop(right))
        near[fresh] = {other for other in around if other in found}
        for other in sorted(near[fresh]):
            near[other] = (near[other] - {left, right}) | {fresh}
            if (value := of_groups(other, fresh)) >= AGREED_AT:
                heapq.heappush(heap, (-value, other, fresh))
        fresh += 1
    return sorted((sorted(group) for group in found.values()), key=lambda group: group[0])


def _sole_kinds(
    tellings: Sequence[Telling], groups: Sequence[Sequence[int]]
) -> dict[int, frozenset[str]]:
    """For each headline, the kinds of event that its language tells once on that half day.

    Told by two groups of one language without a common figure, a kind says nothing.
    """
    owner = {index: place for place, group in enumerate(groups) for index in group}
    of_kind: dict[tuple[str, str | None], list[int]] = {}
    for index in sorted(owner):
        for kind in _kinds(tellings[index]):
            of_kind.setdefault((kind, tellings[index].language), []).append(index)
    sole: dict[int, set[str]] = {index: set() for index in owner}
    for (kind, _), members in of_kind.items():
        for index in members:
            if not any(
                owner[index] != owner[rival] and _rivals(tellings[index], tellings[rival])
                for rival in members
            ):
                sole[index].add(kind)
    return {index: frozenset(kinds) for index, kinds in sole.items()}


def _rivals(one: Telling, other: Telling) -> bool:
    return apart(one, other) <= SAME_KIND_WITHIN and not shared(one.all_figures, other.all_figures)


def _mingled(left: Sequence[int], right: Sequence[int]) -> list[int]:
    """By turns, so that the first members speak for both."""
    return [group[place] for place in range(max(len(left), len(right)))
             for group in (left, right) if place < len(group)]  # fmt: skip


def _near(
    tellings: Sequence[Telling], groups: Sequence[Sequence[int]]
) -> Iterable[tuple[int, int]]:
    """Pairs of groups that share a figure or name, or all where they are few."""
    if len(groups) <= ALL_PAIRS_UP_TO:
        return [(i, j) for i in range(len(groups)) for j in range(i + 1, len(groups))]
    holders: dict[object, set[int]] = {}
    for place, members in enumerate(groups):
        for index in members[:COMPARED_EACH]:
            for key in tellings[index].names:
                holders.setdefault(key, set()).add(place)
            for figure in tellings[index].all_figures:
                holders.setdefault(figure.value, set()).add(place)
    pairs: set[tuple[int, int]] = set()
    for places in holders.values():
        if 2 <= len(places) <= 20:
            ordered = sorted(places)
            pairs.update((i, j) for n, i in enumerate(ordered) for j in ordered[n + 1 :])
    return sorted(pairs)


def agreement(one: Telling, other: Telling, *, one_company: bool) -> float:
    """How much two headlines agree beyond their words; below 0 they tell two events."""
    if apart(one, other) > TOGETHER_WITHIN:
        return OTHER_EVENT
    figures = shared(one.all_figures, other.all_figures)
    told = min(FIGURES_AT_MOST, sum(figure.weight for figure in figures[:2]))
    if any(figure.kind not in CALENDAR for figure in shared(one.figures, other.figures)):
        told += 0.5  # in both headlines
    names = one.names & other.names
    amount = any(figure.kind != PERCENT for figure in figures)
    if not (names or one_company or (amount and told >= NAMED_BY_FIGURES)):
        return 0.0
    ideas = (one.all_ideas & other.all_ideas) - _VAGUE
    in_titles = (one.ideas & other.ideas) - _VAGUE
    value = told + 0.5 * len(ideas) + 0.5 * len(in_titles)
    further = len(names) if one_company else len(names) - 1  # the first is whom it is about
    value += 0.8 * max(0, min(2 if one_company else 1, further))
    union = (one.ideas | other.ideas) - _VAGUE
    if told < PROVED_BY_FIGURES and union and len(in_titles) * 2 < len(union):
        value -= 0.5
    if one.language == other.language:
        value -= 0.5  # words would have joined them
    if other_event(one, other):
        value += OTHER_EVENT
    if other_figures(one, other):
        value += OTHER_FIGURES
    return value


def apart(one: Telling, other: Telling) -> float:
    """Seconds between them; 0 where one is undated."""
    if one.published is None or other.published is None:
        return 0.0
    return abs((one.published - other.published).total_seconds())


def other_event(one: Telling, other: Telling) -> bool:
    """Both name an event, and not the same."""
    if not one.ideas or not other.ideas:
        return False
    left, right = _kinds(one), _kinds(other)
    return bool(left and right) and not left & right


def _kinds(one: Telling) -> frozenset[str]:
    named = one.ideas & events()
    return named | {"results"} if one.ideas & accounts() else named


def other_figures(one: Telling, other: Telling) -> bool:
    """Both tell figures of one kind, and share none, in headline or teaser."""
    if not one.figures or not other.figures:
        return False
    return differ(one.figures, other.figures) and not shared(one.all_figures, other.all_figures)
