"""What the bot answers to a command, a button or a form, and what comes of it."""

from collections.abc import Sequence

from bot.playground.discord import components, refusals, wire
from bot.playground.discord.dressing import File
from bot.playground.discord.interaction import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Interaction,
    metadata,
)
from bot.playground.discord.interactions import Interactions
from bot.playground.discord.models import Message, MessageFlag
from bot.playground.discord.permissions import Can
from bot.playground.discord.posting import Origin, Posting
from bot.playground.discord.refusals import Json, Mistakes, objects
from bot.playground.discord.state import State

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: (MESSAGE, DEFER, FORM),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, FORM),
    AUTOCOMPLETE: (CHOICES,),
    MODAL: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}


class Answers:
    def __init__(self, state: State, interactions: Interactions, posting: Posting) -> None:
        self._state = state
        self._interactions = interactions
        self._posting = posting

    def answer(self, made: Interaction, body: Json, files: Sequence[File] = ()) -> Json:
        """The first answer; returns `{interaction, resource}`. Raises Refusal."""
        kind = body.get("type")
        data: Json = body.get("data") or {}
        mistakes = Mistakes()
        if not isinstance(kind, int) or kind not in FITTING[made.kind]:
            fitting = FITTING[made.kind]
            mistakes.choice("type", f"Value must be one of {fitting} for this interaction.")
        elif kind in (DEFER_UPDATE, UPDATE) and made.source is None:
            mistakes.choice("type", "There is no message to update.")
        elif kind == FORM:
            components.check_modal(data, mistakes)
        elif kind == CHOICES:
            _check_choices(objects(data.get("choices")), mistakes)
        mistakes.refuse()
        shown = self._act(made, kind or 0, data, files)
        made.answered = kind
        self._interactions.tell(made, shown)
        return self._receipt(made)

    def follow_up(self, made: Interaction, body: Json, files: Sequence[File]) -> Message:
        """A further message. The first one after a thinking state takes its place."""
        original = made.original
        if original is not None and original.flags & MessageFlag.LOADING:
            return self.edit(made, original, body, files)
        ephemeral = bool(int(body.get("flags") or 0) & MessageFlag.EPHEMERAL)
        return self._post(made, body, files, ephemeral=ephemeral, prefix="", first=False)

    def edit(
        self, made: Interaction, message: Message, body: Json, files: Sequence[File]
    ) -> Message:
        was_loading = bool(message.flags & MessageFlag.LOADING)
        edited = self._posting.edit(
            message, body, files=files, may_ping_all=self._may_ping_all(made)
        )
        if was_loading:
            self._interactions.tell(made, "answered")
        return edited

    def message_of(self, made: Interaction, message_id: int | None) -> Message:
        """The original (None) or a later message of this interaction. Raises Refusal 10008."""
        if message_id is None:
            wanted = made.source if made.answered in (UPDATE, DEFER_UPDATE) else made.original
            if wanted is None:
                raise refusals.unknown(10008)
            return self._state.message(wanted.channel_id, wanted.id)
        found = self._state.message(made.channel.id, message_id)
        mine = found.interaction is not None and found.interaction["id"] == str(made.id)
        if not mine and found is not made.source:
            raise refusals.unknown(10008)
        return found

    def _act(self, made: Interaction, kind: int, data: Json, files: Sequence[File]) -> str:
        """Does what the answer says; returns what the person is shown."""
        ephemeral = bool(int(data.get("flags") or 0) & MessageFlag.EPHEMERAL)
        if kind == MESSAGE:
            made.original = self._post(made, data, files, ephemeral=ephemeral, prefix="data.")
        elif kind == DEFER:
            made.original = self._post(made, {}, (), ephemeral=ephemeral, loading=True)
            return "thinking"
        elif kind == DEFER_UPDATE:
            return "answered"
        elif kind == UPDATE and made.source is not None:
            may = self._may_ping_all(made)
            source = self._state.message(made.source.channel_id, made.source.id)
            self._posting.edit(source, data, files=files, may_ping_all=may, prefix="data.")
        elif kind == CHOICES:
            made.choices = objects(data.get("choices"))
        elif kind == FORM:
            made.form = {key: data[key] for key in ("custom_id", "title")}
            made.form["components"] = components.numbered(objects(data["components"]), _as_it_is)
            return "modal"
        return "answered"

    def _post(
        self,
        made: Interaction,
        body: Json,
        files: Sequence[File],
        *,
        ephemeral: bool,
        loading: bool = False,
        first: bool = True,
        prefix: str = "data.",
    ) -> Message:
        kinds = {1: 20, 2: 23, 3: 23}
        about = metadata(made)
        if not first and made.original is not None:
            about["original_response_message_id"] = str(made.original.id)
        origin = Origin(
            kind=kinds[made.data.get("type", 1)] if first and made.kind == COMMAND else 0,
            application_id=made.application.id,
            webhook_id=made.application.id,
            metadata=about,
            command=made.name if made.kind == COMMAND else None,
            person=made.user.id if ephemeral else None,
            loading=loading,
        )
        return self._posting.create(
            made.channel,
            made.application.user,
            {key: value for key, value in body.items() if key != "message_reference"},
            files=files,
            may_ping_all=self._may_ping_all(made),
            origin=origin,
            prefix=prefix,
        )

    def _may_ping_all(self, made: Interaction) -> bool:
        allowed = self._state.permissions(made.channel, made.application.user.id)
        return bool(allowed & Can.MENTION_EVERYONE)

    def _receipt(self, made: Interaction) -> Json:
        interaction: Json = {"id": str(made.id), "type": made.kind}
        answer: Json = {"interaction": interaction}
        message = made.source if made.answered in (UPDATE, DEFER_UPDATE) else made.original
        if message is not None:
            interaction |= {
                "response_message_id": str(message.id),
                "response_message_loading": bool(message.flags & MessageFlag.LOADING),
                "response_message_ephemeral": message.is_ephemeral,
            }
            if made.answered in (MESSAGE, UPDATE):
                described = wire.message(self._state, message, made.application.user.id)
                answer["resource"] = {"type": made.answered, "message": described}
        return answer


def _as_it_is(address: str) -> Json:
    """A form shows no pictures."""
    return {"url": address}


def _check_choices(choices: Sequence[Json], mistakes: Mistakes) -> None:
    if len(choices) > 25:
        mistakes.add("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, choice in enumerate(choices):
        name, value = choice.get("name"), choice.get("value")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            message = "Must be between 1 and 100 in length."
            mistakes.add(f"data.choices.{number}.name", "BASE_TYPE_BAD_LENGTH", message)
        if not isinstance(value, str | int | float):
            mistakes.required(f"data.choices.{number}.value")
        mistakes.longer(f"data.choices.{number}.value", value, 100)
