"""Does a text say of a thing what its sources say? Up for up, not for not, a loss for a loss.

A number that occurs in a source can still be told of another thing, the other way round or denied.
Only contradictions count, and directions that no source tells of anything: words are many, and
what is not understood is left to the other checks.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from bot.news.writing.claims import (
    Claim,
    claims,
    clauses,
    denies_anything,
    polarities,
    things_in,
)
from bot.news.writing.figures import figures

# Of these a source's sum is one and no other.
_SUMS = frozenset(("revenue", "loss", "profit", "costs", "debt", "orders", "dividend", "target"))


class Contradiction(StrEnum):
    """What of the sources a text turns round."""

    DIRECTION = "direction"
    NEGATION = "negation"
    SUM = "sum"


def contradiction(
    text: str, sources: Sequence[str], language: str, told_in: str | None
) -> Contradiction | None:
    """What `text` in `language` turns round of its `sources` in `told_in`; None where nothing."""
    told = {claim for source in sources for claim in claims(source)}
    if any(_is_turned(claim, told) for claim in claims(text)):
        return Contradiction.DIRECTION
    if _turns_negations(text, sources, same_language=language == told_in):
        return Contradiction.NEGATION
    return _of_figures(text, sources, language, told_in)


def _is_turned(claim: Claim, told: set[Claim]) -> bool:
    if any(one.thing == claim.thing for one in told if one.thing is not None):
        return claim not in told
    if claim.deed or claim.rises is None:
        return False
    return all(one.deed or one.rises != claim.rises for one in told)


def _turns_negations(text: str, sources: Sequence[str], *, same_language: bool) -> bool:
    """Whether the text denies what no source denies, or tells what the sources only deny."""
    if denies_anything([text]) and not denies_anything(sources):
        return True
    if not same_language:
        return False
    denied, plain = polarities([text])
    denied_there, plain_there = polarities(sources)
    turned = (denied & plain_there) - denied_there
    return bool(turned or (plain & denied_there) - plain_there)


def _of_figures(
    text: str, sources: Sequence[str], language: str, told_in: str | None
) -> Contradiction | None:
    """Whether a figure that the sources tell goes the other way, or is the sum of another thing."""
    told = [
        (figure, things_in(clause) & _SUMS or things_in(source) & _SUMS, _ways(clause))
        for source in sources
        for clause in clauses(source)
        for figure in figures(clause, told_in)
    ]
    for clause in clauses(text):
        ways, sums = _ways(clause), things_in(clause) & _SUMS
        for figure in figures(clause, language):
            if not figure.unit:
                continue
            same = [(things, others) for one, things, others in told if figure.backed_by(one)]
            if len(ways) == 1 and _is_none_of(ways, [others for _, others in same]):
                return Contradiction.DIRECTION
            if len(sums) == 1 and _is_none_of(sums, [things for things, _ in same]):
                return Contradiction.SUM
    return None


def _ways(clause: str) -> frozenset[bool]:
    plain = (one for one in claims(clause) if not one.denied and not one.deed)
    return frozenset(one.rises for one in plain if one.rises is not None)


def _is_none_of(said: frozenset[Any], told: Sequence[frozenset[Any]]) -> bool:
    """Whether the sources tell something of it, and never this."""
    known = [one for one in told if one]
    return bool(known) and not any(said <= one for one in known)
