"""What a reader sees of a posted update."""

from typing import Any

from bot.audience import Audience
from bot.chat.updates.rendering import UpdateCards
from bot.updates.models import Event, Parcel
from tests.chat.samples import NOW, parcel

DE = Audience(languages=("de", "en"))
EN = Audience(languages=("en",))


async def body_of(given: Parcel, audience: Audience = DE) -> dict[str, Any]:
    return dict(await UpdateCards(lambda: NOW).render(given, audience))


async def shown(what: Event | Parcel, audience: Audience = DE) -> tuple[str, list[str]]:
    """Title and lines of what is posted."""
    given = what if isinstance(what, Parcel) else parcel(what)
    [embed] = (await body_of(given, audience))["embeds"]
    text = embed.get("description", "")
    for one in embed.get("fields", ()):
        text += f"\n\n**{one['name']}**\n{one['value']}"
    text = text.replace("\n\n**\u200b**", "").replace("\u00a0", " ")
    return embed.get("title", "").replace("\u00a0", " "), text.split("\n")
