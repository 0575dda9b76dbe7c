"""The picture of a daily price: drawn once for each event and language in this process."""

from collections import OrderedDict

from bot.audience import Audience
from bot.chat.answering.pictures import Pictures
from bot.chat.cards.parts import Picture
from bot.chat.updates.facts import marked_of, series_of
from bot.chat.wording.choose import wording_for
from bot.updates.models import Event

# A post waits for so long at most, and only the first ones of an event: the lease leaves room.
_PATIENCE = 3.0
_KEPT = 1_000  # events that are known to go without


class UpdateCharts:
    """An event whose picture could not be drawn, or not in time, goes without it everywhere: its
    posts are alike, and none waits for what has failed before. patience: seconds that a post waits.
    """

    def __init__(self, pictures: Pictures, *, patience: float = _PATIENCE) -> None:
        self._pictures = pictures
        self._patience = patience
        self._without: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def of(self, event: Event, audience: Audience) -> Picture | None:
        """Never raises for a drawing; None where there is none."""
        language = wording_for(audience).code
        marked, series = marked_of(event.price), series_of(event)
        if marked is None or series is None or (event.key, language) in self._without:
            return None
        picture = await self._pictures.chart(
            series, event.name, marked.quote, language, patience=self._patience
        )
        if picture is None:
            self._without[event.key, language] = None
            while len(self._without) > _KEPT:
                self._without.popitem(last=False)
        return picture
