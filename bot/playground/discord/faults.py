"""Things that go wrong between a bot and Discord, switched on by rule.

A rule fits by method and by a pattern searched in the path; it strikes `times` times (None:
always) with `probability`, from a random source of its own, so that a run can be repeated.
"""

import random
import re
from dataclasses import dataclass, field
from enum import Enum


class Fault(Enum):
    """What strikes. `STORED_*`: Discord has done it all, only the answer is lost."""

    STATUS = "status"  # answers `status` with a JSON body
    LIMITED = "limited"  # 429 as Discord's own: Via, JSON, retry_after; `scope`
    BLOCKED = "blocked"  # 429 as Cloudflare's: no Via, HTML
    DROP = "drop"  # the connection ends without an answer, nothing is done
    RESET = "reset"  # the same as a TCP reset
    STORED_STATUS = "stored_status"
    STORED_DROP = "stored_drop"
    STORED_RESET = "stored_reset"
    GARBAGE = "garbage"  # 200 with something that is not JSON, nothing is done
    SLOW = "slow"  # answers as always, `seconds` later

    @property
    def is_after(self) -> bool:
        return self in (Fault.STORED_STATUS, Fault.STORED_DROP, Fault.STORED_RESET)


@dataclass(slots=True)
class Rule:
    """`hits` counts how often it struck."""

    fault: Fault
    method: str | None = None
    path: str = ""
    times: int | None = 1
    probability: float = 1.0
    status: int = 500
    seconds: float = 0.0
    scope: str = "user"
    hits: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - no secret

    def strikes(self, method: str, path: str) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method not in (None, method) or not re.search(self.path, path):
            return False
        if self.probability < 1 and self.chance.random() >= self.probability:
            return False
        self.hits += 1
        return True


class Faults:
    """The rules that are on. The first that strikes is the one; slowness adds up."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> Rule:
        self._rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        self._rules.remove(rule)

    def clear(self) -> None:
        self._rules.clear()

    def delay(self, method: str, path: str) -> float:
        """Seconds to wait before anything else."""
        slow = [rule for rule in self._rules if rule.fault is Fault.SLOW]
        return sum(rule.seconds for rule in slow if rule.strikes(method, path))

    def strike(self, method: str, path: str) -> Rule | None:
        others = (rule for rule in self._rules if rule.fault is not Fault.SLOW)
        return next((rule for rule in others if rule.strikes(method, path)), None)
