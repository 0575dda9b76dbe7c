"""What one turn has found is kept together; what somebody else has taken over stays theirs."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot import tally
from bot.errors import LeaseLost

log = logging.getLogger(__name__)

T = TypeVar("T")


async def keep_each(
    keep: Callable[[Sequence[T]], Awaitable[None]], found: Sequence[T], engine: str
) -> None:
    """In one transaction, and one by one where somebody has changed or taken over some of them.

    keep: raises LeaseLost, having kept nothing. engine: for the metrics. Raises StoreError.
    """
    try:
        await keep(found)
    except LeaseLost:
        for one in found:
            try:
                await keep([one])
            except LeaseLost as error:
                tally.LEASES_LOST.add(engine)
                log.info("a turn of the %s comes to nothing: %s", engine, error)
