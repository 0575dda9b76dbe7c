"""Which of many stories does a headline fit best? Told by all the words that a story uses.

Comparing headlines two by two leaves strays: one that shares a word with the wrong neighbour, a
large story in several parts. Once stories have vocabularies, each headline goes where its words are
most at home (naive Bayes, every story as likely as another), or stays alone where they are at home
nowhere. A few rounds, each by what the round before found, so the order of arrival says nothing.
Needs stories that are told often enough to have a vocabulary; `clusters` knows when.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.news.stories.tellings import Telling

ROUNDS = 4
UNSEEN = 0.75  # uses that a story is credited with for every word
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
    """The story that makes these words likeliest, itself not counted."""
    fits: dict[int, float] = {}
    for word in telling.words:
        holders = counts.uses[word]
        if len(holders) > COMMON_AT:
            continue
        for story, times in holders.items():
            others = times - (story == owner)
            if others:
                fits[story] = fits.get(story, 0.0) + math.log1p(others / UNSEEN)
    credited = UNSEEN * len(counts.uses)
    best, home = 0.0, owner if counts.size[owner] == 1 else alone
    for story, fit in fits.items():
        if not _of_that_time(telling, counts.told.get(story)):
            continue
        others = counts.length[story] - (len(telling.words) if story == owner else 0)
        value = fit - len(telling.words) * math.log1p(others / credited)
        if value > best:
            best, home = value, story
    return home


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
