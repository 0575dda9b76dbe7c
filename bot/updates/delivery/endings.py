"""What is written down of a message after an attempt? Pure, but for what an operator must hear."""

import logging
from datetime import datetime, timedelta

from bot.store.rows import Finished
from bot.updates.delivery.carrier import Late, Outcome, Unfit
from bot.updates.delivery.parcels import Packed
from bot.updates.delivery.verdict import Again, Blocked, Dead, Gone, Halt, Lost, Sent, Wait

log = logging.getLogger(__name__)

_GIVE_UP = timedelta(days=1)  # after the first attempt: nobody waits for it any more
_UNFIT_ATTEMPTS = 5
_UNFIT_REST = 30.0  # times longer than after a fault of Discord's: a mistake of ours stays
_MOST_BACK_OFF = 300.0  # seconds


def ending(packed: Packed, outcome: Outcome, now: datetime) -> Finished:
    """The new state of its rows, and when they are due again.

    Only what may have been an attempt counts as one.
    """
    ids, reference = packed.ids, packed.parcel.reference
    attempts = packed.attempts + 1
    match outcome:
        case Sent(message):
            return Finished(ids=ids, state="sent", message=message)
        case Gone():
            return Finished(ids=ids, state="sent")
        case Wait(seconds) | Blocked(seconds) | Late(seconds):
            due = now + timedelta(seconds=seconds)
            return Finished(ids=ids, state="pending", due=due, counts=False)
        case Halt():
            return Finished(ids=ids, state="pending", counts=False)
        case Again(reason, accepted):
            if packed.attempted_at is not None and now - packed.attempted_at > _GIVE_UP:
                log.error("parcel %s is given up: %s", reference, reason)
                return Finished(ids=ids, state="dead", reason="given_up")
            due = now + timedelta(seconds=_back_off(attempts))
            state = "unknown" if accepted else "pending"
            return Finished(ids=ids, state=state, due=due, reason=reason)
        case Unfit(reason):
            due = now + timedelta(seconds=_back_off(attempts) * _UNFIT_REST)
            state = "dead" if attempts >= _UNFIT_ATTEMPTS else "pending"
            return Finished(ids=ids, state=state, due=due, reason=reason)
        case Lost(reason):
            return Finished(ids=ids, state="dead", reason=reason)
        case Dead(reason):
            # Only Discord's figures: an answer may repeat the text.
            log.error("Discord refuses parcel %s: %s", reference, reason)
            return Finished(ids=ids, state="dead", reason=reason)


def _back_off(attempts: int) -> float:
    """Seconds until the next attempt: 1, 2, 4, … 300."""
    return min(2.0 ** min(attempts - 1, 20), _MOST_BACK_OFF)
