"""How often did what happen in this process? Whoever does it counts it; `metrics` tells it on.

    tally.DELIVERIES.add("sent")
    with tally.TURNS.time("prices"): …

One count of each for the whole process, as with loggers: what reads them needs no wiring, and
nothing that counts needs to know who reads. Counting is a dictionary's work, no library's.
"""

import time
from bisect import bisect_left
from collections.abc import Generator
from contextlib import contextmanager

_BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


class Count:
    """name: with its unit, without `_total`. labels: the names of what `add` is told."""

    def __init__(self, name: str, meaning: str, *labels: str) -> None:
        self.name = name
        self.meaning = meaning
        self.labels = labels
        self.values: dict[tuple[str, ...], float] = {}

    def add(self, *labels: str, by: float = 1.0) -> None:
        self.values[labels] = self.values.get(labels, 0.0) + by


class Spell:
    """How long something took. values: for each set of labels the observations by bucket (the
    last one for what is longer than all), and the seconds in all."""

    buckets = _BUCKETS

    def __init__(self, name: str, meaning: str, *labels: str) -> None:
        self.name = name
        self.meaning = meaning
        self.labels = labels
        self.values: dict[tuple[str, ...], tuple[list[int], float]] = {}

    def add(self, seconds: float, *labels: str) -> None:
        counts, total = self.values.get(labels) or ([0] * (len(_BUCKETS) + 1), 0.0)
        counts[bisect_left(_BUCKETS, seconds)] += 1
        self.values[labels] = counts, total + seconds

    @contextmanager
    def time(self, *labels: str) -> Generator[None]:
        """Counts what happens inside, whatever becomes of it."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.add(time.perf_counter() - began, *labels)


EVENTS = Count("parkett_events", "Events recorded, by what happened", "what")
LETTERS = Count("parkett_letters", "Rows put into the outbox")
DELIVERIES = Count("parkett_deliveries", "Answers of Discord to deliveries, by verdict", "verdict")
LOOKS = Spell("parkett_look_seconds", "Looks at sources for subscriptions", "kind", "outcome")
TURNS = Spell("parkett_turn_seconds", "Turns of the engines", "engine")
FAILURES = Count("parkett_turn_failures", "Turns that failed", "engine")
LEASES_LOST = Count("parkett_leases_lost", "Work that another process had taken over", "engine")
PACED = Spell("parkett_pace_wait_seconds", "Waits for Discord's limit of the whole bot")
REQUESTS = Count("parkett_requests", "Requests to Discord for people's answers")
SOURCE_FAILURES = Count("parkett_source_failures", "Sources that did not answer", "source")
IDENTIFIES = Count("parkett_identifies", "Sessions begun at Discord's gateway", "shard")
RESUMES = Count("parkett_resumes", "Sessions taken up again at Discord's gateway", "shard")

ALL: tuple[Count | Spell, ...] = (
    EVENTS,
    LETTERS,
    DELIVERIES,
    LOOKS,
    TURNS,
    FAILURES,
    LEASES_LOST,
    PACED,
    REQUESTS,
    SOURCE_FAILURES,
    IDENTIFIES,
    RESUMES,
)
