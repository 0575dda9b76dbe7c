"""Discord's rate limits: one for the whole bot, one for each bucket, and the ban behind them.

A bucket is a fixed window that begins with its first request. All times are monotonic seconds.
"""

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` requests in `seconds`."""

    limit: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The figures. `invalid`: answers 401, 403 and 429 after which the address is banned."""

    everything: Rate = Rate(50, 1.0)
    message: Rate = Rate(5, 5.0)
    edit: Rate = Rate(5, 5.0)
    delete: Rate = Rate(5, 1.0)
    reaction: Rate = Rate(4, 1.0)
    webhook: Rate = Rate(5, 2.0)
    other: Rate = Rate(30, 5.0)
    invalid: Rate = Rate(10_000, 600.0)

    def of(self, bucket: str) -> Rate:
        found = getattr(self, bucket, self.other)
        return found if isinstance(found, Rate) else self.other


_ENDLESS = Rate(1_000_000, 1.0)
UNLIMITED = Rates(*[_ENDLESS] * 8)


@dataclass(slots=True)
class _Window:
    ends: float = 0.0
    used: int = 0

    def take(self, rate: Rate, now: float) -> bool:
        if now >= self.ends:
            self.ends, self.used = now + rate.seconds, 0
        self.used += 1
        return self.used <= rate.limit


@dataclass(frozen=True, slots=True)
class Verdict:
    """`retry_after` is set, in seconds, where the request is refused; `scope` says by what."""

    headers: dict[str, str]
    retry_after: float | None = None
    scope: str = "user"


@dataclass(slots=True)
class Limits:
    """`now`: monotonic seconds; `wall`: seconds since 1970, for the Reset header."""

    rates: Rates
    now: Callable[[], float]
    wall: Callable[[], float]
    refused: int = 0
    _everything: dict[int, _Window] = field(default_factory=dict[int, _Window])
    _buckets: dict[tuple[int, str, str], _Window] = field(
        default_factory=dict[tuple[int, str, str], _Window]
    )
    _invalid: deque[float] = field(default_factory=deque[float])

    def take(self, who: int, bucket: str, major: str, *, counted: bool) -> Verdict:
        """One request of application `who`. `major`: the channel, server or webhook of the
        bucket. `counted`: against the limit of the whole bot; interactions are not."""
        now = self.now()
        rate = self.rates.of(bucket)
        if counted:
            window = self._everything.setdefault(who, _Window())
            if not window.take(self.rates.everything, now):
                return self._refuse({}, window.ends - now, "global")
        if len(self._buckets) > 10_000:
            self._buckets = {k: w for k, w in self._buckets.items() if w.ends > now}
        window = self._buckets.setdefault((who, bucket, major), _Window())
        allowed = window.take(rate, now)
        left = max(0.0, window.ends - now)
        headers = {
            "X-RateLimit-Bucket": hashlib.blake2s(bucket.encode(), digest_size=16).hexdigest(),
            "X-RateLimit-Limit": str(rate.limit),
            "X-RateLimit-Remaining": str(max(0, rate.limit - window.used)),
            "X-RateLimit-Reset": f"{self.wall() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
        }
        return Verdict(headers) if allowed else self._refuse(headers, left, "user")

    def count_invalid(self, status: int, scope: str = "user") -> None:
        """Notes an answer that brings the ban nearer."""
        if status in (401, 403) or (status == 429 and scope != "shared"):
            self._invalid.append(self.now())

    @property
    def invalid(self) -> int:
        """How many such answers the last ten minutes saw."""
        oldest = self.now() - self.rates.invalid.seconds
        while self._invalid and self._invalid[0] < oldest:
            self._invalid.popleft()
        return len(self._invalid)

    @property
    def banned(self) -> bool:
        return self.invalid > self.rates.invalid.limit

    def _refuse(self, headers: dict[str, str], left: float, scope: str) -> Verdict:
        self.refused += 1
        return Verdict(headers, retry_after=max(left, 0.001), scope=scope)
