"""Who wants to know what, as a row."""

from datetime import datetime

from bot.store.rows import SubscriptionRow
from bot.updates.models import EVERY_DAY, Direction, Kind, State, Subscription
from bot.updates.payloads.fields import (
    clock_time,
    compact,
    decimal,
    integer,
    iso,
    member,
    moment,
    string,
    text_of,
    weekdays,
)


def subscription_row(
    subscription: Subscription, *, memory: str | None = None, due: datetime | None = None
) -> SubscriptionRow:
    """memory: what its rule remembers. due: when its schedule comes next, None without one."""
    threshold = subscription.level if subscription.kind is Kind.LEVEL else subscription.percent
    settings = {
        "percent": text_of(subscription.percent),
        "level": text_of(subscription.level),
        "currency": subscription.currency,
        "direction": None if subscription.direction is None else subscription.direction.value,
        "at": None if subscription.at is None else subscription.at.isoformat(),
        "days": None if subscription.days == EVERY_DAY else sorted(subscription.days),
        "timezone": subscription.timezone,
        "role": subscription.role,
        "since": iso(subscription.since),
    }
    return SubscriptionRow(
        id=subscription.id,
        guild=subscription.guild,
        channel=subscription.channel,
        creator=subscription.creator,
        instrument=subscription.instrument,
        kind=subscription.kind.value,
        created=subscription.created,
        symbol=subscription.symbol,
        mic=subscription.mic,
        threshold=None if threshold is None else float(threshold),
        settings=compact(settings),
        memory=memory,
        state=subscription.state.value,
        reason=subscription.reason,
        due=due,
        last_sent=subscription.last_sent,
        last_failure=subscription.last_failure,
        failed_at=subscription.failed_at,
    )


def subscription_of(row: SubscriptionRow) -> Subscription:
    """Raises ValueError for a kind that this program does not know."""
    stored = row.settings
    return Subscription(
        id=row.id,
        guild=row.guild,
        channel=row.channel,
        creator=row.creator,
        instrument=row.instrument,
        kind=Kind(row.kind),
        created=row.created,
        symbol=row.symbol,
        mic=row.mic,
        percent=decimal(stored.get("percent")),
        level=decimal(stored.get("level")),
        currency=string(stored.get("currency")) or None,
        direction=member(Direction, stored.get("direction")),
        at=clock_time(stored.get("at")),
        days=weekdays(stored.get("days")),
        timezone=string(stored.get("timezone")) or "Europe/Berlin",
        role=integer(stored.get("role")),
        since=moment(stored.get("since")),
        state=member(State, row.state) or State.PAUSED,
        reason=row.reason,
        last_sent=row.last_sent,
        last_failure=row.last_failure,
        failed_at=row.failed_at,
    )
