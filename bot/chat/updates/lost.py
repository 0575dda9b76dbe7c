"""The private message to whoever subscribed a channel that Discord no longer lets the bot into."""

from collections.abc import Sequence

from bot.chat.cards.escape import length
from bot.chat.cards.parts import DESCRIPTION, Card, notice
from bot.chat.updates.single import Scene
from bot.updates.models import Event

_GONE = frozenset({"deleted", "unknown_channel", "unknown_guild"})  # no permission helps there


def lost_card(events: Sequence[Event], scene: Scene) -> Card:
    """Which channels rest, why, and what to do about it."""
    wording, words = scene.wording, scene.wording.updates
    reasons = {event.channel: event.source for event in events if event.channel}
    place = 0 if len(reasons) <= 1 else 1
    how = words.lost_remove
    if not reasons or not _GONE.issuperset(reasons.values()):
        how = f"**{words.lost_how_title}**\n{words.lost_how}\n\n{words.lost_gone}"
    head = words.lost_resting[place]
    room = DESCRIPTION - length(head) - length(how) - 100
    named: list[str] = []
    for channel, reason in reasons.items():
        told = wording.subscribing.reasons.get(reason, "")
        line = f"- <#{channel}>: {told}" if told else f"- <#{channel}>"
        room -= length(line) + 1
        if room < 0:
            named.append("- " + wording.more_stories.format(count=len(reasons) - len(named)))
            break
        named.append(line)
    return notice(
        words.lost_title[place].format(count=len(reasons)),
        "\n".join([head, *named, "", how]),
        buttons=scene.buttons,
    )
