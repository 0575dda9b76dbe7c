"""The sentences of posted updates, as one typed form that each language fills in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateWords:
    """Sentences of one language. `*_line` stand in a digest, where the company is above them."""

    manage: str  # the button under every update
    manage_there: str  # under a private message, where it cannot be pressed

    # prices
    move: Mapping[str, str]  # by Direction
    move_unmeasured: Mapping[str, str]
    move_line: str
    level: Mapping[str, str]
    level_at: str
    level_line: Mapping[str, str]
    level_at_line: str
    high: Mapping[str, str]  # by Stage
    high_line: Mapping[str, str]
    low: Mapping[str, str]
    low_line: Mapping[str, str]
    closed: str
    closed_line: str
    standing: str  # a daily price that comes before the close
    standing_line: str
    against: str
    threshold: str
    before: str
    before_line: str
    below_low: str
    at_low: str
    above_low: str

    # sources
    outage: str
    outage_since: str
    recovery: str
    recovery_since: str

    # a channel that was lost
    lost_title: tuple[str, str]  # (one channel, several)
    lost_resting: tuple[str, str]
    lost_how_title: str
    lost_how: str
    lost_gone: str
    lost_remove: str  # where it is known to be gone

    # a digest
    count: tuple[str, str]  # (one, several)
    count_of: str
    of_sources: str
    of_channels: str
    span: str
    more_of: str
