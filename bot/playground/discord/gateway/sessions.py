"""Sessions outlive their connections: what a bot missed is kept and replayed when it resumes."""

import secrets
from collections import deque
from collections.abc import Callable

import orjson

from bot.playground.discord import shapes
from bot.playground.discord.events import Event
from bot.playground.discord.gateway import intents as gates
from bot.playground.discord.models import Application, Guild
from bot.playground.discord.refusals import Json
from bot.playground.discord.state import State

MOST_KEPT = 10_000  # events for a replay
LARGE = 250  # members; larger servers send only who is online

Send = Callable[[bytes], None]


class Session:
    """One identified shard of one bot. `send` is there while a connection is."""

    def __init__(
        self, state: State, application: Application, intents: int, shard: tuple[int, int]
    ) -> None:
        self.id = secrets.token_hex(16)
        self.application = application
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.send: Send | None = None
        self.left_at: float | None = None
        self._state = state
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=MOST_KEPT)

    def offer(self, event: Event) -> None:
        """Takes the event if it is for this session."""
        direct = event.guild_id is None or event.person is not None
        if not gates.wanted(event.name, self.intents, direct=direct):
            return
        if not gates.concerns(event, self._state, self.application, self.shard):
            return
        data = event.data
        if event.name == "GUILD_CREATE" and event.guild_id is not None:
            data = self._guild(self._state.guilds[event.guild_id])
        elif event.message is not None:
            data = gates.redacted(data, event.message, self.application, self.intents)
            if event.person is not None:
                data = {key: data[key] for key in data if key not in ("guild_id", "member")}
        self.dispatch(event.name, data)

    def dispatch(self, name: str, data: Json) -> None:
        self.sequence += 1
        frame = orjson.dumps({"op": 0, "t": name, "s": self.sequence, "d": data})
        self._kept.append((self.sequence, frame))
        if self.send is not None:
            self.send(frame)

    def begin(self, resume_url: str) -> None:
        """READY, then the servers one by one."""
        bot = self.application.user
        guilds = [guild for guild in self._state.guilds_of(bot.id) if self._mine(guild)]
        ready = {
            "v": 10,
            "user": shapes.own_user(bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": self.id,
            "session_type": "normal",
            "resume_gateway_url": resume_url,
            "shard": list(self.shard),
            "application": {
                "id": str(self.application.id),
                "flags": shapes.flags(self.application),
            },
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "_trace": ["playground"],
        }
        self.dispatch("READY", ready)
        if self.intents & gates.GUILDS:
            for guild in guilds:
                self.dispatch("GUILD_CREATE", self._guild(guild))

    def replay(self, sequence: int) -> bool:
        """Sends again what came after `sequence`, then RESUMED; False where that is impossible."""
        oldest = self._kept[0][0] if self._kept else self.sequence + 1
        if self.send is None or sequence > self.sequence or sequence < oldest - 1:
            return False
        for number, frame in tuple(self._kept):
            if number > sequence:
                self.send(frame)
        self.dispatch("RESUMED", {"_trace": ["playground"]})
        return True

    def members(self, request: Json) -> None:
        """GUILD_MEMBERS_CHUNK for a REQUEST_GUILD_MEMBERS; nothing for a server unknown here."""
        guild = self._state.guilds.get(int(request.get("guild_id") or 0))
        if guild is None or self.application.user.id not in guild.members:
            return
        asked = request.get("user_ids")
        asked = [asked] if isinstance(asked, str | int) else asked
        found = list(guild.members.values())
        missing: list[str] = []
        if asked:
            wanted = {int(each) for each in asked[:100]}
            found = [each for each in found if each.user.id in wanted]
            missing = [str(each) for each in sorted(wanted - {each.user.id for each in found})]
        else:
            query, limit = str(request.get("query") or ""), int(request.get("limit") or 0)
            found = [each for each in found if each.user.username.startswith(query)]
            if limit:
                found = found[: min(limit, 100)]
        pages = [found[start : start + 1_000] for start in range(0, len(found), 1_000)] or [[]]
        for number, page in enumerate(pages):
            chunk: Json = {
                "guild_id": str(guild.id),
                "members": [shapes.member(each) for each in page],
                "chunk_index": number,
                "chunk_count": len(pages),
                "not_found": missing,
            }
            if request.get("presences"):
                chunk["presences"] = []
            if request.get("nonce"):
                chunk["nonce"] = request["nonce"]
            self.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    def _mine(self, guild: Guild) -> bool:
        return (guild.id >> 22) % self.shard[1] == self.shard[0]

    def _guild(self, guild: Guild) -> Json:
        """The whole server; without the presence intent its members are only the bot itself."""
        bot = self.application.user.id
        members = [guild.members[bot]]
        if self.intents & gates.PRESENCES and len(guild.members) <= LARGE:
            members = list(guild.members.values())
        seen = [each for each in guild.channels.values() if self._state.sees(each, bot)]
        return shapes.guild(guild) | {
            "joined_at": shapes.stamp(guild.members[bot].joined),
            "large": len(guild.members) > LARGE,
            "unavailable": False,
            "member_count": len(guild.members),
            "voice_states": [],
            "members": [shapes.member(each) for each in members],
            "channels": [shapes.channel(each) for each in seen if not each.is_thread],
            "threads": [
                shapes.channel(each) for each in seen if each.is_thread and not each.archived
            ],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
