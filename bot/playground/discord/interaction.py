"""One interaction: a person's command, button or form, and how the bot and others are told."""

import asyncio
from dataclasses import dataclass, field

from bot.playground.discord import shapes, wire
from bot.playground.discord.models import Application, Channel, Message, User
from bot.playground.discord.refusals import Json
from bot.playground.discord.state import State

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


@dataclass(slots=True)
class Interaction:
    """`source`: the message whose component was used; `original`: the first answer.
    `started` is monotonic, in seconds. `outcome` ends with the person-visible state."""

    id: int
    token: str
    kind: int
    application: Application
    user: User
    channel: Channel
    data: Json
    name: str
    locale: str
    started: float
    source: Message | None = None
    parent: "Interaction | None" = None
    original: Message | None = None
    answered: int | None = None
    failed: bool = False
    form: Json | None = None
    outcome: "asyncio.Future[str]" = field(init=False)
    choices: list[Json] = field(default_factory=list[Json])

    def __post_init__(self) -> None:
        self.outcome = asyncio.get_running_loop().create_future()


def payload(state: State, made: Interaction) -> Json:
    """INTERACTION_CREATE as the bot gets it."""
    channel, bot = made.channel, made.application.user
    guild = state.guild_of(channel)
    described: Json = {
        "id": str(made.id),
        "application_id": str(made.application.id),
        "type": made.kind,
        "data": made.data,
        "token": made.token,
        "version": 1,
        "locale": made.locale,
        "channel_id": str(channel.id),
        "channel": shapes.channel_for(channel, bot.id),
        "app_permissions": str(state.permissions(channel, bot.id)),
        "entitlements": [],
        "authorizing_integration_owners": _owners(made),
        "attachment_size_limit": wire.MAX_UPLOAD,
        "context": 1 if guild is None else 0,
    }
    if guild is None:
        described["user"] = shapes.user(made.user)
    else:
        member = shapes.member(guild.members[made.user.id])
        member["permissions"] = str(state.permissions(channel, made.user.id))
        described["channel"]["permissions"] = member["permissions"]
        described |= {
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": member,
        }
    if made.source is not None:
        described["message"] = wire.message(state, made.source, bot.id)
    return described


def _owners(made: Interaction) -> Json:
    """Integration type 0 (installed in a server) to the server that it is installed in."""
    return {"0": str(made.channel.guild_id or 0)}


def metadata(made: Interaction) -> Json:
    """What a message that answers it says of it."""
    described: Json = {
        "id": str(made.id),
        "type": made.kind,
        "user": shapes.user(made.user),
        "authorizing_integration_owners": _owners(made),
    }
    if made.kind == COMPONENT and made.source is not None:
        described["interacted_message_id"] = str(made.source.id)
    if made.kind == MODAL and made.parent is not None:
        described["triggering_interaction_metadata"] = metadata(made.parent)
    return described
