"""A parcel as the JSON body of Discord's "create message" or "edit message".

cards = UpdateCards(clock)
body = await cards.render(parcel, audience)
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.audience import Audience
from bot.chat.answering.views import view_of
from bot.chat.cards.parts import Button, Card, Picture, press_id
from bot.chat.updates.charts import UpdateCharts
from bot.chat.updates.digest import digest_card, merged
from bot.chat.updates.lost import lost_card
from bot.chat.updates.single import Scene, event_card
from bot.chat.wording.choose import wording_for
from bot.clock import Clock
from bot.updates.models import Happening, Parcel

ACTION = "upd"  # of the button: "pk|upd|REFERENCE"


class UpdateCards:
    """Draws what is posted. clock: when it is posted, which decides whether a time needs a day.
    charts: None goes without."""

    def __init__(self, clock: Clock, charts: UpdateCharts | None = None) -> None:
        self._clock = clock
        self._charts = charts

    async def render(self, parcel: Parcel, audience: Audience) -> Mapping[str, object]:
        """One event is its own card, several are one digest; the same way for a preview.

        The body never names more than the parcel's role to Discord. An edit has no `content`, so
        that the mention of the first post stays. Raises ValueError for a parcel without events.
        """
        card = self.card(parcel, audience)
        view = view_of(card.buttons)
        body: dict[str, object] = {
            "embeds": [card.embed.to_dict()],
            "components": view.to_components() if view is not None else [],
            "allowed_mentions": {"parse": []},
        }
        # The role that has the server's own id is @everyone.
        if parcel.role is not None and parcel.role != parcel.guild:
            body["allowed_mentions"] = {"parse": [], "roles": [str(parcel.role)]}
            if parcel.edits is None:
                body["content"] = f"<@&{parcel.role}>"
        return body

    async def illustrate(self, parcel: Parcel, audience: Audience) -> bytes | None:
        """The picture of a post that tells one thing; a digest has none."""
        picture = await self.picture(parcel, audience)
        return picture.png if picture else None

    async def picture(self, parcel: Parcel, audience: Audience) -> Picture | None:
        if self._charts is None or len(parcel.events) != 1:
            return None
        return await self._charts.of(parcel.events[0], audience)

    def card(self, parcel: Parcel, audience: Audience, picture: Picture | None = None) -> Card:
        """The same without what is Discord's. Raises ValueError as `render` does."""
        card = self._card(parcel, audience)
        if picture is None:
            return card
        embed = card.embed.set_image(url=f"attachment://{picture.name}")
        return replace(card, embed=embed, picture=picture)

    def _card(self, parcel: Parcel, audience: Audience) -> Card:
        events = merged(parcel.events)
        if not events:
            raise ValueError("a parcel without events")
        wording = wording_for(audience)
        words = wording.updates
        # A private message has no channel to manage; the button only carries the reference.
        button = Button(
            words.manage_there if parcel.private else words.manage,
            press_id(ACTION, parcel.reference),
            disabled=parcel.private,
        )
        scene = Scene(audience, wording, self._clock(), (button,))
        if all(event.what is Happening.LOST for event in events):
            return lost_card(events, scene)
        [first, *others] = events
        return digest_card(events, scene) if others else event_card(first, scene)
