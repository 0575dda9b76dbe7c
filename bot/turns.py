"""When may a host be asked? What processes that share a database tell each other of it.

`bot.web` asks for turns and `bot.store` gives them out; neither knows the other.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Turn:
    """The state of one host's row. All figures are seconds from now.

    taken: whether the turn is ours. wait: until it begins, or until one would. paused: until the
    host may be asked again, 0 where it is not left alone. pause: how long the last pause was, 0
    after an answer.
    """

    taken: bool
    wait: float
    paused: float = 0.0
    pause: float = 0.0


class Turns(Protocol):
    """All raise StoreError. name: of the host."""

    async def take(self, name: str, *, interval: float, within: float) -> Turn:
        """Takes the next turn if it begins within so many seconds and the host is not left alone.

        within: 0 for who only takes what lies free, so that nobody waits behind them.
        """
        ...

    async def peek(self, name: str) -> Turn:
        """The same without taking one."""
        ...

    async def pause(self, name: str, *, seconds: float, length: float = 0.0) -> None:
        """Nobody asks for so long. length: what the next pause is reckoned from."""
        ...

    async def resume(self, name: str) -> None:
        """It answers again: the next pause begins short."""
        ...
