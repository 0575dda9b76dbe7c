"""Which groups tell one event in other words or another language? Figures, ideas, names and time.

Words have joined what they can (`clusters`). Here groups join while they agree as groups: the best
pair shows what is common, the mean of all pairs that the others tell nothing else. One likeness
between two long stories is so no bridge.
"""

import heapq
from collections.abc import Iterable, Sequence
from functools import cache

from bot.news.stories.events import deals, places
from bot.news.stories.figures import CALENDAR, PERCENT, differ, shared
from bot.news.stories.rivals import kinds, sole_kind
from bot.news.stories.tellings import Telling, apart

AGREED_AT = 1.75
TOGETHER_WITHIN = 36 * 3_600.0  # seconds
SAME_KIND = 1.0
OTHER_EVENT = -2.0  # what it counts that two headlines name different events
OTHER_PLACE = -1.0  # or other places
OTHER_FIGURES = -1.0  # or figures of one kind that all differ
FIGURES_AT_MOST = 3.0  # what all figures of a pair can say
PROVED_BY_FIGURES = 1.5  # from here on other ideas say nothing against them
NAMED_BY_FIGURES = 2.0  # from here on they stand for a common name, unless mere percentages
COMPARED_EACH = 8  # members of a group
ALL_PAIRS_UP_TO = 60  # groups
PASSES = 4  # what was joined leaves fewer rivals to the rest
_VAGUE = frozenset({"rise", "fall", "billion", "share", "report", "first", "second", "third"})


def join_agreeing(
    tellings: Sequence[Telling], groups: Iterable[Sequence[int]], *, one_company: bool
) -> list[list[int]]:
    """Joins groups that tell one event in other words or another language.

    one_company: all are about the same company, so that they need not share another name.
    """
    found = [list(group) for group in groups]
    for _ in range(PASSES if one_company else 1):
        joined = _joined(tellings, found, one_company=one_company)
        if len(joined) == len(found):
            break
        found = joined
    return found


def _joined(
    tellings: Sequence[Telling], groups: Sequence[Sequence[int]], *, one_company: bool
) -> list[list[int]]:
    found = {place: list(group) for place, group in enumerate(groups)}
    sole = sole_kind(tellings, groups) if one_company else None

    @cache
    def pair(one: int, other: int) -> float:
        value = agreement(tellings[one], tellings[other], one_company=one_company)
        return value + SAME_KIND if sole is not None and sole(one, other) else value

    def of_groups(left: int, right: int) -> float:
        values = [
            pair(min(one, other), max(one, other))
            for one in found[left][:COMPARED_EACH]
            for other in found[right][:COMPARED_EACH]
        ]
        return (max(values) + sum(values) / len(values)) / 2

    values: dict[int, dict[int, float]] = {place: {} for place in found}
    for left, right in _near(tellings, groups):
        values[left][right] = values[right][left] = of_groups(left, right)
    heap = [
        _urgency(values, left, right)
        for left, others in values.items()
        for right, value in others.items()
        if left < right and value >= AGREED_AT
    ]
    heapq.heapify(heap)
    fresh = len(found)
    while heap:
        _, _, left, right = heapq.heappop(heap)
        if left not in found or right not in found:
            continue
        around = (values.pop(left).keys() | values.pop(right).keys()) - {left, right}
        found[fresh] = _mingled(found.pop(left), found.pop(right))
        values[fresh] = {other: of_groups(other, fresh) for other in sorted(around & found.keys())}
        for other, value in values[fresh].items():
            values[other].pop(left, None)
            values[other].pop(right, None)
            values[other][fresh] = value
        for other, value in values[fresh].items():
            if value >= AGREED_AT:
                heapq.heappush(heap, _urgency(values, other, fresh))
        fresh += 1
    return sorted((sorted(group) for group in found.values()), key=lambda group: group[0])


def _urgency(
    values: dict[int, dict[int, float]], left: int, right: int
) -> tuple[float, float, int, int]:
    """Those that agree most come first, among equals those for whom no other does as well."""
    value = values[left][right]
    seconds = [
        max((other for place, other in values[one].items() if place != two), default=0.0)
        for one, two in ((left, right), (right, left))
    ]
    return (-value, min(seconds), left, right)


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
    for told in holders.values():
        if 2 <= len(told) <= 20:
            ordered = sorted(told)
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
    if not one_company and (one.language == "zh") != (other.language == "zh"):
        names |= {sound for sound in one.sounds & other.sounds if len(sound) > 2}
    amount = any(figure.kind != PERCENT for figure in figures)
    if not (names or one_company or (amount and told >= NAMED_BY_FIGURES)):
        return 0.0
    ideas = (one.all_ideas & other.all_ideas) - _VAGUE
    in_titles = (one.ideas & other.ideas) - _VAGUE
    value = told + 0.5 * len(ideas) + 0.5 * len(in_titles)
    further = len(names) if one_company else len(names) - 1  # the first is whom it is about
    if one_company and not further and one.language != other.language:
        further = len(one.sounds & other.sounds)
    value += 0.8 * max(0, min(2 if one_company else 1, further))
    union = (one.ideas | other.ideas) - _VAGUE
    if told < PROVED_BY_FIGURES and further < 1 and union and len(in_titles) * 2 < len(union):
        value -= 0.5
    if one.language == other.language:
        value -= 0.5  # words would have joined them
    if other_event(one, other):
        value += OTHER_EVENT
    if other_place(one, other):
        value += OTHER_PLACE
    if other_figures(one, other):
        value += OTHER_FIGURES
    return value


def other_event(one: Telling, other: Telling) -> bool:
    """Both name an event, and not the same."""
    if not one.ideas or not other.ideas:
        return False
    left, right = kinds(one), kinds(other)
    if not left or not right or left & right:
        return False
    return not any(left & deal and right & deal for deal in deals())


def other_place(one: Telling, other: Telling) -> bool:
    """Both headlines name places, and none in common."""
    left, right = one.ideas & places(), other.ideas & places()
    return bool(left and right) and not left & right


def other_figures(one: Telling, other: Telling) -> bool:
    """Both tell figures of one kind, and share none, in headline or teaser."""
    if not one.figures or not other.figures:
        return False
    return differ(one.figures, other.figures) and not shared(one.all_figures, other.all_figures)
