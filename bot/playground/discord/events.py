"""What happened, told to everyone who listens: gateway sessions, persons, tests."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.discord.models import Message
from bot.playground.discord.refusals import Json


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is the gateway's ("MESSAGE_CREATE"); those in lower case never leave for a bot.

    `application_id`: for this bot only. `person`: for this person only, and for no bot.
    `guild_id` and `channel_id` say where, as far as that means anything.
    """

    name: str
    data: Json
    guild_id: int | None = None
    channel_id: int | None = None
    message: Message | None = None
    application_id: int | None = None
    person: int | None = None


Listener = Callable[[Event], None]


class Hub:
    """Hands each event to all listeners, in order, at once. Listeners only queue."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)
