"""Who hears of it? One event becomes one letter for each channel. Pure; the time is an argument."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.audiences import Audiences
from bot.store.rows import Letter, SubscriptionRow
from bot.updates import keys
from bot.updates.models import Event, Happening, State
from bot.updates.quiet import held_until


def letters(
    event: Event, rows: Iterable[SubscriptionRow], audiences: Audiences, now: datetime
) -> list[Letter]:
    """One letter for each channel of these subscriptions, however many of them match there.

    Of several it is the one with a role to mention, else the oldest. What falls into the quiet
    hours of its server becomes due at their end. A GROWTH edits the post of its story wherever
    there is one (the outbox knows, at delivery), so that it is neither held nor mentions a role;
    while the story's post is held, it waits with it.
    """
    return [
        _letter(event, row, audiences, now)
        for row in _one_each(row for row in rows if row.state == State.ACTIVE)
    ]


def notices(
    event: Event, channels: Iterable[tuple[int, int]], audiences: Audiences, now: datetime
) -> list[Letter]:
    """OUTAGE and RECOVERY: one letter for each (guild, channel); nobody is mentioned."""
    return [
        Letter(
            dedup_key=keys.letter(event.key, channel),
            event=event.key,
            guild=guild,
            channel=channel,
            due=held_until(audiences.of(guild), now) or now,
        )
        for guild, channel in dict.fromkeys(channels)
    ]


def word_to(event: Event, user: int, now: datetime, *, guild: int | None = None) -> Letter:
    """LOST: one letter to a person, who is told at once, in the language of that guild."""
    return Letter(
        dedup_key=keys.letter(event.key, user),
        event=event.key,
        guild=guild,
        channel=user,
        due=now,
        private=True,
    )


def _one_each(rows: Iterable[SubscriptionRow]) -> Sequence[SubscriptionRow]:
    chosen: dict[int, SubscriptionRow] = {}
    for row in rows:
        other = chosen.get(row.channel)
        if other is None or _rank(row) < _rank(other):
            chosen[row.channel] = row
    return list(chosen.values())


def _rank(row: SubscriptionRow) -> tuple[bool, datetime, str]:
    return _role_of(row) is None, row.created, row.id


def _role_of(row: SubscriptionRow) -> int | None:
    """Whom its posts mention. Read alone: a fan-out to many thousands needs nothing else of it."""
    role = row.settings.get("role")
    try:
        return int(str(role)) if role is not None else None
    except ValueError:
        return None


def _letter(event: Event, row: SubscriptionRow, audiences: Audiences, now: datetime) -> Letter:
    grown = event.what is Happening.GROWTH
    return Letter(
        dedup_key=keys.letter(event.key, row.channel),
        event=event.key,
        guild=row.guild,
        channel=row.channel,
        subscription=row.id,
        role=None if grown else _role_of(row),
        edits=_told(event, row.channel) if grown else None,
        due=now if grown else held_until(audiences.of(row.guild), now) or now,
    )


def _told(event: Event, channel: int) -> str | None:
    """The letter that told the story which has grown."""
    if event.story is None:
        return None
    return keys.letter(keys.story(event.instrument, event.story.id), channel)
