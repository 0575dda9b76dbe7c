"""The real bot on SimCord, with a real store and a real catalogue of a few companies."""

from collections.abc import AsyncGenerator, Callable
from itertools import count
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.audience import Audience
from bot.audiences import Audiences
from bot.chat.client import Parkett
from bot.chat.staff import hire
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Place, Record
from bot.store import Store, open_store
from bot.updates.wishes.previews import Previews
from bot.updates.wishes.service import SubscriptionService
from tests.cogs.feed import (
    NOW,
    BriefingsFeed,
    Feed,
    InlineWorkers,
    LookupFeed,
    MarketFeed,
    NewsFeed,
    news,
)

COMPANIES = [
    Record(
        "Xiaomi Corp.",
        ("KYG9830T1067",),
        "A2JNY1",
        (Place("1810.HK", "XHKG", "HKD", home=True), Place("3CP.F", "XFRA", "EUR")),
        names=("小米",),
        country="CN",
    ),
    Record(
        "BYD Co. Ltd.",
        ("CNE100000296",),
        "A0M4W9",
        (Place("1211.HK", "XHKG", "HKD", home=True), Place("BY6.F", "XFRA", "EUR")),
        country="CN",
    ),
    Record(
        "Apple Inc.",
        ("US0378331005",),
        "865985",
        (Place("AAPL", "XNAS", "USD", home=True), Place("APC.F", "XFRA", "EUR")),
        country="US",
    ),
    Record("Siemens AG", ("DE0007236101",), "723610", (Place("SIE.DE", "XETR", "EUR", home=True),)),
    Record(
        "Siemens Energy AG",
        ("DE000ENER6Y0",),
        "ENER6Y",
        (Place("ENR.DE", "XETR", "EUR", home=True),),
    ),
    Record("Merck KGaA", ("DE0006599905",), "659990", (Place("MRK.DE", "XETR", "EUR", home=True),)),
    Record(
        "Merck & Co. Inc.", ("US58933Y1055",), "A0YD8Q", (Place("MRK", "XNYS", "USD", home=True),)
    ),
]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue(build_catalogue({"plain": COMPANIES}))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    async with open_store(f"sqlite:///{tmp_path}/parkett.db") as opened:
        yield opened


@pytest.fixture
def feed() -> Feed:
    feed = Feed()
    feed.news = news()
    return feed


@pytest.fixture
def make_bot(store: Store, catalogue: Catalogue, feed: Feed) -> Callable[..., Parkett]:
    """Builds the bot as often as a test restarts it."""
    numbers = count(1)

    def make(**changes: Any) -> Parkett:
        audiences = Audiences(store, Audience())
        market: Any = MarketFeed(feed)
        reports: Any = NewsFeed(feed)
        subscriptions = SubscriptionService(store, catalogue, audiences, lambda: NOW, limit=10)
        shared: dict[str, Any] = {
            "store": store,
            "audiences": audiences,
            "subscriptions": subscriptions,
        }
        services: dict[str, Any] = {
            "catalogue": catalogue,
            "lookup": LookupFeed(catalogue),
            "market": market,
            "briefings": BriefingsFeed(feed),
            "workers": InlineWorkers(),
            "previews": Previews(market=market, news=reports, clock=lambda: NOW),
            "clock": lambda: NOW,
            "ids": lambda: f"id{next(numbers)}",
        }
        return Parkett(staff=hire(**shared, **services), **shared, **changes)

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[[], Parkett]) -> Parkett:
    return make_bot()


class Scene:
    """One server with one channel, a member and somebody who manages it."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("aktien")
        self.mia = self.guild.add_member(env.create_user("mia"))
        managers = self.guild.create_role(
            "Leitung", permissions=discord.Permissions(manage_guild=True)
        )
        self.max = self.guild.add_member(env.create_user("max"), roles=[managers])

    def channel_without(self, **denied: bool) -> Any:
        """A channel in which the bot lacks a permission."""
        bot = self.env.bot.user
        assert bot is not None
        denial = discord.PermissionOverwrite(**dict.fromkeys(denied, False))
        return self.guild.create_text_channel("eng", overwrites={bot: denial})

    @property
    def last(self) -> discord.Message:
        message = self.channel.last_message
        assert message is not None
        return message

    @property
    def said(self) -> str:
        """All that a reader sees of the last message."""
        return said(self.last)


def said(message: Any) -> str:
    """Content, embeds and buttons, with plain blanks."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}: {field.value}" for field in embed.fields]
        parts.append(embed.footer.text or "")
    parts += labels(message)
    return "\n".join(parts).replace("\u00a0", " ").replace("\u200b", "")


def labels(message: Any) -> list[str]:
    """What stands on the buttons."""
    return [button.label or "" for button in buttons(message)]


def buttons(message: Any) -> list[discord.Button]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [one for row in rows for one in row.children if isinstance(one, discord.Button)]


@pytest.fixture
def scene(simcord_env: simcord.Env) -> Scene:
    return Scene(simcord_env)
