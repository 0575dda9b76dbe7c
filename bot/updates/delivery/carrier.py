"""One message on its way: its turn, its form, whether it is there already, Discord's answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.audience import Audience
from bot.audiences import Audiences
from bot.clock import Clock
from bot.updates.delivery.messenger import PAGE, Messenger
from bot.updates.delivery.pace import Buckets, Pace
from bot.updates.delivery.parcels import Packed
from bot.updates.delivery.verdict import Dead, Lost, Sent, Verdict, judge
from bot.updates.models import Parcel

log = logging.getLogger(__name__)

Render = Callable[[Parcel, Audience], Awaitable[Mapping[str, object]]]
Illustrate = Callable[[Parcel, Audience], Awaitable[bytes | None]]  # a PNG

NONCE_WINDOW = 120.0  # seconds for which Discord certainly knows a nonce
_BRIEF = 0.5  # seconds that a message waits here; for longer it goes back into the outbox
_AWAY = 2.0  # the same for a slot: in a pause of all sending nobody holds rows
_PAGES = 10  # of a channel are read back at most
_SKEW = timedelta(minutes=1)  # by which Discord's clock and ours may differ
_BARE = timedelta(hours=1)  # for so long a channel that took no picture is offered none
_MANY = 10_000  # such channels remembered
_DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Late:
    """Nothing was sent; it may be tried again after `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unfit:
    """It could not be put into a form that Discord takes: a mistake of ours."""

    reason: str


Outcome = Verdict | Late | Unfit


def mark_of(reference: str) -> str:
    """How a post shows which parcel it is: the custom_id of one of its buttons."""
    return f"pk|upd|{reference}"


class Carrier:
    """illustrate: the picture of a parcel, None where it has none; a post goes without it rather
    than late or never. nonce_window: seconds for which a repeated nonce surely posts nothing new.
    """

    def __init__(
        self,
        messenger: Messenger,
        pace: Pace,
        render: Render,
        audiences: Audiences,
        *,
        clock: Clock,
        illustrate: Illustrate | None = None,
        nonce_window: float = NONCE_WINDOW,
    ) -> None:
        self._illustrate = illustrate
        self._bare: dict[int, datetime] = {}  # channels without Attach Files
        self._messenger = messenger
        self._pace = pace
        self._render = render
        self._audiences = audiences
        self._clock = clock
        self._window = timedelta(seconds=nonce_window - messenger.seconds)
        self._buckets = Buckets()
        self._me: int | None = None

    async def carry(self, packed: Packed, *, until: datetime) -> Outcome:
        """Sends it once, unless it is there already. Raises StoreError where there is no pace.

        until: the end of the lease, UTC. A request leaves only while it must end before that:
        later somebody else may have sent the message, beyond the memory of Discord's nonces.
        """
        parcel = packed.parcel
        what = "post" if packed.edits is None else "edit"
        wait = self._buckets.wait(what, parcel.channel)
        if wait > _BRIEF:
            return Late(wait)
        await asyncio.sleep(wait)
        try:
            body = await self._render(parcel, self._audiences.of(parcel.guild))
        except Exception:
            log.exception("parcel %s cannot be drawn", parcel.reference)
            return Unfit("unfit")
        picture = await self._picture(parcel)
        channel = parcel.channel
        if parcel.private:
            opened = await self._open(parcel.channel, until)
            if not isinstance(opened, int):
                return opened
            channel = opened
        is_absent = False
        while True:
            if late := await self._turn(until):
                return late
            if is_absent or not self._is_forgotten(packed):
                break
            found = await self._find(packed, channel, until)
            if found is not None:
                return found
            is_absent = True
        if parcel.edits is not None:
            receipt = await self._messenger.edit(channel, parcel.edits, body)
        else:
            reference = parcel.reference
            receipt = await self._messenger.post(channel, body, nonce=reference, picture=picture)
            if picture is not None and _may_be_the_picture(judge(receipt)):
                self._forgo(channel)
                if late := await self._turn(until):
                    return late
                receipt = await self._messenger.post(channel, body, nonce=reference)
        self._buckets.note(what, parcel.channel, receipt)
        return judge(receipt)

    async def _picture(self, parcel: Parcel) -> bytes | None:
        """What is shown with a new post; an edit leaves what is there."""
        if self._illustrate is None or parcel.edits is not None:
            return None
        forgone = self._bare.get(parcel.channel)
        if forgone is not None and abs(self._clock() - forgone) < _BARE:
            return None
        try:
            return await self._illustrate(parcel, self._audiences.of(parcel.guild))
        except Exception:
            log.exception("parcel %s goes without its picture", parcel.reference)
            return None

    def _forgo(self, channel: int) -> None:
        if len(self._bare) >= _MANY:
            self._bare.clear()
        self._bare[channel] = self._clock()

    async def _turn(self, until: datetime) -> Late | None:
        """Waits for a slot; None when a request may leave."""
        if away := await self._pace.slot(give_up=_AWAY):
            return Late(away)
        if self._clock() + timedelta(seconds=self._messenger.seconds) > until:
            return Late(0.0)
        return None

    async def _open(self, user: int, until: datetime) -> int | Outcome:
        """The channel of private messages with that person."""
        known = self._messenger.private_channel(user)
        if known is not None:
            return known
        if late := await self._turn(until):
            return late
        verdict = judge(await self._messenger.open_private(user))
        if isinstance(verdict, Sent) and verdict.message is not None:
            return verdict.message
        return verdict

    def _is_forgotten(self, packed: Packed) -> bool:
        """Whether an earlier attempt may be there, and Discord may no longer know its nonce."""
        if packed.attempted_at is None or packed.edits is not None:
            return False  # an edit may be repeated as often as one likes
        return self._clock() - packed.attempted_at > self._window

    async def _find(self, packed: Packed, channel: int, until: datetime) -> Outcome | None:
        """Reads the channel back: Sent where the message is there, None where it is not.

        The slot of the first page has begun.
        """
        if self._me is None:
            told = await self._messenger.me()
            if told.status != 200 or told.message is None:
                return judge(told)
            self._me = told.message
            if late := await self._turn(until):
                return late
        mark = mark_of(packed.parcel.reference)
        attempted = packed.attempted_at or packed.created
        before: int | None = None
        for number in range(_PAGES):
            if number and (late := await self._turn(until)):
                return late
            receipt, page = await self._messenger.page(channel, before=before)
            if receipt.status != 200 or not receipt.is_json:
                return judge(receipt)
            for one in page:
                if one.author == self._me and mark in one.marks:
                    return Sent(one.id)
            if len(page) < PAGE or page[-1].id < _oldest(attempted):
                return None
            before = page[-1].id
        return None


def _may_be_the_picture(verdict: Verdict) -> bool:
    """Whether Discord may take the post without it: the bot may lack Attach Files there."""
    return isinstance(verdict, Dead) or verdict == Lost("missing_permissions")


def _oldest(moment: datetime) -> int:
    """No id that Discord made at that moment or later is smaller."""
    return max((moment - _SKEW - _DISCORD_EPOCH) // timedelta(milliseconds=1), 0) << 22
