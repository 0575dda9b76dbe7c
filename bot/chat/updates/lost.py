"""The private message to whoever subscribed a channel that Discord no longer lets the bot into."""

from collections.abc import Sequence

from bot.chat.cards.escape import length
from bot.chat.cards.parts import DESCRIPTION, Card, notice
from bot.chat.updates.single import Scene
from bot.updates.models import Event


def lost_card(events: Sequence[Event], scene: Scene) -> Card:
    """Which channels rest, and what to do about it."""
    wording, words = scene.wording, scene.wording.updates
    channels = list(dict.fromkeys(event.channel for event in events if event.channel))
    place = 0 if len(channels) <= 1 else 1
    how = f"**{words.lost_how_title}**\n{words.lost_how}\n\n{words.lost_gone}"
    head = words.lost_resting[place]
    room = DESCRIPTION - length(head) - length(how) - 100
    named: list[str] = []
    for channel in channels:
        named.append(f"- <#{channel}>")
        if length("\n".join(named)) > room:
            named.pop()
            break
    if len(named) < len(channels):
        named.append("- " + wording.more_stories.format(count=len(channels) - len(named)))
    return notice(
        words.lost_title[place].format(count=len(channels)),
        "\n".join([head, *named, "", how]),
        buttons=scene.buttons,
    )
