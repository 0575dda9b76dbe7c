"""For whom? What one server (guild) has chosen; every answer obeys it."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The settings of one server; the operator's settings give the defaults.

    languages: ISO 639-1 codes read here, the first is the one the bot speaks ("de" or "en").
    currency: ISO 4217. venue: MIC of the exchange where this community trades ("XFRA").
    timezone: IANA name. quiet: local times between which nothing is posted unasked. subscribers: id
    of the role that may subscribe beside those who manage the server.
    """

    languages: tuple[str, ...] = ("de", "en")
    currency: str = "EUR"
    venue: str = "XFRA"
    timezone: str = "Europe/Berlin"
    prefix: str = "!"
    cashtags: bool = False
    quiet: tuple[time, time] | None = None
    subscribers: int | None = None
