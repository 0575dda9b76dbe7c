"""What a Discord holds: people, servers, channels, messages. Ids are integers, times aware (UTC).

Records, not actors: they know neither the wire nor who may do what. What Discord itself keeps as
free JSON (embeds, components, option lists) is JSON here too, in the form it is handed out.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag

from bot.playground.discord.refusals import Json


class ChannelKind(IntEnum):
    TEXT = 0
    DIRECT = 1
    CATEGORY = 4
    NEWS = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


class MessageFlag(IntFlag):
    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True, slots=True)
class User:
    id: int
    username: str
    global_name: str | None = None
    bot: bool = False


@dataclass(slots=True)
class Application:
    """A registered bot. `privileged`: the intents that its owner has switched on, as bits."""

    id: int
    user: User
    owner: User
    token: str
    privileged: int
    name: str


@dataclass(slots=True)
class Role:
    id: int
    name: str
    permissions: int
    position: int = 1
    color: int = 0
    mentionable: bool = False
    managed: bool = False


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one role or member may do otherwise in one channel; `member` tells which it is."""

    id: int
    allow: int = 0
    deny: int = 0
    member: bool = False


@dataclass(slots=True)
class Member:
    user: User
    joined: datetime
    roles: list[int] = field(default_factory=list[int])
    nick: str | None = None
    timeout_until: datetime | None = None


@dataclass(slots=True)
class Channel:
    id: int
    kind: ChannelKind
    guild_id: int | None = None
    name: str = ""
    topic: str | None = None
    position: int = 0
    parent_id: int | None = None
    overwrites: list[Overwrite] = field(default_factory=list[Overwrite])
    recipients: list[User] = field(default_factory=list[User])
    owner_id: int | None = None
    members: set[int] = field(default_factory=set[int])
    archived: bool = False
    locked: bool = False
    auto_archive_minutes: int = 1440
    changed: datetime | None = None
    last_message_id: int | None = None
    last_pin: datetime | None = None
    sent: int = 0
    slowmode: int = 0
    nsfw: bool = False

    @property
    def is_thread(self) -> bool:
        return self.kind in (ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD)


@dataclass(slots=True)
class Guild:
    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    description: str | None = None
    roles: dict[int, Role] = field(default_factory=dict[int, Role])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    channels: dict[int, Channel] = field(default_factory=dict[int, Channel])


@dataclass(slots=True)
class Attachment:
    id: int
    filename: str
    content_type: str
    body: bytes
    url: str
    description: str | None = None
    size: tuple[int, int] | None = None
    ephemeral: bool = False


@dataclass(slots=True)
class Poll:
    question: str
    answers: list[Json]
    expires: datetime
    multiple: bool
    votes: dict[int, set[int]]
    closed: bool = False


@dataclass(slots=True)
class Message:
    """`embedded`: files that an embed or a component shows; Discord does not list them again.
    `seen_by`: the only person who sees it, where it is ephemeral. `reactions`: user ids by emoji,
    a custom one as `name:id`."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    content: str
    created: datetime
    kind: int = 0
    edited: datetime | None = None
    flags: int = 0
    tts: bool = False
    nonce: str | int | None = None
    embeds: list[Json] = field(default_factory=list[Json])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    embedded: list[Attachment] = field(default_factory=list[Attachment])
    components: list[Json] = field(default_factory=list[Json])
    mentions: list[int] = field(default_factory=list[int])
    mention_roles: list[int] = field(default_factory=list[int])
    mention_everyone: bool = False
    reference: Json | None = None
    application_id: int | None = None
    webhook_id: int | None = None
    interaction: Json | None = None
    command: str | None = None
    seen_by: int | None = None
    pinned: datetime | None = None
    poll: Poll | None = None
    reactions: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    thread_id: int | None = None

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & MessageFlag.EPHEMERAL)
