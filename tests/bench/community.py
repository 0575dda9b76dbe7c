"""A busy community for a day: servers in Berlin and Hong Kong, and what their channels wish for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from bot.audience import Audience
from bot.playground.discord.models import Channel, Guild, User
from bot.playground.discord.server import Discord
from bot.playground.world.world import World
from bot.services import Services
from bot.updates.models import Kind, Subscription
from bot.updates.wishes.wish import Want, Wish

WATCHED = {  # instrument: its listing in Frankfurt and in Hong Kong
    "KYG9830T1067": ("3CP.F", "1810.HK"),  # Xiaomi
    "CNE100000296": ("BY6.F", "1211.HK"),  # BYD
    "KYG875721634": ("NNND.F", "0700.HK"),  # Tencent
}
SILENT = "DE0007164600"  # SAP: subscribed to, and nothing happens
_QUIET_AT_NIGHT = (time(22), time(7))
PROFILES: tuple[Mapping[str, object], ...] = (
    {"languages": ("de", "en"), "quiet": _QUIET_AT_NIGHT},
    {
        "languages": ("en", "zh"),
        "timezone": "Asia/Hong_Kong",
        "venue": "XHKG",
        "currency": "HKD",
    },
    {"languages": ("de",), "quiet": (time(12), time(13))},
)
_WORKDAYS, _FRIDAY = frozenset(range(5)), frozenset({4})


@dataclass(slots=True)
class Server:
    guild: Guild
    audience: Audience
    channels: list[Channel] = field(default_factory=list[Channel])


@dataclass(slots=True)
class Community:
    """All who live there, and all subscriptions."""

    servers: list[Server]
    subscriptions: list[Subscription]

    def audience_of(self, guild: int) -> Audience:
        return next(one.audience for one in self.servers if one.guild.id == guild)

    @property
    def channels(self) -> list[Channel]:
        return [channel for one in self.servers for channel in one.channels]


def found(discord: Discord, owner: User, servers: int) -> list[Server]:
    """Servers with three channels each; nothing is subscribed yet."""
    made: list[Server] = []
    for number in range(servers):
        guild = discord.add_guild(f"Server {number}", owner)
        server = Server(guild, Audience())
        server.channels = [discord.add_channel(guild, name) for name in ("news", "prices", "all")]
        made.append(server)
    return made


async def settle(services: Services, world: World, servers: list[Server], owner: User) -> Community:
    """Everybody chooses, and subscribes as people do: through the service."""
    community = Community(servers, [])
    for number, server in enumerate(servers):
        profile = dict(PROFILES[number % len(PROFILES)])
        server.audience = await services.audiences.change(server.guild.id, **profile)
        news, prices, everything = server.channels
        place = 1 if server.audience.venue == "XHKG" else 0
        for key, symbols in WATCHED.items():
            price = Decimal(str(world.quote(symbols[place]).price))
            for channel, wish in (
                (news, Wish(wants=(Want(Kind.NEWS),))),
                (prices, _prices(price)),
                (prices, Wish(wants=(Want(Kind.CLOSE),), at=time(18), days=_WORKDAYS)),
                (everything, Wish(wants=(Want(Kind.NEWS), Want(Kind.CLOSE)))),
                (everything, Wish(wants=(Want(Kind.CLOSE),), at=time(7, 30))),
                (everything, Wish(wants=(Want(Kind.CLOSE),), at=time(12), days=_FRIDAY)),
                (everything, Wish(wants=(_move("5"), Want(Kind.HIGH), Want(Kind.LOW)))),
            ):
                order = {"guild": server.guild.id, "channel": channel.id, "creator": owner.id}
                community.subscriptions += await _subscribe(services, wish, key, order)
        quiet = Wish(wants=(Want(Kind.NEWS), _move("90")))
        order = {"guild": server.guild.id, "channel": news.id, "creator": owner.id}
        community.subscriptions += await _subscribe(services, quiet, SILENT, order)
    return community


def _prices(price: Decimal) -> Wish:
    """Moves of several sizes, and levels around the price."""
    levels = [(price * Decimal(one)).quantize(Decimal("0.01")) for one in ("0.96", "1.03", "1.08")]
    return Wish(
        wants=(
            _move("1.5"),
            _move("3"),
            _move("5"),
            Want(Kind.HIGH),
            Want(Kind.LOW),
            *(Want(Kind.LEVEL, level=level) for level in levels),
        )
    )


def _move(percent: str) -> Want:
    return Want(Kind.MOVE, percent=Decimal(percent))


async def _subscribe(
    services: Services, wish: Wish, key: str, order: Mapping[str, int]
) -> list[Subscription]:
    instrument = services.catalogue.by_key(key)
    assert instrument is not None, key
    return list((await services.subscriptions.create(wish, instrument, **order)).created)
