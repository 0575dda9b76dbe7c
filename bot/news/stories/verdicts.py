"""Whether an article is about a company, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """reason: a stable code, "named_in_title", "filing", "other_meaning", "only_passing" …"""

    relevant: bool
    reason: str


def about(reason: str) -> Verdict:
    """It is."""
    return Verdict(relevant=True, reason=reason)


def other(reason: str) -> Verdict:
    """It is not."""
    return Verdict(relevant=False, reason=reason)
