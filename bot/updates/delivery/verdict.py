"""What follows from Discord's answer? One pure function, and a closed union of outcomes.

| answer | verdict |
|---|---|
| 2xx | Sent |
| 404 with 10008 (someone deleted it) | Gone: as good as sent |
| 429 of Discord | Wait, not an attempt; for one channel or for all |
| 429 or 403 that is not Discord's own (Cloudflare) | Blocked: all pause |
| no answer, 5xx, 408, an answer that cannot be read | Again, with the same nonce |
| 401 | Halt: all sending stops |
| 403; 404 with 10003 or 10004; 400 that says the channel takes no messages | Lost |
| every other 4xx | Dead: this message will never be taken |
"""

from dataclasses import dataclass

from bot.updates.delivery.messenger import Receipt

_UNKNOWN_MESSAGE = 10008
_GONE_PLACES = {10003: "unknown_channel", 10004: "unknown_guild", 10013: "unknown_user"}
# 400: a forum or a category, an archived thread, a channel of the wrong kind.
_NO_PLACES = {50008: "not_a_text_channel", 50024: "not_a_text_channel", 50083: "archived_thread"}
_FORBIDDEN = {50001: "missing_access", 50013: "missing_permissions", 50007: "private_closed"}
_BLOCKED_SECONDS = 300.0  # where what stands before Discord does not say how long
_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Sent:
    """message: its id."""

    message: int | None


@dataclass(frozen=True, slots=True)
class Gone:
    """It was there, and somebody deleted it."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not before `seconds` are over. everywhere: for the whole bot, not only for this channel."""

    seconds: float
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Again:
    """accepted: Discord may have done it, only its answer is lost."""

    reason: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Dead:
    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The channel can no longer be reached. reason: a code of wording."""

    reason: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """What stands before Discord lets nothing of ours through for `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Halt:
    """The token is refused."""


Verdict = Sent | Gone | Wait | Again | Dead | Lost | Blocked | Halt


def judge(receipt: Receipt) -> Verdict:
    """What follows from one answer, whatever it was asked for."""
    status, code = receipt.status, receipt.code
    if status is None:
        return Again(receipt.cut or "cut", receipt.accepted)
    if 200 <= status < 300:
        if receipt.is_json:
            return Sent(receipt.message)
        return Again("unreadable", accepted=True)
    if status == 401:
        return Halt()
    if status == 429:
        if not receipt.is_json:
            return Blocked(receipt.retry_after or _BLOCKED_SECONDS)
        seconds = _WAIT_SECONDS if receipt.retry_after is None else receipt.retry_after
        return Wait(seconds, receipt.everywhere)
    if status == 403:
        if not receipt.is_json:
            return Blocked(receipt.retry_after or _BLOCKED_SECONDS)
        return Lost(_FORBIDDEN.get(code or 0, "forbidden"))
    if status == 404 and code == _UNKNOWN_MESSAGE:
        return Gone()
    if status == 404 and code in _GONE_PLACES:
        return Lost(_GONE_PLACES[code])
    if status == 400 and code in _NO_PLACES:
        return Lost(_NO_PLACES[code])
    if status >= 500 or status == 408 or status < 400 or not receipt.is_json:
        # A redirect, or an error page of something between us and Discord: not Discord's word.
        return Again(f"status {status}", accepted=status >= 500)
    return Dead(f"status {status}, code {code}" if code else f"status {status}")
