"""Which of many stories does a headline fit best? Told by all the words that a story uses.

Comparing headlines two by two leaves strays: one that shares a word with the wrong neighbour, a
large story in several parts. A story that is told often has a vocabulary, and draws the headlines
whose words are most at home there (naive Bayes, every story as likely as another). One that is as
much at home in two stories goes to neither; one at home nowhere in a large story leaves it. A few
rounds, each by what the round before found, so the order of arrival says nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.news.stories.tellings import Telling

ROUNDS = 4
UNSEEN = 0.75  # uses that a story is credited with for every word
TOLD_OFTEN = 7  # headlines, from which on a story has a vocabulary
CLEARLY = 0.75  # how much likelier than in the next best story the words must be, as a logarithm
COMMON_AT = 500  # stories; a word that so many use points to none. Bounds the work
WITHIN = timedelta(days=4)  # of another telling


@dataclass(slots=True)
class _Counts:
    """By story: how often it uses a word, its words in all, and when it was told."""

    uses: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    length: dict[int, int] = field(default_factory=dict[int, int])
    size: dict[int, int] = field(default_factory=dict[int, int])
    told: dict[int, tuple[datetime, datetime]] = field(
        default_factory=dict[int, tuple[datetime, datetime]]
    )


def reassigned(tellings: Sequence[Telling], groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """The groups after each headline went to where its words are most at home, each sorted."""
    owner = [0] * len(tellings)
    for story, group in enumerate(groups):
        for index in group:
            owner[index] = story
    for _ in range(ROUNDS):
        counts = _counted(tellings, owner)
        fresh = len(tellings) + max(owner)
        now = [
            _home(telling, owner[index], counts, alone=fresh + index)
            for index, telling in enumerate(tellings)
        ]
        if now == owner:
            break
        owner = now
    members: dict[int, list[int]] = {}
    for index, story in enumerate(owner):
        members.setdefault(story, []).append(index)
    return list(members.values())


def _counted(tellings: Sequence[Telling], owner: Sequence[int]) -> _Counts:
    counts = _Counts()
    for telling, story in zip(tellings, owner, strict=True):
        counts.size[story] = counts.size.get(story, 0) + 1
        counts.length[story] = counts.length.get(story, 0) + len(telling.words)
        for word in telling.words:
            holders = counts.uses.setdefault(word, {})
            holders[story] = holders.get(story, 0) + 1
        if (when := telling.published) is not None:
            first, last = counts.told.get(story, (when, when))
            counts.told[story] = (min(first, when), max(last, when))
    return counts


def _home(telling: Telling, owner: int, counts: _Counts, *, alone: int) -> int:
    """The story that clearly makes these words likeliest, itself not counted."""
    fits: dict[int, float] = {}
    for word in telling.words:
        holders = counts.uses[word]
        if len(holders) > COMMON_AT:
            continue
        for story, times in holders.items():
            others = times - (story == owner)
            if others and (story == owner or counts.size[story] >= TOLD_OFTEN):
                fits[story] = fits.get(story, 0.0) + math.log1p(others / UNSEEN)
    credited = UNSEEN * len(counts.uses)
    best = second = 0.0
    home = nowhere = owner if counts.size[owner] < TOLD_OFTEN else alone
    for story, fit in fits.items():
        if not _of_that_time(telling, counts.told.get(story)):
            continue
        others = counts.length[story] - (len(telling.words) if story == owner else 0)
        value = fit - len(telling.words) * math.log1p(others / credited)
        if value > best:
            best, second, home = value, best, story
        elif value > second:
            second = value
    return home if best - second >= CLEARLY else nowhere


def _of_that_time(telling: Telling, told: tuple[datetime, datetime] | None) -> bool:
    when = telling.published
    return when is None or told is None or told[0] - WITHIN <= when <= told[1] + WITHIN


def vocabulary(tellings: Sequence[Telling]) -> Mapping[str, int]:
    """How many of the headlines use each word."""
    found: dict[str, int] = {}
    for telling in tellings:
        for word in telling.words:
            found[word] = found.get(word, 0) + 1
    return found
