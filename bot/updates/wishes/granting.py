"""A wish becomes subscriptions: on which listing, and what has to be looked at for them. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from bot.audience import Audience
from bot.instruments.models import Instrument, Listing
from bot.market.plan import community_listing
from bot.store.rows import WatchRow
from bot.updates import keys
from bot.updates.models import EVERY_DAY, Kind, Subscription
from bot.updates.wishes import refusals
from bot.updates.wishes.wish import Want, Wish


class Order(TypedDict):
    """Who wants it where: Discord's ids; created is UTC."""

    id: str
    guild: int
    channel: int
    creator: int
    created: datetime


def subscription_for(
    want: Want, wish: Wish, instrument: Instrument, audience: Audience, **order: Unpack[Order]
) -> Subscription:
    """wish: of which `want` is one part. Raises NotListed, NotListedIn."""
    listing = listing_of(want, instrument, audience)
    daily = want.kind is Kind.CLOSE
    return Subscription(
        **order,
        instrument=instrument.key,
        kind=want.kind,
        symbol=listing.symbol if listing else "",
        mic=listing.mic if listing else "",
        percent=want.percent,
        level=want.level,
        currency=listing.currency if listing and want.kind is Kind.LEVEL else None,
        direction=want.direction,
        at=wish.at if daily else None,
        days=wish.days if daily else EVERY_DAY,
        timezone=audience.timezone,
        role=wish.role,
    )


def listing_of(want: Want, instrument: Instrument, audience: Audience) -> Listing | None:
    """Whose price is watched: the community's listing, for a level in the currency that was
    named; None for news. Raises NotListed, NotListedIn."""
    if want.kind is Kind.NEWS:
        return None
    if not instrument.listings:
        raise refusals.NotListed(name=instrument.name)
    usual = community_listing(instrument, audience) or instrument.home
    if want.currency in (None, usual.currency):
        return usual
    listings: Sequence[Listing] = (instrument.home, *instrument.listings)
    for listing in listings:
        if listing.currency == want.currency:
            return listing
    accepted = dict.fromkeys(f"{one.currency} ({one.venue})" for one in (usual, *listings))
    raise refusals.NotListedIn(
        name=instrument.name, currency=want.currency, accepted=", ".join([*accepted][:5])
    )


def figures(subscription: Subscription) -> tuple[object, ...]:
    """What its rule compares with."""
    one = subscription
    return one.kind, one.symbol, one.mic, one.percent, one.level, one.currency, one.direction


def identity(subscription: Subscription) -> tuple[object, ...]:
    """Two that agree in this would post the same."""
    one = subscription
    return one.channel, one.instrument, one.at, one.days, *figures(one)


def watches_for(subscription: Subscription, now: datetime) -> list[WatchRow]:
    """What has to be looked at for it; a CLOSE is asked for when it is due."""
    one = subscription
    match one.kind:
        case Kind.CLOSE:
            return []
        case Kind.NEWS:
            key, kind = keys.news(one.instrument), "news"
        case _:
            key, kind = keys.watched(keys.listing(one.symbol, one.mic)), "price"
    return [WatchRow(key=key, kind=kind, instrument=one.instrument, due=now)]
