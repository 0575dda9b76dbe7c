"""Answers to interactions, and the webhooks that their tokens open. No authorisation: the token
is the leave, and these requests do not count against the bot's own limit."""

from bot.playground.discord import refusals, wire
from bot.playground.discord.answers import Answers
from bot.playground.discord.interaction import Interaction
from bot.playground.discord.interactions import Interactions
from bot.playground.discord.models import Message
from bot.playground.discord.posting import Posting
from bot.playground.discord.refusals import Json
from bot.playground.discord.rest.frame import Answer, Call, Route
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State


class InteractionAnswers:
    def __init__(self, state: State, interactions: Interactions, posting: Posting) -> None:
        self._state = state
        self._interactions = interactions
        self._answers = Answers(state, interactions, posting)
        self._posting = posting

    def routes(self) -> list[Route]:
        answer = "/interactions/{interaction_id}/{interaction_token}/callback"
        hook = "/webhooks/{webhook_id}/{webhook_token}"
        made = [
            Route("POST", answer, self.answer, "webhook", open=True),
            Route("POST", hook, self.follow_up, "webhook", open=True),
        ]
        for one in (f"{hook}/messages/@original", f"{hook}/messages/{{message_id}}"):
            made += [
                Route("GET", one, self.get, "webhook", open=True),
                Route("PATCH", one, self.edit, "webhook", open=True),
                Route("DELETE", one, self.delete, "webhook", open=True),
            ]
        return made

    async def answer(self, call: Call) -> Answer:
        made = self._interactions.pending(
            call.id("interaction_id"), call.params["interaction_token"]
        )
        receipt = self._answers.answer(made, call.json, call.files)
        return receipt if call.flag("with_response") else None

    async def follow_up(self, call: Call) -> Answer:
        made = self._made(call)
        message = self._answers.follow_up(made, call.json, call.files)
        return self._described(made, message) if call.flag("wait") else None

    async def get(self, call: Call) -> Answer:
        made = self._made(call)
        return self._described(made, self._message(made, call))

    async def edit(self, call: Call) -> Answer:
        made = self._made(call)
        message = self._message(made, call)
        edited = self._answers.edit(made, message, call.json, call.files)
        return self._described(made, edited)

    async def delete(self, call: Call) -> Answer:
        made = self._made(call)
        self._posting.delete(self._message(made, call))

    def _made(self, call: Call) -> Interaction:
        return self._interactions.by_token(call.id("webhook_id"), call.params["webhook_token"])

    def _message(self, made: Interaction, call: Call) -> Message:
        wanted = call.params.get("message_id", "@original")
        if wanted == "@original":
            return self._answers.message_of(made, None)
        number = parse(wanted)
        if number is None:
            raise refusals.unknown(10008)
        return self._answers.message_of(made, number)

    def _described(self, made: Interaction, message: Message) -> Json:
        return wire.message(self._state, message, made.application.user.id)
