"""A change of a post that was told: what it waits for, and what it changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.store import Store
from bot.store.rows import Finished, PostRow
from bot.updates.delivery.parcels import Packed
from bot.updates.models import Event
from bot.updates.payloads.events import event_of

_SOON = timedelta(seconds=2)  # until a post that is on its way is looked for again


async def settle_edits(
    store: Store, parcels: Sequence[Packed], now: datetime
) -> tuple[list[Packed], list[Finished]]:
    """The messages that can go out now, and the edits whose post is not there. Raises StoreError.

    An edit waits for its post. It has nothing to do where the post died, or somebody deleted it.
    In a message that tells several things the others are told again as they were.
    """
    posts = await store.posts.of([one.edits for one in parcels if one.edits is not None])
    ready: list[Packed] = []
    settled: list[Finished] = []
    for packed in parcels:
        if packed.edits is None:
            ready.append(packed)
            continue
        post = posts.get(packed.edits)
        if post is None or post.state == "dead":
            # No attempt, and no failure of the subscription: it began after the post, perhaps.
            settled.append(Finished(ids=packed.ids, state="dead", reason="no_post", counts=False))
        elif post.state != "sent":
            due = max(post.due, now + _SOON)
            settled.append(Finished(ids=packed.ids, state="pending", due=due))
        elif post.message is None:
            settled.append(Finished(ids=packed.ids, state="sent"))
        else:
            events = (*_told(post), *packed.parcel.events)
            ready.append(
                replace(packed, parcel=replace(packed.parcel, edits=post.message, events=events))
            )
    return ready, settled


def _told(post: PostRow) -> list[Event]:
    """What stands in the message beside the change."""
    events: list[Event] = []
    for row in post.events:
        try:
            events.append(event_of(row))
        except ValueError:
            continue  # a line less, rather than no correction
    return events
