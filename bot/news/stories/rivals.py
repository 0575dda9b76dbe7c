"""Which reports of one kind of event can only be each other's? By exclusion.

A company seldom has two events of one kind in half a day; where a language tells the kind once, its
report and another language's are of one event. Where it tells two, each is a rival to the other,
until the other has found its counterpart.
"""

from collections.abc import Callable, Sequence

from bot.news.stories.events import accounts, events
from bot.news.stories.figures import shared
from bot.news.stories.tellings import Telling, apart

SAME_KIND_WITHIN = 12 * 3_600.0  # seconds


def kinds(telling: Telling) -> frozenset[str]:
    """The kinds of event that its headline names."""
    named = telling.ideas & events()
    return named | {"results"} if telling.ideas & accounts() else named


def sole_kind(
    tellings: Sequence[Telling], groups: Sequence[Sequence[int]]
) -> Callable[[int, int], bool]:
    """Do two headlines share a kind of event, and have no rivals in their groups' half day?

    A rival is told in the language of one of the two, in a group that has no headline in the
    language of the other, and without a common figure.
    """
    owner = {index: place for place, group in enumerate(groups) for index in group}
    spoken = [{tellings[index].language for index in group} for group in groups]
    of_kind: dict[tuple[str, str | None], list[int]] = {}
    for index in sorted(owner):
        for kind in kinds(tellings[index]):
            of_kind.setdefault((kind, tellings[index].language), []).append(index)
    rivals = {
        (index, kind): {
            owner[rival]
            for rival in members
            if owner[index] != owner[rival] and _compete(tellings[index], tellings[rival])
        }
        for (kind, _), members in of_kind.items()
        for index in members
    }

    def unrivalled(one: int, other: int, kind: str) -> bool:
        language = tellings[other].language
        return all(
            place != owner[other] and language in spoken[place] for place in rivals[one, kind]
        )

    def found(one: int, other: int) -> bool:
        left, right = tellings[one], tellings[other]
        return apart(left, right) <= SAME_KIND_WITHIN and any(
            unrivalled(one, other, kind) and unrivalled(other, one, kind)
            for kind in kinds(left) & kinds(right)
        )

    return found


def _compete(one: Telling, other: Telling) -> bool:
    return apart(one, other) <= SAME_KIND_WITHIN and not shared(one.all_figures, other.all_figures)
