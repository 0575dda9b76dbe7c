"""Those who answer for the bot: each is made once and used by the cogs that need it."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bot.audiences import Audiences
from bot.briefing import Briefings
from bot.chat.answering.answers import Answers
from bot.chat.answering.comparisons import Comparisons
from bot.chat.answering.cooldown import Cooldown
from bot.chat.answering.desk import Desk
from bot.chat.answering.finding import Finding
from bot.chat.answering.owned import Owned
from bot.chat.answering.pictures import Pictures
from bot.chat.answering.presses import Presses
from bot.chat.answering.records import Records
from bot.chat.forms.drafts import Drafts
from bot.chat.forms.managing import Managing
from bot.chat.forms.subscribing import Subscribing
from bot.chat.updates.charts import UpdateCharts
from bot.clock import Clock, utc_now
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.lookup import Lookup
from bot.market.service import Market
from bot.store import Store
from bot.updates.wishes.previews import Previews
from bot.updates.wishes.service import SubscriptionService
from bot.workers import Workers


def new_id() -> str:
    """An id for a card or a failure: short, unique, says nothing."""
    return uuid.uuid4().hex[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    owned: Owned
    presses: Presses
    desk: Desk
    finding: Finding
    records: Records
    answers: Answers
    comparisons: Comparisons
    subscribing: Subscribing
    managing: Managing


def hire(
    *,
    store: Store,
    catalogue: Catalogue,
    lookup: Lookup,
    market: Market,
    briefings: Briefings,
    workers: Workers,
    audiences: Audiences,
    subscriptions: SubscriptionService,
    previews: Previews,
    clock: Clock = utc_now,
    ids: Callable[[], str] = new_id,
    monotonic: Callable[[], float] = time.monotonic,
) -> Staff:
    """For one client; nothing of it is shared with another shard's."""
    owned = Owned()
    finding = Finding(catalogue, lookup)
    records = Records(store, clock)
    pictures = Pictures(workers, owned)
    cooldown = Cooldown(now=monotonic)
    patience = Cooldown(now=monotonic, burst=12, seconds=1.0)
    return Staff(
        owned=owned,
        presses=Presses(),
        desk=Desk(audiences, owned, ids),
        finding=finding,
        records=records,
        answers=Answers(
            finding=finding,
            market=market,
            briefings=briefings,
            pictures=pictures,
            records=records,
            cooldown=cooldown,
            owned=owned,
            clock=clock,
            new_id=ids,
        ),
        comparisons=Comparisons(
            finding=finding, market=market, pictures=pictures, cooldown=cooldown
        ),
        subscribing=Subscribing(
            service=subscriptions,
            finding=finding,
            drafts=Drafts(store, clock, ids),
            cooldown=patience,
        ),
        managing=Managing(
            service=subscriptions,
            previews=previews,
            cooldown=patience,
            asking=cooldown,
            charts=UpdateCharts(pictures),
            clock=clock,
        ),
    )
