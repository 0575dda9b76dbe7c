"""What does the card say? One instrument's price and news together, as they come in."""

from dataclasses import dataclass
from datetime import datetime

from bot.instruments.models import Instrument
from bot.market.models import Snapshot
from bot.news.models import NewsReport


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything the card needs. `complete` is False while a source is still waited for."""

    instrument: Instrument
    snapshot: Snapshot
    news: NewsReport
    asked_at: datetime

    @property
    def complete(self) -> bool:
        return self.snapshot.complete and self.news.complete
