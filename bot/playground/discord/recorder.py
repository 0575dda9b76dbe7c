"""What went over the wire: the last requests with their answers, for tests to read."""

from collections import deque
from dataclasses import dataclass
from typing import Any

MOST = 10_000  # exchanges kept


@dataclass(frozen=True, slots=True)
class Exchange:
    """`template` is the path as Discord's description writes it, or "" where there is none.
    `body` and `answer` are parsed JSON, or None; `at` is monotonic, in seconds; `lost` where the
    answer never left."""

    number: int
    at: float
    method: str
    path: str
    template: str
    query: dict[str, str]
    application_id: int | None
    body: Any
    files: tuple[str, ...]
    multipart: bool
    status: int
    answer: Any
    headers: dict[str, str]
    lost: bool = False


class Recorder:
    """`total` counts all, also those that are no longer kept."""

    def __init__(self, most: int = MOST) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=most)
        self.total = 0

    def add(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)
        self.total += 1

    def find(self, method: str, template: str) -> list[Exchange]:
        """All kept exchanges of one route, oldest first."""
        return [
            each for each in self.exchanges if each.method == method and each.template == template
        ]
