"""Has a group of headlines a subject, or only a topic?

An event has a who or a what: a word or two, hardly used elsewhere, that nearly all its headlines
name. A group without, as the day's market reports make, is many events under one roof.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from bot.language.tokens import stem
from bot.news.stories.events import market_words
from bot.news.stories.tellings import Telling

NAMED_BY = 0.65  # share of the headlines that name the subject
SUBJECT_WORDS = 2
OWN_FROM = 0.5  # share of a word's uses that fall into the group
ASKED_FROM = 10  # headlines; in a small group two words say little


def has_subject(tellings: Sequence[Telling], spread: Mapping[str, int]) -> bool:
    """`spread`: how many headlines of the whole batch use each word."""
    if len(tellings) < ASKED_FROM:
        return True
    uses = Counter(word for telling in tellings for word in telling.words)
    own = {
        word
        for word, count in uses.items()
        if count > 1 and count >= OWN_FROM * spread[word] and word not in _of_markets()
    }
    unnamed = list(tellings)
    for _ in range(SUBJECT_WORDS):
        named = Counter(word for telling in unnamed for word in telling.words if word in own)
        if not named:
            break
        subject = max(named, key=lambda word: (named[word], word))
        unnamed = [telling for telling in unnamed if subject not in telling.words]
    return len(tellings) - len(unnamed) >= NAMED_BY * len(tellings)


@cache
def _of_markets() -> frozenset[str]:
    return frozenset(map(stem, market_words()))
