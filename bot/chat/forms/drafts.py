"""What was chosen in a form so far, kept in the store: a form goes on after a restart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from bot.chat.troubles import FormGone
from bot.clock import Clock
from bot.store import Store
from bot.store.rows import CardRow
from bot.updates.models import EVERY_DAY, Direction, Kind
from bot.updates.wishes.wish import Want, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A form that is being filled in. key: of the instrument, "" before it is settled.

    Nothing tells who fills it in: whoever presses must be allowed to.
    """

    id: str
    guild: int
    channel: int
    key: str
    wish: Wish


class Drafts:
    """Kept among the cards, and like them for 30 days or until the server is forgotten."""

    def __init__(self, store: Store, clock: Clock, new_id: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id

    def begin(self, guild: int, channel: int, wish: Wish, key: str = "") -> Draft:
        return Draft(id=self._new_id(), guild=guild, channel=channel, key=key, wish=wish)

    async def keep(self, draft: Draft) -> None:
        """Raises StoreError."""
        await self._store.cards.put(
            CardRow(
                id=draft.id,
                guild=draft.guild,
                channel=draft.channel,
                message=None,
                instrument=draft.key,
                created=self._clock(),
                payload={"wish": _written(draft.wish)},
            )
        )

    async def find(self, draft: str, guild: int) -> Draft:
        """Raises FormGone, StoreError."""
        row = await self._store.cards.get(draft)
        if row is None or row.guild != guild:
            raise FormGone
        try:
            wish = _read(cast("dict[str, Any]", row.payload)["wish"])
        except (AttributeError, KeyError, TypeError, ValueError, InvalidOperation):
            raise FormGone from None
        return Draft(id=row.id, guild=guild, channel=row.channel, key=row.instrument, wish=wish)


def _written(wish: Wish) -> dict[str, object]:
    return {
        "wants": [
            {
                "kind": want.kind.value,
                "percent": None if want.percent is None else str(want.percent),
                "level": None if want.level is None else str(want.level),
                "currency": want.currency,
                "direction": want.direction,
            }
            for want in wish.wants
        ],
        "channel": wish.channel,
        "role": wish.role,
        "at": None if wish.at is None else wish.at.isoformat(),
        "days": sorted(wish.days),
    }


def _read(written: Any) -> Wish:
    return Wish(
        wants=tuple(
            Want(
                Kind(want["kind"]),
                _decimal(want["percent"]),
                _decimal(want["level"]),
                want["currency"],
                Direction(want["direction"]) if want.get("direction") else None,
            )
            for want in written["wants"]
        ),
        channel=written["channel"],
        role=written["role"],
        at=None if written["at"] is None else time.fromisoformat(written["at"]),
        days=frozenset(written["days"]) & EVERY_DAY or EVERY_DAY,
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
