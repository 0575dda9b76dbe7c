"""Commands, buttons and forms that wait for the bot's answer.

sent → answered within three seconds, or failed; the token works for fifteen minutes. One first
answer only (40060); after the three seconds there is none (10062).
"""

import asyncio
import secrets
from collections.abc import Callable

from bot.playground.discord import refusals
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.interaction import (
    AUTOCOMPLETE,
    Interaction,
    payload,
)
from bot.playground.discord.models import Application, Channel, Message, User
from bot.playground.discord.refusals import Json
from bot.playground.discord.state import State

FIRST_ANSWER = 3.0  # seconds
TOKEN_LIFE = 900.0  # seconds


class Interactions:
    """All interactions whose token is still alive."""

    def __init__(
        self,
        state: State,
        hub: Hub,
        now: Callable[[], float],
        *,
        first_answer: float = FIRST_ANSWER,
        token_life: float = TOKEN_LIFE,
    ) -> None:
        self.first_answer = first_answer
        self.token_life = token_life
        self._state = state
        self._hub = hub
        self._now = now
        self._by_token: dict[str, Interaction] = {}
        self._timers: dict[int, asyncio.TimerHandle] = {}

    def close(self) -> None:
        """Nobody answers any more; who waits for an outcome is told that it failed."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for made in self._by_token.values():
            if not made.outcome.done():
                made.outcome.set_result("failed")

    def start(
        self,
        kind: int,
        application: Application,
        user: User,
        channel: Channel,
        data: Json,
        *,
        name: str,
        locale: str,
        source: Message | None = None,
        parent: Interaction | None = None,
    ) -> Interaction:
        """Sends it to the bot; the clock of the first answer runs from here."""
        self._forget_old()
        made = Interaction(
            id=self._state.ids.next(),
            token=secrets.token_urlsafe(48),
            kind=kind,
            application=application,
            user=user,
            channel=channel,
            data=data,
            name=name,
            locale=locale,
            started=self._now(),
            source=source,
            parent=parent,
        )
        self._by_token[made.token] = made
        self._start_timer(made, self.first_answer)
        self._show(made, "sent")
        self._hub.publish(
            Event(
                "INTERACTION_CREATE",
                payload(self._state, made),
                guild_id=channel.guild_id,
                channel_id=channel.id,
                application_id=application.id,
            )
        )
        return made

    def pending(self, interaction_id: int, token: str) -> Interaction:
        """One that may still be answered first. Raises Refusal 10062 or 40060."""
        found = self._by_token.get(token)
        if found is None or found.id != interaction_id:
            raise refusals.unknown(10062)
        if found.answered is not None:
            raise refusals.already_acknowledged()
        if found.failed or self._now() - found.started > self.first_answer:
            raise refusals.unknown(10062)
        return found

    def by_token(self, application_id: int, token: str) -> Interaction:
        """One that was answered and whose token lives. Raises Refusal 10015 or 50027."""
        found = self._by_token.get(token)
        if found is None or found.application.id != application_id or found.answered is None:
            raise refusals.unknown(10015)
        if self._now() - found.started > self.token_life:
            raise refusals.invalid_webhook_token()
        return found

    def form_of(self, user: User, custom_id: str) -> Interaction:
        """The last interaction whose answer opened this form for this person. A form that did
        not get through may be sent again. Raises Refusal 10062."""
        for made in reversed(self._by_token.values()):
            if made.user.id == user.id and made.form and made.form["custom_id"] == custom_id:
                return made
        raise refusals.unknown(10062)

    def tell(self, made: Interaction, shown: str) -> None:
        """The bot has answered, or is thinking: shows that, and waits for what is to come."""
        self._stop_timer(made)
        if shown == "thinking":
            self._start_timer(made, self.token_life)
        self._show(made, shown)

    def _start_timer(self, made: Interaction, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._timers[made.id] = loop.call_later(seconds, self._fail, made)

    def _stop_timer(self, made: Interaction) -> None:
        timer = self._timers.pop(made.id, None)
        if timer is not None:
            timer.cancel()

    def _fail(self, made: Interaction) -> None:
        self._timers.pop(made.id, None)
        made.failed = True
        self._show(made, "failed")

    def _show(self, made: Interaction, shown: str) -> None:
        """Tells the person, and whoever waits for the outcome."""
        if shown != "sent" and not made.outcome.done():
            made.outcome.set_result(shown)
        if made.kind == AUTOCOMPLETE:
            return
        told = {
            "id": str(made.id),
            "type": made.kind,
            "state": shown,
            "channel_id": str(made.channel.id),
            "message_id": None if made.source is None else str(made.source.id),
            "name": made.name,
            "ephemeral": made.original is not None and made.original.is_ephemeral,
            "modal": made.form if shown == "modal" else None,
        }
        self._hub.publish(Event("interaction", told, person=made.user.id))

    def _forget_old(self) -> None:
        oldest = self._now() - self.token_life - 60
        while self._by_token:
            token, first = next(iter(self._by_token.items()))
            if first.started >= oldest:
                return
            del self._by_token[token]
