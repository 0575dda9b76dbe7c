"""Direct messages of two: opened at the first use, and both are shown the channel."""

from bot.playground.discord import shapes
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.models import Channel, User
from bot.playground.discord.state import State


def open_direct(state: State, hub: Hub, one: User, other: User) -> Channel:
    before = len(state.channels)
    channel = state.direct_channel(one, other)
    if len(state.channels) > before:
        hub.publish(Event("channel_opened", shapes.channel(channel), channel_id=channel.id))
    return channel
