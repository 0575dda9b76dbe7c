"""Which rows of the outbox become one message? Pure; the time is an argument.

A message that was settled once (its rows carry the parcel's reference) is never put together
differently: the nonce, and what is looked for in the channel, must mean the same on every attempt.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.rows import OutboxRow
from bot.updates.models import Event, Parcel
from bot.updates.payloads.events import event_of

APART = 3  # so many come each as a message of its own; more become one
MOST = 25  # events of one message; a person gets all in one, whose card counts the rest
# Waiting for so long without an attempt, it was held (quiet hours) or there was an outage.
_HELD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One message and the rows it settles. attempts: those before this one.

    edits: the dedup_key of the post that is edited. attempted_at: when a request for it may first
    have left (UTC), None if none has.
    """

    parcel: Parcel
    ids: tuple[int, ...]
    attempts: int
    created: datetime
    attempted_at: datetime | None = None
    edits: str | None = None


@dataclass(frozen=True, slots=True)
class Packing:
    """The messages, those of one channel in their order; and the rows that cannot be read."""

    parcels: tuple[Packed, ...]
    unreadable: tuple[int, ...]


def pack(rows: Iterable[OutboxRow], now: datetime) -> Packing:
    """What claimed rows become: whole channels, each with all that is due there."""
    known: dict[int, Event] = {}
    unreadable: list[int] = []
    channels: dict[int, list[OutboxRow]] = {}
    for row in rows:
        try:
            known[row.id] = event_of(row.event)
        except ValueError:
            unreadable.append(row.id)
        else:
            channels.setdefault(row.channel, []).append(row)
    parcels = [
        _packed(group, known) for members in channels.values() for group in _groups(members, now)
    ]
    return Packing(tuple(parcels), tuple(unreadable))


def reference_of(dedup_keys: Sequence[str]) -> str:
    """20 characters that name the message made of these rows, the same wherever it is made."""
    digest = hashlib.blake2b("\n".join(dedup_keys).encode(), digest_size=15).digest()
    return base64.b32encode(digest).decode()[:20].lower()


def _groups(rows: Sequence[OutboxRow], now: datetime) -> list[list[OutboxRow]]:
    """The rows of one channel by message, in the order of their first rows."""
    rows = sorted(rows, key=lambda row: row.id)
    settled: dict[tuple[str, str], list[OutboxRow]] = {}
    loose: list[OutboxRow] = []
    for row in rows:
        if row.parcel is not None:
            settled.setdefault(("parcel", row.parcel), []).append(row)
        elif row.edits is not None:
            # Of several changes of one post only the newest is worth a request.
            settled.setdefault(("edits", row.edits), []).append(row)
        else:
            loose.append(row)
    groups = [*settled.values(), *_loose(loose, now)]
    return sorted(groups, key=lambda group: group[0].id)


def _loose(rows: Sequence[OutboxRow], now: datetime) -> list[list[OutboxRow]]:
    if any(row.private for row in rows):
        return [list(rows)]
    held = [row for row in rows if now - row.created >= _HELD]
    if len(rows) > APART:
        together, alone = list(rows), list[OutboxRow]()
    else:
        together, alone = held, [row for row in rows if row not in held]
    groups = [[row] for row in alone]
    # A message mentions one role, so that those of another role are another message.
    roles = sorted({row.role for row in together if row.role is not None})
    nobody = [row for row in together if row.role is None]
    for turn, role in enumerate(roles):
        members = [row for row in together if row.role == role]
        if turn == 0:
            members = sorted([*members, *nobody], key=lambda row: row.id)
        groups += _parts(members)
    return groups if roles else [*groups, *_parts(nobody)]


def _parts(rows: Sequence[OutboxRow]) -> list[list[OutboxRow]]:
    return [list(rows[start : start + MOST]) for start in range(0, len(rows), MOST)]


def _packed(rows: Sequence[OutboxRow], known: dict[int, Event]) -> Packed:
    first = rows[0]
    events = [known[row.id] for row in rows]
    if first.edits is not None:
        events = [max(events, key=_revision)]
    tried = [row.first_attempt_at for row in rows if row.first_attempt_at is not None]
    parcel = Parcel(
        reference=first.parcel or reference_of([row.dedup_key for row in rows]),
        guild=first.guild,
        channel=first.channel,
        events=tuple(events),
        role=next((row.role for row in rows if row.role is not None), None),
        private=first.private,
        edits=first.edits_message,
    )
    return Packed(
        parcel=parcel,
        ids=tuple(row.id for row in rows),
        attempts=max(row.attempts for row in rows),
        created=min(row.created for row in rows),
        attempted_at=min(tried, default=None),
        edits=first.edits,
    )


def _revision(event: Event) -> tuple[int, datetime]:
    return (event.story.revision if event.story else 0), event.at
